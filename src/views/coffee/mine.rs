//! My coffee: the same lines and buttons in the modal and in App Home.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::coffee::{Group, Participation, Pause, Program, WhyNot};
use crate::domain::locale::Locale;
use crate::domain::people::Member;
use crate::views::Voice;
use crate::views::coffee::history::WhyNotThisTime;
use crate::views::coffee::moments::{self, Moments};
use crate::views::kit::{
    button, buttons, capital, confirmed, context, count, divider, escape, list, modal, number,
    primary, section,
};
use crate::views::names::{action, modal as name};
use crate::views::when;

/// How many programs are shown: a view holds 100 blocks, and each program takes at most six.
const MOST_PROGRAMS: usize = 14;

/// One program, as one person sees it.
#[derive(Clone, Debug)]
pub struct MyProgram {
    /// The program itself, also one that has ended.
    pub program: Program,
    /// How many take part.
    pub people: u32,
    /// `None` for somebody who never joined.
    pub mine: Option<Participation>,
    /// The group of the round that runs now.
    pub group: Option<MyGroup>,
    /// In this round they could not be introduced: no day had room for everybody of their group.
    pub no_room: bool,
    /// They are in it and have no group in the round that runs now.
    pub not_introduced: Option<WhyNotThisTime>,
    /// Their team, and when its break of this round begins, until it is over.
    pub team_break: Option<(String, DateTime<Utc>)>,
    /// May change and end it.
    pub steward: bool,
    /// Why they cannot take part, if they cannot.
    pub why_not: Option<WhyNot>,
    /// Their status in Slack says that they are away, and they have not said otherwise.
    pub away: Option<Absence>,
}

/// How long somebody is away by their status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Until some time of this day, where they live.
    Until(NaiveDate),
    WhileItStands,
}

/// The group that somebody is in this round.
#[derive(Clone, Debug)]
pub struct MyGroup {
    /// The group, this person among its members.
    pub group: Group,
    /// Everybody else in it.
    pub others: Vec<Member>,
    /// What this person said: met or not; `None` before they said anything.
    pub answer: Option<bool>,
    /// Where this person lives.
    pub zone: Tz,
    /// They have waited two working days, and no time was picked.
    pub waited: bool,
}

/// The modal of the bare command.
pub fn my_coffee(voice: &Voice, programs: &[MyProgram], moments: &Moments) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = my_blocks(voice, programs);
    blocks.extend(moments::blocks(voice, moments));
    SlackView::Modal(modal(name::MINE, "My coffee", "Close", blocks))
}

/// My programs with a button for whatever I can do now: each by itself, and what stands below all of
/// them.
pub fn things_of(voice: &Voice, programs: &[MyProgram]) -> (Vec<Vec<SlackBlock>>, Vec<SlackBlock>) {
    if programs.is_empty() {
        return (vec![nothing_yet(voice)], Vec::new());
    }
    let one = |mine: &MyProgram| {
        let mut blocks = program_blocks(voice, mine);
        blocks.push(divider());
        blocks
    };
    (programs.iter().map(one).collect(), vec![about(voice)])
}

fn nothing_yet(voice: &Voice) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    vec![
        section(
            "*No coffee yet.* Somebody has to put the kettle on: pick a channel and a day, and I'll \
             invite its people.",
        ),
        buttons(
            "no_programs",
            [
                primary(button(action::SETUP, "Set up coffee", "new")),
                button(action::HISTORY, "Whom I met", "mine"),
                button(action::HELP, "How it works", "help"),
            ],
        ),
        context(format!("Or type `{} setup` in the channel it is for.", voice.coffee)),
    ]
}

fn about(voice: &Voice) -> SlackBlock {
    let Locale::English = voice.locale;
    buttons(
        "about",
        [
            button(action::LIKE, "How I like it…", "like"),
            button(action::HISTORY, "Whom I met", "mine"),
            button(action::SETUP, "Set up another", "new"),
            button(action::HELP, "How it works", "help"),
        ],
    )
}

/// The same for a window, as far as it holds them.
fn my_blocks(voice: &Voice, programs: &[MyProgram]) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let (things, foot) = things_of(voice, programs);
    let mut blocks: Vec<SlackBlock> = things.into_iter().take(MOST_PROGRAMS).flatten().collect();
    if let Some(more) = programs.len().checked_sub(MOST_PROGRAMS).filter(|more| *more > 0) {
        blocks.push(context(format!(
            "There is coffee in {}: type `{coffee} join` there.",
            count(u32::try_from(more).unwrap_or(u32::MAX), "more channel", "more channels")
        )));
    }
    blocks.extend(foot);
    blocks
}

