//! Value stories: what a community was good for, in the words of the people it helped.

use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Place, Reply};
use crate::features::answer::whisper;
use crate::features::{Context, Result};
use crate::views::story::answers;

/// `/story` and the words after it.
///
/// # Errors
/// The database, or Slack.
pub async fn command(
    context: &Context,
    _interaction: &Interaction,
    _words: &str,
    _place: &Place,
) -> Result<Reply> {
    Ok(whisper(&answers::help(&context.voice))?)
}

/// A press of one of our buttons; `None` if it is none of ours.
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

/// A modal of ours that was sent; `None` if it is none of ours.
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

/// A shortcut of ours, of a message or of its own; `None` if it is none of ours.
///
/// # Errors
/// The database, or Slack.
pub async fn shortcut(
    _context: &Context,
    _interaction: &Interaction,
    _name: &str,
    _on: Option<&OnMessage>,
) -> Result<Option<Reply>> {
    Ok(None)
}
