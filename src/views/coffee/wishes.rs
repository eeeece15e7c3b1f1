//! How I like it: what somebody wishes for all of their coffees. Read by themselves and nobody else.

use std::collections::BTreeMap;

use chrono::Weekday;
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::hours::{DAYS, Stretch, WorkingHours};
use crate::domain::ids::{ChannelId, MemberId};
use crate::domain::locale::Locale;
use crate::domain::people::Member;
use crate::domain::preferences::{
    LANGUAGES, LONGEST_NEED, LONGEST_WORD, MOST_APART, MOST_TOPICS, Mode, Preferences,
};
use crate::domain::quiet::Budget;
use crate::views::Voice;
use crate::views::kit::{
    button, buttons, choice, context, escape, input, list, modal, plain, section, select,
};
use crate::views::names::{action, field, modal as name};
use crate::views::when;

/// The choice in [`field::MESSAGES`] that is no number.
pub const ONLY_COFFEE: &str = "only_coffee";
/// The choice in [`field::SIZE`] of whoever would rather be three.
pub const TRIO: &str = "two";
/// What a modal carries along once its other fields are shown.
pub const MORE: &str = r#"{"more":true}"#;

/// How somebody likes their coffee. `site` is where the directory has them; `more` shows the fields
/// that are seldom needed.
pub fn like_modal(
    voice: &Voice,
    wished: &Preferences,
    site: Option<&str>,
    more: bool,
) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![
        section(
            "This counts for all your coffees, from the next round on. Only you see this page; \
             people I introduce you to read what you have in common.",
        ),
        size_field(wished).into(),
        modes_field(voice, wished).into(),
        topics_field(wished).into(),
    ];
    if more {
        blocks.extend(more_fields(wished, site));
    }
    let hours = button(action::HOURS, "My hours…", "hours");
    let not_with = button(action::NOT_WITH, "Not with…", "not_with");
    let row = match more {
        true => vec![hours, not_with],
        false => vec![button(action::LIKE_MORE, "More…", "more"), hours, not_with],
    };
    blocks.push(buttons("like", row));
    if !more {
        blocks.push(context("*More…* has languages, your site and how many messages you want."));
    }
    SlackView::Modal(
        modal(name::LIKE, "How I like it", "Cancel", blocks)
            .with_submit(plain("Save"))
            .with_private_metadata(if more { MORE.to_owned() } else { String::new() }),
    )
}

fn size_field(wished: &Preferences) -> SlackInputBlock {
    let choices =
        vec![choice("one", "One person"), choice(TRIO, "Two people, where that works out")];
    let chosen = if wished.prefers_trio { TRIO } else { "one" };
    input(field::SIZE, "I'd rather meet", select(field::SIZE, choices, Some(chosen)))
}

/// A way to meet, as somebody picks it.
pub fn mode(voice: &Voice, mode: Mode) -> &'static str {
    let Locale::English = voice.locale;
    match mode {
        Mode::Video => "By video",
        Mode::Phone => "By phone",
        Mode::Walk => "On a walk",
        Mode::InPerson => "In person, at my site",
    }
}

fn modes_field(voice: &Voice, wished: &Preferences) -> SlackInputBlock {
    let options = Mode::ALL.map(|it| (it.as_str().to_owned(), mode(voice, it).to_owned()));
    let chosen: Vec<&str> = wished.modes.iter().map(|mode| mode.as_str()).collect();
    input(field::MODES, "How I like to meet", boxes(field::MODES, &options, &chosen))
        .with_optional(true)
        .with_hint(plain("None of them: any way is fine."))
}

fn topics_field(wished: &Preferences) -> SlackInputBlock {
    let text = text(field::TOPICS, 600, "rust, hiking, old films", &wished.topics.join(", "));
    input(field::TOPICS, "I like to talk about", text)
        .with_optional(true)
        .with_hint(plain(format!("Up to {MOST_TOPICS} topics, with commas between them.")))
}

