//! The message that brings two people together outside of any round.

use chrono::{DateTime, Utc};
use slack_morphism::prelude::*;

use crate::domain::encounter::{Encounter, Occasion};
use crate::domain::ids::MemberId;
use crate::domain::locale::Locale;
use crate::domain::people::Member;
use crate::views::Voice;
use crate::views::coffee::introduction::{hours_differ, meet, mentions, names, portrait};
use crate::views::coffee::wishes::need;
use crate::views::first_questions::first_question;
use crate::views::kit::{button, buttons, context, escape, list, message, primary, section};
use crate::views::names::action;

/// Everything that it says.
#[derive(Clone, Debug)]
pub struct TwoMeet<'a> {
    pub encounter: &'a Encounter,
    /// Both of them, in its order.
    pub people: &'a [Member],
    /// When it is sent: local times are of this moment, also when it is drawn again later.
    pub at: DateTime<Utc>,
    /// Who has said that they met.
    pub met: &'a [MemberId],
}

/// Two people meet: why now, who they are, a first question and one named opener.
pub fn two_meet(voice: &Voice, two: &TwoMeet<'_>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (encounter, id) = (two.encounter, two.encounter.id.to_string());
    let greet = |names: &[String]| match encounter.again {
        true => format!("{}, here you are again.", list(voice.locale, names)),
        false => meet(voice.locale, names),
    };
    let apart = hours_differ(two.people, two.at).then_some(two.at);
    let portraits: Vec<String> =
        two.people.iter().map(|it| portrait(voice.locale, it, apart) + &need(voice, it)).collect();
    let question = escape(first_question(voice.locale, encounter.question));
    let opener = &encounter.opener;
    let mut blocks = vec![
        section(format!("*{}* {}", greet(&mentions(two.people)), why(voice, two))),
        section(portraits.join("\n")),
        section(format!("*To start with:* {question}\n<@{opener}>, would you say hello first?")),
        buttons(
            "encounter",
            [
                primary(button(action::MET_OUTSIDE, "We met", &id)),
                button(action::WHY_OUTSIDE, "Why us?", &id),
                button(action::MINE, "My coffee", &id),
            ],
        ),
    ];
    if let Some(line) = met_line(voice.locale, two) {
        blocks.push(context(line));
    }
    blocks.push(context(small_print(voice, encounter.occasion)));
    message(greet(&names(two.people)), blocks)
}

fn why(voice: &Voice, two: &TwoMeet<'_>) -> String {
    let Locale::English = voice.locale;
    match two.encounter.occasion {
        Occasion::Now => "You're both free for a coffee right now.".to_owned(),
        Occasion::Welcome => match two.people.first() {
            Some(new) => {
                format!("{} is new here: this is a welcome coffee.", escape(&new.profile.name))
            }
            None => String::new(),
        },
    }
}

fn small_print(voice: &Voice, occasion: Occasion) -> String {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    match occasion {
        Occasion::Now => format!(
            "You both asked for a coffee with `{coffee} now`. Half an hour is plenty; I don't read \
             along here."
        ),
        Occasion::Welcome => {
            "You both said yes to a welcome coffee. Half an hour is plenty; I don't read along \
             here."
                .to_owned()
        }
    }
}

fn met_line(locale: Locale, two: &TwoMeet<'_>) -> Option<String> {
    let Locale::English = locale;
    let said = two.people.iter().filter(|person| two.met.contains(&person.profile.member));
    let said: Vec<String> = said.map(|person| escape(&person.profile.name)).collect();
    let says = match said.len() {
        0 => return None,
        1 => "says",
        _ => "say",
    };
    Some(format!(":white_check_mark: {} {says} that you met.", list(locale, &said)))
}

/// "Why us?", answered to the one who asked. Which of the others were asked before, or whom anybody
/// keeps apart from, is never told.
pub fn why_two(voice: &Voice, encounter: &Encounter) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let why = match encounter.occasion {
        Occasion::Now => format!("You were both free at the same time, by `{} now`.", voice.coffee),
        Occasion::Welcome => "One of you is new here and said yes to a welcome coffee; the other \
                              welcomes newcomers, and it was their turn."
            .to_owned(),
    };
    let before = match encounter.again {
        true => "You have met before.",
        false => "You have never had coffee together here.",
    };
    message(
        "Here is why you were introduced.",
        vec![section(format!("*Why you were introduced*\n• {why}\n• {before}"))],
    )
}

/// "We met", answered to who pressed it.
pub fn noted(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "Noted: you met. Glad it worked out!";
    message(text, vec![section(format!(":white_check_mark: {text}"))])
}
