//! Value stories: what a community was good for, in the words of the people it helped.

mod after;
mod called;
mod coffee;
mod export;
mod faces;
mod follow_up;
mod home;
mod list;
mod mine;
mod thanks;
mod wins;

use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Place, Reply};
use crate::features::answer::whisper;
use crate::features::{Context, Result};
use crate::views::story::answers;

pub use after::{changed, lapses, note as after_note, told as after_told};
pub use coffee::came_of;
pub use export::export_stories;
pub use follow_up::{due as follow_up, plan as plan_follow_up, show_again as show_follow_up};
pub use home::thanks_blocks;
pub use thanks::{in_thread as thank_in_thread, show_again as show_thanks};
pub use wins::{plan as plan_wins, post as post_wins, show_again as show_wins};

/// `/story` and the words after it.
///
/// # Errors
/// The database, or Slack.
pub async fn command(
    context: &Context,
    interaction: &Interaction,
    words: &str,
    _place: &Place,
) -> Result<Reply> {
    if let Some(reply) = after::command(context, interaction, words).await? {
        return Ok(reply);
    }
    Ok(whisper(&answers::help(&context.voice))?)
}

/// A press of one of our buttons; `None` if it is none of ours.
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
    after::press(context, interaction, action, value, origin).await
}

/// A modal of ours that was sent; `None` if it is none of ours.
///
/// # Errors
/// The database, or Slack.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    after::submit(context, interaction, sent, form).await
}

/// A shortcut of ours, of a message or of its own; `None` if it is none of ours.
///
/// # Errors
/// The database, or Slack.
pub async fn shortcut(
    context: &Context,
    interaction: &Interaction,
    name: &str,
    on: Option<&OnMessage>,
) -> Result<Option<Reply>> {
    after::shortcut(context, interaction, name, on).await
}
