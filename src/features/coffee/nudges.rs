//! The quiet promise, kept: whoever is written to unasked has room for it, the day is claimed, and
//! it is day.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};

use crate::domain::coffee::{Pause, Program};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::quiet::{Room, first_common_minute, local_day};
use crate::domain::rules::WorkspaceRules;
use crate::features::Context;
use crate::store::{self, Tx};

/// How far ahead a free day is looked for.
const DAYS_AHEAD: i64 = 7;

/// Days that a group's introduction may wait until everybody has room for a message.
const DAYS_OF_GRACE: usize = 3;

/// A program's day, from its hour on.
const DAY: Duration = Duration::hours(15);

/// A message that goes at the program's hour may be so late, and is put off for a day beyond that.
const STILL_THE_HOUR: Duration = Duration::hours(1);

/// Whose days are taken.
pub type Claims = BTreeMap<MemberId, Vec<NaiveDate>>;

/// The first moment from `from` on for a message to all of `readers`: the first minute of a day at
/// which all of them work; on a day without one, the program's hour. A weekday on which one of them
/// said not to work is passed over, unless that leaves none.
pub fn fitting_moment(program: &Program, readers: &[Member], from: DateTime<Utc>) -> DateTime<Utc> {
    let works = |day: NaiveDate| {
        readers.iter().all(|reader| !reader.preferences.hours.is_day_off(day.weekday()))
    };
    moment_on(program, readers, from, works)
        .or_else(|| moment_on(program, readers, from, |_| true))
        .unwrap_or(from)
}

/// The same on days of which `suits` holds.
fn moment_on(
    program: &Program,
    readers: &[Member],
    from: DateTime<Utc>,
    suits: impl Fn(NaiveDate) -> bool,
) -> Option<DateTime<Utc>> {
    let people: Vec<_> =
        readers.iter().map(|reader| (reader.zone(), &reader.preferences.hours)).collect();
    let cadence = &program.cadence;
    let today = local_day(from, cadence.zone);
    let off = |day: &NaiveDate| {
        matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && day.weekday() != cadence.weekday()
    };
    let days = today.iter_days().take(usize::try_from(DAYS_AHEAD).unwrap_or(7));
    let mut moments = days.filter(|day| !off(day) && suits(*day)).filter_map(|day| {
        let hour = cadence.instant_on(day);
        let start = if day == today { from } else { hour };
        if people.iter().all(|(zone, hours)| hours.cover(start, *zone)) {
            return Some(start);
        }
        let common = first_common_minute(&people, start, hour + DAY - start);
        common.or_else(|| (start <= hour + STILL_THE_HOUR).then(|| start.max(hour)))
    });
    moments.next()
}

/// Claims today for every reader of a message, or for none of them. `kept` is a day that is to
/// stay free for something better.
pub async fn claim_today(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    readers: &[Member],
    claimed_by: &str,
    kept: Option<NaiveDate>,
) -> store::Result<bool> {
    for reader in readers {
        let today = local_day(context.now(), reader.zone());
        let mut claimed = claimed_by_others(tx, workspace, reader, today, claimed_by).await?;
        claimed.extend(kept);
        if context.rules.room_on(reader.preferences.budget, today, &claimed) == Room::Taken {
            return Ok(false);
        }
    }
    for reader in readers {
        let today = local_day(context.now(), reader.zone());
        tx.claim_day(workspace, &reader.profile.member, today, claimed_by).await?;
    }
    Ok(true)
}

/// The first working minute of the next day that has room for a message to somebody; `None` if the
/// whole week is full.
pub async fn next_free_moment(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    claimed_by: &str,
) -> store::Result<Option<DateTime<Utc>>> {
    let today = local_day(context.now(), reader.zone());
    let claimed = claimed_by_others(tx, workspace, reader, today, claimed_by).await?;
    Ok(free_moment(&context.rules, reader, &claimed, context.now()))
}

/// The same for what can wait: it leaves room for the next introductions, which would come late
/// otherwise or not at all.
pub async fn moment_beside_coffee(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    claimed_by: &str,
) -> store::Result<Option<DateTime<Utc>>> {
    let member = &reader.profile.member;
    let today = local_day(context.now(), reader.zone());
    let mut taken = claimed_by_others(tx, workspace, reader, today, claimed_by).await?;
    for mine in tx.participations_of(workspace, member).await? {
        if mine.left || mine.pause != Pause::None {
            continue;
        }
        let program = tx.program(workspace, mine.program).await?.filter(|it| !it.ended);
        let opening = program.map(|it| it.next_opening).filter(|day| mine.skips != Some(*day));
        taken.extend(opening);
    }
    taken.sort();
    taken.dedup();
    Ok(free_moment(&context.rules, reader, &taken, context.now()))
}

/// The same where one knows which of their days are taken, from `from` on.
pub fn free_moment(
    rules: &WorkspaceRules,
    reader: &Member,
    claimed: &[NaiveDate],
    from: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let (zone, hours, budget) =
        (reader.zone(), &reader.preferences.hours, reader.preferences.budget);
    let moments = (0..=DAYS_AHEAD).filter_map(|ahead| {
        let from = from + Duration::days(ahead);
        let at = first_common_minute(&[(zone, hours)], from, Duration::days(1))?;
        let free = rules.room_on(budget, local_day(at, zone), claimed) == Room::Free;
        free.then_some(at)
    });
    moments.min()
}

/// Whether somebody has room for a message on that day.
pub async fn has_room(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    day: NaiveDate,
) -> store::Result<bool> {
    let claimed = claimed_by_others(tx, workspace, reader, day, "").await?;
    Ok(context.rules.room_on(reader.preferences.budget, day, &claimed) == Room::Free)
}

/// The days around today that are claimed, not counting what this very message claimed when it was
/// tried before.
async fn claimed_by_others(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    today: NaiveDate,
    claimed_by: &str,
) -> store::Result<Vec<NaiveDate>> {
    let around = Duration::days(2 * DAYS_AHEAD);
    let member = &reader.profile.member;
    let claimed = tx.claimed_days(workspace, member, today - around, today + around).await?;
    Ok(claimed.into_iter().filter(|(_, by)| by != claimed_by).map(|(day, _)| day).collect())
}

/// The days on which an introduction may be sent: the round's own, then working days.
pub fn days_of_grace(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    date.iter_days().filter(move |day| *day == date || works(day)).take(DAYS_OF_GRACE)
}

/// The days on which people already get a message, a week around the date.
pub async fn claims_around(
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
