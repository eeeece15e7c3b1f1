//! Answers to `/story`, read by the one who asks and nobody else.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{message, section};

/// All that can be typed.
pub fn help(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let story = &voice.story;
    message(
        "How stories work.",
        vec![
            section(
                "*What was your community good for?* A value story says it in a few words: what \
                 happened, who helped, what changed. Whoever was helped confirms it, and everybody \
                 in it decides who may read it.",
            ),
            section(format!(
                "`{story}` – tell one\n`{story} list` and words – read\n\
                 `{story} mine` – those that you are in\n\
                 `{story} contributions` – what you gave and got, for you alone\n\
                 `{story} export` – a file, for whoever tends a community\n\
                 `{story} help` – this"
            )),
        ],
    )
}

/// The story is not there, or not theirs to read.
pub fn not_there(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = "That story is not there any more, or it is not for everybody to read.";
    message(text, vec![section(text)])
}
