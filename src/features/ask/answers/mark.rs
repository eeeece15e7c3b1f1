//! The bot's own check mark, which says in the thread which answer was accepted.

use chrono::{DateTime, Utc};

use crate::domain::ids::{AnswerId, WorkspaceId};
use crate::domain::question::{Answer, Privacy, Question};
use crate::features::ask::asking;
use crate::features::context::Queued;
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};

/// Has the mark set or taken off, from a moment on: whichever is right then.
pub async fn mark(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    answer: &Answer,
    from: DateTime<Utc>,
) -> store::Result<()> {
    let mark = Job::MarkAccepted { answer: answer.id };
    if question.privacy == Privacy::Anonymous {
        return asking::queue_about(context, tx, workspace, question, &mark).await;
    }
    let Some(spot) = &answer.spot else { return Ok(()) };
    let queued = Queued { at: from, name: None, channel: Some(&spot.channel) };
    context.queue(tx, workspace, &mark, queued).await
}

/// Sets the bot's own check mark under an answer if it is the accepted one, and takes it off otherwise.
/// Where that was not granted, there is none.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn mark_accepted(context: &Context, work: &Work, answer: AnswerId) -> Result<Outcome> {
    let mut tx = context.store.read().await?;
    let answer = tx.given_answer(&work.workspace, answer).await?;
    drop(tx);
    let accepted = answer.as_ref().is_some_and(|it| it.accepted_at.is_some());
    let accepted = accepted && answer.as_ref().is_some_and(|it| it.deleted_at.is_none());
    let Some(spot) = answer.and_then(|it| it.spot) else {
        return Ok(Outcome::Cancel("it stands in no thread".to_owned()));
    };
    let done = match accepted {
        true => context.slack.check_mark(&spot.channel, &spot.message).await,
        false => context.slack.take_off_check_mark(&spot.channel, &spot.message).await,
    };
    match done {
        Ok(()) => Ok(Outcome::Done),
        // It says nothing that the head of the thread does not: no operator needs to mend it.
        Err(failure) if failure.code().is_some() && !failure.is_refused() => {
            Ok(Outcome::Cancel(failure.to_string()))
        }
        Err(failure) => Ok(after(&failure)),
    }
}
