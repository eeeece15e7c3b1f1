//! What App Home shows of thanks, and of stories that wait for a word.

use slack_morphism::prelude::SlackBlock;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::features::Context;
use crate::features::story::{follow_up, thanks};
use crate::store::{self, Tx};
use crate::views::story::home::{Desk, desk};

/// Questions that are looked at for those that wait.
const LOOKED_AT: u32 = 10;

/// The part of somebody's page that is about thanks, and about stories that wait for a word of theirs.
/// At most seven blocks, so that it fits in any page.
///
/// # Errors
/// The database.
pub async fn thanks_blocks(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<SlackBlock>> {
    let mut waits = None;
    for it in tx.follow_ups_waiting(workspace, member, context.now(), LOOKED_AT).await? {
        waits = follow_up::open(tx, workspace, it.story, it.after).await?;
        if waits.is_some() {
            break;
        }
    }
    let got = tx.thanks_to(workspace, member, 3).await?;
    let given = tx.thanks_from(workspace, member, context.now() - thanks::LATELY, 1).await?;
    let got = thanks::said(tx, workspace, got).await?;
    let given = thanks::said(tx, workspace, given).await?;
    Ok(desk(&context.voice, &Desk { waits: waits.as_ref(), got: &got, given: &given }))
}
