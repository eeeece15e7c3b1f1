//! A question from the modal to its thread, and what its asker does with it.

use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Place, Reply};
use crate::features::ask::{radar, session};
use crate::features::{Context, Result};

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn press(
    _context: &Context,
    _interaction: &Interaction,
    _action: &str,
    _value: &str,
    _origin: &Origin,
) -> Result<Option<Reply>> {
    Ok(None)
}

/// A modal of this room that was sent; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub async fn submit(
    _context: &Context,
    _interaction: &Interaction,
    _sent: &Modal,
    _form: &Form,
) -> Result<Option<Reply>> {
    Ok(None)
}

/// `/ask` and the words after it.
///
/// # Errors
/// The database, or Slack.
pub async fn command(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    place: &Place,
) -> Result<Reply> {
    match words.trim() {
        "ama" => session::overview(context, interaction, Some(place)).await,
        "radar" => radar::show(context, interaction).await,
        _ => Ok(Reply::Done),
    }
}

/// A shortcut to ask a question.
///
/// # Errors
/// The database, or Slack.
pub async fn shortcut(
    _context: &Context,
    _interaction: &Interaction,
    _name: &str,
    _on: Option<&OnMessage>,
) -> Result<Reply> {
    Ok(Reply::Done)
}
