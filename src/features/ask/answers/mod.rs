//! What people answer, which answer is accepted, and what is kept of it.

use crate::domain::ids::WorkspaceId;
use crate::event::{Form, Happening, Interaction, Modal, OnMessage, Origin, Reply};
use crate::features::{Context, Result};
use crate::store::{self, Tx};

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

/// A shortcut of this room; `None` if it is none of them.
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

/// Something was said, changed, taken back or checked in the thread of a question.
///
/// # Errors
/// The database.
pub async fn said(
    _context: &Context,
    _tx: &mut Tx,
    _workspace: &WorkspaceId,
    _what: &Happening,
) -> store::Result<()> {
    Ok(())
}
