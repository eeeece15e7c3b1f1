//! What somebody has to do with coffee: their programs, the group of this round, whom they met.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use slack_morphism::prelude::SlackView;

use crate::domain::authority::{Action, may, role_of};
use crate::domain::away::Away;
use crate::domain::coffee::{Group, Participation, Program, may_take_part};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::quiet::local_day;
use crate::features::coffee::breaks::my_break;
use crate::features::coffee::history::why_nobody;
use crate::features::coffee::introduce::{able, claim_name};
use crate::features::coffee::moments::my_moments;
use crate::features::coffee::no_reply::waits;
use crate::features::coffee::nudges::days_of_grace;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::coffee::mine::{self, Absence, MyGroup, MyProgram};

/// So many of the latest people met are looked up.
const LATEST_MET: u32 = 60;

/// Every program of the workspace, as this person sees it; their own first.
pub async fn my_programs(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    person: Option<&Member>,
) -> store::Result<Vec<MyProgram>> {
    let mut all = Vec::new();
    let tended = tx.tended_by(workspace, member).await?;
    let counted = tx.participants_counted(workspace).await?;
    let mut mine = tx.participations_of(workspace, member).await?;
    for program in tx.programs(workspace).await? {
        let at = mine.iter().position(|it| it.program == program.id);
        let known = Known {
            named: tended.contains(&program.id),
            people: counted.get(&program.id).copied().unwrap_or_default(),
            mine: at.map(|at| mine.swap_remove(at)),
        };
        all.push(seen_by(context, tx, workspace, (member, person), program, known).await?);
    }
    let joined = |mine: &MyProgram| mine.mine.as_ref().is_some_and(|mine| !mine.left);
    all.retain(|mine| mine.program.shows_to(member, joined(mine)));
    all.sort_by_key(|mine| mine.mine.as_ref().is_none_or(|mine| mine.left));
    Ok(all)
}

/// The modal of the bare command.
pub async fn my_coffee(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> Result<SlackView> {
    let mut tx = context.store.read().await?;
    let person = tx.member(workspace, member).await?;
    let programs = my_programs(context, &mut tx, workspace, member, person.as_ref()).await?;
    let moments = my_moments(context, &mut tx, workspace, member, person.as_ref()).await?;
    drop(tx);
    Ok(mine::my_coffee(&context.voice, &programs, &moments))
}

/// One program as this person sees it, inside a transaction; also one that has ended.
pub async fn my_program(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    program: ProgramId,
) -> store::Result<Option<MyProgram>> {
    let Some(program) = tx.program(workspace, program).await? else { return Ok(None) };
    let person = tx.member(workspace, member).await?;
    let known = Known {
        named: tx.stewards(workspace, program.id).await?.contains(member),
        people: tx.count_participants(workspace, program.id).await?,
        mine: tx.participation(workspace, program.id, member).await?,
    };
    let who = (member, person.as_ref());
    seen_by(context, tx, workspace, who, program, known).await.map(Some)
}

/// What is read of many programs at once.
struct Known {
    /// They tend it by name.
    named: bool,
    /// How many are in it.
    people: u32,
    mine: Option<Participation>,
}

async fn seen_by(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (member, person): (&MemberId, Option<&Member>),
    program: Program,
    Known { named, people, mine }: Known,
) -> store::Result<MyProgram> {
    let (now, guests) = (context.now(), context.settings.guests);
    let steward = person.is_some_and(|person| {
        let role = role_of(person.profile.standing, person.profile.admin, named, guests);
        may(role, Action::ChangeProgram)
    });
    let round = tx.current_round(workspace, program.id).await?;
    let round_id = round.as_ref().map(|round| round.id);
    let group = match &round {
        Some(round) => tx.group_of(workspace, round.id, member).await?,
        None => None,
    };
    // Of one alone nobody is left to meet.
    let group = group.filter(|group| group.members.len() > 1);
    let not_introduced = match (&round, &group) {
        (Some(round), None) if mine.as_ref().is_some_and(|mine| !mine.left) => {
            why_nobody(tx, workspace, &program, round, member).await?
        }
        _ => None,
    };
    let (group, no_room) = match (round, group) {
        (Some(_), Some(group)) if group.introduction.is_some() => {
            (Some(group_now(context, tx, workspace, member, group).await?), false)
        }
        (Some(round), Some(group)) => {
            let today = local_day(now, program.cadence.zone);
            let due_on = group.meeting.formed_on.unwrap_or(round.opens_on);
            let over = days_of_grace(due_on).all(|day| day < today);
            // Where one of them works on few days, its day may be a later one.
            let day = tx.claim_of(workspace, member, &claim_name(group.id)).await?;
            let over = over && day.is_none_or(|day| day < today);
            (None, over && all_here(context, tx, workspace, &group).await?)
        }
        (_, None) | (None, _) => (None, false),
    };
    let team_break = my_break(context, tx, workspace, round_id, member).await?;
    let why_not = person.and_then(|person| may_take_part(person.profile.standing, guests).err());
    let away = person.and_then(|person| Some(absence(person.away(now)?, person.zone())));
    Ok(MyProgram {
        program,
        people,
        mine,
        group,
        no_room,
        not_introduced,
        team_break,
        steward,
        why_not,
        away,
    })
}

/// Until which day somebody is away, by their own calendar.
fn absence(away: Away, zone: Tz) -> Absence {
    match away {
        Away::Until(end) => Absence::Until(end.with_timezone(&zone).date_naive()),
        Away::WhileItStands => Absence::WhileItStands,
    }
}

/// How many are in a program, paused or not.
pub fn count_of(participations: &[Participation]) -> u32 {
    let joined = participations.iter().filter(|mine| !mine.left).count();
    u32::try_from(joined).unwrap_or(u32::MAX)
}

/// Whether everybody of a group could still come.
async fn all_here(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    group: &Group,
) -> store::Result<bool> {
    let people = able(context, group, tx.members(workspace, &group.members).await?);
    let left = tx.who_left(workspace, group.program, &group.members).await?;
    Ok(people.len() == group.members.len() && left.is_empty())
}

async fn group_now(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    group: Group,
) -> store::Result<MyGroup> {
    let others: Vec<MemberId> =
        group.members.iter().filter(|other| *other != member).cloned().collect();
    let others = tx.members(workspace, &others).await?;
    let answers = tx.answers(workspace, group.id).await?;
    let answer = answers.iter().find(|answer| answer.member == *member).map(|answer| answer.met);
    let me = tx.member(workspace, member).await?;
    let zone = me.map_or(Tz::UTC, |me| me.zone());
    let waited = answers.is_empty() && waits(context, &group, zone);
    Ok(MyGroup { group, others, answer, zone, waited })
}

/// Names of the people somebody has met over coffee, newest first.
pub async fn people_met(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<String>> {
    let met = tx.met_by(workspace, member, LATEST_MET).await?;
    let mut seen = BTreeSet::new();
    let met = met.into_iter().map(|(_, other)| other);
    let met: Vec<MemberId> = met.filter(|other| seen.insert(other.clone())).collect();
    let people = tx.members(workspace, &met).await?;
    let name = |id: &MemberId| {
        people
            .iter()
            .find(|person| person.profile.member == *id)
            .map(|person| person.profile.name.clone())
    };
    Ok(met.iter().filter_map(name).collect())
}
