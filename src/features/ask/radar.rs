//! What would leave with one person: for stewards, where the workspace looks at all.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, Utc};

use crate::domain::ids::{CommunityId, MemberId, WorkspaceId};
use crate::domain::people::{Member, Standing};
use crate::domain::radar::{Declared, Topic, alone_of, radar, topics};
use crate::event::{Interaction, Reply};
use crate::features::answer::{say, show as open};
use crate::features::ask::session::tended;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::ask::radar as views;

/// How far back answers are looked at.
const BACK: Months = Months::new(12);

/// What is known of topics and of those who answer them.
struct Looked {
    topics: Vec<Topic>,
    declared: Vec<Declared>,
    here: BTreeSet<MemberId>,
    people: BTreeMap<MemberId, String>,
}

async fn look(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    communities: &[CommunityId],
    now: DateTime<Utc>,
) -> store::Result<Looked> {
    let since = now.checked_sub_months(BACK).unwrap_or(now);
    let answered = tx.answered_since(workspace, communities, since).await?;
    let declared: Vec<Declared> = tx
        .willing_experts(workspace)
        .await?
        .into_iter()
        .map(|it| Declared { member: it.member, topics: it.topics, may_be_named: it.may_be_named })
        .collect();
    let topics = topics(&answered, &declared);
    let mut members: Vec<MemberId> = answered.into_iter().map(|it| it.author).collect();
    members.extend(declared.iter().map(|it| it.member.clone()));
    members.sort();
    members.dedup();
    let people = tx.members(workspace, &members).await?;
    let here = |member: &Member| member.profile.standing == Standing::Full;
    let people: BTreeMap<MemberId, String> = people
        .into_iter()
        .filter(here)
        .map(|member| (member.profile.member, member.profile.name))
        .collect();
    let here = people.keys().cloned().collect();
    Ok(Looked { topics, declared, here, people })
}

/// `/ask radar`: what a steward may know of the communities that they tend.
///
/// # Errors
/// The database, or Slack.
pub async fn show(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let voice = &context.voice;
    let mut tx = context.store.read().await?;
    let tended = tended(context, &mut tx, workspace, member).await?;
    if tended.is_empty() {
        drop(tx);
        return say(context, interaction, "Radar", views::not_a_steward(voice)).await;
    }
    if !tx.radar_is_on(workspace).await? {
        drop(tx);
        return say(context, interaction, "Radar", views::off(voice)).await;
    }
    let communities: Vec<CommunityId> = tended.iter().map(|it| it.id).collect();
    let looked = look(&mut tx, workspace, &communities, context.now()).await?;
    drop(tx);
    let found = radar(&looked.topics, &looked.declared, &looked.here);
    let name = |member: &MemberId| looked.people.get(member).cloned().unwrap_or_default();
    let view = views::radar(voice, &found, |it| name(&it.member));
    open(context, interaction, &view).await
}

/// Topics that only one person answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unshared {
    /// By name.
    pub topics: Vec<String>,
    /// They agreed to be named with them; else nobody is told more than that there are some.
    pub may_be_named: bool,
}

/// The topics, in these communities, that only this person answers; also if their account was just
/// switched off. Nothing where the workspace does not look.
///
/// # Errors
/// The database.
pub async fn alone(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    communities: &[CommunityId],
    member: &MemberId,
    now: DateTime<Utc>,
) -> store::Result<Unshared> {
    if !tx.radar_is_on(workspace).await? {
        return Ok(Unshared::default());
    }
    let mut looked = look(tx, workspace, communities, now).await?;
    looked.here.insert(member.clone());
    let topics = alone_of(&looked.topics, member, &looked.here);
    let agreed = looked.declared.iter().any(|it| it.member == *member && it.may_be_named);
    Ok(Unshared { topics, may_be_named: agreed })
}
