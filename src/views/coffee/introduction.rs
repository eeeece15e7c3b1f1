//! The message that brings a group together, and why it did.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::coffee::{Group, Program};
use crate::domain::ids::MemberId;
use crate::domain::locale::Locale;
use crate::domain::pairing::{Reason, Rule};
use crate::domain::people::Member;
use crate::views::Voice;
use crate::views::coffee::meeting::agreed;
use crate::views::coffee::second_try::called_off;
use crate::views::coffee::ways::ways;
use crate::views::coffee::wishes::need;
use crate::views::first_questions::first_question;
use crate::views::kit::{
    button, buttons, buttons_and_more, capital, context, escape, list, message, more as kit_more,
    primary, section,
};
use crate::views::names::action;
use crate::views::when;

/// Everything an introduction says.
#[derive(Clone, Debug)]
pub struct Introduction<'a> {
    /// The group as it is kept.
    pub group: &'a Group,
    /// The number of its round.
    pub round: u32,
    /// The group's members, in its order.
    pub people: &'a [Member],
    /// The program that it is from.
    pub program: &'a Program,
    /// When it is sent: local times are of this moment, also when it is drawn again later.
    pub at: DateTime<Utc>,
    /// Who says hello first.
    pub opener: &'a MemberId,
    /// Who has said that they met.
    pub met: &'a [MemberId],
    /// How many could not make it after all, and are not in the group any more.
    pub gone: usize,
}

/// People meet: who they are, what they share, a first question and one named opener.
pub fn introduction(voice: &Voice, intro: &Introduction<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    if intro.gone > 0 && intro.people.len() < 2 {
        return called_off(voice);
    }
    let apart = hours_differ(intro.people, intro.at);
    let who: Vec<String> = intro
        .people
        .iter()
        .map(|person| {
            portrait(voice.locale, person, apart.then_some(intro.at)) + &need(voice, person)
        })
        .collect();
    let opener = intro.opener;
    let question = escape(first_question(voice.locale, intro.group.question));
    let mut blocks = vec![
        section(format!("*{}*", meet(voice.locale, &mentions(intro.people)))),
        section(who.join("\n")),
        section(in_common(voice, intro)),
        section(format!("*To start with:* {question}\n<@{opener}>, would you say hello first?")),
    ];
    // Whoever has met needs no offers any more.
    if intro.met.is_empty() || intro.group.meeting.at.is_some() {
        blocks.push(section(times(voice, intro)));
    }
    blocks.push(what_next(voice.locale, intro));
    blocks.extend(changes(voice.locale, intro).into_iter().map(context));
    if let Some(line) = met_line(voice.locale, intro) {
        blocks.push(context(line));
    }
    blocks.push(context(format!(
        "From your {} in <#{}>. Half an hour is plenty; I don't read along here.",
        intro.program.style.called, intro.program.channel
    )));
    message(meet(voice.locale, &names(intro.people)), blocks)
}

/// What they have in common, and how they can meet.
fn in_common(voice: &Voice, intro: &Introduction<'_>) -> String {
    let shared = shared(voice.locale, intro);
    match ways(voice, intro.people, &intro.program.style) {
        Some(ways) => format!("{shared}\n{ways}"),
        None => shared,
    }
}

/// What is not as in other introductions.
fn changes(locale: Locale, intro: &Introduction<'_>) -> Vec<String> {
    let Locale::English = locale;
    let two = intro.people.len() == 2;
    let gone = (intro.gone > 0).then(|| {
        let who = if two { "you two" } else { "the others" };
        format!("Somebody's plans changed, and that's fine: {who} go ahead.")
    });
    let formed = intro.group.meeting.formed_on.map(|_| {
        let all = if two { "both" } else { "all" };
        format!("In the middle of the round: you were {all} still free.")
    });
    gone.into_iter().chain(formed).collect()
}

/// When they meet; before that, times that suit all of them.
fn times(voice: &Voice, intro: &Introduction<'_>) -> String {
    let Locale::English = voice.locale;
    let meeting = &intro.group.meeting;
    let zone = intro.people.iter().find_map(|person| person.profile.zone).unwrap_or(Tz::UTC);
    let names: Vec<&str> = intro.people.iter().map(|person| person.profile.name.as_str()).collect();
    if let Some(at) = meeting.at {
        return agreed(voice, at, zone, &names, intro.group.question);
    }
    let both = if intro.people.len() == 2 { "both" } else { "all" };
    offers(voice, &meeting.offered, zone, both)
}

/// Times that suit all of them; `both` is what all of them are called.
pub(super) fn offers(voice: &Voice, offered: &[DateTime<Utc>], zone: Tz, both: &str) -> String {
    let Locale::English = voice.locale;
    let times: Vec<String> =
        offered.iter().map(|at| format!("• {}", when::moment(voice.locale, *at, zone))).collect();
    match times.as_slice() {
        [] => format!(
            "Your working hours don't overlap this round, so I leave finding a time to you {both}. \
             A few lines back and forth are a fine coffee as well."
        ),
        [only] => format!("A time that suits you {both}:\n{only}"),
        _ => format!(
            "{} that suit you {both}:\n{}",
            number(voice.locale, times.len()),
            times.join("\n")
        ),
    }
}

