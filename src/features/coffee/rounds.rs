//! A round opens and, when the next one is near, closes.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::domain::coffee::{Participation, Program, Round, RoundState};
use crate::domain::ids::{ProgramId, RoundId, WorkspaceId};
use crate::domain::pacing::Call;
use crate::domain::pairing::{self, Person};
use crate::domain::people::Member;
use crate::domain::rules::{Feature, WorkspaceRules};
use crate::domain::schedule::{Cadence, RoundDays};
use crate::features::coffee::mine::count_of;
use crate::features::coffee::roster::{request, taking_part};
use crate::features::coffee::silence;
use crate::features::context::Queued;
use crate::features::{Context, Result};
use crate::job::{Job, Note, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;

/// A round is summed up shortly before the next one opens.
const CLOSES_BEFORE_NEXT: Duration = Duration::minutes(10);

/// The longest time that a round is opened before the program's hour.
const MOST_AHEAD: Duration = Duration::hours(4);

/// So many dates are looked at for one that is not quiet.
const MOST_DATES: usize = 120;

/// So many groups are opened within the first minute or so: nothing is opened ahead for them.
const FEW_GROUPS: u32 = 20;

/// Queues the opening of the program's next round. The instant is part of the name: a program whose
/// hour was changed opens at the new one, and the old job finds nothing to do.
pub async fn queue_opening(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
) -> store::Result<()> {
    let (job, at, name) = opening(tx, workspace, program).await?;
    let queued = Queued { at, name: Some(&name), channel: None };
    context.queue(tx, workspace, &job, queued).await
}

/// Queues it once more, also where a job of that name came to nothing: a day after the program's
/// hour at the latest it is tried again. One too many finds nothing to do.
pub async fn mend_opening(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
) -> store::Result<()> {
    let (job, at, name) = opening(tx, workspace, program).await?;
    let now = context.now();
    let name = if at < now { format!("{name}:{}", now.date_naive()) } else { name };
    let queued = Queued { at, name: Some(&name), channel: None };
    context.queue(tx, workspace, &job, queued).await
}

async fn opening(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
) -> store::Result<(Job, DateTime<Utc>, String)> {
    let people = count_of(&tx.participations(workspace, program.id).await?);
    let ahead = minutes_ahead(people, program.rules.group_size);
    let date = program.next_opening;
    let at = program.cadence.instant_on(date) - Duration::minutes(i64::from(ahead));
    let name = format!("open:{}:{date}:{}", program.id, at.timestamp());
    Ok((Job::OpenRound { program: program.id, date, ahead }, at, name))
}

/// How long before the program's hour a round is opened: as long as it takes to open the
/// conversations of all its groups, and ten minutes; not at all for few groups, which take a minute.
fn minutes_ahead(people: u32, group_size: u8) -> u32 {
    let groups = people / u32::from(group_size).max(2);
    if groups <= FEW_GROUPS {
        return 0;
    }
    let opening = groups.div_ceil(Call::OpenConversation.pace().rate);
    // In steps of ten minutes, so that one more person is not another job.
    let most = u32::try_from(MOST_AHEAD.num_minutes()).unwrap_or_default();
    (opening.div_ceil(10) * 10 + 10).min(most)
}

/// Writes down who takes part, and what the pairing will be asked. That may be so many minutes
/// `ahead` of the program's hour: whoever joins after it waits for the next round.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn open(
    context: &Context,
    work: &Work,
    program: ProgramId,
    date: NaiveDate,
    ahead: u32,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let ahead = Duration::minutes(i64::from(ahead)).min(MOST_AHEAD);
    let opened = transaction!(context.store, |tx| {
        let Some(mut program) = tx.lock_program(workspace, program).await? else {
            return Ok(Err("the program is gone"));
        };
        let now = context.now();
        let due = program.cadence.instant_on(date) - ahead <= now;
        if program.ended || program.next_opening != date || !due {
            return Ok(Err("the program opens at another time"));
        }
        let days = program.cadence.days_of(date);
        let rests = context.rules.is_quiet(date) || !context.rules.is_on(Feature::Coffee);
        let what = if rests {
            program.next_opening = after_quiet(&context.rules, &program.cadence, date);
            "skipped"
        } else if now >= program.cadence.instant_on(days.reminder_on) {
            // Nobody was there to open it: the next one is better than one that is half over.
            program.next_opening = program.cadence.first_opening(now);
            "skipped"
        } else {
            program.next_opening = program.cadence.next_opening(date);
            start(context, tx, workspace, &mut program, date).await?
        };
        tx.save_program(workspace, &program).await?;
        queue_opening(context, tx, workspace, &program).await?;
        let refresh = Job::RefreshInvitation { program: program.id };
        context.queue_in(tx, workspace, &program.channel, &refresh).await?;
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(Ok(what))
    })
    .await?;
    Ok(match opened {
        Ok(what) => {
            context.meter.round(what);
            Outcome::Done
        }
        Err(why) => Outcome::Cancel(why.to_owned()),
    })
}

