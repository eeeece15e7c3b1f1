//! When a program's rounds open and what happens on which day, right across changes of the clocks.

mod recurrence;

use chrono::{DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveTime};
use chrono::{TimeZone, Utc, Weekday};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Serialize};

pub use recurrence::{MOST_MONTHS, MOST_WEEKS, NoRule, Nth, Recurrence};

/// How often a program's rounds open, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cadence {
    /// On which days.
    pub recurrence: Recurrence,
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
    /// A round every so many weeks on `weekday` at `at`, local time in `zone`.
    pub fn weekly(every: u8, weekday: Weekday, at: NaiveTime, zone: Tz) -> Self {
        Self { recurrence: Recurrence::Weekly { every, weekday }, at, zone }
    }

    /// The weekday that rounds open on.
    pub fn weekday(&self) -> Weekday {
        self.recurrence.weekday()
    }

    /// The instant at which `date` has this program's hour. Where the clocks skip that hour it is
    /// the first minute after the gap; where they repeat it, the first of the two.
    pub fn instant_on(&self, date: NaiveDate) -> DateTime<Utc> {
        let local = date.and_time(self.at);
        let mapped = match self.zone.from_local_datetime(&local) {
            MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => Some(at),
            MappedLocalTime::None => GapInfo::new(&local, &self.zone).and_then(|gap| gap.end),
        };
        // Every gap has an end in the zones' tables; without one, the clocks are taken as UTC's.
        mapped.map_or_else(|| local.and_utc(), |at| at.to_utc())
    }

    /// The first opening strictly after `now`, however many weeks or months lie between rounds.
    pub fn first_opening(&self, now: DateTime<Utc>) -> NaiveDate {
        let today = now.with_timezone(&self.zone).date_naive();
        let date = self.recurrence.first_from(today);
        if self.instant_on(date) > now {
            return date;
        }
        date.succ_opt().map_or(date, |tomorrow| self.recurrence.first_from(tomorrow))
    }

    /// The opening after the one on `date`.
    pub fn next_opening(&self, date: NaiveDate) -> NaiveDate {
        self.recurrence.next_after(date)
    }

    /// The first few openings from the one on `date` on.
    pub fn openings_from(&self, date: NaiveDate, count: usize) -> Vec<NaiveDate> {
        std::iter::successors(Some(date), |date| Some(self.next_opening(*date)))
            .take(count)
            .collect()
    }

    /// The days of the round that opens on `opens_on`, one of its dates.
    pub fn days_of(&self, opens_on: NaiveDate) -> RoundDays {
        RoundDays::between(opens_on, self.next_opening(opens_on))
    }
}

impl RoundDays {
    /// The days of a round that goes on until the next one opens on `closes_on`. Working days are
    /// Monday to Friday; a weekly round from a Monday reminds on Wednesday and checks in on Friday.
    pub fn between(opens_on: NaiveDate, closes_on: NaiveDate) -> Self {
        let working: Vec<NaiveDate> = opens_on
            .iter_days()
            .take_while(|day| *day < closes_on)
            .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
            .collect();
        // A round that was opened shortly before the next one may have no working day of its own.
        Self {
            opens_on,
            reminder_on: working.get(working.len() / 2).copied().unwrap_or(closes_on),
            check_in_on: working.last().copied().unwrap_or(closes_on),
            closes_on,
        }
    }
}

/// Days from `date` to the first `weekday` on or after it.
pub(super) fn days_until(date: NaiveDate, weekday: Weekday) -> u64 {
    u64::from(weekday.days_since(date.weekday()))
}

#[cfg(test)]
mod tests {
    use chrono_tz::{America::New_York, Europe::Berlin, Pacific::Apia};
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn cadence(every_weeks: u8, weekday: Weekday, at: &str, zone: Tz) -> Cadence {
        Cadence::weekly(every_weeks, weekday, at.parse().unwrap(), zone)
    }

    #[test]
    fn ten_o_clock_stays_ten_o_clock_when_the_clocks_change() {
        let mondays = cadence(1, Weekday::Mon, "10:00:00", Berlin);
        assert_eq!(mondays.instant_on(day("2026-10-19")), instant("2026-10-19T08:00:00Z"));
        assert_eq!(mondays.instant_on(day("2026-10-26")), instant("2026-10-26T09:00:00Z"));
    }

    #[test]
    fn a_skipped_hour_is_the_first_minute_after_the_gap() {
        let sundays = cadence(1, Weekday::Sun, "02:30:00", Berlin);
        assert_eq!(sundays.instant_on(day("2026-03-29")), instant("2026-03-29T01:00:00Z"));
        let in_new_york = cadence(1, Weekday::Sun, "02:00:00", New_York);
        assert_eq!(in_new_york.instant_on(day("2026-03-08")), instant("2026-03-08T07:00:00Z"));
    }

    #[test]
    fn a_day_that_an_island_skipped_begins_with_the_next() {
        let fridays = cadence(1, Weekday::Fri, "09:00:00", Apia);
        assert_eq!(fridays.instant_on(day("2011-12-30")), instant("2011-12-30T10:00:00Z"));
    }

