//! When people work, told from a calendar on the wall: Monday to Friday, nine to five.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike, Duration, DurationRound, NaiveDate, TimeZone, Timelike, Utc, Weekday,
};
use chrono_tz::Tz;

use crate::cast::company;

/// The zone that the program goes by.
pub(crate) const BERLIN: Tz = Tz::Europe__Berlin;

/// The zone that somebody lives in, by their handle.
pub(crate) fn zone_of(person: &str) -> Tz {
    let people = company().people;
    let found = people.iter().find(|one| one.name == person);
    found.and_then(|one| one.tz.parse().ok()).unwrap_or_else(|| panic!("{person} lives nowhere"))
}

/// That hour of that day in Berlin.
pub(crate) fn berlin(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let local = day.and_hms_opt(hour, minute, 0).expect("an hour");
    BERLIN.from_local_datetime(&local).single().expect("no change of clocks then").to_utc()
}

/// Berlin's date.
pub(crate) fn berlin_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&BERLIN).date_naive()
}

/// Somebody's own date.
pub(crate) fn day_of(person: &str, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone_of(person)).date_naive()
}

fn works(zone: Tz, at: DateTime<Utc>) -> bool {
    let local = at.with_timezone(&zone);
    !matches!(local.weekday(), Weekday::Sat | Weekday::Sun) && (9..17).contains(&local.hour())
}

/// Whether all of them work then.
pub(crate) fn all_work(people: &BTreeSet<String>, at: DateTime<Utc>) -> bool {
    people.iter().all(|person| works(zone_of(person), at))
}

/// The first moment of that day in Berlin, from nine on, at which all of them work.
pub(crate) fn common_moment(people: &BTreeSet<String>, day: NaiveDate) -> Option<DateTime<Utc>> {
    let zones: Vec<Tz> = people.iter().map(|person| zone_of(person)).collect();
    let nine = berlin(day, 9, 0);
    // All zones of the cast differ by full quarters of an hour.
    let quarters = (0..=60).map(|quarter| nine + Duration::minutes(15 * quarter));
    quarters.into_iter().find(|at| zones.iter().all(|zone| works(*zone, *at)))
}

/// When a message of that day should come: at that moment, or at the program's hour.
pub(crate) fn due(people: &BTreeSet<String>, day: NaiveDate) -> DateTime<Utc> {
    common_moment(people, day).unwrap_or_else(|| berlin(day, 9, 0))
}

#[test]
fn a_common_moment_is_found_across_changes_of_the_clocks() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let people = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let both = people(&["chen", "anke"]);
    assert_eq!(common_moment(&both, day("2026-10-19")), Some(berlin(day("2026-10-19"), 9, 0)));
    assert_eq!(common_moment(&both, day("2026-10-26")), None);
    let over_the_sea = people(&["gwen", "anke"]);
    let at = common_moment(&over_the_sea, day("2026-10-26"));
    assert_eq!(at, Some(berlin(day("2026-10-26"), 14, 0)));
    let at = common_moment(&over_the_sea, day("2026-11-02"));
    assert_eq!(at, Some(berlin(day("2026-11-02"), 15, 0)));
}

/// The minute of a moment: what goes out at once takes some seconds at Slack's pace.
pub(crate) fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(Duration::minutes(1)).unwrap()
}
