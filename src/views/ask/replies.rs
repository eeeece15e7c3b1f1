//! What somebody who was asked reads after they pressed something.

use slack_morphism::prelude::*;

use crate::domain::expert::Willing;
use crate::domain::locale::Locale;
use crate::domain::question::Question;
use crate::views::Voice;
use crate::views::ask::names::ladder::{field, modal as name};
use crate::views::ask::offer::{answer_row, thread};
use crate::views::kit::{input, message, modal, plain, section};

/// What came of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// It is theirs.
    Yours,
    /// They said so before.
    YoursAlready,
    /// Somebody answered before them.
    AnsweredMeanwhile,
    /// Its asker took it back, or closed it.
    Over,
    /// Their time was up, and the next is asked.
    TooLate,
    NotForYou,
    HandedOver,
    /// It is none of theirs, or not there any more.
    Gone,
}

/// Says what came of a press about a question.
pub fn pressed(voice: &Voice, what: Pressed, question: Option<&Question>) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let place = question.and_then(thread);
    let there = |before: &str| match &place {
        Some(thread) => format!(" {before} {thread}."),
        None => String::new(),
    };
    let (text, may_answer) = match what {
        Pressed::Yours => {
            (format!("*Thank you!* It's yours; I ask nobody else for now.{}", there("Answer in")), true)
        }
        Pressed::YoursAlready => (format!("It's yours already.{}", there("Answer in")), true),
        Pressed::AnsweredMeanwhile => (
            format!(
                "Somebody was a little faster: it's answered. Thank you for being there!{}",
                there("If you'd like to add something, that's")
            ),
            false,
        ),
        Pressed::Over => {
            ("It's closed meanwhile, so there is nothing left to do. Thank you!".to_owned(), false)
        }
        Pressed::TooLate => (
            "I've gone on to the next person meanwhile. If you know the answer, it's welcome all \
             the same."
                .to_owned(),
            true,
        ),
        Pressed::NotForYou => {
            ("Thanks for saying so! Nobody is told, and I ask somebody else.".to_owned(), false)
        }
        Pressed::HandedOver => (
            "*Thank you!* If they can be asked, they are next; otherwise I look further. Nothing is \
             left for you to do."
                .to_owned(),
            false,
        ),
        Pressed::Gone => ("That question isn't before you any more.".to_owned(), false),
    };
    let mut blocks = vec![section(text.clone())];
    if may_answer {
        blocks.extend(question.map(answer_row));
    }
    message(text.replace('*', ""), blocks)
}

/// Says what somebody's word to the hello did. `offered`: the question stands before them now.
pub fn decided(voice: &Voice, willing: Willing, offered: bool) -> SlackMessageContent {
    let Locale::English = voice.locale;
    let ask = &voice.ask;
    let text = match (willing, offered) {
        (Willing::Yes, true) => format!(
            "*Lovely, thank you!* The question is above. How often, what about and when not: \
             `{ask} expert`."
        ),
        (Willing::Yes, false) => format!(
            "*Lovely, thank you!* That one is taken care of; I'll come to you with another. How \
             often, what about and when not: `{ask} expert`."
        ),
        (Willing::Monthly, true) => format!(
            "*Thank you!* At most once a month, then; the question is above. `{ask} expert` changes it."
        ),
        (Willing::Monthly, false) => format!(
            "*Thank you!* At most once a month, then. That one is taken care of; I'll come to you \
             with another. `{ask} expert` changes it."
        ),
        (Willing::Never, _) => format!(
            "That's fine, I won't ask you. `{ask} expert` is there if you change your mind."
        ),
    };
    message(text.replace(['*', '`'], ""), vec![section(text)])
}

/// Why somebody cannot be named. Only what everybody can see: whether somebody was asked before, wants
/// to be asked or has a pause is theirs alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotName {
    Nobody,
    Yourself,
    Bot,
    Outsider,
    Asker,
    NotKnown,
}

/// The sentence at the field.
pub fn cannot_name(voice: &Voice, why: CannotName) -> String {
    let Locale::English = voice.locale;
    match why {
        CannotName::Nobody => "Who may know? Pick somebody.",
        CannotName::Yourself => "That's you. Close this and press \"I can answer\" instead.",
        CannotName::Bot => "A bot can't answer this. Is there a person?",
        CannotName::Outsider => "Guests and people who have left aren't asked. Somebody else?",
        CannotName::Asker => "That's who asks. Somebody else?",
        CannotName::NotKnown => "I don't know them yet. Somebody else?",
    }
    .to_owned()
}

/// Whom to ask instead?
pub fn someone_else(voice: &Voice, referral: &str) -> SlackView {
    let Locale::English = voice.locale;
    let picker = SlackBlockUsersSelectElement::new()
        .with_action_id(field::PERSON.into())
        .with_placeholder(plain("Pick a person"));
    let blocks = vec![
        section(
            "Who may know? If they can be asked, they are next, and read that you thought of them.",
        ),
        input(field::PERSON, "Somebody else", picker).into(),
    ];
    SlackView::Modal(
        modal(name::SOMEONE_ELSE, "Ask someone else", "Never mind", blocks)
            .with_submit(plain("Ask them"))
            .with_private_metadata(referral.to_owned()),
    )
}