    #[test]
    fn a_repeated_hour_is_the_first_of_the_two() {
        let sundays = cadence(1, Weekday::Sun, "02:30:00", Berlin);
        assert_eq!(sundays.instant_on(day("2026-10-25")), instant("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn the_first_opening_is_strictly_after_now() {
        let mondays = cadence(2, Weekday::Mon, "10:00:00", Berlin);
        let first = |now| mondays.first_opening(instant(now));
        assert_eq!(first("2026-11-20T12:00:00Z"), day("2026-11-23"));
        assert_eq!(first("2026-11-23T08:59:59Z"), day("2026-11-23"));
        assert_eq!(first("2026-11-23T09:00:00Z"), day("2026-11-30"));
    }

    #[test]
    fn openings_follow_by_weeks() {
        let date = day("2026-11-23");
        assert_eq!(
            cadence(1, Weekday::Mon, "10:00:00", Berlin).next_opening(date),
            day("2026-11-30")
        );
        assert_eq!(
            cadence(4, Weekday::Mon, "10:00:00", Berlin).next_opening(date),
            day("2026-12-21")
        );
    }

    #[test]
    fn a_weekly_round_from_a_monday_reminds_on_wednesday_and_checks_in_on_friday() {
        let days = cadence(1, Weekday::Mon, "10:00:00", Berlin).days_of(day("2026-11-23"));
        assert_eq!(
            days,
            RoundDays {
                opens_on: day("2026-11-23"),
                reminder_on: day("2026-11-25"),
                check_in_on: day("2026-11-27"),
                closes_on: day("2026-11-30"),
            }
        );
    }

    #[test]
    fn a_round_from_a_saturday_waits_for_the_working_week() {
        let days = cadence(1, Weekday::Sat, "10:00:00", Berlin).days_of(day("2026-11-21"));
        assert_eq!(days.reminder_on, day("2026-11-25"));
        assert_eq!(days.check_in_on, day("2026-11-27"));
        assert_eq!(days.closes_on, day("2026-11-28"));
    }

    #[test]
    fn a_round_of_a_month_reminds_in_its_middle() {
        let recurrence = "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU".parse().unwrap();
        let monthly = Cadence { recurrence, ..cadence(1, Weekday::Mon, "10:00:00", Berlin) };
        assert_eq!(monthly.first_opening(instant("2026-12-01T09:00:00Z")), day("2027-01-05"));
        let dates = monthly.openings_from(day("2027-02-02"), 3);
        assert_eq!(dates, ["2027-02-02", "2027-03-02", "2027-04-06"].map(day));
        let days = monthly.days_of(day("2027-02-02"));
        assert_eq!(days.reminder_on, day("2027-02-16"));
        assert_eq!(days.check_in_on, day("2027-03-01"));
    }

    #[test]
    fn two_weeks_from_a_wednesday_remind_a_week_later() {
        let days = cadence(2, Weekday::Wed, "10:00:00", Berlin).days_of(day("2026-11-25"));
        assert_eq!(days.reminder_on, day("2026-12-02"));
        assert_eq!(days.check_in_on, day("2026-12-08"));
    }

    fn any_cadence() -> impl Strategy<Value = Cadence> {
        let zones = 0..chrono_tz::TZ_VARIANTS.len();
        (1_u8..=6, 0_u8..7, 0_u32..1440, zones, 0..=Nth::ALL.len()).prop_map(
            |(every, weekday, minute, zone, nth)| {
                let weekday = Weekday::try_from(weekday).unwrap();
                let recurrence = match Nth::ALL.get(nth) {
                    Some(nth) => Recurrence::Monthly { every, nth: *nth, weekday },
                    None => Recurrence::Weekly { every: 2 * every, weekday },
                };
                let at = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
                Cadence { recurrence, at, zone: chrono_tz::TZ_VARIANTS[zone] }
            },
        )
    }

    proptest! {
        #[test]
        fn the_days_of_a_round_are_in_order(cadence in any_cadence(), secs in 1.6e9..2.0e9) {
            #[expect(clippy::cast_possible_truncation, reason = "well within range")]
            let now = DateTime::from_timestamp(secs as i64, 0).unwrap();
            let days = cadence.days_of(cadence.first_opening(now));
            prop_assert!(days.opens_on < days.reminder_on);
            prop_assert!(days.reminder_on < days.check_in_on);
            prop_assert!(days.check_in_on < days.closes_on);
            prop_assert_eq!(days.opens_on.weekday(), cadence.weekday());
            prop_assert_eq!(days.closes_on.weekday(), cadence.weekday());
        }

        #[test]
        fn no_opening_lies_between_now_and_the_first(cadence in any_cadence(), secs in 1.6e9..2.0e9) {
            #[expect(clippy::cast_possible_truncation, reason = "well within range")]
            let now = DateTime::from_timestamp(secs as i64, 0).unwrap();
            let first = cadence.first_opening(now);
            prop_assert!(cadence.instant_on(first) > now);
            let today = now.with_timezone(&cadence.zone).date_naive();
            let earlier = today.iter_days().take_while(|day| *day < first);
            for day in earlier.filter(|day| cadence.recurrence.first_from(*day) == *day) {
                prop_assert!(cadence.instant_on(day) <= now);
            }
        }
    }
}