fn number(locale: Locale, times: usize) -> &'static str {
    let Locale::English = locale;
    if times == 2 { "Two times" } else { "Three times" }
}

/// The buttons: first to find a time, and once somebody says that they met, to say so as well.
fn what_next(locale: Locale, intro: &Introduction<'_>) -> SlackBlock {
    let Locale::English = locale;
    let id = intro.group.id.to_string();
    let name = "introduction";
    let why = button(action::WHY, "Why us?", &id);
    if !intro.met.is_empty() {
        let met = primary(button(action::MET, "We met", &id));
        return buttons(name, [met, why, button(action::MINE, "My coffee", &id)]);
    }
    let pick = match intro.group.meeting.at {
        None => primary(button(action::PICK_TIME, "Pick a time", &id)),
        Some(_) => button(action::PICK_TIME, "Change the time", &id),
    };
    let row = [pick, button(action::CANNOT, "Can't make it", &id), why];
    let more = [(action::MET, "We met", id.as_str()), (action::MINE, "My coffee", id.as_str())];
    buttons_and_more(name, row, kit_more(&more))
}

/// `Ana, meet Kofi.`, `Ana, Bo, meet Kofi.`
pub(super) fn meet(locale: Locale, names: &[String]) -> String {
    let Locale::English = locale;
    match names {
        [] => "Meet each other.".to_owned(),
        [only] => format!("{only}, meet your group."),
        [first @ .., last] => format!("{}, meet {last}.", first.join(", ")),
    }
}

pub(super) fn mentions(people: &[Member]) -> Vec<String> {
    people.iter().map(|person| format!("<@{}>", person.profile.member)).collect()
}

pub(super) fn names(people: &[Member]) -> Vec<String> {
    people.iter().map(|person| escape(&person.profile.name)).collect()
}

/// Whether clocks on walls show different times, so that it is worth saying which.
pub(super) fn hours_differ(people: &[Member], at: DateTime<Utc>) -> bool {
    let mut clocks = people.iter().filter_map(|person| person.profile.zone).map(|zone| {
        // Of two days, the same hour is not the same time.
        at.with_timezone(&zone).naive_local()
    });
    let first = clocks.next();
    clocks.any(|clock| Some(clock) != first)
}

/// `*Kofi* · Data engineer, data · Lagos, 10:40 as I write`. The hour is said where `at` is
/// given; it stays true however late somebody reads it.
pub(super) fn portrait(locale: Locale, person: &Member, at: Option<DateTime<Utc>>) -> String {
    let Locale::English = locale;
    let name = escape(&person.profile.name);
    let role = match (&person.profile.title, &person.team) {
        (Some(title), Some(team)) => format!(" · {}, {}", escape(title), escape(team)),
        (Some(title), None) => format!(" · {}", escape(title)),
        (None, Some(team)) => format!(" · {}", escape(team)),
        (None, None) => String::new(),
    };
    let place = person.profile.zone.map(|zone| match at {
        Some(at) => {
            format!(" · {}, {} as I write", when::city(zone), when::wall_clock(at, zone))
        }
        None => format!(" · {}", when::city(zone)),
    });
    format!("*{name}*{role}{}", place.unwrap_or_default())
}

/// What they have in common, and whether they have met.
fn shared(locale: Locale, intro: &Introduction<'_>) -> String {
    let Locale::English = locale;
    let all = if intro.people.len() == 2 { "both" } else { "all" };
    let department = same(intro.people, |person| person.department.as_deref());
    let zone = same(intro.people, |person| person.profile.zone);
    let time = zone.map(|zone| format!("on {} time", when::city(zone)));
    let interests = interests(locale, intro);
    let common = match (department.map(escape), time) {
        (None, None) => {
            let met = acquaintance(locale, intro);
            return match interests {
                Some(what) => format!("You {all} like {what}, and {met}."),
                None => format!("{}.", capital(&met)),
            };
        }
        (Some(department), None) => format!("You {all} work in {department}"),
        (None, Some(time)) => format!("You're {all} {time}"),
        (Some(department), Some(time)) => format!("You {all} work in {department} and are {time}"),
    };
    let liked = interests.map(|what| format!(" You {all} like {what}."));
    format!("{common}, and {}.{}", acquaintance(locale, intro), liked.unwrap_or_default())
}

/// At most so many shared interests are named.
const MOST_INTERESTS: usize = 3;

