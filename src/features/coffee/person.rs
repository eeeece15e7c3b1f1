//! What a pairing is told of somebody: where they belong, what they wish, and whom they are not to
//! meet.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::domain::coffee::Participation;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::pairing::Person;
use crate::domain::people::Member;
use crate::domain::preferences::Preferences;
use crate::store::{self, Tx};

/// Somebody as a pairing sees them.
pub fn person_of(participation: &Participation, member: &Member, now: DateTime<Utc>) -> Person {
    let wished = &member.preferences;
    Person {
        team: member.team.clone(),
        department: member.department.clone(),
        tz: member.zone(),
        working_hours: wished.hours.clone(),
        interests: wished.topics.clone(),
        newcomer: member.is_newcomer(now),
        trios: participation.trios,
        last_trio: participation.last_trio,
        sat_out: participation.sat_out,
        modes: Preferences::modes_of(member),
        languages: wished.languages.clone(),
        prefers_trio: wished.prefers_trio,
        ..Person::new(member.profile.member.clone())
    }
}

/// Who of these people is not to meet whom, sorted and each pair once: who wished so, and why, is
/// not told. `managers_apart` keeps everybody apart from their manager, whatever they wish.
pub async fn exclusions_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    people: &[Person],
    managers_apart: bool,
) -> store::Result<Vec<[MemberId; 2]>> {
    let mut pairs = tx.exclusions(workspace).await?;
    pairs.extend(tx.managers_apart(workspace, managers_apart).await?);
    Ok(among(people, pairs))
}

/// These people and their managers, as [`exclusions_of`] has them: what a program's own rule keeps
/// apart, without what anybody wished.
pub async fn managers_among(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    people: &[Person],
) -> store::Result<Vec<[MemberId; 2]>> {
    Ok(among(people, tx.managers_apart(workspace, true).await?))
}

fn among(people: &[Person], mut pairs: Vec<[MemberId; 2]>) -> Vec<[MemberId; 2]> {
    let here: BTreeSet<&MemberId> = people.iter().map(|person| &person.member).collect();
    pairs.retain(|pair| pair.iter().all(|member| here.contains(member)));
    for pair in &mut pairs {
        pair.sort();
    }
    pairs.sort();
    pairs.dedup();
    pairs
}
