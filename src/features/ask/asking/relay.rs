//! What the asker of an anonymous question says in its thread: posted by the bot, as "the asker".

use uuid::Uuid;

use crate::domain::ids::{QuestionId, WorkspaceId};
use crate::domain::question::Question;
use crate::features::ask::asking::moments::queue_about;
use crate::features::deliver::{Address, Sent, after, post};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::asking::answers;

/// Has a draft posted.
pub async fn queue(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
    draft: Uuid,
) -> store::Result<()> {
    let job = Job::Relay { question: question.id, draft };
    queue_about(context, tx, workspace, question, &job).await
}

/// Posts it, and drops the draft with the end of the job.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn relay(
    context: &Context,
    work: &Work,
    question: QuestionId,
    draft: Uuid,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let known = transaction!(context.store, |tx| {
        let thread = tx.question(workspace, question).await?.and_then(|it| it.thread);
        let text = tx.draft(workspace, draft).await?;
        let Some((thread, text)) = thread.zip(text) else { return Ok(None) };
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(ours.then_some((thread, text)))
    })
    .await?;
    let Some((thread, text)) = known else {
        return Ok(Outcome::Cancel("there is nothing to say, or nowhere".to_owned()));
    };
    let content = answers::the_asker_says(&context.voice, &text);
    let to = Address { channel: &thread.channel, thread: Some(&thread.message) };
    match post(context, work, to, content).await {
        Sent::At(_) => {
            transaction!(context.store, |tx| {
                tx.drop_draft(workspace, draft).await?;
                tx.finish(workspace, work.id, &work.lease).await
            })
            .await?;
            Ok(Outcome::Done)
        }
        Sent::Not(failure) => Ok(after(&failure)),
    }
}
