//! The way of a round: it opens, people are paired, it closes.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::domain::coffee::{Group, Participation, Program, Round, RoundState, may_take_part};
use crate::domain::ids::{MemberId, ProgramId, RoundId, WorkspaceId};
use crate::domain::opener::{Turns, choose_opener, pick_question};
use crate::domain::pairing::{self, Grouping, Person, Request};
use crate::domain::people::Member;
use crate::domain::quiet::{Budget, Room, local_day};
use crate::features::coffee::nudges::fitting_moment;
use crate::features::context::{Queued, to_json};
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::first_questions;

/// A round is summed up shortly before the next one opens.
const CLOSES_BEFORE_NEXT: Duration = Duration::minutes(10);

/// Days that a group's introduction may wait until everybody has room for a message.
pub const DAYS_OF_GRACE: u64 = 3;

/// Queues the opening of the program's next round. The instant is part of the name: a program whose
/// hour was changed opens at the new one, and the old job finds nothing to do.
pub async fn queue_opening(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
) -> store::Result<()> {
    let (date, at) = (program.next_opening, program.cadence.instant_on(program.next_opening));
    let name = format!("open:{}:{date}:{}", program.id, at.timestamp());
    let job = Job::OpenRound { program: program.id, date };
    let queued = Queued { at, name: Some(&name), channel: None };
    context.queue(tx, workspace, &job, queued).await
}

/// Writes down who takes part, and what the pairing will be asked.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn open(
    context: &Context,
    work: &Work,
    program: ProgramId,
    date: NaiveDate,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let outcome = transaction!(context.store, |tx| {
        let Some(mut program) = tx.lock_program(workspace, program).await? else {
            return Ok(Outcome::Cancel("the program is gone".to_owned()));
        };
        let now = context.now();
        let due = program.cadence.instant_on(date) <= now;
        if program.ended || program.next_opening != date || !due {
            return Ok(Outcome::Cancel("the program opens at another time".to_owned()));
        }
        let days = program.cadence.days_of(date);
        if now >= program.cadence.instant_on(days.reminder_on) {
            // Nobody was there to open it: the next one is better than one that is half over.
            program.next_opening = program.cadence.first_opening(now);
        } else {
            program.next_opening = program.cadence.next_opening(date);
            start(context, tx, workspace, &mut program, date).await?;
        }
        tx.save_program(workspace, &program).await?;
        queue_opening(context, tx, workspace, &program).await?;
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(Outcome::Done)
    })
    .await?;
    Ok(outcome)
}

async fn start(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &mut Program,
    date: NaiveDate,
) -> store::Result<()> {
    let all = tx.participants(workspace, program.id).await?;
    let people = taking_part(context, tx, workspace, &all, date).await?;
    let enough = if program.rounds == 0 { program.minimum } else { 2 };
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    if count < enough {
        if program.rounds == 0 {
            let note = Note::TooFew { program: program.id, people: count };
            let tell = Job::Tell { member: program.steward.clone(), note };
            context.queue_now(tx, workspace, &tell).await?;
        }
        return Ok(());
    }
    program.rounds += 1;
    let seed = context.chance.bytes();
    let request = Request {
        round: program.rounds,
        people,
        meetings: tx.meetings(workspace, program.id).await?,
        seed,
    };
    let round = Round {
        id: context.chance.id(context.now()),
        program: program.id,
        number: program.rounds,
        opens_on: date,
        seed,
        algorithm: pairing::ALGORITHM.to_owned(),
        snapshot: to_json("what a pairing is asked", &request)?,
        state: RoundState::Opened,
    };
    tx.insert_round(workspace, &round).await?;
    for (participation, _) in all {
        let after = participation.clone().after_opening(date);
        if after != participation {
            tx.keep_participation(workspace, &after).await?;
        }
    }
    context.queue_now(tx, workspace, &Job::PairRound { round: round.id }).await?;
    let closes_on = program.cadence.days_of(date).closes_on;
    let at = program.cadence.instant_on(closes_on) - CLOSES_BEFORE_NEXT;
    let queued = Queued { at, name: None, channel: None };
    context.queue(tx, workspace, &Job::CloseRound { round: round.id }, queued).await
}

