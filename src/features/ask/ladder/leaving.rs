//! Somebody left: what waited for their word moves on, and who tends their communities learns what only
//! they had answered.

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::referral::ReferralState;
use crate::features::Context;
use crate::features::ask::ladder::{over, route};
use crate::features::ask::radar::alone;
use crate::features::context::Queued;
use crate::job::{ForSteward, Job};
use crate::store::{self, Tx};

/// Somebody's account was switched off. Happens twice without harm.
///
/// # Errors
/// The database.
pub async fn left(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    for referral in tx.open_referrals(workspace, member).await? {
        // The question is locked before its referrals.
        if tx.lock_question(workspace, referral.question).await?.is_some() {
            over::end(context, tx, workspace, referral.id, ReferralState::Recalled).await?;
            route::soon(context, tx, workspace, referral.question).await?;
        }
    }
    for community in tx.communities(workspace).await? {
        let theirs = alone(tx, workspace, &[community.id], member, context.now()).await?;
        if theirs.topics.is_empty() {
            continue;
        }
        for steward in community.stewards.iter().filter(|it| *it != member) {
            let name = format!("left:{member}:{}:{steward}", community.id);
            let queued = Queued { at: context.now(), name: Some(&name), channel: None };
            let about = ForSteward::Left { member: member.clone(), community: community.id };
            let tell = Job::TellSteward { member: steward.clone(), about };
            context.queue(tx, workspace, &tell, queued).await?;
        }
    }
    Ok(())
}
