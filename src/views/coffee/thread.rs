//! What follows under an introduction: the reminder, the check-in, and the question after it.

use slack_morphism::prelude::*;

use crate::domain::coffee::Group;
use crate::domain::ids::GroupId;
use crate::domain::locale::Locale;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, input, message, modal, plain, primary, section};
use crate::views::names::{action, field, modal as name};

/// In the middle of a round, unless somebody already said something.
pub fn reminder(voice: &Voice, group: &Group) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let id = group.id.to_string();
    let text = "Have you found a time yet? Half an hour is plenty, and the first free slot is often \
                the best one.";
    message(
        text,
        vec![
            section(format!(":hourglass_flowing_sand: {text}")),
            buttons(
                "reminder",
                [
                    primary(button(action::MET, "We met", &id)),
                    button(action::MINE, "My coffee", &id),
                ],
            ),
        ],
    )
}

/// At the end of a round.
pub fn check_in(voice: &Voice, group: &Group) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let id = group.id.to_string();
    let text = "Did you get to meet?";
    message(
        text,
        vec![
            section(format!(":wave: *{text}* Either answer is fine.")),
            buttons(
                "check_in",
                [
                    primary(button(action::MET, "We met", &id)),
                    button(action::NOT_MET, "Not this time", &id),
                    button(action::MINE, "My coffee", &id),
                ],
            ),
            context("What you press is between us; only \"We met\" shows here."),
        ],
    )
}

/// After "We met": one useful thing, if there was one.
pub fn gained(voice: &Voice, group: GroupId, said_before: Option<&str>) -> SlackView {
    let Locale::English = voice.locale;
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::GAINED.into())
        .with_multiline(true)
        .with_max_length(1_000)
        .with_placeholder(plain("A name, an idea, a shortcut, a laugh…"));
    let text = match said_before {
        Some(said) => text.with_initial_value(said.to_owned()),
        None => text,
    };
    let blocks = vec![
        section(":white_check_mark: Noted: you met. That's all I needed."),
        input(field::GAINED, "One useful thing you gained?", text).with_optional(true).into(),
        context("Only you and I see this."),
    ];
    SlackView::Modal(
        modal(name::MET, "You met!", "Skip", blocks)
            .with_submit(plain("Keep it"))
            .with_private_metadata(group.to_string()),
    )
}