/// The first date after `date` on which a round may open.
fn after_quiet(rules: &WorkspaceRules, cadence: &Cadence, date: NaiveDate) -> NaiveDate {
    let mut next = cadence.next_opening(date);
    for _ in 0..MOST_DATES {
        if !rules.is_quiet(next) {
            break;
        }
        next = cadence.next_opening(next);
    }
    next
}

/// Rounds that were to open on days that are quiet from now on open at their next date.
///
/// # Errors
/// The database.
pub async fn keep_quiet(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    rules: &WorkspaceRules,
) -> store::Result<()> {
    for program in tx.programs(workspace).await? {
        if !rules.is_quiet(program.next_opening) {
            continue;
        }
        let Some(mut program) = tx.lock_program(workspace, program.id).await? else { continue };
        program.next_opening = after_quiet(rules, &program.cadence, program.next_opening);
        tx.save_program(workspace, &program).await?;
        queue_opening(context, tx, workspace, &program).await?;
        let refresh = Job::RefreshInvitation { program: program.id };
        context.queue_in(tx, workspace, &program.channel, &refresh).await?;
    }
    Ok(())
}

async fn start(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &mut Program,
    date: NaiveDate,
) -> store::Result<&'static str> {
    let mut all = tx.participants(workspace, program.id).await?;
    silence::look(context, tx, workspace, program, date, &mut all).await?;
    let people = taking_part(context, tx, workspace, &all, date).await?;
    let enough = if program.rounds == 0 { program.minimum } else { 2 };
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    if count < enough {
        if program.rounds == 0 {
            let note = Note::TooFew { program: program.id, people: count };
            let tell = Job::Tell { member: program.steward.clone(), note };
            context.queue_now(tx, workspace, &tell).await?;
        }
        return Ok("skipped");
    }
    begin(context, tx, workspace, program, date, &all, people).await?;
    Ok("opened")
}

/// Opens the program's next round on that date with these people, out of `all` of its participants;
/// `next_opening` is the one after it already.
pub(super) async fn begin(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &mut Program,
    date: NaiveDate,
    all: &[(Participation, Member)],
    people: Vec<Person>,
) -> store::Result<()> {
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    program.rounds += 1;
    let seed = context.chance.bytes();
    let request = request(tx, workspace, program, date, seed, people).await?;
    let days = RoundDays::between(date, program.next_opening);
    let round = Round {
        id: context.chance.id(context.now()),
        program: program.id,
        number: program.rounds,
        opens_on: date,
        reminder_on: days.reminder_on,
        check_in_on: days.check_in_on,
        seed,
        algorithm: pairing::ALGORITHM.to_owned(),
        state: RoundState::Opened,
    };
    tx.insert_round(workspace, &round).await?;
    tx.keep_request(workspace, round.id, &request).await?;
    for (participation, _) in all {
        let after = participation.clone().after_opening(date);
        if after != *participation {
            tx.keep_participation(workspace, &after).await?;
        }
    }
    context.queue_now(tx, workspace, &Job::PairRound { round: round.id }).await?;
    // The next one may open ahead of its hour, as this one did.
    let ahead = minutes_ahead(count, program.rules.group_size);
    let next = program.cadence.instant_on(days.closes_on) - Duration::minutes(i64::from(ahead));
    let at = next - CLOSES_BEFORE_NEXT;
    let queued = Queued { at, name: None, channel: None };
    context.queue(tx, workspace, &Job::CloseRound { round: round.id }, queued).await?;
    Ok(())
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
        let (id, program) = (round.id, round.program);
        silence::count(tx, workspace, &round).await?;
        tx.save_round(workspace, &Round { state: RoundState::Closed, ..round }).await?;
        // Of a round of team breaks there is nothing to sum up.
        let teams = tx.breaks_in(workspace, id).await? > 0;
        if let Some(program) = tx.program(workspace, program).await?.filter(|_| !teams) {
            let sum = Job::SumUp { round: id };
            context.queue_in(tx, workspace, &program.channel, &sum).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(Outcome::Done)
    })
    .await?;
    if outcome == Outcome::Done {
        context.meter.round("closed");
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_round_opens_as_early_as_its_conversations_take() {
        assert_eq!(minutes_ahead(0, 2), 0);
        assert_eq!(minutes_ahead(41, 2), 0, "twenty groups take half a minute");
        assert_eq!(minutes_ahead(42, 2), 20);
        assert_eq!(minutes_ahead(10_000, 2), 120, "5,000 groups take 105 minutes");
        assert_eq!(minutes_ahead(10_000, 4), 70);
        assert_eq!(minutes_ahead(1_000_000, 2), 240);
    }
}
