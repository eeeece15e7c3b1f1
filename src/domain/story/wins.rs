//! When a month's stories are told in one message, and which those are.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::Story;

/// So long after its moment it is still worth reading.
pub const STILL_NEWS: TimeDelta = TimeDelta::days(7);

/// The first Monday to Friday of the month of `day`.
pub fn first_working_day(day: NaiveDate) -> NaiveDate {
    let first = first_of(day);
    let works = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    first.iter_days().find(works).unwrap_or(first)
}

/// The first day of the month of `day`.
pub fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// When the stories of the month that begins on `month` are told: on the first working day of the one
/// after it, at the hour of the community's digest. `None` at the end of time.
pub fn moment(month: NaiveDate, (hour, zone): (NaiveTime, Tz)) -> Option<DateTime<Utc>> {
    let day = first_working_day(month.checked_add_months(Months::new(1))?);
    at(day, hour, zone)
}

/// The first moment after `now`, and the first day of the month that it is about.
pub fn next(
    now: DateTime<Utc>,
    (hour, zone): (NaiveTime, Tz),
) -> Option<(NaiveDate, DateTime<Utc>)> {
    let this = first_of(now.with_timezone(&zone).date_naive());
    let before = this.checked_sub_months(Months::new(1))?;
    [before, this].into_iter().find_map(|month| {
        let at = moment(month, (hour, zone))?;
        (at > now).then_some((month, at))
    })
}

/// When the month of a first day begins and ends.
pub fn span(month: NaiveDate, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let after = month.checked_add_months(Months::new(1))?;
    Some((at(month, NaiveTime::MIN, zone)?, at(after, NaiveTime::MIN, zone)?))
}

/// A time of day; the first that there is where the clocks are changed.
fn at(day: NaiveDate, time: NaiveTime, zone: Tz) -> Option<DateTime<Utc>> {
    let local = day.and_time(time);
    let there = zone.from_local_datetime(&local).earliest();
    let later = || zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest();
    there.or_else(later).map(|at| at.to_utc())
}

impl Story {
    /// When people could read it first: the moment that its month goes by.
    pub fn came_out_at(&self) -> DateTime<Utc> {
        self.published_at.unwrap_or(self.told_at)
    }

    /// Whether it is one of a month's.
    pub fn is_win_of(&self, (from, to): (DateTime<Utc>, DateTime<Utc>)) -> bool {
        self.is_shown() && (from..to).contains(&self.came_out_at())
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Berlin;

    use super::*;
    use crate::domain::story::tests::{person, story};
    use crate::domain::story::{Audience, State};

    fn ten() -> NaiveTime {
        NaiveTime::from_hms_opt(10, 0, 0).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_is_the_first_working_day_at_the_hour_of_the_digest() {
        // The first of November 2026 is a Sunday.
        assert_eq!(first_working_day(day("2026-11-30")), day("2026-11-02"));
        assert_eq!(first_working_day(day("2026-12-01")), day("2026-12-01"));
        let at = moment(day("2026-10-01"), (ten(), Berlin)).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-02T09:00:00+00:00");
        let late = moment(day("2026-10-01"), (NaiveTime::from_hms_opt(16, 30, 0).unwrap(), Berlin));
        assert_eq!(late.unwrap().to_rfc3339(), "2026-11-02T15:30:00+00:00");
    }

    #[test]
    fn the_next_one_is_about_the_month_before_it() {
        let on = |text: &str| next(text.parse().unwrap(), (ten(), Berlin)).unwrap();
        let october = moment(day("2026-10-01"), (ten(), Berlin)).unwrap();
        assert_eq!(on("2026-11-02T08:59:00Z"), (day("2026-10-01"), october));
        assert_eq!(on("2026-11-02T09:00:00Z").0, day("2026-11-01"));
        assert_eq!(on("2026-12-31T23:30:00Z").0, day("2026-12-01"), "it is January in Berlin");
    }

    #[test]
    fn a_story_is_of_the_month_in_which_people_could_read_it() {
        let november = span(day("2026-11-01"), Berlin).unwrap();
        assert_eq!(november.0.to_rfc3339(), "2026-10-31T23:00:00+00:00");
        let mut it = story(vec![person("U1", Some(Audience::Community))]);
        it.told_at = "2026-10-30T12:00:00Z".parse().unwrap();
        assert!(!it.is_win_of(november));
        it.published_at = Some("2026-11-03T12:00:00Z".parse().unwrap());
        assert!(it.is_win_of(november));
        it.state = State::Withdrawn;
        assert!(!it.is_win_of(november));
    }
}