fn more_fields(wished: &Preferences, site: Option<&str>) -> Vec<SlackBlock> {
    let site = wished.site.as_deref().or(site).unwrap_or_default();
    let limit = u64::try_from(LONGEST_WORD).unwrap_or(40);
    let need_limit = u64::try_from(LONGEST_NEED).unwrap_or(120);
    let need = wished.need.as_deref().unwrap_or_default();
    vec![
        input(field::LANGUAGES, "Languages I speak", languages(wished))
            .with_optional(true)
            .with_hint(plain("None of them: any is fine."))
            .into(),
        input(field::SITE, "My site", text(field::SITE, limit, "The town or office", site))
            .with_optional(true)
            .with_hint(plain("For meeting in person."))
            .into(),
        input(
            field::NEED,
            "What my coffees need",
            text(field::NEED, need_limit, "No stairs, subtitles, a quiet place…", need),
        )
        .with_optional(true)
        .with_hint(plain("Whoever I introduce you to reads this line. Empty: nobody does."))
        .into(),
        messages_field(wished).into(),
    ]
}

fn languages(wished: &Preferences) -> SlackBlockMultiStaticSelectElement {
    let all: Vec<_> = LANGUAGES.iter().map(|(code, name)| choice(*code, name)).collect();
    let chosen: Vec<_> =
        all.iter().filter(|it| wished.languages.contains(&it.value)).cloned().collect();
    let picker = SlackBlockMultiStaticSelectElement::new()
        .with_action_id(field::LANGUAGES.into())
        .with_placeholder(plain("Pick languages"))
        .with_options(all);
    if chosen.is_empty() { picker } else { picker.with_initial_options(chosen) }
}

fn messages_field(wished: &Preferences) -> SlackInputBlock {
    let numbers = (1..=Budget::MOST).map(|n| match n {
        1 => choice("1", "At most one a week"),
        3 => choice("3", "At most 3 a week, as usual"),
        n => choice(n.to_string(), &format!("At most {n} a week")),
    });
    let only = choice(ONLY_COFFEE, "Only my coffee: no reminders or questions");
    let choices = std::iter::once(only).chain(numbers).collect();
    let chosen = match wished.budget {
        Budget { only_coffee: true, .. } => ONLY_COFFEE.to_owned(),
        Budget { per_week, .. } => per_week.to_string(),
    };
    input(
        field::MESSAGES,
        "Messages I didn't ask for",
        select(field::MESSAGES, choices, Some(&chosen)),
    )
    .with_hint(plain("Never more than one a day."))
}

/// When somebody works: the same hours on some days, or each day by itself.
pub fn hours_modal(voice: &Voice, hours: &WorkingHours, zone: Tz, each: bool) -> SlackView {
    let Locale::English = voice.locale;
    let same = same_hours(hours).filter(|_| !each);
    let mut blocks = vec![section(format!(
        "I only write to you while you work, and look for coffee partners whose hours meet yours. \
         These are hours in *{}*, as your Slack profile says.",
        when::city(zone)
    ))];
    let each = match same {
        Some(stretch) => {
            blocks.extend(same_fields(voice, hours, stretch));
            blocks.push(buttons("each", [button(action::HOURS_EACH, "Each day…", "each")]));
            false
        }
        None => {
            blocks.extend(DAYS.iter().map(|day| day_field(voice, hours, *day).into()));
            blocks
                .push(context("Leave a day empty if you're free. `22:00-06:00` is a night shift."));
            true
        }
    };
    SlackView::Modal(
        modal(name::HOURS, "My hours", "Cancel", blocks)
            .with_submit(plain("Save"))
            .with_private_metadata(if each { MORE.to_owned() } else { String::new() }),
    )
}

/// The hours of every working day, if they are the same.
fn same_hours(hours: &WorkingHours) -> Option<Stretch> {
    let mut days = DAYS.iter().filter_map(|day| hours.on(*day));
    let first = days.next()?;
    days.all(|other| other == first).then_some(first)
}

