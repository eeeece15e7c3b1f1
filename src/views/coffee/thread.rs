//! What follows under an introduction: the reminder, the check-in, and the question after it.

use slack_morphism::prelude::*;

use crate::domain::coffee::{Answer, Group};
use crate::domain::ids::GroupId;
use crate::domain::locale::Locale;
use crate::domain::meeting::Rating;
use crate::views::Voice;
use crate::views::kit::{button, buttons, context, input, message, modal, plain, primary, section};
use crate::views::names::{action, field, modal as name};

/// In the middle of a round, unless somebody already said something or picked a time. `waited`: they
/// have had two working days to answer each other.
pub fn reminder(voice: &Voice, group: &Group, waited: bool) -> SlackMessageContent {
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
                    primary(button(action::PICK_TIME, "Pick a time", &id)),
                    button(action::MET, "We met", &id),
                    match waited {
                        true => button(action::NO_REPLY, "No reply yet", &id),
                        false => button(action::MINE, "My coffee", &id),
                    },
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

/// After "We met": how it was, and one useful thing, if there was one; with `stories` that can be told.
pub fn gained(
    voice: &Voice,
    group: GroupId,
    said_before: Option<&Answer>,
    stories: bool,
) -> SlackView {
    let Locale::English = voice.locale;
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::GAINED.into())
        .with_multiline(true)
        .with_max_length(1_000)
        .with_placeholder(plain("A name, an idea, a shortcut, a laugh…"));
    let text = match said_before.and_then(|said| said.gained.as_ref()) {
        Some(said) => text.with_initial_value(said.clone()),
        None => text,
    };
    let rating = said_before.and_then(|said| said.rating);
    let story = said_before.is_some_and(|said| said.story);
    let mut blocks = vec![
        section(":white_check_mark: Noted: you met. That's all I needed."),
        input(field::GAINED, "One useful thing you gained?", text).with_optional(true).into(),
        input(field::RATING, "How was it?", ratings(voice, rating)).with_optional(true).into(),
    ];
    if stories {
        let offer = offer(voice, story);
        blocks.push(input(field::STORY, "A story?", offer).with_optional(true).into());
    }
    blocks.push(context(match stories {
        true => {
            "Only you see this; I keep it for you. Before anybody reads it as a story, I ask you again."
        }
        false => "Only you see this; I keep it for you.",
    }));
    SlackView::Modal(
        modal(name::MET, "You met!", "Skip", blocks)
            .with_submit(plain("Keep it"))
            .with_private_metadata(group.to_string()),
    )
}

fn ratings(voice: &Voice, said: Option<Rating>) -> SlackBlockRadioButtonsElement {
    let Locale::English = voice.locale;
    let choice = |rating: Rating| {
        let label = match rating {
            Rating::Lovely => "Lovely",
            Rating::Fine => "Fine",
            Rating::NotForMe => "Not quite for me",
        };
        mark(rating.number().to_string(), label)
    };
    let radio = SlackBlockRadioButtonsElement::new(Rating::ALL.map(choice).to_vec())
        .with_action_id(field::RATING.into());
    match said {
        Some(rating) => radio.with_initial_option(choice(rating)),
        None => radio,
    }
}

fn offer(voice: &Voice, offered: bool) -> SlackBlockCheckboxesElement {
    let Locale::English = voice.locale;
    let choice = mark("story".to_owned(), "Offer it as a story");
    let boxes =
        SlackBlockCheckboxesElement::new(vec![choice.clone()]).with_action_id(field::STORY.into());
    if offered { boxes.with_initial_options(vec![choice]) } else { boxes }
}

fn mark(value: String, label: &str) -> SlackBlockChoiceItem<SlackBlockText> {
    SlackBlockChoiceItem::new(SlackBlockText::Plain(label.into()), value)
}