fn program_blocks(voice: &Voice, mine: &MyProgram) -> Vec<SlackBlock> {
    let program = &mine.program;
    let mut blocks = vec![section(format!(
        "*{} in <#{}>*\n{} · {}\n{}",
        capital(program.style.called.as_str()),
        program.channel,
        capital(&when::recurrence(voice.locale, &program.cadence)),
        count(mine.people, "person", "people"),
        status(voice, mine),
    ))];
    if let Some(group) = &mine.group {
        blocks.extend(group_blocks(voice, group));
    }
    if let Some((team, at)) = &mine.team_break {
        let at = when::moment(voice.locale, *at, Tz::UTC);
        blocks.push(section(format!("A break with your team, {}: {at}.", escape(team))));
    }
    if let Some(
        WhyNotThisTime::LeftOut(_) | WhyNotThisTime::WithoutTeam | WhyNotThisTime::LeftAlone,
    ) = mine.not_introduced
    {
        let why = button(action::WHY_NOT, "Why not this time?", program.id.to_string());
        blocks.push(section("You have no coffee in this round."));
        blocks.push(buttons(format!("why_not_{}", program.id), [why]));
    }
    let row = my_buttons(voice, mine);
    if !row.is_empty() {
        blocks.push(buttons(format!("program_{}", program.id), row));
    }
    blocks
}

/// Where this person stands with a program, in one line.
pub fn status(voice: &Voice, mine: &MyProgram) -> String {
    let Locale::English = voice.locale;
    let program = &mine.program;
    let next = when::long_day(voice.locale, program.next_opening);
    let Some(participation) = mine.mine.as_ref().filter(|mine| !mine.left) else {
        return match mine.why_not {
            Some(why) => why_not(voice, why).to_owned(),
            None => "You're not in it.".to_owned(),
        };
    };
    if let Some(why) = mine.why_not {
        return format!("{} I won't introduce you as long as that is so.", why_not(voice, why));
    }
    match participation.pause {
        Pause::Until(back) => {
            return format!(":zzz: You're paused until {}.", when::long_day(voice.locale, back));
        }
        Pause::Rounds(1) => return ":zzz: You're paused for one more round.".to_owned(),
        Pause::Rounds(left) => return format!(":zzz: You're paused for {left} more rounds."),
        Pause::UntilBack => return ":zzz: You're paused until you say you're back.".to_owned(),
        Pause::None => {}
    }
    if participation.skips == Some(program.next_opening) {
        return format!(":leaves: You skip {next} and are back for the round after.");
    }
    match mine.away {
        Some(Absence::Until(day)) => {
            let day = when::long_day(voice.locale, day);
            return format!(":palm_tree: Paused while your status says you're away, until {day}.");
        }
        Some(Absence::WhileItStands) => {
            return ":palm_tree: Paused while your status says you're away.".to_owned();
        }
        None => {}
    }
    if waits(mine) {
        let minimum = number(voice.locale, program.minimum);
        let so_far = match mine.people {
            0 | 1 => "You're the first".to_owned(),
            n => format!("{} so far", capital(&number(voice.locale, n))),
        };
        return format!(
            ":white_check_mark: You're in. {so_far}; it starts at {minimum}, or on the steward's \
             word."
        );
    }
    let opening = when::opening(voice.locale, program);
    let this_round = match mine.no_room {
        true => " Not in this round: your week, or theirs, was full of messages.",
        false => "",
    };
    format!(":white_check_mark: You're in.{this_round} The next round opens {opening}.")
}

/// Kindly no: coffee is not for this account.
pub fn why_not(voice: &Voice, why: WhyNot) -> &'static str {
    let Locale::English = voice.locale;
    match why {
        WhyNot::Guest => {
            "Coffee is for this workspace's full members for now, so guests can't join yet. I'm \
             sorry!"
        }
        WhyNot::External => {
            "Coffee here is among the people of this workspace. I hope yours has some as well!"
        }
        WhyNot::Bot => "Bots don't drink coffee.",
        WhyNot::Deactivated => "This account is switched off, so it can't join.",
    }
}