fn same_fields(voice: &Voice, hours: &WorkingHours, stretch: Stretch) -> [SlackBlock; 3] {
    let picker = |name: &str, at| {
        SlackBlockTimePickerElement::new()
            .with_action_id(name.into())
            .with_initial_time(when::time(at))
    };
    let options = DAYS.map(|day| (day.to_string(), when::weekday(voice.locale, day).to_owned()));
    let worked: Vec<String> =
        DAYS.iter().filter(|day| hours.on(**day).is_some()).map(ToString::to_string).collect();
    let worked: Vec<&str> = worked.iter().map(String::as_str).collect();
    [
        input(field::HOURS_FROM, "From", picker(field::HOURS_FROM, stretch.from())).into(),
        input(field::HOURS_TO, "To", picker(field::HOURS_TO, stretch.to()))
            .with_hint(plain("Earlier than the start: on the next morning."))
            .into(),
        input(field::HOURS_DAYS, "On", boxes(field::HOURS_DAYS, &options, &worked)).into(),
    ]
}

fn day_field(voice: &Voice, hours: &WorkingHours, day: Weekday) -> SlackInputBlock {
    let shown = hours.on(day).map(shown_stretch).unwrap_or_default();
    let name = field::hours_on(day);
    input(name, when::weekday(voice.locale, day), text(name, 20, "Free", &shown))
        .with_optional(true)
}

/// `09:00-17:00`.
fn shown_stretch(stretch: Stretch) -> String {
    format!("{}-{}", when::time(stretch.from()), when::time(stretch.to()))
}

/// Whom somebody does not want to meet.
pub fn not_with_modal(voice: &Voice, others: &[MemberId], manager: bool) -> SlackView {
    let Locale::English = voice.locale;
    let mut picker = SlackBlockMultiUsersSelectElement::new()
        .with_action_id(field::NOT_WITH.into())
        .with_placeholder(plain("Nobody"))
        .with_max_selected_items(u64::try_from(MOST_APART).unwrap_or(50));
    if !others.is_empty() {
        picker = picker.with_initial_users(others.iter().map(ToString::to_string).collect());
    }
    let option = [("apart".to_owned(), "My manager, or people who report to me".to_owned())];
    let chosen: &[&str] = if manager { &["apart"] } else { &[] };
    let blocks = vec![
        section(
            "I won't introduce you to these people, in any coffee. Only you see this list: nobody \
             is told, and it's never given as a reason.",
        ),
        input(field::NOT_WITH, "Not with", picker).with_optional(true).into(),
        input(field::MANAGER, "Nor with", boxes(field::MANAGER, &option, chosen))
            .with_optional(true)
            .into(),
    ];
    SlackView::Modal(
        modal(name::NOT_WITH, "Not with…", "Cancel", blocks).with_submit(plain("Save")),
    )
}

/// It was saved. `alone` are the channels whose coffee has nobody left for this person, by what they
/// wish themselves.
pub fn saved(voice: &Voice, alone: &[ChannelId]) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(
        ":white_check_mark: *Saved.* It counts from the next round on, in all your coffees.",
    )];
    if !alone.is_empty() {
        let channels: Vec<String> = alone.iter().map(|channel| format!("<#{channel}>")).collect();
        blocks.push(section(format!(
            "In {} that leaves nobody I could introduce you to. You'd sit out there, and nobody \
             would learn why. To meet somebody again, take a name off your list, or wait until \
             more people join.",
            list(voice.locale, &channels)
        )));
    }
    SlackView::Modal(modal(name::NOTICE, "How I like it", "Close", blocks))
}

/// What can be wrong with what was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WishProblem {
    /// Too many topics.
    ManyTopics,
    /// A topic that is too long.
    LongTopic,
    /// Meeting in person, and nobody knows where.
    NoSite,
    /// A choice that does not exist.
    NoSuchChoice,
    /// These are not hours.
    Hours,
    /// They end where they begin.
    EmptyHours,
    /// No working day at all.
    NoDay,
    /// More people than the list takes.
    ManyPeople,
}

