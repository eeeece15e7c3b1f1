//! Questions that nobody ends: whoever asked has left, or lets an anonymous one lie.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::Standing;
use crate::domain::question::{Asker, Deed, Privacy, Question, State};
use crate::features::Context;
use crate::features::ask::asker::asked_unnamed;
use crate::features::ask::asking::over;
use crate::features::ask::ladder;
use crate::features::context::Queued;
use crate::job::{ForSteward, Job, News};
use crate::store::{self, Tx};

/// So many anonymous questions are looked at in a night, or when somebody leaves.
pub(super) const UNSEALED: u32 = 1_000;
/// An anonymous question is open for so long at most, and its key is kept no longer.
const LONGEST: TimeDelta = TimeDelta::days(60);
/// So long before, its asker reads of it.
const BEFORE: TimeDelta = TimeDelta::days(7);
/// Answered, and its asker is not known any more: so long others may add something.
const ANSWERED: TimeDelta = TimeDelta::days(7);
/// Nobody was found for it, and its asker is not known any more.
const NOBODY: TimeDelta = TimeDelta::days(1);
/// So long stewards may say which answer helped.
const WHICH_HELPED: TimeDelta = TimeDelta::days(14);

/// Somebody left. What they asked under their name is closed, unless it has answers: then the stewards
/// say first which one helped. Of what they asked anonymously the key is destroyed at once, and the
/// question runs to its ordinary end: if it ended with their account, that would tell whose it was.
///
/// # Errors
/// The database.
pub async fn asker_left(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    for question in tx.open_questions_of(workspace, member).await? {
        let Some(mut question) = tx.lock_question(workspace, question.id).await? else { continue };
        if !waits_for_stewards(context, tx, workspace, &mut question).await? {
            close(context, tx, workspace, question).await?;
        }
    }
    for question in asked_unnamed(tx, workspace, member, UNSEALED).await? {
        if let Some(mut question) = tx.lock_question(workspace, question.id).await? {
            tx.destroy_key(workspace, question.id).await?;
            question.asker = Asker::Forgotten;
            tx.save_question(workspace, &question).await?;
        }
    }
    Ok(())
}

async fn close(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    mut question: Question,
) -> store::Result<()> {
    question.undergo(Deed::Close, context.now());
    over::end(context, tx, workspace, &mut question).await
}

/// Whether a locked question stays for the stewards to say which of its answers helped. They are asked
/// once; what was carried between two people is not for them.
async fn waits_for_stewards(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
) -> store::Result<bool> {
    let now = context.now();
    let Some(community) = question.community.filter(|_| question.privacy == Privacy::Open) else {
        return Ok(false);
    };
    let Some(community) = tx.community(workspace, community).await? else { return Ok(false) };
    if community.ended_at.is_some() || tx.answers_to(workspace, &[question.id]).await?.is_empty() {
        return Ok(false);
    }
    let (mut asked, mut anew) = (false, false);
    for steward in tx.members(workspace, &community.stewards).await? {
        let (standing, member) = (steward.profile.standing, steward.profile.member);
        if standing == Standing::Deactivated || question.asker == Asker::Known(member.clone()) {
            continue;
        }
        let name = format!("which_helped:{}:{member}", question.id);
        let about = ForSteward::WhichHelped { question: question.id };
        let tell = Job::TellSteward { member, about };
        let id = context.chance.id(now);
        anew |= tx.enqueue(workspace, &tell, now, Some(&name), None, id, now).await?;
        asked = true;
    }
    if anew {
        ladder::recall(context, tx, workspace, question).await?;
        question.move_to(State::KeptOpen, now);
        tx.save_question(workspace, question).await?;
    }
    Ok(asked && now - question.since < WHICH_HELPED)
}

/// Once a day: what nobody ends comes to its end.
///
/// # Errors
/// The database.
pub async fn end_forsaken(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    let now = context.now();
    for question in tx.open_forgotten(workspace, UNSEALED).await? {
        if let Some(question) = tx.lock_question(workspace, question.id).await?
            && ended_without(&question, now)
        {
            close(context, tx, workspace, question).await?;
        }
    }
    for old in tx.anonymous_before(workspace, now - (LONGEST - BEFORE), UNSEALED).await? {
        if now - old.asked_at >= LONGEST {
            let question = tx.lock_question(workspace, old.id).await?;
            if let Some(question) = question.filter(|it| it.state.is_open()) {
                close(context, tx, workspace, question).await?;
            }
            continue;
        }
        let tell = Job::TellAsker { question: old.id, news: News::ClosesSoon };
        let name = format!("closes_soon:{}", old.id);
        let queued = Queued { at: now, name: Some(&name), channel: None };
        context.queue(tx, workspace, &tell, queued).await?;
    }
    Ok(())
}

/// Whether an open question that nobody knows the asker of has come to its end.
fn ended_without(question: &Question, now: DateTime<Utc>) -> bool {
    if !question.state.is_open() {
        return false;
    }
    match question.first_answer_at {
        Some(at) => now - at >= ANSWERED,
        None => question.state == State::Nobody && now - question.since >= NOBODY,
    }
}
