//! Where people belong by user groups: those whose handle begins as the settings say are teams.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::{Belongs, Source};
use crate::features::context::Queued;
use crate::features::people::without;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::slack::client::UserGroup;
use crate::store::{self, Tx};
use crate::transaction;

/// People written down in one transaction, so that none is long.
const AT_ONCE: usize = 500;
/// Seconds in which changes of groups gather before they are read.
const GATHER: i64 = 60;

/// A user group changed: if groups are teams, they are read within a minute.
pub async fn groups_changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
) -> store::Result<()> {
    if context.settings.team_groups.is_none() {
        return Ok(());
    }
    let slot = context.now().timestamp() / GATHER + 1;
    let name = format!("read_team_groups:{slot}");
    let at = DateTime::<Utc>::from_timestamp(slot * GATHER, 0).unwrap_or(context.now());
    let queued = Queued { at, name: Some(&name), channel: None };
    context.queue(tx, workspace, &Job::ReadTeamGroups, queued).await
}

/// Reads the groups that are teams, and who is in them.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn read_groups(context: &Context, work: &Work) -> Result<Outcome> {
    let Some(prefix) = &context.settings.team_groups else { return Ok(Outcome::Done) };
    let began = context.now();
    let mut groups = match context.slack.user_groups().await {
        Ok(groups) => groups,
        Err(failure) => return Ok(without(&failure, "teams from user groups")),
    };
    groups.retain(|group| is_team(group, prefix));
    for group in &mut groups {
        if group.members.is_none() {
            match context.slack.user_group_members(&group.id).await {
                Ok(members) => group.members = Some(members),
                // Switched off in this moment: it has nobody.
                Err(failure) if failure.code() == Some("no_such_subteam") => {}
                Err(failure) => return Ok(without(&failure, "teams from user groups")),
            }
        }
    }
    let places = places(groups);
    let workspace = &work.workspace;
    for some in places.chunks(AT_ONCE) {
        transaction!(context.store, |tx| {
            tx.keep_places(workspace, Source::Groups, some, began).await
        })
        .await?;
    }
    transaction!(context.store, |tx| {
        tx.drop_places(workspace, Source::Groups, began).await?;
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

fn is_team(group: &UserGroup, prefix: &str) -> bool {
    let prefix = prefix.trim().trim_start_matches('@').to_lowercase();
    group.handle.to_lowercase().starts_with(&prefix)
}

/// Each person's team: the group's name. Whoever is in several is in the first of them by name.
fn places(groups: Vec<UserGroup>) -> Vec<(MemberId, Belongs)> {
    let mut teams: Vec<(String, Vec<MemberId>)> = groups
        .into_iter()
        .map(|group| {
            let name = if group.name.is_empty() { group.handle } else { group.name };
            (name, group.members.unwrap_or_default())
        })
        .collect();
    teams.sort();
    let mut places = BTreeMap::new();
    for (team, members) in teams {
        for member in members {
            let place = Belongs { team: Some(team.clone()), ..Belongs::default() };
            places.entry(member).or_insert(place);
        }
    }
    places.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(handle: &str, name: &str, members: &[&str]) -> UserGroup {
        UserGroup {
            id: handle.to_owned(),
            handle: handle.to_owned(),
            name: name.to_owned(),
            members: Some(members.iter().map(|id| MemberId::new(*id)).collect()),
        }
    }

    #[test]
    fn the_first_team_by_name_counts() {
        let all = [
            group("Team-web", "Web", &["U1", "U2"]),
            group("team-core", "Core", &["U2"]),
            group("team-quiet", "", &["U3"]),
            group("book-club", "A book club", &["U1"]),
        ];
        let teams = all.into_iter().filter(|group| is_team(group, "@team-")).collect();
        let places = places(teams);
        let told: Vec<(&str, &str)> = places
            .iter()
            .map(|(member, place)| (member.as_str(), place.team.as_deref().unwrap()))
            .collect();
        assert_eq!(told, [("U1", "Web"), ("U2", "Core"), ("U3", "team-quiet")]);
    }
}
