//! The weekly digest of a community, and `/community`. `plan` says when it comes, `facts` reads what
//! happened, `publish` posts it once, `retold` says when something that it tells changed and `show` draws it
//! again then, `send` brings it to whoever would rather have a message.

mod command;
mod drawn;
mod facts;
mod plan;
mod publish;
mod retold;
mod send;
mod settings;
mod show;
mod wishes;

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{CommunityId, WorkspaceId};
use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::answer::say;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::digest::names::{action, modal};
use crate::views::digest::{answers, notes};

pub use command::command;
pub use facts::read as facts;
pub use plan::{Due, as_of_now, hour_of, plan};
pub use publish::{content, publish};
pub use retold::{forgotten, newcomer_changed, story_changed, thanks_changed, without_question};
pub use send::send;
pub use show::show;
pub use wishes::settings_blocks;

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
    let reply = match action {
        action::BY_MESSAGE | action::NOTHING | action::IN_CHANNEL => {
            wishes::press(context, interaction, action, value, origin).await?
        }
        action::SETTINGS => settings::open_for(context, interaction, value).await?,
        action::HELP => {
            let help = answers::help(&context.voice);
            say(context, interaction, command::TITLE, help).await?
        }
        action::PREVIEW => command::preview_of(context, interaction, value).await?,
        _ => return Ok(None),
    };
    Ok(Some(reply))
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
    match sent.name.as_str() {
        modal::SETTINGS => Ok(Some(settings::submit(context, interaction, sent, form).await?)),
        _ => Ok(None),
    }
}

/// What a steward reads whose community was quiet twice; `None` where it is over.
///
/// # Errors
/// The database.
pub async fn quiet_weeks(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: CommunityId,
) -> store::Result<Option<SlackMessageContent>> {
    let there = tx.community(workspace, community).await?.filter(|it| it.ended_at.is_none());
    Ok(there.map(|community| notes::quiet_weeks(&context.voice, &community)))
}

#[cfg(test)]
mod tests;
