//! Setting a program up: the modal, its errors, and how it went.

pub mod fields;
mod warnings;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;

use crate::domain::coffee::{NoCoffeeHere, Program};
use crate::domain::ids::{ChannelId, ProgramId};
use crate::domain::locale::Locale;
use crate::domain::outlook::Warning;
use crate::domain::pairing::{Kind, Odd, Rules};
use crate::domain::plan::Plan;
use crate::domain::schedule::Recurrence;
use crate::views::Voice;
use crate::views::coffee::mine::end_button;
use crate::views::kit::{button, buttons, capital, context, list, modal, number, plain, section};
use crate::views::names::{action, modal as name};
use crate::views::when;
pub use warnings::{own_rule, warning};

/// What the modal carries along between its drawings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The channel the command was given in; none in a direct message.
    pub channel: Option<ChannelId>,
    /// The program that is changed; none for a new one.
    pub program: Option<ProgramId>,
    /// Whether the seldom-needed fields are shown.
    pub more: bool,
}

/// What would come of what is filled in.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// The next dates.
    pub dates: Vec<NaiveDate>,
    pub warnings: Vec<Warning>,
}

/// At most three fields, and more on request; the next dates while one chooses.
pub fn setup_modal(
    voice: &Voice,
    draft: &Draft,
    plan: &Plan,
    program: Option<&Program>,
    outlook: &Outlook,
) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![match program {
        None => section(what_happens(voice, &plan.rules)),
        Some(program) => section(format!(
            "*{} in <#{}>*, {}. What you change here counts from the next round on.",
            capital(program.style.called.as_str()),
            program.channel,
            when::recurrence(voice.locale, &program.cadence)
        )),
    }];
    if program.is_none() {
        blocks.push(fields::channel(draft));
    }
    blocks.extend([fields::weekday(voice, plan), fields::time(plan)]);
    if draft.more {
        blocks.extend(fields::dates(voice, plan));
    }
    blocks.extend(outlook_lines(voice, outlook));
    if draft.more {
        blocks.extend(fields::groups(voice, plan));
        blocks.extend(fields::words(voice, plan));
    } else {
        blocks.push(buttons("more", [button(action::SETUP_MORE, "More…", "more")]));
        blocks.push(context(format!(
            "{}, {} time, from {} people on. *More…* changes that.",
            capital(&often(voice, plan.cadence.recurrence)),
            when::city(plan.cadence.zone),
            plan.minimum
        )));
    }
    if let Some(program) = program {
        blocks.extend(desk(voice, program));
    }
    let title = if program.is_some() { "Change coffee" } else { "Set up coffee" };
    let submit = if program.is_some() { "Save" } else { "Start" };
    SlackView::Modal(
        modal(name::SETUP, title, "Cancel", blocks)
            .with_submit(plain(submit))
            .with_private_metadata(serde_json::json!(draft).to_string()),
    )
}

fn what_happens(voice: &Voice, rules: &Rules) -> String {
    let Locale::English = voice.locale;
    let pairs = match (rules.kind, rules.group_size, rules.odd) {
        (Kind::Break, _, _) => {
            return "I invite the channel's people, and bring those who join together with their \
                    own team for a break of half an hour."
                .to_owned();
        }
        (Kind::Pairs, 3.., _) => {
            format!("in groups of {}", number(voice.locale, rules.group_size.into()))
        }
        (Kind::Pairs | Kind::Buddy, _, Odd::Trio) => {
            "in pairs (one group of three if the number is odd)".to_owned()
        }
        (Kind::Pairs | Kind::Buddy, _, Odd::SitOut) => {
            "in pairs (if the number is odd, one sits out, in turn)".to_owned()
        }
    };
    format!(
        "I invite the channel's people, introduce those who join to each other {pairs}, remind them \
         once and ask whether they met."
    )
}

/// What else a steward can do with a program.
fn desk(voice: &Voice, program: &Program) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let id = program.id.to_string();
    [
        buttons(
            "desk",
            [
                button(action::PREVIEW, "Preview", &id),
                button(action::RUN, "Run now…", &id),
                button(action::REPORT, "Report", &id),
                button(action::REHEARSE, "Try it on me", &id),
            ],
        ),
        buttons("end", [end_button(voice, program)]),
    ]
}

fn often(voice: &Voice, recurrence: Recurrence) -> String {
    let Locale::English = voice.locale;
    match recurrence {
        Recurrence::Weekly { every: 1, .. } => "every week".to_owned(),
        Recurrence::Weekly { every, .. } => format!("every {every} weeks"),
        Recurrence::Monthly { every: 1, .. } => "every month".to_owned(),
        Recurrence::Monthly { every, .. } => format!("every {every} months"),
    }
}

/// The next dates, and what would come of it that one might not expect.
fn outlook_lines(voice: &Voice, outlook: &Outlook) -> Vec<SlackBlock> {
    let Locale::English = voice.locale;
    let dates: Vec<String> =
        outlook.dates.iter().map(|date| when::day(voice.locale, *date)).collect();
    let dates =
        (!dates.is_empty()).then(|| context(format!("Next: {}", list(voice.locale, &dates))));
    let warnings =
        outlook.warnings.iter().map(|it| context(format!(":warning: {}", warning(voice, it))));
    dates.into_iter().chain(warnings).collect()
}

/// What an invitation says where its steward wrote nothing else.
pub fn usual_welcome(voice: &Voice) -> &'static str {
    let Locale::English = voice.locale;
    "Half an hour, no agenda. Nobody is signed up by anybody else, and you can skip, pause or leave \
     at any time."
}

