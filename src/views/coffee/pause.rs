//! The modal that asks how long a pause should be.

use slack_morphism::prelude::*;

use crate::domain::coffee::Program;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{choice, context, input, modal, plain, section, select};
use crate::views::names::{field, modal as name};

/// The choice in [`field::PAUSE_FOR`] that looks at the date below it.
pub const UNTIL: &str = "until";

/// The choice that has no end.
pub const UNTIL_BACK: &str = "until_back";

/// How long? A number of rounds, or until a date.
pub fn pause_modal(voice: &Voice, program: &Program) -> SlackView {
    let Locale::English = voice.locale;
    let coffee = &voice.coffee;
    let choices = vec![
        choice("1", "The next round"),
        choice("2", "The next 2 rounds"),
        choice("4", "The next 4 rounds"),
        choice(UNTIL, "Until the date below"),
        choice(UNTIL_BACK, "Until I say I'm back"),
    ];
    let date = SlackBlockDatePickerElement::new()
        .with_action_id(field::PAUSE_UNTIL.into())
        .with_placeholder(plain("Pick a date"));
    let blocks = vec![
        section(format!(
            "I won't introduce you to anybody in <#{}> meanwhile. A break with an end ends by itself.",
            program.channel
        )),
        input(field::PAUSE_FOR, "How long?", select(field::PAUSE_FOR, choices, Some("2"))).into(),
        input(field::PAUSE_UNTIL, "Back on", date).with_optional(true).into(),
        context(format!("Quicker: `{coffee} pause 2 weeks` or `{coffee} pause until 12 Jan`.")),
    ];
    SlackView::Modal(
        modal(name::PAUSE, "Take a break", "Never mind", blocks)
            .with_submit(plain("Pause"))
            .with_private_metadata(program.id.to_string()),
    )
}
