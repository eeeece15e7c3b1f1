//! Whoever writes to Klatch, or names it, gets a short hello that leads somewhere.

use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::features::deliver::{Address, Earlier, earlier, post};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::greeting::hello;

/// Queues the hello. Whoever spoke to the bot is not silent.
pub async fn spoken_to(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    channel: &ChannelId,
    thread: Option<&MessageTs>,
) -> store::Result<()> {
    tx.heard(workspace, member, context.now()).await?;
    let greet =
        Job::Greet { member: member.clone(), channel: channel.clone(), thread: thread.cloned() };
    // One after the other: Slack takes one message a second in a conversation.
    context.queue_in(tx, workspace, channel, &greet).await
}

/// Says hello where somebody spoke to the bot.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn greet(
    context: &Context,
    work: &Work,
    channel: &ChannelId,
    thread: Option<&MessageTs>,
) -> Result<Outcome> {
    match earlier(context, work, channel).await {
        Earlier::Nothing => {}
        Earlier::At(_) => return Ok(Outcome::Done),
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let ours = transaction!(context.store, |tx| {
        tx.mark_sending(&work.workspace, work.id, &work.lease).await
    })
    .await?;
    if !ours {
        return Ok(Outcome::Cancel("somebody else says hello".to_owned()));
    }
    let content = hello(&context.voice);
    Ok(post(context, work, Address { channel, thread }, content).await.outcome())
}
