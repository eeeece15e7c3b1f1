//! A channel is looked at and entered before something begins in it, while somebody's modal waits to
//! say how it went.

use slack_morphism::prelude::SlackView;

use crate::domain::coffee::NoCoffeeHere;
use crate::domain::ids::ChannelId;
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::slack::client::{ChannelInfo, ChannelKind};
use crate::slack::failure::Failure;
use crate::transaction;

/// At this try nobody waits for the channel any longer: about half a minute after the modal was sent.
const PATIENCE: u32 = 5;

/// What the channel is, or why the bot cannot be in it.
pub type Entered = std::result::Result<ChannelInfo, NoCoffeeHere>;

/// Makes sure that the bot is in the channel. While Slack does not answer and there is patience left, it
/// is how this try ends instead; after that the channel counts as unreachable.
///
/// # Errors
/// How the job ends: it is tried again.
pub async fn enter(
    context: &Context,
    work: &Work,
    channel: &ChannelId,
) -> std::result::Result<Entered, Outcome> {
    match look_and_join(context, channel).await {
        Ok(entered) => Ok(entered),
        Err(failure) if work.attempt < PATIENCE => Err(after(&failure)),
        Err(failure) => {
            tracing::warn!(%failure, "a channel could not be looked at");
            Ok(Err(NoCoffeeHere::Unreachable))
        }
    }
}

async fn look_and_join(
    context: &Context,
    channel: &ChannelId,
) -> std::result::Result<Entered, Failure> {
    let info = match context.slack.channel(channel).await {
        Ok(info) => info,
        Err(failure @ Failure::Permanent { .. }) => {
            tracing::info!(%failure, "a channel cannot be looked at");
            return Ok(Err(NoCoffeeHere::NotFound));
        }
        Err(failure) => return Err(failure),
    };
    if matches!(info.kind, ChannelKind::Direct | ChannelKind::Group) {
        return Ok(Err(NoCoffeeHere::NotAChannel));
    }
    if info.archived {
        return Ok(Err(NoCoffeeHere::Archived));
    }
    if info.shared {
        return Ok(Err(NoCoffeeHere::Shared));
    }
    let private = info.kind == ChannelKind::Private;
    if info.member {
        return Ok(Ok(info));
    }
    if private {
        return Ok(Err(NoCoffeeHere::Private));
    }
    match context.slack.join(channel).await {
        Ok(()) => Ok(Ok(info)),
        Err(Failure::Permanent { .. }) => Ok(Err(NoCoffeeHere::Private)),
        Err(failure) => Err(failure),
    }
}

/// Changes the modal `view` that waits into what is `shown`. Where nobody is looking any more, good news
/// shows in the channel by itself, and bad news is told by the job `instead`.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_outcome(
    context: &Context,
    work: &Work,
    view: &str,
    shown: &SlackView,
    instead: Option<Job>,
) -> Result<Outcome> {
    let failure = match context.slack.update_modal(view, None, shown).await {
        Ok(()) => return Ok(Outcome::Done),
        Err(failure) => failure,
    };
    let nobody_looks = matches!(failure, Failure::Permanent { .. });
    match instead {
        None if nobody_looks => Ok(Outcome::Done),
        Some(tell) if nobody_looks || work.attempt >= PATIENCE => {
            transaction!(context.store, |tx| {
                context.queue_now(tx, &work.workspace, &tell).await?;
                tx.finish(&work.workspace, work.id, &work.lease).await
            })
            .await?;
            Ok(Outcome::Done)
        }
        None | Some(_) => Ok(after(&failure)),
    }
}
