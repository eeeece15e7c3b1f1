//! App Home: what waits for somebody's word.

use std::collections::BTreeMap;

use slack_morphism::prelude::SlackBlock;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::features::Context;
use crate::store::{self, Tx};
use crate::views::ask::beyond::waiting_for_me;

/// The blocks for one person: a title, and each with its buttons; none if nothing waits.
///
/// # Errors
/// The database.
pub async fn blocks(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<SlackBlock>> {
    let open = tx.open_referrals(workspace, member).await?;
    let ids: Vec<_> = open.iter().map(|it| it.question).collect();
    let questions: BTreeMap<_, _> =
        tx.these_questions(workspace, &ids).await?.into_iter().map(|it| (it.id, it)).collect();
    let waiting: Vec<_> = open
        .into_iter()
        .filter_map(|it| Some((questions.get(&it.question)?.clone(), it)))
        .map(|(question, referral)| (referral, question))
        .collect();
    Ok(waiting_for_me(&context.voice, &waiting))
}
