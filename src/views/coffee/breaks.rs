//! A team's break together.

use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::breaks::{Counts, Said, TeamBreak};
use crate::domain::coffee::Program;
use crate::domain::locale::Locale;
use crate::domain::people::Member;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, count, escape, list, message, primary, section};
use crate::views::names::action;
use crate::views::when;

/// The most people that are named one by one.
const MOST_NAMES: usize = 12;

/// Everything that the message of a break says.
#[derive(Clone, Debug)]
pub struct Announced<'a> {
    pub team_break: &'a TeamBreak,
    /// Those of the team who take part.
    pub people: &'a [Member],
    /// Whether the host is mentioned: that notifies them, nobody else is.
    pub mentioned: bool,
    pub counts: Counts,
}

/// A team is told when and where its break is.
pub fn announced(voice: &Voice, it: &Announced<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let id = it.team_break.id.to_string();
    let team = escape(&it.team_break.team);
    let when = when::moment(voice.locale, it.team_break.starts_at, Tz::UTC);
    let text = format!(
        "*A break for {team}:* {when}, half an hour together, without an agenda.\n{}\n{}, would you \
         say where: a kitchen, a walk, a call?",
        who(voice.locale, it.people),
        host(it),
    );
    let mut blocks = vec![
        section(text),
        buttons(
            "break",
            [
                primary(button(action::BREAK_IN, "I'm in", &id)),
                button(action::BREAK_NOT_TODAY, "Not today", &id),
                button(action::BREAK_MET, "We met", &id),
            ],
        ),
    ];
    if let Some(line) = counted(voice.locale, it.counts) {
        blocks.push(context(line));
    }
    blocks.push(context("Only numbers show here, never who said what."));
    message(format!("A break for {team}, half an hour together."), blocks)
}

fn who(locale: Locale, people: &[Member]) -> String {
    let Locale::English = locale;
    if people.len() > MOST_NAMES {
        let people = u32::try_from(people.len()).unwrap_or(u32::MAX);
        return format!("All {people} of you who take part.");
    }
    let names: Vec<String> = people.iter().map(|person| escape(&person.profile.name)).collect();
    format!("{}.", list(locale, &names))
}

fn host(it: &Announced<'_>) -> String {
    let host = &it.team_break.host;
    let known = it.people.iter().find(|person| person.profile.member == *host);
    match known {
        Some(person) if !it.mentioned => escape(&person.profile.name),
        _ => format!("<@{host}>"),
    }
}

fn counted(locale: Locale, counts: Counts) -> Option<String> {
    let Locale::English = locale;
    let Counts { coming, not_today, met } = counts;
    let parts = [
        (coming > 0).then(|| format!(":coffee: {coming} in")),
        (not_today > 0).then(|| format!("{not_today} not today")),
        (met > 0).then(|| format!(":white_check_mark: You met, as {met} of you say")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What somebody pressed, answered to them.
pub fn noted(voice: &Voice, said: Said) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match said {
        Said::In => "See you there! Only the number shows to the others.",
        Said::NotToday => "That's fine, another time. Only the number shows to the others.",
        Said::Met => "Noted: you met. Glad it worked out!",
    };
    message(text, vec![section(text)])
}

/// Not one of the team pressed it.
pub fn not_your_team(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "That break is another team's, so nothing was changed.";
    message(text, vec![section(text)])
}

/// To the steward: no team could be found among those who take part.
pub fn no_teams(voice: &Voice, program: &Program, people: u32) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let channel = &program.channel;
    let people = count(people, "person takes part", "people take part");
    let text = format!(
        "*No team's break in <#{channel}> today:* {people}, and I don't know two who work in the \
         same team. Whoever runs me can tell me by a list, by profile fields or by user groups: \
         `docs/people.md` says how. I'll look again on the next date."
    );
    message("No team's break today: I don't know who works in which team.", vec![section(text)])
}