/// What all of them like, where every two of them are known to.
fn interests(locale: Locale, intro: &Introduction<'_>) -> Option<String> {
    let shared = |reason: &Reason| match &reason.rule {
        Rule::SharedInterest { what } => Some(what.clone()),
        Rule::OtherDepartment
        | Rule::OtherTeam
        | Rule::SameTeam
        | Rule::Overlap { .. }
        | Rule::Newcomer => None,
    };
    let people = intro.people.len();
    let by_pair: Vec<Vec<String>> = intro.group.because.iter().filter_map(shared).collect();
    let first =
        by_pair.first().filter(|_| by_pair.len() == people * people.saturating_sub(1) / 2)?;
    let of_all = first.iter().filter(|what| by_pair.iter().all(|pair| pair.contains(what)));
    let named: Vec<String> = of_all.take(MOST_INTERESTS).map(|what| escape(what)).collect();
    (!named.is_empty()).then(|| list(locale, &named))
}

fn same<'a, T: PartialEq>(people: &'a [Member], of: impl Fn(&'a Member) -> Option<T>) -> Option<T> {
    let mut values = people.iter().map(of);
    let first = values.next()??;
    values.all(|value| value.as_ref() == Some(&first)).then_some(first)
}

fn acquaintance(locale: Locale, intro: &Introduction<'_>) -> String {
    let Locale::English = locale;
    let last =
        intro.group.repeats.iter().map(|repeat| intro.round.saturating_sub(repeat.round)).min();
    match last {
        None => "you've never had coffee together here".to_owned(),
        // Of three, perhaps only two: "Why us?" tells who.
        Some(_) if intro.people.len() > 2 => "some of you have had coffee before".to_owned(),
        Some(rounds) => format!("I last introduced you {}", rounds_ago(locale, rounds)),
    }
}

fn met_line(locale: Locale, intro: &Introduction<'_>) -> Option<String> {
    let Locale::English = locale;
    let names: Vec<String> = intro
        .people
        .iter()
        .filter(|person| intro.met.contains(&person.profile.member))
        .map(|person| escape(&person.profile.name))
        .collect();
    let (last, first) = names.split_last()?;
    let who = if first.is_empty() {
        format!("{last} says")
    } else {
        format!("{} and {last} say", first.join(", "))
    };
    Some(format!(":white_check_mark: {who} that you met."))
}

/// "Why us?", answered to the one who asked, about a group of that round. Only the program's own
/// rules are ever named.
pub fn why(voice: &Voice, group: &Group, round: u32, people: &[Member]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let name = |id: &MemberId| {
        people
            .iter()
            .find(|person| person.profile.member == *id)
            .map_or_else(|| "Somebody".to_owned(), |person| escape(&person.profile.name))
    };
    let members = &group.members;
    let pairs = members.iter().enumerate().flat_map(|(at, one)| {
        members
            .iter()
            .skip(at + 1)
            .map(move |other| if one < other { [one, other] } else { [other, one] })
    });
    let mut lines: Vec<String> = pairs
        .map(|[one, other]| {
            let before = group
                .repeats
                .iter()
                .find(|repeat| [one, other] == [&repeat.pair[0], &repeat.pair[1]]);
            let (one, other) = (name(one), name(other));
            match before {
                None => format!("• {one} and {other} have never had coffee together here."),
                Some(repeat) => format!(
                    "• I last introduced {one} and {other} {}: there was nobody new for them, or \
                     others would have had to meet again instead.",
                    rounds_ago(voice.locale, round.saturating_sub(repeat.round))
                ),
            }
        })
        .collect();
    lines.extend(group.because.iter().filter_map(|reason| {
        let [one, other] = &reason.pair;
        speaks_for(voice.locale, &reason.rule, &name(one), &name(other))
    }));
    message(
        "Here is why you were introduced.",
        vec![
            section(format!("*Why you were introduced*\n{}", lines.join("\n"))),
            context("Where several groupings were equally good, a draw decided."),
        ],
    )
}

fn speaks_for(locale: Locale, rule: &Rule, one: &str, other: &str) -> Option<String> {
    let Locale::English = locale;
    Some(match rule {
        Rule::OtherDepartment => format!("• {one} and {other} work in different departments."),
        Rule::OtherTeam => format!("• {one} and {other} are in different teams."),
        Rule::SameTeam => format!("• {one} and {other} are in the same team."),
        Rule::Overlap { minutes: 0 } => return None,
        Rule::Overlap { minutes } => {
            format!(
                "• {one} and {other} work at the same time for {}.",
                when::hours(locale, *minutes)
            )
        }
        Rule::SharedInterest { what } => {
            let what: Vec<String> = what.iter().map(|what| escape(what)).collect();
            format!("• {one} and {other} both like {}.", what.join(" and "))
        }
        Rule::Newcomer => format!("• One of {one} and {other} is new here, the other is not."),
    })
}

fn rounds_ago(locale: Locale, rounds: u32) -> String {
    let Locale::English = locale;
    match rounds {
        1 => "in the round before this one".to_owned(),
        n => format!("{n} rounds ago"),
    }
}
