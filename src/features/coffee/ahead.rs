//! A group's conversation is opened before its introduction: Slack lets an app open fifty a minute,
//! and nobody notices until the first message.

use chrono::{DateTime, Utc};

use crate::domain::coffee::Group;
use crate::domain::ids::{ChannelId, GroupId};
use crate::features::coffee::introduce::look;
use crate::features::context::Queued;
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::slack::failure::{End, Failure};
use crate::transaction;

/// Opens the conversation of a group and queues its introduction for `then`. A conversation that
/// Slack refuses is left to the introduction, which knows what to do about that.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn open_conversation(
    context: &Context,
    work: &Work,
    group: GroupId,
    then: DateTime<Utc>,
) -> Result<Outcome> {
    let known = {
        let mut tx = context.store.read().await?;
        match look(context, &mut tx, work, group).await? {
            Ok(known) => known,
            Err(why) => return Ok(Outcome::Cancel(why.to_owned())),
        }
    };
    let members = known.members();
    let mut opened = known.group.conversation.clone();
    if opened.is_none() && members.len() == known.group.members.len() {
        opened = match context.slack.open_conversation(&members).await {
            Ok(conversation) => Some(conversation),
            Err(failure) if left_to_introduction(&failure) => {
                tracing::warn!(%failure, "a conversation could not be opened ahead");
                None
            }
            Err(failure) => return Ok(after(&failure)),
        };
    }
    keep(context, work, group, opened.as_ref(), then).await?;
    Ok(Outcome::Done)
}

fn left_to_introduction(failure: &Failure) -> bool {
    matches!(failure, Failure::Permanent { .. })
        && !matches!(failure.end(), Some(End::Refused | End::MissingScope))
}

/// The conversation, the introduction and the end of this job commit together.
async fn keep(
    context: &Context,
    work: &Work,
    group: GroupId,
    opened: Option<&ChannelId>,
    then: DateTime<Utc>,
) -> Result<()> {
    let workspace = &work.workspace;
    let introduce = Job::IntroduceGroup { group };
    let name = format!("{}:{group}", introduce.kind());
    transaction!(context.store, |tx| {
        let Some(known) = tx.lock_group(workspace, group).await? else {
            return tx.cancel(workspace, work.id, &work.lease, "the group is gone").await;
        };
        let conversation = opened.cloned().or(known.conversation.clone());
        tx.save_group(workspace, &Group { conversation, ..known }).await?;
        let at = then.max(context.now());
        let queued = Queued { at, name: Some(&name), channel: opened };
        context.queue(tx, workspace, &introduce, queued).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(())
}