/// What can be wrong with what was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// No channel was picked.
    NoChannel,
    /// The other fields by their names: no such day, hour, rhythm, zone or number.
    Weekday,
    Time,
    Every,
    Zone,
    Minimum,
    /// Of the rules: nothing that can be chosen.
    Choice,
    /// Newcomers first is for two people.
    BuddySize,
    /// Not one or two words of letters.
    Name,
    /// Longer than its field takes.
    Long,
    /// The line of meeting spots that makes no sense, from 1.
    Spots(usize),
    /// A day that is over.
    PastDate,
    /// No day where one is needed.
    NoDate,
    /// More than a year ahead.
    FarDate,
}

/// The sentence at the field.
pub fn problem(voice: &Voice, problem: FieldProblem) -> String {
    let Locale::English = voice.locale;
    let sentence = match problem {
        FieldProblem::Spots(line) => {
            return format!(
                "Give line {line} a site and a place, like Berlin: kitchen, 2nd floor."
            );
        }
        FieldProblem::Choice => "Pick one of the choices in the list.",
        FieldProblem::BuddySize => {
            "Pick pairs here: newcomers with old hands first is for two people."
        }
        FieldProblem::Name => "Give it one or two words, like tea or lunch break.",
        FieldProblem::Long => "That's too long. Try it in fewer words.",
        FieldProblem::NoChannel => "Pick the channel whose people I should invite.",
        FieldProblem::Weekday => "Pick one of the seven days.",
        FieldProblem::Time => "Pick a time of day, like 09:00.",
        FieldProblem::Every => "Pick every how many weeks or months.",
        FieldProblem::Zone => {
            "I don't know that zone. Try a region and a city, like Europe/Berlin."
        }
        FieldProblem::Minimum => "Give a whole number from 2 to 1000.",
        FieldProblem::PastDate => "That day is over. Pick one that's still to come.",
        FieldProblem::NoDate => "Pick the day you're back, or choose a number of rounds above.",
        FieldProblem::FarDate => {
            "That's more than a year away. Pick an earlier day, or leave and join again later."
        }
    };
    sentence.to_owned()
}

/// Problems as Slack wants them: a sentence by field.
pub fn problems(voice: &Voice, found: &[(&'static str, FieldProblem)]) -> BTreeMap<String, String> {
    found.iter().map(|(at, what)| ((*at).to_owned(), problem(voice, *what))).collect()
}

/// While the channel is looked at.
pub fn busy(voice: &Voice) -> SlackView {
    let Locale::English = voice.locale;
    notice(
        "Set up coffee",
        ":hourglass_flowing_sand: One moment, I'm having a look at the channel…",
    )
}

/// It is set up.
pub fn ready(voice: &Voice, program: &Program) -> SlackView {
    let Locale::English = voice.locale;
    let id = program.id.to_string();
    let text = format!(
        ":tada: *{} is set up in <#{}>*, {}.\nMy invitation is on its way there. The first \
             round opens {}, if {} people have joined by then. Join it yourself from the \
             invitation!",
        capital(program.style.called.as_str()),
        program.channel,
        when::recurrence(voice.locale, &program.cadence),
        when::opening(voice.locale, program),
        program.minimum,
    );
    let row =
        [button(action::REHEARSE, "Try it on me", &id), button(action::SETUP, "Change…", &id)];
    let blocks = vec![section(text), buttons("ready", row)];
    SlackView::Modal(modal(name::NOTICE, "Set up coffee", "Close", blocks))
}

/// It was changed; a round that `runs` is not touched.
pub fn changed(voice: &Voice, program: &Program, runs: bool) -> SlackView {
    let Locale::English = voice.locale;
    let recurrence = when::recurrence(voice.locale, &program.cadence);
    let next = when::opening(voice.locale, program);
    let as_it_was = if runs { " The round that runs now goes on as it was." } else { "" };
    let text = format!("Saved: {recurrence}. The next round opens {next}.{as_it_was}");
    notice("Change coffee", &text)
}

/// The program has ended.
pub fn ended(voice: &Voice) -> SlackView {
    let Locale::English = voice.locale;
    notice(
        "Change coffee",
        &format!(
            "This coffee has ended. Thank you for tending it! `{} setup` starts a new one.",
            voice.coffee
        ),
    )
}

/// What went wrong with the channel, and the way out.
pub fn no_coffee_here(voice: &Voice, channel: &ChannelId, why: NoCoffeeHere) -> String {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    match why {
        NoCoffeeHere::NotFound => format!(
            "I can't find <#{channel}>: it may be deleted, or private and without me. In a private \
             channel, type `/invite @Klatch` first, then `{coffee} setup` again."
        ),
        NoCoffeeHere::Unreachable => format!(
            "Slack couldn't be reached, so I haven't seen <#{channel}> and nothing was set up. \
             Please try `{coffee} setup` again in a while."
        ),
        NoCoffeeHere::Private => format!(
            "I can't get into <#{channel}> by myself because it's private. Type `/invite @Klatch` \
             there, then `{coffee} setup` again."
        ),
        NoCoffeeHere::Archived => format!(
            "<#{channel}> is archived, so nobody could read my invitation. Unarchive it, or pick \
             another channel with `{coffee} setup`."
        ),
        NoCoffeeHere::Shared => format!(
            "<#{channel}> is shared with another organization, and coffee is among your own \
             people. Pick a channel of your own with `{coffee} setup`."
        ),
        NoCoffeeHere::NotAChannel => {
            format!("Coffee needs a channel, not a direct message. Pick one with `{coffee} setup`.")
        }
        NoCoffeeHere::AlreadyThere => format!(
            "There is coffee in <#{channel}> already. Its steward can change it with \
             `{coffee} setup` there."
        ),
    }
}

/// A modal that only says something.
pub fn notice(title: &str, text: &str) -> SlackView {
    SlackView::Modal(modal(name::NOTICE, title, "Close", vec![section(text)]))
}
