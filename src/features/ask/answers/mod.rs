//! What people answer, which answer is accepted, and what is kept of it.
//!
//! `thread` hears what is said under a question, `answering` has the modal, `accept` decides which
//! answer it was, `carry` brings things from one side to the other, `cards` shows what is kept, `keep`
//! proposes more of it, `fresh` asks whether it still holds, `notes` is what people are told, `mark` is the
//! bot's own check mark, `own` what an author does with an answer that the bot posted, `imported` with
//! words that an import read.

mod accept;
mod answering;
mod cards;
mod carry;
mod desk;
mod editing;
mod export;
mod fresh;
mod imported;
mod keep;
mod mark;
mod notes;
mod own;
mod replying;
mod session_card;
mod solved;
mod thread;
mod who;

#[cfg(test)]
mod tests;

use crate::domain::ids::{AnswerId, CardId, QuestionId};
use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Reply};
use crate::features::{Context, Result};
use crate::views::ask::names::answers::{action, modal as name};
use crate::views::ask::names::shortcut as named;

pub use answering::post_answer;
pub use cards::{cards, search};
pub use carry::carry;
pub use desk::desk;
pub use export::{export, export_cards};
pub use fresh::tidy;
pub use mark::mark_accepted;
pub use notes::{asks, note, told};
pub use thread::said;

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let reply = match action {
        action::ANSWER => answering::open(context, interaction, value.parse().ok()).await?,
        action::ACCEPT => accept::open(context, interaction, value.parse().ok(), None).await?,
        action::THAT_ANSWERS => {
            let both = both(value);
            let (question, answer) = (both.map(|it| it.0), both.map(|it| it.1));
            accept::open(context, interaction, question, answer).await?
        }
        action::EDIT_ANSWER => own::open(context, interaction, value.parse().ok()).await?,
        action::WITHDRAW_ANSWER => own::withdraw(context, interaction, value.parse().ok()).await?,
        action::TAKE_BACK_QUESTION => {
            imported::take_back(context, interaction, value.parse().ok(), None).await?
        }
        action::TAKE_BACK_ANSWER => {
            let (question, answer) = both(value).unzip();
            imported::take_back(context, interaction, question, answer).await?
        }
        action::REPLY => replying::open(context, interaction, both(value)).await?,
        action::CARDS => cards(context, interaction).await?,
        action::EXPORT_TEXT => export(context, interaction, false).await?,
        action::EXPORT_TABLE => export(context, interaction, true).await?,
        action::DUE => cards::due(context, interaction).await?,
        action::REVIEW => Reply::Done,
        _ => return on_card(context, interaction, action, value.parse().ok(), origin).await,
    };
    Ok(Some(reply))
}

/// A press that is about a card.
async fn on_card(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    card: Option<CardId>,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let word = match action {
        action::CARD => return cards::open(context, interaction, card).await.map(Some),
        action::EDIT | action::KEEP_EDIT => {
            return editing::open(context, interaction, card).await.map(Some);
        }
        action::SOLVED => return solved::card(context, interaction, card).await.map(Some),
        action::STILL_TRUE => editing::Word::StillTrue,
        action::TAKE_BACK => editing::Word::TakeBack,
        action::KEEP_IT => editing::Word::KeepIt,
        action::KEEP_NOT => editing::Word::KeepNot,
        _ => return Ok(None),
    };
    editing::say_word(context, interaction, card, word, origin).await.map(Some)
}

/// A modal of this room that was sent; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    let reply = match sent.name.as_str() {
        name::ANSWER => answering::submit(context, interaction, sent, form).await?,
        name::EDIT_ANSWER => own::submit(context, interaction, sent, form).await?,
        name::ACCEPT => accept::submit(context, interaction, sent, form).await?,
        name::REPLY => replying::submit(context, interaction, sent, form).await?,
        name::EDIT => editing::submit(context, interaction, sent, form).await?,
        name::KEEP => keep::submit(context, interaction, sent, form).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// A shortcut of this room; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn shortcut(
    context: &Context,
    interaction: &Interaction,
    name: &str,
    on: Option<&OnMessage>,
) -> Result<Option<Reply>> {
    let reply = match (name, on) {
        (named::SOLVED_TOO, Some(on)) => solved::message(context, interaction, on).await?,
        (named::KEEP, Some(on)) => keep::open(context, interaction, on).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// A question and one of its answers, as buttons carry them.
fn both(value: &str) -> Option<(QuestionId, AnswerId)> {
    let (question, answer) = value.split_once(' ')?;
    Some((question.parse().ok()?, answer.parse().ok()?))
}
