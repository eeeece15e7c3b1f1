//! When something is done about a question: of an anonymous one the moment must not tell who was
//! there.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::{ChannelId, WorkspaceId};
use crate::domain::question::{Privacy, Question, hour_of};
use crate::features::Context;
use crate::features::context::Queued;
use crate::job::Job;
use crate::store::{self, Tx};

/// What the asker of an anonymous question does shows after so long at the earliest.
const EARLIEST: TimeDelta = TimeDelta::minutes(2);
/// And within so many seconds after that, by chance.
const SPREAD: u16 = 25 * 60;

/// Queues a job that follows from what its asker did with a question. Of an anonymous one neither the
/// job's id nor its row says more than the hour, and it runs some minutes later: who was heard at the
/// moment when it shows is not who asked.
pub async fn queue_about(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    job: &Job,
) -> store::Result<()> {
    let channel = question.thread.as_ref().map(|spot| &spot.channel);
    if question.privacy != Privacy::Anonymous {
        let queued = Queued { at: context.now(), name: None, channel };
        return context.queue(tx, workspace, job, queued).await;
    }
    queue_unseen(context, tx, workspace, channel, job).await
}

/// Queues a job that follows from what somebody did who asks anonymously: see [`queue_about`].
///
/// # Errors
/// The database.
pub async fn queue_unseen(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: Option<&ChannelId>,
    job: &Job,
) -> store::Result<()> {
    let hour = hour_of(context.now());
    let id = context.chance.id(hour);
    tx.enqueue(workspace, job, later(context), None, channel, id, hour).await?;
    Ok(())
}

fn later(context: &Context) -> DateTime<Utc> {
    let seconds = u16::from_be_bytes(context.chance.bytes()) % SPREAD;
    context.now() + EARLIEST + TimeDelta::seconds(i64::from(seconds))
}
