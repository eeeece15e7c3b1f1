//! The people of a round are paired, and what each group will read is planned.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::coffee::{Decided, Group, Participation, Program, Round, RoundState};
use crate::domain::ids::{MemberId, RoundId, WorkspaceId};
use crate::domain::meeting::Meeting;
use crate::domain::opener::{Asked, Turns, choose_opener, pick_question};
use crate::domain::pairing::{self, Grouping, Kind, LeftOut, WhyLeftOut};
use crate::domain::people::Member;
use crate::domain::quiet::{Room, local_day};
use crate::features::coffee::breaks;
use crate::features::coffee::first_question::questions_asked;
use crate::features::coffee::introduce::claim_name;
use crate::features::coffee::nudges::{Claims, claims_around, days_of_grace, fitting_moment};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, DayClaim, NewJob, Tx};
use crate::transaction;
use crate::views::first_questions;

/// So long a second try is left in peace after its introduction.
const A_DAY: TimeDelta = TimeDelta::hours(20);

/// Decides who meets whom and plans what follows: groups and jobs commit together.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn pair(context: &Context, work: &Work, round: RoundId) -> Result<Outcome> {
    let workspace = &work.workspace;
    // It never changes, so the pairing can be computed outside of the transaction.
    let Some(request) = context.store.read().await?.request(workspace, round).await? else {
        return Ok(Outcome::Cancel("the round is gone".to_owned()));
    };
    let team_breaks = request.program.kind == Kind::Break;
    let people = if team_breaks { request.people.clone() } else { Vec::new() };
    // Many people take a while, and nobody else may wait for it.
    let paired = match tokio::task::spawn_blocking(move || pairing::pair(&request)).await {
        Ok(paired) => paired,
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
        tx.keep_decided(workspace, round.id, &Decided::from(&paired)).await?;
        if team_breaks {
            let what = (&program, &round);
            breaks::plan(context, tx, workspace, what, &people, &paired.groups).await?;
        } else {
            let groups = groups(context, tx, workspace, &round, &paired.groups, None).await?;
            tx.insert_groups(workspace, &groups).await?;
            count_thirds(tx, workspace, &round, &paired.groups).await?;
            tx.sat_out(workspace, program.id, round.number, &odd_ones(&paired.left_out)).await?;
            plan(context, tx, workspace, &program, &round, &groups).await?;
        }
        // Who is left out is not written to: App Home has it, and why.
        for left in &paired.left_out {
            context.refresh_home(tx, workspace, &left.member).await?;
        }
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

/// Groups that are formed in the middle of a round, of people who are still free.
pub(super) struct SecondTry {
    pub(super) seed: [u8; 32],
    /// From which day on they are introduced.
    pub(super) day: NaiveDate,
}

/// Groups with their opener and their first question, both in turn and then by the round's seed.
pub(super) async fn groups(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    round: &Round,
    groupings: &[Grouping],
    second: Option<&SecondTry>,
) -> store::Result<Vec<Group>> {
    // Looked up by person: a large round has thousands of groups and years of history.
    let opened: BTreeMap<MemberId, u32> =
        tx.openers(workspace, round.program).await?.into_iter().collect();
    let everybody: Vec<MemberId> = groupings.iter().flat_map(|it| it.members.clone()).collect();
    let asked = questions_asked(tx, workspace, round.opens_on, &everybody).await?;
    let mut turns = Turns::of(second.map_or(&round.seed, |second| &second.seed));
    Ok(groupings
        .iter()
        .filter_map(|grouping| {
            let members = &grouping.members;
            let times = |member: &MemberId| Some((member.clone(), *opened.get(member)?));
            let opened: Vec<(MemberId, u32)> = members.iter().filter_map(times).collect();
            let asked: Vec<Asked> =
                members.iter().filter_map(|member| asked.get(member)).flatten().copied().collect();
            Some(Group {
                id: context.chance.id(context.now()),
                round: round.id,
                program: round.program,
                opener: choose_opener(members, &opened, turns.draw())?,
                question: pick_question(first_questions::COUNT, &asked, turns.draw()),
                members: members.clone(),
                because: grouping.because.clone(),
                repeats: grouping.repeats.clone(),
                conversation: None,
                introduction: None,
                meeting: Meeting { formed_on: second.map(|it| it.day), ..Meeting::default() },
            })
        })
        .collect())
}

/// Whoever was the third of three is so again after the others.
pub(super) async fn count_thirds(
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

/// Those whose turn it was to sit out: another one is next.
fn odd_ones(left_out: &[LeftOut]) -> Vec<MemberId> {
    let odd = left_out.iter().filter(|it| it.because == WhyLeftOut::OddOneOut);
    odd.map(|it| it.member.clone()).collect()
}

/// Queues what each group will read, and claims the day of its introduction for every reader: for
/// all groups together, so that a round of thousands takes few statements.
pub(super) async fn plan(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    program: &Program,
    round: &Round,
    groups: &[Group],
) -> store::Result<()> {
    let now = context.now();
    let second = groups.iter().find_map(|group| group.meeting.formed_on);
    let opens_on = second.unwrap_or(round.opens_on);
    let known = everybody(tx, workspace, groups).await?;
    let claims = claims_around(tx, workspace, opens_on).await?;
    let first = program.cadence.instant_on(opens_on).max(now);
    let (mut jobs, mut days) = (Vec::new(), Vec::new());
    for group in groups {
        let readers: Vec<Member> =
            group.members.iter().filter_map(|member| known.get(member)).cloned().collect();
        let free = introduction_moment(context, program, &readers, &claims, opens_on);
        days.extend(free.iter().flat_map(|at| days_of(group, &readers, *at)));
        // Without a claim the introduction looks for room when its time comes.
        let at = free.unwrap_or_else(|| working_minute(program, &readers, opens_on, now));
        let open = Job::OpenConversation { group: group.id, then: at };
        let reminder_at = working_minute(program, &readers, round.reminder_on, at);
        let check_in_at = working_minute(program, &readers, round.check_in_on, at);
        let later = |run_at: &DateTime<Utc>| second.is_none() || *run_at > at + A_DAY;
        let follow_ups = [
            (Job::RemindGroup { group: group.id }, reminder_at),
            (Job::CheckIn { group: group.id }, check_in_at),
        ];
        // Whoever meets in the middle of a round is not reminded on the day after.
        let follow_ups = follow_ups.into_iter().filter(|(_, run_at)| later(run_at));
        let planned =
            [(open, opening_of_conversation(at, first, now))].into_iter().chain(follow_ups);
        jobs.extend(planned.map(|(job, run_at)| {
            let name = Some(format!("{}:{}", job.kind(), group.id));
            NewJob { id: context.chance.id(now), job, run_at, name }
        }));
    }
    claim(tx, workspace, groups, &days).await?;
    tx.enqueue_all(workspace, &jobs, now).await?;
    Ok(())
}

/// The people of all groups whom the directory knows.
async fn everybody(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    groups: &[Group],
) -> store::Result<BTreeMap<MemberId, Member>> {
    let all: Vec<MemberId> = groups.iter().flat_map(|group| group.members.clone()).collect();
    let people = tx.members(workspace, &all).await?;
    Ok(people.into_iter().map(|person| (person.profile.member.clone(), person)).collect())
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

/// The day of a group's introduction, for each of its readers.
fn days_of(group: &Group, readers: &[Member], at: DateTime<Utc>) -> Vec<DayClaim> {
    let claim = |reader: &Member| DayClaim {
        member: reader.profile.member.clone(),
        day: local_day(at, reader.zone()),
        claimed_by: claim_name(group.id),
    };
    readers.iter().map(claim).collect()
}

/// Claims the days of introductions, each for all readers of its group or for none of them.
async fn claim(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    groups: &[Group],
    days: &[DayClaim],
) -> store::Result<()> {
    let lost = tx.claim_days(workspace, days).await?;
    let without = |group: &&Group| group.members.iter().any(|member| lost.contains(member));
    for group in groups.iter().filter(without) {
        for member in &group.members {
            tx.release_claim(workspace, member, &claim_name(group.id)).await?;
        }
    }
    Ok(())
}

/// The moment of the first day on which all readers have room for a message, if there is one in time.
fn introduction_moment(
    context: &Context,
    program: &Program,
    readers: &[Member],
    claims: &Claims,
    opens_on: NaiveDate,
) -> Option<DateTime<Utc>> {
    let now = context.now();
    let free = |at: &DateTime<Utc>| {
        readers.iter().all(|reader| {
            let claimed = claims.get(&reader.profile.member).map_or(&[][..], Vec::as_slice);
            let day = local_day(*at, reader.zone());
            context.rules.room_on(reader.preferences.budget, day, claimed) == Room::Free
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
