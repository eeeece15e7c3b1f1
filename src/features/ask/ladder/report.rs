//! How a community's questions fare, for whoever tends it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::answer_times::{Wait, answer_times};
use crate::domain::community::Community;
use crate::domain::hours::{WorkingHours, working_between};
use crate::domain::ids::WorkspaceId;
use crate::domain::people::{Member, Standing};
use crate::event::{Interaction, Reply};
use crate::features::answer::say;
use crate::features::ask::asking::hidden_from;
use crate::features::ask::ladder::route::steward_of;
use crate::features::{Context, Result};
use crate::store::{self, Answered, Tx};
use crate::views::ask::report::{self as view, CommunityTimes};

/// So many days back.
pub const PERIOD_DAYS: u32 = 90;
/// The most questions that are counted, the newest.
const MOST: u32 = 10_000;
/// No sum is about fewer people.
const FEWEST: usize = 5;

/// `/ask report`: the communities that somebody tends; for an admin of the workspace all of them but
/// those of private channels that are not known to be theirs.
///
/// # Errors
/// The database, or Slack.
pub async fn report(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let person = tx.member(workspace, member).await?.map(|it| it.profile);
    let here = person.as_ref().is_some_and(|it| it.standing == Standing::Full);
    let admin = here && person.is_some_and(|it| it.admin);
    let hidden = hidden_from(&mut tx, workspace, member).await?;
    let mut figures = Vec::new();
    for community in tx.communities(workspace).await? {
        if hidden.contains(&community.id) {
            continue;
        }
        if admin || here && community.stewards.contains(member) {
            figures.push(times_of(context, &mut tx, workspace, &community).await?);
        }
    }
    drop(tx);
    let content = view::report(&context.voice, PERIOD_DAYS, &figures);
    say(context, interaction, "Questions", content).await
}

/// The figures of one community. It has the clock of its first steward, and the usual working hours: the
/// steward's own would be a figure about them.
pub async fn times_of(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<CommunityTimes> {
    let now = context.now();
    let since = now - TimeDelta::days(i64::from(PERIOD_DAYS));
    let steward = steward_of(tx, workspace, Some(community)).await?;
    let zone = steward.as_ref().map_or(Tz::UTC, Member::zone);
    let asked = tx.asked_since(workspace, community.id, since, MOST).await?;
    let answerers = tx.answerers_since(workspace, community.id, since).await?;
    let askers: BTreeSet<_> = asked.iter().filter_map(|it| it.asker.as_ref()).collect();
    let waits: Vec<Wait> = asked.iter().map(|it| wait(it, zone, now)).collect();
    Ok(CommunityTimes {
        name: community.name.clone(),
        times: (askers.len() >= FEWEST).then(|| answer_times(&waits)),
        few_answer: answerers.len() < FEWEST,
    })
}

fn wait(it: &Answered, zone: Tz, now: DateTime<Utc>) -> Wait {
    let end = it.first_answer_at.or(it.over_at).unwrap_or(now);
    let worked = working_between(zone, &WorkingHours::default(), it.asked_at, end);
    let minutes = u32::try_from(worked.num_minutes().max(0)).unwrap_or(u32::MAX);
    Wait { minutes, answered: it.first_answer_at.is_some() }
}
