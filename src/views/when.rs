//! Dates and times as people read them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use crate::domain::coffee::Program;
use crate::domain::locale::Locale;
use crate::domain::schedule::{Cadence, Nth, Recurrence};

/// An instant in each reader's own zone, as Slack prints it; the fallback names the zone.
/// <https://docs.slack.dev/messaging/formatting-message-text#date-formatting>
pub fn moment(locale: Locale, at: DateTime<Utc>, fallback_zone: Tz) -> String {
    let local = at.with_timezone(&fallback_zone);
    let fallback = format!("{}, {}", day(locale, local.date_naive()), local.format("%H:%M %Z"));
    format!("<!date^{}^{{day_divider_pretty}} at {{time}}|{fallback}>", at.timestamp())
}

/// The time of an instant in each reader's own zone, as Slack prints it.
pub fn clock(locale: Locale, at: DateTime<Utc>, fallback_zone: Tz) -> String {
    let Locale::English = locale;
    let fallback = at.with_timezone(&fallback_zone).format("%H:%M %Z");
    format!("<!date^{}^{{time}}|{fallback}>", at.timestamp())
}

/// When the program's next round opens, in each reader's own zone. Reads well after "opens".
pub fn opening(locale: Locale, program: &Program) -> String {
    opening_on(locale, &program.cadence, program.next_opening)
}

/// The same of a cadence, for the round of that date.
pub fn opening_on(locale: Locale, cadence: &Cadence, date: NaiveDate) -> String {
    moment(locale, cadence.instant_on(date), cadence.zone)
}

/// `Mon 7 Dec`.
pub fn day(locale: Locale, date: NaiveDate) -> String {
    let Locale::English = locale;
    date.format("%a %-d %b").to_string()
}

/// `Monday 7 December`.
pub fn long_day(locale: Locale, date: NaiveDate) -> String {
    let Locale::English = locale;
    date.format("%A %-d %B").to_string()
}

/// `7 December 2026`.
pub fn full_day(locale: Locale, date: NaiveDate) -> String {
    let Locale::English = locale;
    date.format("%-d %B %Y").to_string()
}

/// `09:00`.
pub fn time(at: NaiveTime) -> String {
    at.format("%H:%M").to_string()
}

/// `3 hours`, `3 h 45 min`, `40 minutes`.
pub fn hours(locale: Locale, minutes: u32) -> String {
    let Locale::English = locale;
    match (minutes / 60, minutes % 60) {
        (0, 1) => "a minute".to_owned(),
        (0, minutes) => format!("{minutes} minutes"),
        (1, 0) => "an hour".to_owned(),
        (hours, 0) => format!("{hours} hours"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// `Berlin` for `Europe/Berlin`: what people call where they are.
pub fn city(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or(zone.name()).replace('_', " ")
}

/// The clock on somebody's wall.
pub fn wall_clock(at: DateTime<Utc>, zone: Tz) -> String {
    time(at.with_timezone(&zone).time())
}

/// `Monday`.
pub fn weekday(locale: Locale, weekday: Weekday) -> &'static str {
    let Locale::English = locale;
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// `every Monday at 09:00 (Berlin)`, `every first Tuesday of the month at 09:00 (Berlin)`.
pub fn recurrence(locale: Locale, cadence: &Cadence) -> String {
    let Locale::English = locale;
    let weekday = weekday(locale, cadence.weekday());
    let (at, city) = (time(cadence.at), city(cadence.zone));
    let days = match cadence.recurrence {
        Recurrence::Weekly { every: 1, .. } => format!("every {weekday}"),
        Recurrence::Weekly { every: 2, .. } => format!("every other {weekday}"),
        Recurrence::Weekly { every, .. } => format!("every {every} weeks on {weekday}"),
        Recurrence::Monthly { every, nth: which, .. } => {
            let which = nth(locale, which).to_lowercase();
            match every {
                1 => format!("every {which} {weekday} of the month"),
                n => format!("every {n} months on the {which} {weekday}"),
            }
        }
    };
    format!("{days} at {at} ({city})")
}

/// `First`, `Last`.
pub fn nth(locale: Locale, nth: Nth) -> &'static str {
    let Locale::English = locale;
    match nth {
        Nth::First => "First",
        Nth::Second => "Second",
        Nth::Third => "Third",
        Nth::Fourth => "Fourth",
        Nth::Last => "Last",
    }
}

/// A date as a picker wants it, `2026-12-07`; also the year when it is not this one.
pub fn iso(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}
