//! App Home: what waits for somebody's word, and for stewards what nobody has answered.

use slack_morphism::prelude::SlackBlock;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::features::ask::ladder::report::{PERIOD_DAYS, times_of};
use crate::features::{Context, Result};
use crate::views::ask::beyond::{MOST_SHOWN, unanswered, waiting_for_me};
use crate::views::ask::report::{CommunityTimes, line};
use crate::views::kit::{context as small, escape};

/// The blocks for one person; none if nothing waits.
///
/// # Errors
/// The database.
pub async fn blocks(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<Vec<SlackBlock>> {
    let mut tx = context.store.read().await?;
    let open = tx.open_referrals(workspace, member).await?;
    let ids: Vec<_> = open.iter().map(|it| it.question).collect();
    let questions = tx.these_questions(workspace, &ids).await?;
    let mut waiting = Vec::new();
    for referral in open {
        let question = questions.iter().find(|it| it.id == referral.question);
        waiting.extend(question.map(|question| (referral, question.clone())));
    }
    let mut blocks = waiting_for_me(&context.voice, &waiting);
    for community in tx.communities(workspace).await? {
        if !community.stewards.contains(member) {
            continue;
        }
        let one_more = u32::try_from(MOST_SHOWN + 1).unwrap_or(u32::MAX);
        let open = tx.unanswered(workspace, community.id, one_more).await?;
        let mut open = tx.these_questions(workspace, &open).await?;
        open.sort_by_key(|it| (it.asked_at, it.id));
        blocks.extend(unanswered(&context.voice, &community.name, &open));
        let times: CommunityTimes = times_of(context, &mut tx, workspace, &community).await?;
        if times.times.is_some() {
            let line = line(&context.voice, &times);
            let name = escape(&community.name);
            blocks.push(small(format!("{name}, the last {PERIOD_DAYS} days: {line}")));
        }
    }
    Ok(blocks)
}
