//! What the stories of a community come to, for whoever tends it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::community::Community;
use crate::domain::digest::Window;
use crate::domain::ids::WorkspaceId;
use crate::domain::story::ledger::{Beside, Cost, Rules, Sums, sum};
use crate::event::{Interaction, Reply};
use crate::features::answer::say;
use crate::features::role::tended;
use crate::features::story::telling::TITLE;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::story::report as view;

/// So many days back.
const PERIOD_DAYS: u32 = 90;

/// `/story report`: all communities that somebody tends, as far as there is room.
///
/// # Errors
/// The database, or Slack.
pub async fn all(context: &Context, interaction: &Interaction) -> Result<Reply> {
    Ok(report(context, interaction, None).await?.unwrap_or(Reply::Done))
}

/// The communities that somebody tends, or the one of that name; for an admin of the
/// workspace all that are not hidden from them. `None`: several words, and no community is called so.
///
/// # Errors
/// The database, or Slack.
pub async fn report(
    context: &Context,
    interaction: &Interaction,
    name: Option<&str>,
) -> Result<Option<Reply>> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let voice = &context.voice;
    let mut tx = context.store.read().await?;
    let mut mine = tended(context, &mut tx, workspace, member).await?;
    if let Some(name) = name {
        let names: Vec<String> = mine.iter().map(|it| it.name.clone()).collect();
        mine.retain(|it| is_called(it, name));
        match (mine.is_empty(), name.contains(char::is_whitespace)) {
            (false, _) => {}
            (true, true) => return Ok(None),
            (true, false) => {
                drop(tx);
                let no = view::no_such_community(voice, name, &names);
                return say(context, interaction, TITLE, no).await.map(Some);
            }
        }
    }
    let rules = tx.story_settings(workspace).await?.rules;
    let since = context.now() - TimeDelta::days(i64::from(PERIOD_DAYS));
    let mut all = Vec::new();
    for community in mine.iter().take(view::MOST_COMMUNITIES) {
        let sums =
            sums_since(&mut tx, workspace, community, &rules, (since, context.now())).await?;
        all.push((community.name.clone(), sums));
    }
    drop(tx);
    let left_out = u32::try_from(mine.len().saturating_sub(all.len())).unwrap_or(u32::MAX);
    let report = view::report(voice, PERIOD_DAYS, &all, left_out);
    say(context, interaction, TITLE, report).await.map(Some)
}

fn is_called(community: &Community, name: &str) -> bool {
    let plain = |name: &str| name.trim().trim_start_matches('#').to_lowercase();
    plain(&community.name) == plain(name)
}

/// What the stories of a community come to whose groups became whole between two moments, beside what it
/// cost.
///
/// # Errors
/// The database.
async fn sums_since(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
    rules: &Rules,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
) -> store::Result<Sums> {
    // From the first one on: each time the same people are in the same group.
    let began = DateTime::UNIX_EPOCH;
    let stories = tx.stories_told(workspace, community.id, began, until).await?;
    let people = tx.people_at_coffee_since(workspace, &community.channel, since).await?;
    let sessions = tx.sessions_held_since(workspace, community.id, since).await?;
    let beside = Beside {
        cost: Cost::of(people, &sessions),
        answered: tx.accepted_in(workspace, community.id, Window { since, until }).await?,
        readers: tx.reused_since(workspace, community.id, since).await?,
    };
    Ok(sum(&stories, since, &beside, rules))
}
