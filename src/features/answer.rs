//! One answer, whichever way somebody asked: after a command and on a message it is a message that
//! only they see; in App Home and in a modal the view itself changes.

use slack_morphism::prelude::{SlackMessageContent, SlackModalView, SlackView};

use crate::error::unquoted;
use crate::event::{Gesture, Interaction, Modal, Origin, Reply};
use crate::features::{Context, Result};
use crate::store;
use crate::views::kit;
use crate::views::names::modal;

/// Where an answer is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// A message that only this person sees.
    Whisper,
    /// App Home, or anywhere else that has no place for a message: a modal opens over it.
    Home,
    Modal,
}

/// Where somebody reads the answer to what they did.
pub fn surface(interaction: &Interaction) -> Surface {
    match &interaction.what {
        Gesture::Command { .. } | Gesture::Press { origin: Origin::Message { .. }, .. } => {
            Surface::Whisper
        }
        Gesture::Press { origin: Origin::Home, .. } | Gesture::Shortcut { .. } => Surface::Home,
        Gesture::Press { origin: Origin::Modal { .. }, .. }
        | Gesture::Submit { .. }
        | Gesture::Close { .. } => Surface::Modal,
    }
}

/// A message that only the asking person sees.
pub fn whisper(content: &SlackMessageContent) -> store::Result<Reply> {
    let mut body = json(content)?;
    if let Some(body) = body.as_object_mut() {
        body.insert("response_type".to_owned(), "ephemeral".into());
        body.insert("replace_original".to_owned(), false.into());
    }
    Ok(Reply::Ephemeral(body))
}

/// The modal becomes this view.
pub fn replace(view: &SlackView) -> store::Result<Reply> {
    json(view).map(Reply::Replace)
}

/// The same, and "Close" closes the modals below as well: they show what was before.
pub fn replace_all(view: &SlackView) -> store::Result<Reply> {
    let mut view = json(view)?;
    if let Some(view) = view.as_object_mut() {
        view.insert("clear_on_close".to_owned(), true.into());
    }
    Ok(Reply::Replace(view))
}

/// Draws an open modal again. Somebody faster, or a modal that was closed meanwhile, is no failure of
/// the one who pressed: what they did stands.
pub async fn redraw(context: &Context, modal: &Modal, view: &SlackView) -> Result<Reply> {
    match context.slack.update_modal(&modal.id, Some(&modal.hash), view).await {
        Ok(()) => {}
        Err(failure) if failure.is_stale_view() => {
            tracing::info!(%failure, "a modal changed or was closed before it was drawn again");
        }
        Err(failure) => tracing::warn!(%failure, "a modal could not be drawn again"),
    }
    Ok(Reply::Done)
}

/// Something broke: says so wherever the person is looking, as far as Slack still allows it.
pub async fn sorry(context: &Context, interaction: &Interaction, sentence: &str) -> Reply {
    let content = kit::message(sentence, vec![kit::section(sentence)]);
    say(context, interaction, "Klatch", content).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "nor could the person be told");
        Reply::Done
    })
}

/// The same where Slack opens no window: only in the acknowledgement, or by a `response_url`.
/// App Home and a press in a modal have neither; there the person sees that nothing happened.
pub async fn sorry_for_slack(
    context: &Context,
    interaction: &Interaction,
    sentence: &str,
) -> Reply {
    match (surface(interaction), &interaction.what) {
        (Surface::Whisper, _) | (_, Gesture::Submit { .. }) => {
            sorry(context, interaction, sentence).await
        }
        _ => Reply::Done,
    }
}

/// What is kept in a receipt is written by the store, so a failure is one of the store's.
fn json(view: &impl serde::Serialize) -> store::Result<serde_json::Value> {
    serde_json::to_value(view)
        .map_err(|error| store::Error::Unwritable { what: "a view", reason: unquoted(&error) })
}

/// Says something on whatever surface the person is looking at.
pub async fn say(
    context: &Context,
    interaction: &Interaction,
    title: &str,
    content: SlackMessageContent,
) -> Result<Reply> {
    match (surface(interaction), &interaction.what) {
        (Surface::Whisper, _) => Ok(whisper(&content)?),
        (Surface::Modal, Gesture::Submit { .. }) => Ok(replace(&as_modal(title, content))?),
        (Surface::Modal, Gesture::Press { .. }) => {
            context.slack.push_modal(&interaction.trigger, &as_modal(title, content)).await?;
            Ok(Reply::Done)
        }
        (Surface::Home, _) => {
            context.slack.open_modal(&interaction.trigger, &as_modal(title, content)).await?;
            Ok(Reply::Done)
        }
        (
            Surface::Modal,
            Gesture::Close { .. } | Gesture::Command { .. } | Gesture::Shortcut { .. },
        ) => Ok(Reply::Done),
    }
}

/// Opens a modal from wherever the person is: on top of an open one, or by itself.
pub async fn show(context: &Context, interaction: &Interaction, view: &SlackView) -> Result<Reply> {
    match surface(interaction) {
        Surface::Modal => context.slack.push_modal(&interaction.trigger, view).await?,
        Surface::Whisper | Surface::Home => {
            context.slack.open_modal(&interaction.trigger, view).await?
        }
    };
    Ok(Reply::Done)
}

/// What would be a message, as a modal that only says it.
pub fn as_modal(title: &str, content: SlackMessageContent) -> SlackView {
    let blocks = content.blocks.unwrap_or_default();
    let view: SlackModalView = kit::modal(modal::NOTICE, title, "Close", blocks);
    SlackView::Modal(view)
}
