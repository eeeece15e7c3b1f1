//! The end of being asked.

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::question::Question;
use crate::domain::referral::ReferralState;
use crate::features::Context;
use crate::store::{self, Tx};

/// Somebody answered: if they were asked, they have done what was asked of them.
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
        if referral.member == *author && referral.state.is_open() {
            end(context, tx, workspace, referral.id, ReferralState::Answered).await?;
        }
    }
    Ok(())
}

/// The question is over: nothing is asked of anybody any more.
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

async fn end(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    referral: crate::domain::ids::ReferralId,
    state: ReferralState,
) -> store::Result<()> {
    let Some(mut locked) = tx.lock_referral(workspace, referral).await? else { return Ok(()) };
    locked.state = state;
    locked.ended_at = Some(context.now());
    tx.save_referral(workspace, &locked).await
}
