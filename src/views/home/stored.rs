//! What is stored about somebody, in plain words with counts.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::domain::stored::Kind;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, count, message, modal, section};
use crate::views::names::{action, modal as name};

/// How many entries there are of each kind; kinds without any are left out.
pub type Stored = Vec<(Kind, u32)>;

/// The window of it.
pub fn stored(voice: &Voice, stored: &Stored) -> SlackView {
    let Locale::English = voice.locale;
    let mut blocks = vec![section(
        "*This is what I have stored about you.* I don't keep what you write in channels and coffee \
         chats, except questions that you asked me and the answers in their threads.",
    )];
    let lines: Vec<String> = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let (_, n) = stored.iter().find(|(it, n)| *it == kind && *n > 0)?;
            let (title, what) = words(voice, kind);
            Some(format!("• *{title}*, {}: {what}", count(*n, "entry", "entries")))
        })
        .collect();
    match lines.is_empty() {
        true => blocks.push(section("Nothing at all.")),
        false => blocks.push(section(lines.join("\n"))),
    }
    blocks.push(buttons(
        "stored",
        [
            button(action::STORED_FILE, "Send me all of it", "file"),
            button(action::FORGET, "Forget me…", "forget")
                .with_style(SlackBlockButtonStyle::Danger),
        ],
    ));
    blocks.push(context(
        "Open questions that you asked anonymously are not counted here, and are in no file: either \
         would tell that they are yours. Slack itself keeps its messages by the rules of your \
         workspace, and whoever runs me keeps backups.",
    ));
    SlackView::Modal(modal(name::NOTICE, "Stored about you", "Close", blocks))
}

/// The title of a kind, and what it is made of.
fn words(voice: &Voice, kind: Kind) -> (&'static str, &'static str) {
    let Locale::English = voice.locale;
    match kind {
        Kind::Directory => (
            "Who you are",
            "your name, title, email, time zone and team as Slack or your company has them",
        ),
        Kind::Coffee => (
            "Coffee",
            "the programs you joined, whom you were introduced to, and what you said about it",
        ),
        Kind::Wishes => {
            ("Your wishes", "how you like it, your hours, and whom you'd rather not meet")
        }
        Kind::Questions => ("Questions", "what you asked under your name"),
        Kind::Answers => (
            "Answers",
            "what you answered, the cards that are kept of it, and where you said that something helped",
        ),
        Kind::Expertise => {
            ("What you can be asked", "your topics and limits, and what you were asked")
        }
        Kind::Stories => ("Stories", "what you told, and the stories you are part of"),
        Kind::Thanks => ("Thanks", "what you said and got"),
        Kind::Tending => ("What you tend", "programs, communities and sessions"),
        Kind::Messages => {
            ("Messages", "the days on which I wrote to you, and when you opened this page")
        }
        Kind::Trail => ("Trail", "what you changed as a steward or an admin"),
    }
}

/// To somebody who wants all of it as a file.
pub fn file_on_its_way(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "*On its way.* The file comes into your direct message with me in a moment.";
    message("On its way.", vec![section(text)])
}

/// Beside the file.
pub fn export_comment(voice: &Voice) -> String {
    let Locale::English = voice.locale;
    "Here is all that I have stored about you. Nobody else gets this file.".to_owned()
}
