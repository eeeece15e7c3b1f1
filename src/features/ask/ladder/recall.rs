//! A question is over: nobody is asked about it any more.

use crate::domain::ids::WorkspaceId;
use crate::domain::question::Question;
use crate::domain::referral::ReferralState;
use crate::features::Context;
use crate::store::{self, Tx};

/// Lets go whoever is still asked about a question. Again, it changes nothing.
///
/// # Errors
/// The database.
pub async fn recall(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<()> {
    for open in tx.referrals(workspace, question.id).await? {
        if !open.state.is_open() {
            continue;
        }
        if let Some(mut referral) = tx.lock_referral(workspace, open.id).await? {
            referral.state = ReferralState::Recalled;
            referral.ended_at = Some(context.now());
            tx.save_referral(workspace, &referral).await?;
        }
    }
    Ok(())
}
