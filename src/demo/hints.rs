//! A few things to try, ticked off when the visitor did them.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;

use crate::demo::stage::demo_day;
use crate::views::ask::asking::names::modal as asking;
use crate::views::names::{action, modal};
use crate::views::story::names::modal as story;

/// One thing to try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hint {
    id: &'static str,
    text: &'static str,
    done: bool,
}

/// The card of hints; `visited` is what was done from the page.
pub fn hints(visited: &BTreeSet<String>, now: DateTime<Utc>) -> Vec<Hint> {
    let command = |word: &str| visited.contains(&format!("command /coffee {word}"));
    let pressed = |action: &str| visited.contains(&format!("press {action}"));
    // The round opens an hour earlier in the day than the demo does.
    let monday = demo_day() + Duration::days(4) - Duration::hours(1);
    let hint = |id, text, done| Hint { id, text, done };
    vec![
        hint(
            "join",
            "Press Join coffee, or type /coffee join",
            command("join") || pressed(action::JOIN),
        ),
        hint(
            "monday",
            "Press Next until it's Monday, and read who you meet",
            now >= monday && visited.contains("read group"),
        ),
        hint("met", "Choose We met in the menu (…) under your introduction", pressed(action::MET)),
        hint(
            "now",
            "Pick a time under your introduction, or Coffee now in Home",
            visited.contains(&format!("submit {}", modal::TIME)) || pressed(action::NOW),
        ),
        hint(
            "ask",
            "Ask a question: /ask, or the menu (+) beside the composer",
            visited.contains(&format!("submit {}", asking::ASK)),
        ),
        hint(
            "story",
            "Tell what an answer was worth: /story",
            visited.contains(&format!("submit {}", story::TELL)),
        ),
    ]
}
