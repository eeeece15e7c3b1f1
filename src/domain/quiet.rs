//! How Klatch stays quiet: at most one unasked message a person a day and three a week,
//! and those in working hours.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
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

impl Budget {
    /// Whether a message on `day` fits beside those already claimed (days in any order, `day`
    /// possibly among them): at most one on the day, and at most `per_week` in every stretch of
    /// seven days that holds `day`.
    pub fn room_on(&self, day: NaiveDate, claimed: &[NaiveDate]) -> Room {
        let _ = (day, claimed);
        todo!()
    }
}

impl WorkingHours {
    /// Monday to Friday from `start` to `end`.
    pub fn weekdays(start: NaiveTime, end: NaiveTime) -> Self {
        let _ = (start, end);
        todo!()
    }

    /// Whether somebody in `zone` works at `instant`.
    pub fn cover(&self, instant: DateTime<Utc>, zone: Tz) -> bool {
        let _ = (instant, zone);
        todo!()
    }
}

impl Default for WorkingHours {
    /// Monday to Friday, 09:00 to 17:00.
    fn default() -> Self {
        todo!()
    }
}

/// The first minute from `from` on, within `horizon`, at which all of `people` work.
pub fn first_common_minute(
    people: &[(Tz, &WorkingHours)],
    from: DateTime<Utc>,
    horizon: Duration,
) -> Option<DateTime<Utc>> {
    let _ = (people, from, horizon);
    todo!()
}
