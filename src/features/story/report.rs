//! What the stories of a community come to, for whoever tends it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::community::Community;
use crate::domain::ids::WorkspaceId;
use crate::domain::story::ledger::{Beside, Cost, Rules, Sums, sum};
use crate::event::{Interaction, Reply};
use crate::features::answer::say;
use crate::features::role::tends;
use crate::features::story::telling::TITLE;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::story::report as view;

/// So many days back.
const PERIOD_DAYS: u32 = 90;

/// `/story report`: each community that somebody tends; for an admin of the workspace all of them.
///
/// # Errors
/// The database, or Slack.
pub async fn report(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let rules = tx.story_settings(workspace).await?.rules;
    let mut all = Vec::new();
    for community in tx.communities(workspace).await? {
        if all.len() < view::MOST_COMMUNITIES
            && tends(context, &mut tx, workspace, member, &community).await?
        {
            let since = context.now() - TimeDelta::days(i64::from(PERIOD_DAYS));
            let sums =
                sums_since(&mut tx, workspace, &community, &rules, (since, context.now())).await?;
            all.push((community.name.clone(), sums));
        }
    }
    drop(tx);
    say(context, interaction, TITLE, view::report(&context.voice, PERIOD_DAYS, &all)).await
}

/// What the stories of a community that were told between two moments come to, beside what it cost.
///
/// # Errors
/// The database.
pub async fn sums_since(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
    rules: &Rules,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
) -> store::Result<Sums> {
    let stories = tx.stories_told(workspace, community.id, since, until).await?;
    let people = tx.people_at_coffee_since(workspace, &community.channel, since).await?;
    let sessions = tx.sessions_held_since(workspace, community.id, since).await?;
    let beside = Beside {
        cost: Cost::of(people, &sessions),
        answers: tx.accepted_since(workspace, community.id, since).await?,
        reuses: tx.reused_since(workspace, community.id, since).await?,
    };
    Ok(sum(&stories, beside, rules))
}
