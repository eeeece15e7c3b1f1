//! What whoever asked is told in their chat with the bot. They asked for it: it claims no day, and
//! nothing is kept of who they are.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{MemberId, QuestionId, WorkspaceId};
use crate::domain::question::State;
use crate::domain::referral::ReferralState;
use crate::features::ask::asker::asker;
use crate::features::ask::session::offered_clinic;
use crate::features::deliver::tell;
use crate::features::{Context, Result};
use crate::job::{News, Outcome, Work};
use crate::store::{self, Tx};
use crate::views::ask::asking::news;

/// Tells whoever asked what became of their question, as long as that is so.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn tell_asker(
    context: &Context,
    work: &Work,
    question: QuestionId,
    what: News,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let known = drawn(context, &mut context.store.read().await?, workspace, question, what).await?;
    let Some((asker, content)) = known else {
        return Ok(Outcome::Cancel("it is not so any more".to_owned()));
    };
    tell(context, work, &asker, content).await
}

async fn drawn(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: QuestionId,
    what: News,
) -> store::Result<Option<(MemberId, SlackMessageContent)>> {
    let Some(question) = tx.question(workspace, question).await? else { return Ok(None) };
    let Some(asker) = asker(tx, workspace, &question).await? else { return Ok(None) };
    let content = match what {
        News::Nobody if question.state != State::Nobody => return Ok(None),
        News::ChannelLost | News::ClosesSoon if !question.state.is_open() => return Ok(None),
        News::Nobody => {
            // Whoever only read the hello was not asked this.
            let asked = tx.referrals(workspace, question.id).await?;
            let asked = asked
                .iter()
                .filter(|it| it.offered_at.is_some() && it.state != ReferralState::Recalled);
            let asked = u32::try_from(asked.count()).unwrap_or(u32::MAX);
            let offered =
                offered_clinic(tx, workspace, std::slice::from_ref(&question), &asker).await?;
            let clinic = offered.contains(&question.id);
            news::nobody(&context.voice, &question, asked, clinic)
        }
        News::ChannelLost => news::channel_lost(&context.voice, &question),
        News::ClosesSoon => news::closes_soon(&context.voice, &question),
    };
    Ok(Some((asker, content)))
}
