//! All sessions that somebody has to do with.

use super::known::{Facts, facts, tended, zone_of};
use super::setup::{Prefill, open_setup};
use crate::event::{Interaction, Place, Reply};
use crate::features::answer::show;
use crate::features::{Context, Result};
use crate::views::ask::session::modals::all;

/// `/ask ama`: the sessions that somebody leads; where there is none, a steward plans one.
///
/// # Errors
/// The database, or Slack.
pub async fn overview(
    context: &Context,
    interaction: &Interaction,
    place: Option<&Place>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let tended = tended(context, &mut tx, workspace, member).await?;
    let mut mine: Vec<Facts> = Vec::new();
    for session in tx.open_sessions(workspace).await? {
        let leads = session.expert == *member || tended.iter().any(|it| it.id == session.community);
        if leads && let Some(facts) = facts(&mut tx, workspace, session).await? {
            mine.push(facts);
        }
    }
    let zone = zone_of(&mut tx, workspace, member).await?;
    drop(tx);
    if mine.is_empty() && !tended.is_empty() {
        return open_setup(context, interaction, place, &Prefill::default()).await;
    }
    let told: Vec<_> = mine.iter().map(|facts| facts.told(zone)).collect();
    show(context, interaction, &all(&context.voice, &told, !tended.is_empty())).await
}
