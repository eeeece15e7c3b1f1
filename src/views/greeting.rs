//! What somebody reads who writes to Klatch, or names it in a channel.

use slack_morphism::prelude::*;

use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{button, buttons, message, primary, section};
use crate::views::names::action;

/// A short hello that leads somewhere.
pub fn hello(voice: &Voice) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let text = "Hello! I bring people together who haven't met.";
    message(
        text,
        vec![
            section(format!(
                "*{text}*\nI don't chat much, but `{coffee}` shows your coffee, and my Home tab has a \
                 button for everything I can do."
            )),
            buttons(
                "hello",
                [
                    primary(button(action::MINE, "My coffee", "mine")),
                    button(action::HELP, "How it works", "help"),
                ],
            ),
        ],
    )
}
