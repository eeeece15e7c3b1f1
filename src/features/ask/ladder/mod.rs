//! Who is asked next, and what they say to it.

use crate::domain::ids::QuestionId;
use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::{Context, Result};
use crate::job::{Outcome, Work};

mod recall;

pub use recall::{answered, recall};

/// Asks the next person.
///
/// # Errors
/// The database.
pub async fn route(_context: &Context, _work: &Work, _question: QuestionId) -> Result<Outcome> {
    Ok(Outcome::Done)
}

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
