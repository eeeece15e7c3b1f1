//! How a referral ends that nobody ended by a press: its question is answered or over, or time is up.

use crate::domain::ids::{MemberId, ReferralId, WorkspaceId};
use crate::domain::question::Question;
use crate::domain::referral::ReferralState;
use crate::features::Context;
use crate::features::ask::ladder::route::{claim_name, refresh_asker};
use crate::job::Job;
use crate::store::{self, Tx};

/// Somebody answered a question that is locked: nobody else is asked, and whoever was reads that it is
/// answered. Whoever answered has done what they were asked for, in time or not.
///
/// # Errors
/// The database.
pub async fn answered(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &mut Question,
    author: &MemberId,
) -> store::Result<()> {
    for referral in tx.referrals(workspace, question.id).await? {
        if referral.member == *author && referral.state != ReferralState::Answered {
            end(context, tx, workspace, referral.id, ReferralState::Answered).await?;
        }
    }
    recall(context, tx, workspace, question).await?;
    refresh_asker(context, tx, workspace, question).await
}

/// Nobody is asked any more about a question that is locked: it was answered, closed or taken back.
///
/// # Errors
/// The database.
pub async fn recall(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<()> {
    for referral in tx.referrals(workspace, question.id).await? {
        if referral.state.is_open() {
            end(context, tx, workspace, referral.id, ReferralState::Recalled).await?;
        }
    }
    Ok(())
}

/// Ends a referral whose question is locked. What was never sent gives its day back, and a hello that
/// was never said may be said another time.
pub(super) async fn end(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: ReferralId,
    state: ReferralState,
) -> store::Result<()> {
    let Some(mut referral) = tx.lock_referral(workspace, id).await? else { return Ok(()) };
    let was = std::mem::replace(&mut referral.state, state);
    referral.ended_at = Some(context.now());
    tx.save_referral(workspace, &referral).await?;
    let member = &referral.member;
    if was.is_open() && referral.spot.is_none() {
        tx.release_claim(workspace, member, &claim_name(id)).await?;
        if was == ReferralState::Hello {
            let mut expert = tx.lock_expert(workspace, member).await?;
            expert.greeted_at = expert.greeted_at.filter(|_| expert.willing.is_some());
            tx.save_expert(workspace, &expert).await?;
        }
    }
    if let Some(spot) = &referral.spot {
        let show = Job::ShowReferral { referral: id };
        context.queue_in(tx, workspace, &spot.channel, &show).await?;
    }
    context.refresh_home(tx, workspace, member).await
}