/// Who joined, is not paused, is a full member, and has room for a message in the first days.
async fn taking_part(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    all: &[(Participation, Member)],
    date: NaiveDate,
) -> store::Result<Vec<Person>> {
    let claims = claims_around(tx, workspace, date).await?;
    let has_room = |member: &MemberId| {
        let claimed = claims.get(member).map_or(&[][..], Vec::as_slice);
        days_of_grace(date).any(|day| Budget::default().room_on(day, claimed) == Room::Free)
    };
    let _ = context;
    Ok(all
        .iter()
        .filter(|(participation, _)| participation.takes_part_on(date))
        .filter(|(_, member)| may_take_part(member.profile.standing).is_ok())
        .filter(|(_, member)| has_room(&member.profile.member))
        .map(|(participation, member)| Person {
            member: member.profile.member.clone(),
            team: member.team.clone(),
            department: member.department.clone(),
            trios: participation.trios,
            last_trio: participation.last_trio,
        })
        .collect())
}

fn days_of_grace(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..DAYS_OF_GRACE).filter_map(move |days| date.checked_add_days(chrono::Days::new(days)))
}

type Claims = BTreeMap<MemberId, Vec<NaiveDate>>;

/// The days on which people already get a message, a week around the date.
async fn claims_around(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    date: NaiveDate,
) -> store::Result<Claims> {
    let (from, to) = (date - Duration::days(8), date + Duration::days(12));
    let mut claims = Claims::new();
    for (member, day) in tx.claims_between(workspace, from, to).await? {
        claims.entry(member).or_default().push(day);
    }
    Ok(claims)
}

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
    let request: Request = serde_json::from_str(&known.snapshot)?;
    let groupings = pairing::pair(&request);
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
    let days = program.cadence.days_of(round.opens_on);
    let claims = claims_around(tx, workspace, round.opens_on).await?;
    for group in groups {
        let readers = tx.members(workspace, &group.members).await?;
        let at = introduction_moment(program, &readers, &claims, round.opens_on, context.now());
        let claimed_by = format!("introduction:{}", group.id);
        for reader in &readers {
            let day = local_day(at, reader.zone());
            tx.claim_day(workspace, &reader.profile.member, day, &claimed_by).await?;
        }
        let reminder_at = working_minute(program, &readers, days.reminder_on, at);
        let check_in_at = working_minute(program, &readers, days.check_in_on, at);
        let queue = [
            (Job::IntroduceGroup { group: group.id }, at),
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

/// The moment of the first day on which all readers have room for a message. Where there is none in
/// time, it is the first of all: an introduction is what they joined for.
fn introduction_moment(
    program: &Program,
    readers: &[Member],
    claims: &Claims,
    opens_on: NaiveDate,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let free = |at: &DateTime<Utc>| {
        readers.iter().all(|reader| {
            let claimed = claims.get(&reader.profile.member).map_or(&[][..], Vec::as_slice);
            Budget::default().room_on(local_day(*at, reader.zone()), claimed) == Room::Free
        })
    };
    let on = |day: NaiveDate| working_minute(program, readers, day, now);
    days_of_grace(opens_on).map(on).find(free).unwrap_or_else(|| on(opens_on))
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

/// Ends a round, and lets its channel know what came of it.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn close(context: &Context, work: &Work, round: RoundId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let outcome = transaction!(context.store, |tx| {
        let round = tx.lock_round(workspace, round).await?;
        let Some(round) = round.filter(|round| round.state != RoundState::Closed) else {
            return Ok(Outcome::Cancel("the round is closed already".to_owned()));
        };
        let id = round.id;
        tx.save_round(workspace, &Round { state: RoundState::Closed, ..round }).await?;
        context.queue_now(tx, workspace, &Job::SumUp { round: id }).await?;
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(Outcome::Done)
    })
    .await?;
    Ok(outcome)
}
