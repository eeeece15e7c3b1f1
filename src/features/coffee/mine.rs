//! What somebody has to do with coffee: their programs, the group of this round, whom they met.

use std::collections::BTreeSet;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::coffee::{Outcome, Participation, Program, outcome};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::people::Member;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::coffee::mine::{MyGroup, MyProgram};

/// How many of the latest groups are looked through for people met.
const LATEST_GROUPS: u32 = 60;

/// Every program of the workspace, as this person sees it; their own first.
pub async fn my_programs(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<Vec<MyProgram>> {
    let mut tx = context.store.read().await?;
    let person = tx.member(workspace, member).await?;
    let mut all = Vec::new();
    for program in tx.programs(workspace).await? {
        all.push(seen_by(&mut tx, workspace, member, person.as_ref(), program).await?);
    }
    let joined = |mine: &MyProgram| mine.mine.as_ref().is_some_and(|mine| !mine.left);
    all.retain(|mine| mine.program.shows_to(member, joined(mine)));
    all.sort_by_key(|mine| mine.mine.as_ref().is_none_or(|mine| mine.left));
    Ok(all)
}

/// One program as this person sees it, inside a transaction; also one that has ended.
pub async fn my_program(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    program: ProgramId,
) -> store::Result<Option<MyProgram>> {
    let Some(program) = tx.program(workspace, program).await? else { return Ok(None) };
    let person = tx.member(workspace, member).await?;
    seen_by(tx, workspace, member, person.as_ref(), program).await.map(Some)
}

async fn seen_by(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    person: Option<&Member>,
    program: Program,
) -> store::Result<MyProgram> {
    let named = tx.stewards(workspace, program.id).await?.contains(member);
    let steward = person.is_some_and(|person| {
        let role = role_of(person.profile.standing, person.profile.admin, named);
        may(role, Action::ChangeProgram)
    });
    let people = count_of(&tx.participations(workspace, program.id).await?);
    let mine = tx.participation(workspace, program.id, member).await?;
    let group = group_now(tx, workspace, member, program.id).await?;
    Ok(MyProgram { program, people, mine, group, steward })
}

/// How many are in a program, paused or not.
pub fn count_of(participations: &[Participation]) -> u32 {
    let joined = participations.iter().filter(|mine| !mine.left).count();
    u32::try_from(joined).unwrap_or(u32::MAX)
}

async fn group_now(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    program: ProgramId,
) -> store::Result<Option<MyGroup>> {
    let Some(round) = tx.current_round(workspace, program).await? else { return Ok(None) };
    let Some(group) = tx.group_of(workspace, round.id, member).await? else { return Ok(None) };
    if group.introduction.is_none() {
        return Ok(None);
    }
    let others: Vec<MemberId> =
        group.members.iter().filter(|other| *other != member).cloned().collect();
    let others = tx.members(workspace, &others).await?;
    let answers = tx.answers(workspace, group.id).await?;
    let answer = answers.iter().find(|answer| answer.member == *member).map(|answer| answer.met);
    Ok(Some(MyGroup { group, others, answer }))
}

/// Names of the people somebody has met over coffee, newest first.
pub async fn people_met(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<Vec<String>> {
    let mut tx = context.store.read().await?;
    let mut met: Vec<MemberId> = Vec::new();
    let mut seen = BTreeSet::new();
    for (group, _) in tx.groups_of_member(workspace, member, LATEST_GROUPS).await? {
        let answers = tx.answers(workspace, group.id).await?;
        if outcome(&answers) != Outcome::Met {
            continue;
        }
        for other in group.members {
            if other != *member && seen.insert(other.clone()) {
                met.push(other);
            }
        }
    }
    let people = tx.members(workspace, &met).await?;
    let name = |id: &MemberId| {
        people
            .iter()
            .find(|person| person.profile.member == *id)
            .map(|person| person.profile.name.clone())
    };
    Ok(met.iter().filter_map(name).collect())
}
