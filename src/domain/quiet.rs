//! How Klatch stays quiet: at most one unasked message a person a day and three a week,
//! and those in working hours.

use chrono::{
    DateTime, Datelike, Days, Duration, DurationRound, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

/// How many unasked messages one person may get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// In any seven days that follow each other.
    pub per_week: u8,
}

/// When somebody works: one stretch a weekday, Monday first, local time; `None` is a day off.
/// A stretch whose end is not after its start crosses midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingHours([Option<(NaiveTime, NaiveTime)>; 7]);

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
        Self { per_week: 3 }
    }
}

impl Budget {
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

impl WorkingHours {
    /// One stretch a weekday, Monday first; `None` is a day off.
    pub fn per_weekday(stretches: [Option<(NaiveTime, NaiveTime)>; 7]) -> Self {
        Self(stretches)
    }

    /// Monday to Friday from `start` to `end`.
    pub fn weekdays(start: NaiveTime, end: NaiveTime) -> Self {
        let work = Some((start, end));
        Self([work, work, work, work, work, None, None])
    }

    /// Whether somebody in `zone` works at `instant`. The start of a stretch is work, its end is
    /// not. Where the clocks repeat an hour, both count.
    pub fn cover(&self, instant: DateTime<Utc>, zone: Tz) -> bool {
        self.cover_local(instant.with_timezone(&zone).naive_local())
    }

    fn cover_local(&self, local: NaiveDateTime) -> bool {
        let (day, time) = (local.weekday(), local.time());
        let today = self.on(day).is_some_and(|(start, end)| {
            if start < end { start <= time && time < end } else { start <= time }
        });
        let since_yesterday =
            self.on(day.pred()).is_some_and(|(start, end)| end <= start && time < end);
        today || since_yesterday
    }

    /// The first start of a stretch after `local`, by the clock on the wall.
    fn next_start(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        (0..=7).find_map(|days| {
            let date = local.date().checked_add_days(Days::new(days))?;
            let (start, _) = self.on(date.weekday())?;
            Some(date.and_time(start)).filter(|start| *start > local)
        })
    }

    fn on(&self, day: Weekday) -> Option<(NaiveTime, NaiveTime)> {
        let [mon, tue, wed, thu, fri, sat, sun] = self.0;
        match day {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        }
    }
}

impl Default for WorkingHours {
    /// Monday to Friday, 09:00 to 17:00.
    fn default() -> Self {
        let hour = |hour| NaiveTime::MIN + Duration::hours(hour);
        Self::weekdays(hour(9), hour(17))
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
