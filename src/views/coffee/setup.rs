//! Setting a program up: the modal, its errors, and how it went.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;

use crate::domain::coffee::{NoCoffeeHere, Program};
use crate::domain::ids::{ChannelId, ProgramId};
use crate::domain::locale::Locale;
use crate::domain::schedule::Cadence;
use crate::views::Voice;
use crate::views::coffee::mine::end_button;
use crate::views::kit::{button, buttons, choice, context, input, modal, plain, section, select};
use crate::views::names::{action, field, modal as name};
use crate::views::when;

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

/// What stands in the fields when the modal opens.
#[derive(Clone, Debug)]
pub struct Suggested {
    /// When rounds open.
    pub cadence: Cadence,
    /// How many must have joined before the first.
    pub minimum: u32,
}

/// At most three fields, and more on request.
pub fn setup_modal(
    voice: &Voice,
    draft: &Draft,
    suggested: &Suggested,
    program: Option<&Program>,
) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![match program {
        None => section(
            "I invite the channel's people, introduce those who join to each other in pairs (one \
             group of three if the number is odd), remind them once and ask whether they met.",
        ),
        Some(program) => section(format!(
            "*Coffee in <#{}>*, {}. What you change here counts from the next round on.",
            program.channel,
            when::recurrence(voice.locale, &program.cadence)
        )),
    }];
    if program.is_none() {
        blocks.push(channel_field(draft).into());
    }
    blocks.extend([weekday_field(voice, suggested).into(), time_field(suggested).into()]);
    if draft.more {
        blocks.extend(more_fields(suggested));
    } else {
        blocks.push(buttons("more", [button(action::SETUP_MORE, "More…", "more")]));
        let zone = when::city(suggested.cadence.zone);
        let often = match suggested.cadence.every_weeks {
            1 => "Every week".to_owned(),
            n => format!("Every {n} weeks"),
        };
        blocks.push(context(format!(
            "{often}, {zone} time, from {} people on. *More…* changes that.",
            suggested.minimum
        )));
    }
    if let Some(program) = program {
        blocks.push(buttons("end", [end_button(voice, program)]));
    }
    let title = if program.is_some() { "Change coffee" } else { "Set up coffee" };
    let submit = if program.is_some() { "Save" } else { "Start" };
    SlackView::Modal(
        modal(name::SETUP, title, "Cancel", blocks)
            .with_submit(plain(submit))
            .with_private_metadata(serde_json::json!(draft).to_string()),
    )
}

fn channel_field(draft: &Draft) -> SlackInputBlock {
    let filter = SlackBlockConversationFilter::new()
        .with_include(vec![
            SlackConversationFilterInclude::Public,
            SlackConversationFilterInclude::Private,
        ])
        .with_exclude_bot_users(true);
    let mut picker = SlackBlockConversationsSelectElement::new()
        .with_action_id(field::CHANNEL.into())
        .with_placeholder(plain("Pick a channel"))
        .with_filter(filter);
    if let Some(channel) = &draft.channel {
        picker = picker.with_initial_conversation(channel.as_str().into());
    }
    input(field::CHANNEL, "For the people of", picker)
}

fn weekday_field(voice: &Voice, suggested: &Suggested) -> SlackInputBlock {
    let days = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let choices =
        days.iter().map(|day| choice(day.to_string(), when::weekday(voice.locale, *day))).collect();
    let chosen = suggested.cadence.weekday.to_string();
    input(field::WEEKDAY, "Introduce people on", select(field::WEEKDAY, choices, Some(&chosen)))
}

fn time_field(suggested: &Suggested) -> SlackInputBlock {
    let picker = SlackBlockTimePickerElement::new()
        .with_action_id(field::TIME.into())
        .with_initial_time(when::time(suggested.cadence.at));
    input(field::TIME, "At", picker)
        .with_hint(plain("Or as soon after it as everybody in a group is at work."))
}

fn more_fields(suggested: &Suggested) -> Vec<SlackBlock> {
    let choices = vec![
        choice("1", "Every week"),
        choice("2", "Every 2 weeks"),
        choice("3", "Every 3 weeks"),
        choice("4", "Every 4 weeks"),
    ];
    let every = suggested.cadence.every_weeks.to_string();
    let zone = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::ZONE.into())
        .with_max_length(64)
        .with_initial_value(suggested.cadence.zone.name().to_owned());
    let minimum = SlackBlockNumberInputElement::new(false)
        .with_action_id(field::MINIMUM.into())
        .with_initial_value(suggested.minimum.to_string())
        .with_min_value("2".to_owned())
        .with_max_value("1000".to_owned());
    vec![
        input(field::EVERY, "How often", select(field::EVERY, choices, Some(&every))).into(),
        input(field::ZONE, "Time zone", zone)
            .with_hint(plain("A region and a city, like Europe/Berlin or America/New_York."))
            .into(),
        input(field::MINIMUM, "Start when so many have joined", minimum).into(),
    ]
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
    /// A day that is over.
    PastDate,
    /// No day where one is needed.
    NoDate,
    /// More than a year ahead.
    FarDate,
}

/// The sentence at the field.
pub fn problem(voice: &Voice, problem: FieldProblem) -> &'static str {
    let Locale::English = voice.locale;
    match problem {
        FieldProblem::NoChannel => "Pick the channel whose people I should invite.",
        FieldProblem::Weekday => "Pick one of the seven days.",
        FieldProblem::Time => "Pick a time of day, like 09:00.",
        FieldProblem::Every => "Pick every 1, 2, 3 or 4 weeks.",
        FieldProblem::Zone => {
            "I don't know that zone. Try a region and a city, like Europe/Berlin."
        }
        FieldProblem::Minimum => "Give a whole number from 2 to 1000.",
        FieldProblem::PastDate => "That day is over. Pick one that's still to come.",
        FieldProblem::NoDate => "Pick the day you're back, or choose a number of rounds above.",
        FieldProblem::FarDate => {
            "That's more than a year away. Pick an earlier day, or leave and join again later."
        }
    }
}

/// Problems as Slack wants them: a sentence by field.
pub fn problems(voice: &Voice, found: &[(&'static str, FieldProblem)]) -> BTreeMap<String, String> {
    found.iter().map(|(at, what)| ((*at).to_owned(), problem(voice, *what).to_owned())).collect()
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
    notice(
        "Set up coffee",
        &format!(
            ":tada: *Coffee is set up in <#{}>*, {}.\nMy invitation is on its way there. The first \
             round opens {}, if {} people have joined by then. Join it yourself from the \
             invitation!",
            program.channel,
            when::recurrence(voice.locale, &program.cadence),
            when::opening(voice.locale, program),
            program.minimum,
        ),
    )
}

/// It was changed; `next` is the round to come.
pub fn changed(voice: &Voice, cadence: &Cadence, next: NaiveDate) -> SlackView {
    let Locale::English = voice.locale;
    let recurrence = when::recurrence(voice.locale, cadence);
    let next = when::opening_on(voice.locale, cadence, next);
    notice("Change coffee", &format!("Saved: {recurrence}. The next round opens {next}."))
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
