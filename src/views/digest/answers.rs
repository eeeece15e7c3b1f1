//! Answers to `/community`, read by the one who asks and nobody else.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{message, section};

/// All that can be typed.
pub fn help(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let (community, ask) = (&voice.community, &voice.ask);
    message(
        "What communities can do.",
        vec![section(format!(
            "A community is a channel whose people answer each other. `{ask} setup` begins one.\n\
             `{community} help` – this"
        ))],
    )
}
