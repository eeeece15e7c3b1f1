//! The people of a round are paired, and what each group will read is planned.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::coffee::{Group, Participation, Program, Round, RoundState};
use crate::domain::ids::{RoundId, WorkspaceId};
use crate::domain::opener::{Turns, choose_opener, pick_question};
use crate::domain::pairing::{self, Grouping, Request};
use crate::domain::people::Member;
use crate::domain::quiet::{Budget, Room, local_day};
use crate::features::coffee::introduce::claim_name;
use crate::features::coffee::nudges::{Claims, claims_around, days_of_grace, fitting_moment};
use crate::features::context::Queued;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::first_questions;

/// Decides who meets whom and plans what follows: groups and jobs commit together.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn pair(context: &Context, work: &Work, round: RoundId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let Some(known) = context.store.read().await?.round(workspace, round).await? else {
        return Ok(Outcome::Cancel("the round is gone".to_owned()));
    };
    // What the pairing was asked never changes, so that it can be computed outside of the transaction.
    let request: Request = serde_json::from_str(&known.snapshot)
        .map_err(|error| store::Error::broken_json("snapshot", &error))?;
    // Many people take a while, and nobody else may wait for it.
    let groupings = match tokio::task::spawn_blocking(move || pairing::pair(&request)).await {
        Ok(groupings) => groupings,
        Err(error) => return Ok(Outcome::Retry(format!("the pairing broke off: {error}"))),
    };
    let outcome = transaction!(context.store, |tx| {
        let round = tx.lock_round(workspace, round).await?;
        let Some(round) = round.filter(|round| round.state == RoundState::Opened) else {
            return Ok(Outcome::Cancel("the round is paired already".to_owned()));
        };
        let Some(program) = tx.program(workspace, round.program).await? else {
            return Ok(Outcome::Cancel("the program is gone".to_owned()));
        };
        let groups = groups(context, tx, workspace, &round, &groupings).await?;
        tx.insert_groups(workspace, &groups).await?;
        count_thirds(tx, workspace, &round, &groupings).await?;
        plan(context, tx, workspace, &program, &round, &groups).await?;
        tx.save_round(workspace, &Round { state: RoundState::Paired, ..round }).await?;
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(Outcome::Done)
    })
    .await?;
    if outcome == Outcome::Done {
        context.meter.round("paired");
    }
    Ok(outcome)
}

/// Groups with their opener and their first question, both in turn and then by the round's seed.
async fn groups(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    round: &Round,
    groupings: &[Grouping],
) -> store::Result<Vec<Group>> {
    let opened = tx.openers(workspace, round.program).await?;
    let asked = tx.questions_asked(workspace, round.program).await?;
    let mut turns = Turns::of(&round.seed);
    Ok(groupings
        .iter()
        .filter_map(|grouping| {
            let members = &grouping.members;
            let asked: Vec<u32> = asked
                .iter()
                .filter(|(member, _)| members.contains(member))
                .map(|(_, question)| *question)
                .collect();
            Some(Group {
                id: context.chance.id(context.now()),
                round: round.id,
                program: round.program,
                opener: choose_opener(members, &opened, turns.draw())?,
                question: pick_question(first_questions::COUNT, &asked, turns.draw()),
                members: members.clone(),
                because: grouping.because.clone(),
                conversation: None,
                introduction: None,
            })
        })
        .collect())
}

async fn count_thirds(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    round: &Round,
    groupings: &[Grouping],
) -> store::Result<()> {
    for third in groupings.iter().filter_map(|grouping| grouping.third.as_ref()) {
        if let Some(mine) = tx.participation(workspace, round.program, third).await? {
            let mine =
                Participation { trios: mine.trios + 1, last_trio: Some(round.number), ..mine };
            tx.keep_participation(workspace, &mine).await?;
        }
    }
    Ok(())
}

/// Queues what each group will read, and claims the day of its introduction for every reader.
async fn plan(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    round: &Round,
    groups: &[Group],
) -> store::Result<()> {
    let claims = claims_around(tx, workspace, round.opens_on).await?;
    let first = program.cadence.instant_on(round.opens_on).max(context.now());
    for group in groups {
        let readers = tx.members(workspace, &group.members).await?;
        let free = introduction_moment(program, &readers, &claims, round.opens_on, context.now());
        if let Some(at) = free {
            claim(tx, workspace, group, &readers, at).await?;
        }
        // Without a claim the introduction looks for room when its time comes.
        let soonest = || working_minute(program, &readers, round.opens_on, context.now());
        let at = free.unwrap_or_else(soonest);
        let reminder_at = working_minute(program, &readers, round.reminder_on, at);
        let check_in_at = working_minute(program, &readers, round.check_in_on, at);
        let open = Job::OpenConversation { group: group.id, then: at };
        let queue = [
            (open, opening_of_conversation(at, first, context.now())),
            (Job::RemindGroup { group: group.id }, reminder_at),
            (Job::CheckIn { group: group.id }, check_in_at),
        ];
        for (job, at) in queue {
            let name = format!("{}:{}", job.kind(), group.id);
            let queued = Queued { at, name: Some(&name), channel: None };
            context.queue(tx, workspace, &job, queued).await?;
        }
    }
    Ok(())
}

/// Conversations of those who are introduced first are opened at once; the others after them, at most
/// an hour before their introduction, since people may leave until then.
fn opening_of_conversation(
    introduction: DateTime<Utc>,
    first: DateTime<Utc>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    if introduction <= first {
        return now;
    }
    (introduction - TimeDelta::hours(1)).max(now + TimeDelta::milliseconds(1))
}

/// Claims the day of an introduction for all of its readers, or for none of them.
async fn claim(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    group: &Group,
    readers: &[Member],
    at: DateTime<Utc>,
) -> store::Result<()> {
    let claimed_by = claim_name(group.id);
    let mut all = true;
    for reader in readers {
        let day = local_day(at, reader.zone());
        all &= tx.claim_day(workspace, &reader.profile.member, day, &claimed_by).await?;
    }
    if !all {
        for reader in readers {
            tx.release_claim(workspace, &reader.profile.member, &claimed_by).await?;
        }
    }
    Ok(())
}

/// The moment of the first day on which all readers have room for a message, if there is one in time.
fn introduction_moment(
    program: &Program,
    readers: &[Member],
    claims: &Claims,
    opens_on: NaiveDate,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let free = |at: &DateTime<Utc>| {
        readers.iter().all(|reader| {
            let claimed = claims.get(&reader.profile.member).map_or(&[][..], Vec::as_slice);
            Budget::default().room_on(local_day(*at, reader.zone()), claimed) == Room::Free
        })
    };
    let on = |day: NaiveDate| working_minute(program, readers, day, now);
    days_of_grace(opens_on).map(on).find(free)
}

/// The first moment of that day, from the program's hour on, that suits all readers. Never before
/// `not_before`.
fn working_minute(
    program: &Program,
    readers: &[Member],
    day: NaiveDate,
    not_before: DateTime<Utc>,
) -> DateTime<Utc> {
    fitting_moment(program, readers, program.cadence.instant_on(day).max(not_before))
}