fn group_blocks(voice: &Voice, mine: &MyGroup) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let names: Vec<String> =
        mine.others.iter().map(|person| format!("*{}*", escape(&person.profile.name))).collect();
    let id = mine.group.id.to_string();
    let with = format!("This round you have coffee with {}.", list(voice.locale, &names));
    let (said, row) = match mine.answer {
        Some(true) => (" You said you met. :white_check_mark:", vec![]),
        Some(false) => {
            (" Not this time, you said.", vec![button(action::MET, "We met after all", &id)])
        }
        None => (
            "",
            vec![button(action::MET, "We met", &id), button(action::NOT_MET, "Not this time", &id)],
        ),
    };
    let time =
        mine.group.meeting.at.map(|at| {
            format!("\n:calendar: You meet {}.", when::moment(voice.locale, at, mine.zone))
        });
    let row = row.into_iter().chain([button(action::WHY, "Why us?", &id)]);
    let text = section(format!("{with}{said}{}", time.unwrap_or_default()));
    let mut blocks = vec![text, buttons(format!("group_{id}"), row)];
    if mine.answer.is_none() {
        blocks.push(buttons(format!("group_{id}_time"), time_buttons(voice, mine)));
    }
    blocks
}

/// What somebody can do who has not met yet.
fn time_buttons(voice: &Voice, mine: &MyGroup) -> Vec<SlackBlockButtonElement> {
    let Locale::English = voice.locale;
    let id = mine.group.id.to_string();
    let pick = match mine.group.meeting.at {
        None => "Pick a time",
        Some(_) => "Change the time",
    };
    let mut row =
        vec![button(action::PICK_TIME, pick, &id), button(action::CANNOT, "Can't make it", &id)];
    if mine.waited {
        row.push(button(action::NO_REPLY, "No reply yet", &id));
    }
    row
}

/// What this person can do with a program now.
pub fn my_buttons(voice: &Voice, mine: &MyProgram) -> Vec<SlackBlockButtonElement> {
    let Locale::English = voice.locale;
    let program = &mine.program;
    let id = program.id.to_string();
    let mut row = match mine.mine.as_ref().filter(|mine| !mine.left) {
        None if mine.why_not.is_some() => Vec::new(),
        None => vec![primary(button(action::JOIN, &join_label(voice, program), &id))],
        Some(_) if mine.why_not.is_some() => vec![leave(voice, program)],
        Some(participation) if participation.pause != Pause::None => {
            vec![primary(button(action::RESUME, "I'm back", &id)), leave(voice, program)]
        }
        Some(participation) if participation.skips == Some(program.next_opening) => {
            vec![button(action::UNSKIP, "Count me in", &id), leave(voice, program)]
        }
        Some(_) if mine.away.is_some() => vec![
            primary(button(action::RESUME, "I'm here for coffee", &id)),
            button(action::PAUSE, "Pause…", &id),
            leave(voice, program),
        ],
        Some(_) if waits(mine) && mine.steward => {
            // There is nothing to skip yet.
            vec![button(action::PAUSE, "Pause…", &id), leave(voice, program)]
        }
        Some(_) => vec![
            button(action::SKIP, "Skip the next", skip_value(program, program.next_opening)),
            button(action::PAUSE, "Pause…", &id),
            leave(voice, program),
        ],
    };
    if mine.steward && waits(mine) && mine.people >= 2 {
        row.push(button(action::RUN, "Start anyway…", &id));
    }
    if mine.steward {
        row.push(button(action::SETUP, "Change…", &id));
    }
    row
}

/// The first round waits until more have joined.
fn waits(mine: &MyProgram) -> bool {
    mine.program.rounds == 0 && mine.people < mine.program.minimum
}

/// The button to take part, by the program's own name.
pub fn join_label(voice: &Voice, program: &Program) -> String {
    let Locale::English = voice.locale;
    format!("Join {}", program.style.called)
}

fn leave(voice: &Voice, program: &Program) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    button(action::LEAVE, "Leave", program.id.to_string())
}

/// What a skip button carries: the program, and the date it was drawn for.
pub fn skip_value(program: &Program, date: NaiveDate) -> String {
    format!("{} {}", program.id, when::iso(date))
}

/// Ends a program for everybody.
pub fn end_button(voice: &Voice, program: &Program) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    confirmed(
        button(action::END, "End this coffee", program.id.to_string())
            .with_style(SlackBlockButtonStyle::Danger),
        "End this coffee?",
        "No more rounds will open in this channel. The round that runs now goes to its end.",
        "End it",
        "Keep it",
    )
}
