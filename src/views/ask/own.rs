//! An answer that somebody gave in a window, for whoever wrote it: to be changed, or taken back.

use slack_morphism::prelude::*;

use crate::domain::ids::AnswerId;
use crate::domain::locale::Locale;
use crate::domain::question::{Answer, Privacy, Question};
use crate::views::Voice;
use crate::views::ask::answer::{LONGEST, aloud, quote, whole};
use crate::views::ask::names::answers::{action, field, modal as name};
use crate::views::kit::{
    button, buttons, confirmed, context, escape, input, message, modal, plain, section, shorten,
};

/// The answer in the thread. Its author has a button there: the message is the bot's, so Slack gives them
/// none.
pub fn posted(voice: &Voice, author: &str, answer: &Answer) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let head = format!("*{} answers:*", escape(author));
    let said = format!("{head}\n{}", quote(&answer.text, LONGEST));
    let mut blocks = vec![section(head)];
    blocks.extend(whole(&answer.text));
    blocks.push(edit_row(answer.id));
    message(aloud(&said), blocks)
}

/// The button for whoever wrote an answer.
pub fn edit_row(answer: AnswerId) -> SlackBlock {
    let edit = button(action::EDIT_ANSWER, "Edit…", answer.to_string());
    buttons(format!("own:{answer}"), [edit])
}

/// What stands in its place once its author took it back.
pub fn withdrawn(voice: &Voice, author: &str) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = format!("{} took this answer back.", escape(author));
    message(&text, vec![context(text.clone())])
}

/// The answer to be changed, with the way to take it back.
pub fn edit_modal(voice: &Voice, question: &Question, answer: &Answer) -> SlackView {
    let Locale::English = voice.locale;
    let text = SlackBlockPlainTextInputElement::new()
        .with_action_id(field::ANSWER.into())
        .with_multiline(true)
        .with_initial_value(shorten(&answer.text, LONGEST))
        .with_max_length(3_000);
    let back = confirmed(
        button(action::WITHDRAW_ANSWER, "Take it back", answer.id.to_string()),
        "Take it back?",
        "Nobody reads it any more, and a card that was made of it is not shown any more.",
        "Take it back",
        "Keep it",
    );
    let who = match question.privacy {
        Privacy::Private => "Whoever asked reads the new words, too.",
        Privacy::Open | Privacy::Anonymous => "Where it stands, it changes.",
    };
    let blocks = vec![
        section(format!("*{}*", escape(&question.title))),
        input(field::ANSWER, "Your answer", text).into(),
        context(who),
        buttons("own", [back]),
    ];
    SlackView::Modal(
        modal(name::EDIT_ANSWER, "My answer", "Never mind", blocks)
            .with_submit(plain("Save"))
            .with_private_metadata(answer.id.to_string()),
    )
}

/// What came of it.
pub fn own_done(voice: &Voice, what: Own) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let text = match what {
        Own::Changed => "*Saved.* Whoever reads your answer reads the new words.",
        Own::TakenBack => "*Taken back.* Nobody finds your answer any more.",
        Own::Gone => "That answer is no longer there.",
        Own::NotYours => "Only whoever wrote an answer can change it or take it back.",
    };
    message(aloud(text), vec![section(text)])
}

/// What came of changing one's own answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    Changed,
    TakenBack,
    Gone,
    NotYours,
}

/// A line of App Home: an answer of theirs that stands in no thread.
pub fn own_line(voice: &Voice, title: &str, answer: AnswerId) -> SlackBlock {
    let Locale::English = voice.locale;
    let text = format!("• {}", escape(&shorten(title, 100)));
    let edit = button(action::EDIT_ANSWER, "Edit…", answer.to_string());
    SlackSectionBlock::new()
        .with_text(SlackBlockMarkDownText::new(text).into())
        .with_block_id(format!("own:{answer}").into())
        .with_accessory(edit.into())
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Answer {
        Answer {
            id: uuid::Uuid::nil().into(),
            question: uuid::Uuid::nil().into(),
            author: "U1".into(),
            text: text.to_owned(),
            spot: None,
            likes: 0,
            accepted_at: None,
            written_at: chrono::DateTime::UNIX_EPOCH,
            edited_at: None,
            deleted_at: None,
        }
    }

    #[test]
    fn a_long_answer_is_posted_whole() {
        let voice = Voice::default();
        for text in ["a & b ".repeat(500), "<".repeat(LONGEST), "茶".repeat(LONGEST)] {
            let posted = posted(&voice, "Bo", &answer(&text));
            let blocks = serde_json::to_value(posted.blocks.unwrap()).unwrap();
            let said = blocks.as_array().unwrap().iter().map(|it| it["text"]["text"].as_str());
            let said: Vec<&str> = said.map(Option::unwrap_or_default).collect();
            assert!(said.iter().all(|part| part.chars().count() <= 3_000));
            let words = &said[1..said.len() - 1];
            assert_eq!(words.concat().trim(), escape(text.trim()));
        }
    }
}
