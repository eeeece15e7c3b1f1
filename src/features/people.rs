//! The directory: who is here, as Slack says, and which team they belong to.

use crate::domain::ids::WorkspaceId;
use crate::domain::people::Profile;
use crate::features::context::Queued;
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;

/// People asked for at once: Slack's recommended page.
const PAGE: u16 = 200;

/// Has the directory read, once in ten minutes however often it is asked for.
pub async fn sync_soon(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    let now = context.now();
    let name = format!("sync_people:{}", now.timestamp() / 600);
    let queued = Queued { at: now, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::SyncPeople { cursor: None }, queued).await
}

/// Reads one page of the directory and queues the next.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn sync(context: &Context, work: &Work, cursor: Option<&str>) -> Result<Outcome> {
    let (people, next) = match context.slack.people(&work.workspace, cursor, PAGE).await {
        Ok(page) => page,
        Err(failure) => return Ok(after(&failure)),
    };
    transaction!(context.store, |tx| {
        tx.keep_profiles(&work.workspace, &people, context.now()).await?;
        if next.is_some() {
            let job = Job::SyncPeople { cursor: next.clone() };
            context.queue_now(tx, &work.workspace, &job).await?;
        }
        tx.finish(&work.workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Somebody joined the workspace, changed their profile, or was switched off.
pub async fn changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    profile: &Profile,
) -> store::Result<()> {
    tx.keep_profiles(workspace, std::slice::from_ref(profile), context.now()).await
}
