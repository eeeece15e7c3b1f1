//! The invitation in a program's channel, and the sum of a round there.

use slack_morphism::prelude::*;

use crate::domain::coffee::Program;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, message, primary, section};
use crate::views::names::action;
use crate::views::when;

/// An invitation that anybody in the channel can take up; `people` have joined so far.
pub fn invitation(voice: &Voice, program: &Program, people: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let recurrence = when::recurrence(voice.locale, &program.cadence);
    let id = program.id.to_string();
    let coffee = &voice.coffee;
    message(
        format!("Coffee with somebody new, {recurrence}. Join with {coffee} join."),
        vec![
            section(format!(
                ":coffee: *Coffee with somebody new*\nI introduce two people of this channel to \
                 each other {recurrence}: half an hour, no agenda. Nobody is signed up by anybody \
                 else, and you can skip, pause or leave at any time."
            )),
            buttons(
                "invitation",
                [
                    primary(button(action::JOIN, "Join coffee", &id)),
                    button(action::HELP, "How it works", &id),
                ],
            ),
            context(format!(
                "{} · Started by <@{}>",
                standing(voice, program, people),
                program.steward
            )),
        ],
    )
}

/// Who has joined, and what is still missing before the first round.
fn standing(voice: &Voice, program: &Program, people: u32) -> String {
    let first = when::day(voice.locale, program.next_opening);
    let joined = count(people, "person has joined", "people have joined");
    if program.ended {
        return "This coffee has ended. Thank you, everyone!".to_owned();
    }
    if program.rounds == 0 && people < program.minimum {
        let minimum = program.minimum;
        return format!("{joined} so far; it starts at {minimum}");
    }
    format!("{joined} · Next round: {first}")
}

/// What came of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoundSum {
    pub number: u32,
    pub people: u32,
    pub groups: u32,
    /// Groups in which somebody said they met and nobody denied it.
    pub met: u32,
    pub not_met: u32,
    /// Groups of people from more than one team, where teams are known.
    pub across_teams: u32,
}

/// One message in the channel when a round has ended. `next` is the following round.
pub fn round_sum(voice: &Voice, program: &Program, sum: RoundSum) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let groups = count(sum.groups, "coffee", "coffees");
    let met = match (sum.met, sum.groups) {
        (0, _) => "nobody has said yet whether they met".to_owned(),
        (met, all) if met == all => "all of them say they met".to_owned(),
        (met, _) => format!("{met} of them say they met"),
    };
    let across = match sum.across_teams {
        0 => String::new(),
        n => format!(" · {n} across teams"),
    };
    let unknown = sum.groups.saturating_sub(sum.met + sum.not_met);
    let unknown = match unknown {
        0 => String::new(),
        _ if sum.met == 0 => String::new(),
        n => format!(" {n} haven't said."),
    };
    let text = format!(
        "Round {}: {groups} for {} people, {met}{across}.{unknown}",
        sum.number, sum.people
    );
    let next = when::long_day(voice.locale, program.next_opening);
    let id = program.id.to_string();
    message(
        text.clone(),
        vec![
            section(format!(":coffee: {text}")),
            buttons("round_sum", [button(action::JOIN, "Join coffee", &id)]),
            context(format!("The next round opens on {next}.")),
        ],
    )
}

/// `1 person`, `3 people`.
pub fn count(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
