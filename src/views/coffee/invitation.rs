//! The invitation in a program's channel, and the sum of a round there.

use serde::{Deserialize, Serialize};
use slack_morphism::prelude::*;

use crate::domain::coffee::Program;
use crate::domain::locale::Locale;
use crate::domain::pairing::Kind;
use crate::views::Voice;
use crate::views::coffee::mine::join_label;
use crate::views::kit::{
    button, buttons, capital, context, count, escape, message, number, primary, section,
};
use crate::views::names::action;
use crate::views::story::wins::{Face, line};
use crate::views::when;

/// An invitation that anybody in the channel can take up; `people` have joined so far. The steward is
/// named, not mentioned: it is no news to them.
pub fn invitation(
    voice: &Voice,
    program: &Program,
    people: u32,
    steward: Option<&str>,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    if program.ended {
        let text = format!("This {} has ended. Thank you, everyone!", program.style.called);
        return message(&text, vec![section(format!(":coffee: {text}"))]);
    }
    let recurrence = when::recurrence(voice.locale, &program.cadence);
    let id = program.id.to_string();
    let (coffee, called) = (&voice.coffee, capital(program.style.called.as_str()));
    let whom = match program.rules.kind {
        Kind::Break => "your team",
        Kind::Pairs | Kind::Buddy => "somebody new",
    };
    message(
        format!("{called} with {whom}, {recurrence}. Join with {coffee} join."),
        vec![
            section(format!(":coffee: *{called} with {whom}*\n{}", welcome(voice, program))),
            buttons(
                "invitation",
                [
                    primary(button(action::JOIN, &join_label(voice, program), &id)),
                    button(action::HELP, "How it works", &id),
                ],
            ),
            context(match steward {
                Some(name) => {
                    format!("{} · Started by {}", standing(voice, program, people), escape(name))
                }
                None => standing(voice, program, people),
            }),
        ],
    )
}

/// What happens and how often, then the steward's own words or the usual ones.
fn welcome(voice: &Voice, program: &Program) -> String {
    let Locale::English = voice.locale;
    let recurrence = when::recurrence(voice.locale, &program.cadence);
    let who = match program.rules.group_size {
        2 => "two people".to_owned(),
        n => format!("groups of {}", number(voice.locale, n.into())),
    };
    let what = match program.rules.kind {
        Kind::Break => format!("I bring the people of each team together {recurrence}"),
        Kind::Pairs | Kind::Buddy => {
            format!("I introduce {who} of this channel to each other {recurrence}")
        }
    };
    let topic = program.style.topic.as_deref();
    let topic = topic.map(|topic| format!("\n*Topic:* {}", escape(topic))).unwrap_or_default();
    match &program.style.welcome {
        Some(own) => format!("{what}.\n{}{topic}", escape(own)),
        None => format!(
            "{what}: half an hour, no agenda. Nobody is signed up by anybody else, and you can \
             skip, pause or leave at any time.{topic}"
        ),
    }
}

/// Who has joined, and what is still missing before the first round.
fn standing(voice: &Voice, program: &Program, people: u32) -> String {
    let Locale::English = voice.locale;
    let next = when::opening(voice.locale, program);
    let joined = match people {
        0 => "Nobody has joined yet".to_owned(),
        n => count(n, "person has joined", "people have joined"),
    };
    if program.rounds == 0 && people < program.minimum {
        let minimum = program.minimum;
        return format!(
            "{joined} · The first round needs {minimum}, and opens {next} at the earliest"
        );
    }
    format!("{joined} · Next round: {next}")
}

/// What came of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoundSum {
    /// The round's number, 1 for the first.
    pub number: u32,
    /// People who were introduced.
    pub people: u32,
    /// Groups that were introduced.
    pub groups: u32,
    /// Groups in which somebody said they met and nobody denied it. Of the others the channel
    /// learns nothing: "Not this time" stays between who said it and the bot.
    pub met: u32,
    /// Groups in which somebody said whether they met.
    pub said: u32,
    /// People who kept something useful.
    pub gained: u32,
    /// Groups of people from more than one team, where teams are known.
    pub across_teams: u32,
}

/// Of fewer people nothing is summed up: it would be about somebody.
const FEWEST: u32 = 5;

/// One message in the channel when a round has ended; `came` is a story of something that came of a
/// coffee, which everybody there may read.
pub fn round_sum(
    voice: &Voice,
    program: &Program,
    sum: RoundSum,
    came: Option<&Face>,
) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let groups = match program.style.called.is_coffee() {
        true => count(sum.groups, "coffee", "coffees"),
        false => count(sum.groups, "meeting", "meetings"),
    };
    // How it went for so few would be about somebody.
    let more = if sum.people < FEWEST { String::new() } else { how_it_went(voice, sum) };
    let text = format!("Round {}: {groups} for {} people.{more}", sum.number, sum.people);
    let mut blocks = vec![section(format!(":coffee: {text}"))];
    if let Some(face) = came {
        let what = match program.style.called.is_coffee() {
            true => "Something came of a coffee",
            false => "Something came of a meeting",
        };
        blocks.push(section(format!(":seedling: *{what}*\n{}", line(face))));
    }
    if !program.ended {
        let join = button(action::JOIN, &join_label(voice, program), program.id.to_string());
        let join = primary(join);
        blocks.extend([
            buttons("round_sum", [join]),
            // No date: this is read for days, and the invitation's date is kept current.
            context("Join, and you're in from the next round on."),
        ]);
    }
    message(text, blocks)
}

/// As many people as this are always in several coffees. Of how many people said nothing the channel
/// learns only as a number.
fn how_it_went(voice: &Voice, sum: RoundSum) -> String {
    let Locale::English = voice.locale;
    let others = sum.said.saturating_sub(sum.met);
    let met = match sum.met {
        0 => "How they went, I don't know yet.".to_owned(),
        met if met == sum.groups => "All of them took place.".to_owned(),
        // Where only one or two said anything else, it would be about them.
        met if others == 0 || others * 2 < FEWEST => {
            format!("{met} of them took place, as far as I know.")
        }
        met => format!("{met} took place, of {} that I heard of.", sum.said),
    };
    let across = match sum.across_teams {
        0 => String::new(),
        n if n == sum.groups => " All were across teams.".to_owned(),
        1 => " 1 of them was across teams.".to_owned(),
        n => format!(" {n} of them were across teams."),
    };
    let gained = match sum.gained {
        n if n < FEWEST => String::new(),
        n => format!(" {n} people took something useful along."),
    };
    format!(" {met}{across}{gained}")
}
