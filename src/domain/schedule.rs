//! When a program's rounds open and what happens on which day, right across changes of the clocks.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// How often a program's rounds open, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cadence {
    /// A round every so many weeks, 1 to 12.
    pub every_weeks: u8,
    pub weekday: Weekday,
    /// Local time in `zone`, to the minute.
    pub at: NaiveTime,
    pub zone: Tz,
}

/// The days of one round, all local dates in the program's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundDays {
    pub opens_on: NaiveDate,
    /// The middle working day of the round.
    pub reminder_on: NaiveDate,
    /// The last working day before the next round.
    pub check_in_on: NaiveDate,
    /// The day the next round opens; this one is summed up just before.
    pub closes_on: NaiveDate,
}

impl Cadence {
    /// The instant at which `date` has this program's hour. Where the clocks skip that hour it is
    /// the first minute after the gap; where they repeat it, the first of the two.
    pub fn instant_on(&self, date: NaiveDate) -> DateTime<Utc> {
        let _ = date;
        todo!()
    }

    /// The first opening strictly after `now`.
    pub fn first_opening(&self, now: DateTime<Utc>) -> NaiveDate {
        let _ = now;
        todo!()
    }

    /// The opening after the one on `date`.
    pub fn next_opening(&self, date: NaiveDate) -> NaiveDate {
        let _ = date;
        todo!()
    }

    /// The days of the round that opens on `opens_on`. Working days are Monday to Friday; a weekly
    /// round from a Monday reminds on Wednesday and checks in on Friday.
    pub fn days_of(&self, opens_on: NaiveDate) -> RoundDays {
        let _ = opens_on;
        todo!()
    }
}
