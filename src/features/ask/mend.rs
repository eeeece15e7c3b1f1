//! Once a day: what the queue gave up, in an outage perhaps, is taken up again.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::domain::ids::{AnswerId, QuestionId, WorkspaceId};
use crate::domain::question::{Privacy, Question, State};
use crate::features::Context;
use crate::features::context::Queued;
use crate::job::Job;
use crate::store::{self, Tx};

/// So many open questions are looked through, the newest.
const MOST: u32 = 2_000;
/// So long an answer that stands nowhere is posted again: after that its thread has moved on.
const RECENT: TimeDelta = TimeDelta::days(3);
/// Answers that one night takes up again.
const ANSWERS: u32 = 500;

/// Every question that waits for an answer has a next step in the queue, and every answer that was
/// given in a window comes to stand in its thread.
///
/// # Errors
/// The database.
pub async fn mend(context: &Context, tx: &mut Tx, workspace: &WorkspaceId) -> store::Result<()> {
    let waiting = tx.waiting_of(workspace, &["post_question", "route", "post_answer"]).await?;
    let (mut questions, mut answers) = (BTreeSet::new(), BTreeSet::new());
    for job in waiting {
        match job {
            Job::PostQuestion { question } | Job::Route { question } => {
                questions.insert(question);
            }
            Job::PostAnswer { answer } => {
                answers.insert(answer);
            }
            _ => {}
        }
    }
    mend_questions(context, tx, workspace, &questions).await?;
    mend_answers(context, tx, workspace, &answers).await
}

async fn mend_questions(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    waiting: &BTreeSet<QuestionId>,
) -> store::Result<()> {
    for question in tx.open_questions(workspace, MOST).await? {
        let climbs = matches!(question.state, State::Routing | State::Channel | State::Steward);
        if climbs && question.first_answer_at.is_none() && !waiting.contains(&question.id) {
            let job = next_step(tx, workspace, &question).await?;
            context.queue_now(tx, workspace, &job).await?;
        }
    }
    Ok(())
}

/// It comes to stand in its channel, if it is to and does not; what it cannot do there it does without.
async fn next_step(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<Job> {
    let id = question.id;
    let asked_of = tx.referrals(workspace, id).await?;
    let new = question.state == State::Routing && asked_of.is_empty();
    let stands = question.thread.is_some() || question.privacy == Privacy::Private;
    Ok(match new && !stands {
        true => Job::PostQuestion { question: id },
        false => Job::Route { question: id },
    })
}

async fn mend_answers(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    waiting: &BTreeSet<AnswerId>,
) -> store::Result<()> {
    let since = context.now() - RECENT;
    for (answer, channel) in tx.unposted_answers(workspace, since, ANSWERS).await? {
        if !waiting.contains(&answer) {
            let queued = Queued { at: context.now(), name: None, channel: Some(&channel) };
            context.queue(tx, workspace, &Job::PostAnswer { answer }, queued).await?;
        }
    }
    Ok(())
}
