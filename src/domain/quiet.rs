//! How Klatch stays quiet: at most one unasked message a person a day and three a week,
//! and those in working hours.

use chrono::{DateTime, Duration, DurationRound, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use super::hours::WorkingHours;

/// How many unasked messages one person may get, and which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// In any seven days that follow each other.
    pub per_week: u8,
    /// Introductions, and what one has to know about one's own coffee: nothing that only reminds or
    /// asks.
    pub only_coffee: bool,
}

/// What came of asking for a place in somebody's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Free,
    /// The day, or the week around it, is taken.
    Taken,
}

impl Default for Budget {
    /// Three a week.
    fn default() -> Self {
        Self { per_week: 3, only_coffee: false }
    }
}

impl Budget {
    /// The most messages a week that somebody can wish for.
    pub const MOST: u8 = 5;

    /// Nothing but my coffee: as many as usual, and no follow-ups.
    pub fn only_coffee() -> Self {
        Self { only_coffee: true, ..Self::default() }
    }

    /// Whether reminders and check-ins are welcome at all.
    pub fn takes_follow_ups(self) -> bool {
        !self.only_coffee
    }

    /// Whether a message on `day` fits beside those already claimed (days in any order, `day`
    /// possibly among them): at most one on the day, and at most `per_week` in every stretch of
    /// seven days that holds `day`.
    pub fn room_on(&self, day: NaiveDate, claimed: &[NaiveDate]) -> Room {
        let week_is_full = |starts_before: i64| {
            let in_week = claimed
                .iter()
                .map(|other| (*other - day).num_days() + starts_before)
                .filter(|since_start| (0..7).contains(since_start))
                .count();
            in_week >= usize::from(self.per_week)
        };
        if claimed.contains(&day) || (0..7).any(week_is_full) { Room::Taken } else { Room::Free }
    }
}

/// The date on somebody's wall.
pub fn local_day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first full minute from `from` on, at most `horizon` later, at which all of `people` work.
/// With nobody to ask it is the first minute.
pub fn first_common_minute(
    people: &[(Tz, &WorkingHours)],
    from: DateTime<Utc>,
    horizon: Duration,
) -> Option<DateTime<Utc>> {
    let last = from.checked_add_signed(horizon)?;
    let mut minute = from.duration_round_up(Duration::minutes(1)).ok()?;
    while minute <= last {
        // Nobody's free time has a common minute in it: go on where the longest of it ends.
        let mut jump = None;
        for (zone, hours) in people {
            if !hours.cover(minute, *zone) {
                jump = jump.max(Some(certainly_free(*zone, hours, minute)?));
            }
        }
        match jump {
            None => return Some(minute),
            Some(jump) => minute = minute.checked_add_signed(jump)?,
        }
    }
    None
}

/// How long, in full minutes and at least one, somebody who is free at `minute` is certainly free.
/// `None` if they never work.
///
/// The wait is told by the clock on the wall, which is only right while that clock is not changed;
/// so a change on the way is approached in smaller steps. No zone changes its clocks twice within
/// a day and back, so equal offsets at both ends mean that there was no change between.
fn certainly_free(zone: Tz, hours: &WorkingHours, minute: DateTime<Utc>) -> Option<Duration> {
    let offset_at =
        |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    let local = minute.with_timezone(&zone).naive_local();
    let wait = hours.next_start(local)? - local;
    let steps = [Duration::days(1), Duration::hours(1), Duration::minutes(1)];
    let safe = steps.into_iter().map(|step| step.min(wait)).find(|step| {
        minute.checked_add_signed(*step).is_some_and(|at| offset_at(at) == offset_at(minute))
    });
    // Starts have seconds only by mistake; a full minute after it is then the first that counts.
    let minutes = safe.map_or(1, |safe| (safe.num_seconds() + 59) / 60);
    Some(Duration::minutes(minutes.max(1)))
}

#[cfg(test)]
#[path = "quiet/tests.rs"]
mod tests;