/// The sentence at the field.
pub fn problem(voice: &Voice, problem: WishProblem) -> String {
    let Locale::English = voice.locale;
    match problem {
        WishProblem::ManyTopics => format!("That's more than {MOST_TOPICS}. Keep your favorites."),
        WishProblem::LongTopic => {
            format!("A topic has at most {LONGEST_WORD} characters. Commas go between topics.")
        }
        WishProblem::NoSite => {
            "I don't know where you work. Press More… and fill in your site.".to_owned()
        }
        WishProblem::NoSuchChoice => "Pick one of the choices.".to_owned(),
        WishProblem::Hours => "Give a start and an end, like 09:00-17:00.".to_owned(),
        WishProblem::EmptyHours => "These hours end where they begin.".to_owned(),
        WishProblem::NoDay => {
            "Keep at least one day, or I could never write to you. To stop, leave your coffees."
                .to_owned()
        }
        WishProblem::ManyPeople => format!("The list takes {MOST_APART} people."),
    }
}

/// Problems as Slack wants them: a sentence by field.
pub fn problems(voice: &Voice, found: &[(&'static str, WishProblem)]) -> BTreeMap<String, String> {
    found.iter().map(|(at, what)| ((*at).to_owned(), problem(voice, *what))).collect()
}

/// What a meeting with somebody needs, if they wrote it to be read: a line of its own under who they
/// are.
pub fn need(voice: &Voice, person: &Member) -> String {
    let Locale::English = voice.locale;
    let name = escape(&person.profile.name);
    person.preferences.need.as_ref().map_or_else(String::new, |need| {
        format!("\nGood to know for meeting {name}: {}", escape(need))
    })
}

/// A field for a few words.
fn text(
    name: &str,
    limit: u64,
    placeholder: &str,
    initial: &str,
) -> SlackBlockPlainTextInputElement {
    let element = SlackBlockPlainTextInputElement::new()
        .with_action_id(name.into())
        .with_max_length(limit)
        .with_placeholder(plain(placeholder));
    if initial.is_empty() { element } else { element.with_initial_value(initial.to_owned()) }
}

/// Some of few: what comes back, and what is read.
fn boxes(name: &str, options: &[(String, String)], chosen: &[&str]) -> SlackBlockCheckboxesElement {
    let option = |(value, label): &(String, String)| {
        SlackBlockChoiceItem::new(SlackBlockText::Plain(label.clone().into()), value.clone())
    };
    let picked: Vec<_> =
        options.iter().filter(|(value, _)| chosen.contains(&value.as_str())).map(option).collect();
    let element = SlackBlockCheckboxesElement::new(options.iter().map(option).collect())
        .with_action_id(name.into());
    if picked.is_empty() { element } else { element.with_initial_options(picked) }
}

/// Every modal of this room, with the worst that people can write.
#[cfg(test)]
pub(in crate::views) fn examples(voice: &Voice, nasty: &str) -> Vec<SlackView> {
    use crate::domain::hours::Week;

    let long = |limit: usize| nasty.chars().cycle().take(limit).collect::<String>();
    let day = |from: u32| {
        let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
        Stretch::new(time(from), time(from + 3)).ok()
    };
    let full = Preferences {
        prefers_trio: true,
        modes: Mode::ALL.to_vec(),
        languages: LANGUAGES.iter().map(|(code, _)| (*code).to_owned()).collect(),
        topics: (0..MOST_TOPICS).map(|n| format!("{n}{}", long(LONGEST_WORD - 1))).collect(),
        hours: WorkingHours::Weekly(Week { mon: day(1), sun: day(9), ..Week::default() }),
        site: Some(long(LONGEST_WORD)),
        need: Some(long(LONGEST_NEED)),
        budget: Budget::only_coffee(),
        manager_apart: true,
    };
    let people: Vec<MemberId> =
        (0..MOST_APART).map(|n| MemberId::new(format!("U{n:010}"))).collect();
    let channels: Vec<ChannelId> = (0..30).map(|n| ChannelId::new(format!("C{n:010}"))).collect();
    let (plain, zone) = (Preferences::default(), Tz::America__Argentina__Buenos_Aires);
    vec![
        like_modal(voice, &plain, None, false),
        like_modal(voice, &full, Some(nasty), true),
        hours_modal(voice, &plain.hours, zone, false),
        hours_modal(voice, &full.hours, zone, false),
        not_with_modal(voice, &[], false),
        not_with_modal(voice, &people, true),
        saved(voice, &[]),
        saved(voice, &channels),
    ]
}
