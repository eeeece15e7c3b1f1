//! When a digest comes, and which time it is about.

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use crate::domain::schedule::Cadence;

/// So late a digest still goes out; later than that the next one covers both.
pub const LATE: Duration = Duration::hours(12);

/// The longest time that one digest is about: after a longer outage the rest is no news.
pub const LONGEST: Duration = Duration::weeks(5);

/// Two digests are at least so far apart, also where a steward chose another day in between.
const APART: Duration = Duration::days(3);

/// Two dates of a weekly rhythm.
const WEEK: Days = Days::new(7);

/// When a community's digest comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    pub on: bool,
    pub weekday: Weekday,
    /// Local time in `zone`, to the minute.
    pub at: NaiveTime,
    pub zone: Tz,
}

impl Rhythm {
    /// Thursday at ten. A digest has newcomers to greet and questions that wait: on a Friday afternoon
    /// nobody does either any more, and Thursday is a working day also where Friday is none.
    pub fn usual(zone: Tz) -> Self {
        let at = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
        Self { on: true, weekday: Weekday::Thu, at, zone }
    }

    /// Its dates.
    pub fn cadence(&self) -> Cadence {
        Cadence::weekly(1, self.weekday, self.at, self.zone)
    }

    /// The next date after `now`, far enough from the one that was published `before`.
    pub fn next(&self, before: DateTime<Utc>, now: DateTime<Utc>) -> NaiveDate {
        self.cadence().first_opening(now.max(before + APART))
    }

    /// The date that is due: the latest one whose hour has come, unless that is too long ago or too
    /// close to what was published `before`.
    pub fn due(&self, before: DateTime<Utc>, now: DateTime<Utc>) -> Option<NaiveDate> {
        let cadence = self.cadence();
        let date = cadence.first_opening(now).checked_sub_days(WEEK)?;
        let hour = cadence.instant_on(date);
        (hour <= now && now - hour <= LATE && hour >= before + APART).then_some(date)
    }
}

/// What a digest is about: `since <= t < until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl Window {
    /// From the end of what was published before (or since the community began) until now, five weeks at
    /// most.
    pub fn after(before: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let longest = now - LONGEST;
        Self { since: before.max(longest).min(now), until: now }
    }

    /// Whether a moment lies in it.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.since <= at && at < self.until
    }

    /// Whether it is to come within the two weeks after it.
    pub fn is_ahead(&self, at: DateTime<Utc>) -> bool {
        self.until < at && at <= self.until + Duration::weeks(2)
    }

    /// Weeks, rounded; one at least.
    pub fn weeks(&self) -> u32 {
        let days = (self.until - self.since).num_days();
        u32::try_from((days + 3) / 7).unwrap_or_default().max(1)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        Tz::Europe__Berlin.from_local_datetime(&local).single().unwrap().to_utc()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_hour_stays_when_the_clocks_change() {
        let usual = Rhythm::usual(Tz::Europe__Berlin);
        // Summer time began on 29 March and ended on 25 October 2026.
        for (date, hour) in [("2026-03-26", 9), ("2026-04-02", 8), ("2026-10-29", 9)] {
            let instant = usual.cadence().instant_on(day(date));
            assert_eq!(instant.time(), NaiveTime::from_hms_opt(hour, 0, 0).unwrap(), "{date}");
        }
        let gap = Rhythm {
            weekday: Weekday::Sun,
            at: NaiveTime::from_hms_opt(2, 30, 0).unwrap(),
            ..usual
        };
        let before = at("2026-03-22 02:30");
        assert_eq!(gap.next(before, at("2026-03-28 12:00")), day("2026-03-29"));
        assert_eq!(gap.due(before, at("2026-03-29 03:05")), Some(day("2026-03-29")));
    }

    #[test]
    fn what_is_late_goes_out_the_same_day_or_with_the_next_one() {
        let usual = Rhythm::usual(Tz::Europe__Berlin);
        let before = at("2026-11-05 10:00");
        let due = |text| usual.due(before, at(text));
        assert_eq!(due("2026-11-12 09:59"), None, "the last one was published");
        assert_eq!(due("2026-11-12 10:00"), Some(day("2026-11-12")));
        assert_eq!(due("2026-11-12 22:00"), Some(day("2026-11-12")));
        assert_eq!(due("2026-11-12 22:01"), None);
        assert_eq!(due("2026-11-19 10:00"), Some(day("2026-11-19")), "which covers both");
    }

    #[test]
    fn another_day_does_not_bring_two_in_a_row() {
        let friday = Rhythm { weekday: Weekday::Fri, ..Rhythm::usual(Tz::Europe__Berlin) };
        let before = at("2026-11-12 10:00");
        assert_eq!(friday.next(before, at("2026-11-12 11:00")), day("2026-11-20"));
        assert_eq!(friday.due(before, at("2026-11-13 10:00")), None);
    }

    #[test]
    fn a_window_is_five_weeks_at_most() {
        let now = at("2026-11-12 10:00");
        let window = Window::after(at("2026-11-05 10:00"), now);
        assert_eq!((window.weeks(), window.holds(now)), (1, false));
        assert!(window.holds(window.since));
        assert_eq!(Window::after(at("2026-01-05 10:00"), now).since, now - LONGEST);
        assert_eq!(Window::after(at("2026-11-19 10:00"), now).since, now, "never upside down");
        assert_eq!(Window::after(at("2026-10-29 10:00"), now).weeks(), 2);
    }
}
