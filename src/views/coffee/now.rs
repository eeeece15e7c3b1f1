//! Coffee now: what who pressed it reads.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::now::FREE_FOR;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, escape, message, section};
use crate::views::names::action;
use crate::views::when;

/// Nobody else is free: they are on the list until then. `again`: they were on it already.
pub fn listed(voice: &Voice, until: DateTime<Utc>, again: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let time = when::clock(voice.locale, until, Tz::UTC);
    let what = match again {
        false => format!("*You're on the list until {time}.*"),
        true => format!("*You're still on the list, now until {time}.*"),
    };
    let text = format!(
        "{what} As soon as somebody else is free, I introduce you two in a message. If nobody is, \
         you'll hear nothing more."
    );
    message(
        "You're on the list for a coffee now.",
        vec![section(text), buttons("now", [not_any_more(voice)]), context(ONLY_WHO_PRESSED)],
    )
}

/// Nobody learns who is on the list.
const ONLY_WHO_PRESSED: &str =
    "Only who presses it is on the list, and nobody sees the list: I don't look who is online.";

/// Somebody else is free: they are introduced in a moment.
pub fn introduced(voice: &Voice, other: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let other = escape(other);
    let text = format!("*{other} is free, too!* I'm writing to the two of you right now.");
    message(format!("{other} is free, too!"), vec![section(text)])
}

/// They took themselves off the list, or were not on it.
pub fn off_the_list(voice: &Voice, was_on: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match was_on {
        true => "You're off the list. Another time!",
        false => "You're not on the list any more, so there was nothing to change.",
    };
    message(text, vec![section(text)])
}

/// In "My coffee" and App Home.
pub fn blocks(voice: &Voice, free_until: Option<DateTime<Utc>>) -> [SlackBlock; 2] {
    let Locale::English = voice.locale;
    let (text, row) = match free_until {
        Some(until) => {
            let time = when::clock(voice.locale, until, Tz::UTC);
            let text = format!(
                "*Coffee now:* you're on the list until {time}. As soon as somebody else is free, \
                 I introduce you two."
            );
            (text, not_any_more(voice))
        }
        None => {
            let minutes = FREE_FOR.num_minutes();
            let text = format!(
                "*Coffee now:* free this minute? If somebody else presses it within {minutes} \
                 minutes, I introduce you two at once. Nobody sees who waits."
            );
            (text, button(action::NOW, "Coffee now", "now"))
        }
    };
    [section(text), buttons("now", [row])]
}

fn not_any_more(voice: &Voice) -> SlackBlockButtonElement {
    let Locale::English = voice.locale;
    button(action::NOT_NOW, "Not any more", "now")
}
