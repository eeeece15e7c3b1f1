//! A question is over: nobody is asked about it any more, and who asked anonymously is forgotten.

use crate::domain::ids::WorkspaceId;
use crate::domain::question::{Asker, Privacy, Question};
use crate::features::ask::asking::moments::queue_about;
use crate::features::ask::ladder;
use crate::features::{Context, digest};
use crate::job::Job;
use crate::store::{self, Tx};

/// Writes a question that was locked and is over now, in the transaction that ends it: whoever is
/// still asked is let go, the head of its thread is drawn again, and the key of an anonymous one is
/// destroyed. Whatever its asker is to be told has to be on its way before. The commit wipes it.
///
/// # Errors
/// The database.
pub async fn end(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
) -> store::Result<()> {
    if question.privacy == Privacy::Anonymous {
        tx.destroy_key(workspace, question.id).await?;
        question.asker = Asker::Forgotten;
    } else {
        ladder::recall(context, tx, workspace, question).await?;
    }
    tx.save_question(workspace, question).await?;
    for show in digest::without_question(tx, workspace, question).await? {
        queue_about(context, tx, workspace, question, &show).await?;
    }
    // Whoever is asked an anonymous one is let go by it, too: a little later.
    queue_about(context, tx, workspace, question, &Job::ShowQuestion { question: question.id })
        .await
}

/// After a key was destroyed, what the database wrote ahead still has it. It is wiped after that commit;
/// this is once more for the night, in case somebody was reading then.
pub async fn wipe(context: &Context) {
    match context.store.wipe().await {
        Ok(true) => {}
        Ok(false) => tracing::info!("somebody reads what was wiped: tonight it goes"),
        Err(error) => tracing::warn!(%error, "what was wiped is still there: tonight it goes"),
    }
}
