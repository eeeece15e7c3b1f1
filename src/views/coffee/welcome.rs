//! A welcome coffee: what newcomers, those who welcome them, and stewards read.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::coffee::Program;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, escape, message, primary, section};
use crate::views::names::action;
use crate::views::when;

/// The most programs that are named to somebody new.
const MOST_PROGRAMS: usize = 5;

/// The one hello to somebody new.
pub fn hello(voice: &Voice, name: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let name = escape(name);
    let text = format!(
        "*Welcome, {name}!* I bring people here together over coffee. Would you like a *welcome \
         coffee*? I'd introduce you to somebody from another team who knows the place and likes \
         to meet new people. Half an hour within your first days, and entirely up to you."
    );
    let coffee = &voice.coffee;
    message(
        format!("Welcome, {name}! Would you like a welcome coffee?"),
        vec![
            section(text),
            buttons("welcome", answers()),
            context(format!("I ask this once. `{coffee}` shows what else there is.")),
        ],
    )
}

fn answers() -> [SlackBlockButtonElement; 2] {
    [
        primary(button(action::WELCOME_ME, "Yes, gladly", "yes")),
        button(action::NO_WELCOME, "No thanks", "no"),
    ]
}

/// The same in "My coffee" and App Home, as long as they have not answered.
pub fn invitation(voice: &Voice) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    [
        section(
            "*A welcome coffee?* I'd introduce you to somebody from another team who likes to meet \
             new people.",
        ),
        buttons("welcome", answers()),
    ]
}

/// They said yes, and are introduced at that moment.
pub fn accepted(voice: &Voice, at: DateTime<Utc>, now: DateTime<Utc>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let when = match at > now {
        true => when::moment(voice.locale, at, Tz::UTC),
        false => "in a moment".to_owned(),
    };
    let text = format!("*Lovely!* I've found somebody, and write to the two of you {when}.");
    message("Lovely! I've found somebody for a welcome coffee.", vec![section(text)])
}

/// They said yes before.
pub fn already(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "You said yes already, and I've found somebody. Nothing more to do!";
    message(text, vec![section(text)])
}

/// They said no.
pub fn declined(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!(
        "That's fine, and I won't ask again. `{}` is there whenever you feel like it.",
        voice.coffee
    );
    message(text.clone(), vec![section(text)])
}

/// There is nobody for them; what they may join instead.
pub fn nobody(voice: &Voice, programs: &[Program]) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let sorry = "I'm sorry, I can't find anybody for a welcome coffee this time.";
    let lines: Vec<String> = programs
        .iter()
        .take(MOST_PROGRAMS)
        .map(|program| {
            let recurrence = when::recurrence(voice.locale, &program.cadence);
            format!("• <#{}>, {recurrence}", program.channel)
        })
        .collect();
    let instead = match lines.is_empty() {
        true => format!("`{coffee} now` finds you somebody who is free the same minute."),
        false => format!(
            "You can meet people all the same. There is coffee in\n{}\n`{coffee} now` finds \
             somebody who is free the same minute.",
            lines.join("\n")
        ),
    };
    message(
        sorry,
        vec![
            section(format!("*{sorry}*\n{instead}")),
            buttons("nobody", [button(action::MINE, "My coffee", "mine")]),
        ],
    )
}

/// To a steward: somebody new came, and nobody welcomes newcomers.
pub fn nobody_welcomes(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let text = format!(
        "*Somebody new is here, and nobody welcomes newcomers.* Whoever likes to have a coffee with \
         new people now and then says so with *I welcome newcomers*, in `{coffee}` or in my Home \
         tab. Would you, or do you know somebody who would?"
    );
    message(
        "Somebody new is here, and nobody welcomes newcomers.",
        vec![
            section(text),
            buttons("welcoming", [begin()]),
            context("I tell you this once, until somebody does."),
        ],
    )
}

fn begin() -> SlackBlockButtonElement {
    button(action::WELCOMING, "I welcome newcomers", "on")
}

/// The switch in "My coffee" and App Home.
pub fn switch(voice: &Voice, welcomes: bool) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let (text, row) = match welcomes {
        true => (
            "*Newcomers:* you welcome them. Now and then I introduce you to somebody new who would \
             like it; you take turns with the others.",
            button(action::NOT_WELCOMING, "Not any more", "off"),
        ),
        false => (
            "*Newcomers:* would you have a coffee with somebody new now and then? You take turns \
             with the others.",
            begin(),
        ),
    };
    [section(text), buttons("welcoming", [row])]
}

/// What the switch did, where it does not show by itself.
pub fn switched(voice: &Voice, welcomes: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let text = match welcomes {
        true => format!(
            "*Thank you!* When somebody new would like a welcome coffee and it's your turn, I \
             introduce you two. `{coffee}` has the button to stop."
        ),
        false => "You don't welcome newcomers any more. Thanks for having done it!".to_owned(),
    };
    message(text.replace(['*', '`'], ""), vec![section(text)])
}
