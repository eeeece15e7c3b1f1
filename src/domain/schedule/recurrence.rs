//! On which days something comes again, as a rule of RFC 5545 (`RRULE`).
//! <https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10>

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime, TimeZone, Weekday};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Unvalidated};
use serde::{Deserialize, Serialize};

/// How many weeks may lie between two dates at most.
pub const MOST_WEEKS: u8 = 12;

/// How many months may lie between two dates at most.
pub const MOST_MONTHS: u8 = 6;

/// The rules that people can choose: a weekday every so many weeks, or the first, second, third,
/// fourth or last of its kind every so many months. Its textual form is the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Recurrence {
    /// Every 1 to [`MOST_WEEKS`] weeks.
    Weekly { every: u8, weekday: Weekday },
    /// Every 1 to [`MOST_MONTHS`] months.
    Monthly { every: u8, nth: Nth, weekday: Weekday },
}

/// Which of a month's days of one weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nth {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

/// Why a rule cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRule {
    #[error("not 1 to {MOST_WEEKS} weeks or 1 to {MOST_MONTHS} months, but {0}")]
    Interval(u16),
    #[error("only one weekday of weeks, or one of the first four or the last of a month")]
    Unsupported,
    #[error("it is no rule of RFC 5545")]
    Unreadable,
}

impl Nth {
    pub const ALL: [Self; 5] = [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Last];

    /// As the rule counts: from the month's end where it is negative.
    pub fn number(self) -> i16 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Last => -1,
        }
    }

    /// The one with that number.
    pub fn of(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|nth| nth.number() == number)
    }
}

impl Recurrence {
    /// # Errors
    /// It comes less often than may be.
    pub fn checked(self) -> Result<Self, NoRule> {
        let most = match self {
            Self::Weekly { .. } => MOST_WEEKS,
            Self::Monthly { .. } => MOST_MONTHS,
        };
        let every = self.every();
        (1..=most).contains(&every).then_some(self).ok_or(NoRule::Interval(every.into()))
    }

    /// The weekday it falls on.
    pub fn weekday(self) -> Weekday {
        match self {
            Self::Weekly { weekday, .. } | Self::Monthly { weekday, .. } => weekday,
        }
    }

    /// So many weeks or months.
    pub fn every(self) -> u8 {
        match self {
            Self::Weekly { every, .. } | Self::Monthly { every, .. } => every,
        }
    }

    /// The same without gaps: every week, or every month.
    fn at_its_densest(self) -> Self {
        match self {
            Self::Weekly { weekday, .. } => Self::Weekly { every: 1, weekday },
            Self::Monthly { nth, weekday, .. } => Self::Monthly { every: 1, nth, weekday },
        }
    }

    /// The first date of this kind on or after `date`, whatever came before.
    pub fn first_from(self, date: NaiveDate) -> NaiveDate {
        self.at_its_densest().dates(date).find(|it| *it >= date).unwrap_or(NaiveDate::MAX)
    }

    /// The date after `date`, which was one of them; the calendar's last where there is none.
    pub fn next_after(self, date: NaiveDate) -> NaiveDate {
        self.dates(date).find(|it| *it > date).unwrap_or(NaiveDate::MAX)
    }

    /// The dates of the rule that begins on `start`.
    fn dates(self, start: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        // Days have no zone: in UTC no clock is ever changed.
        let start = rrule::Tz::UTC.from_utc_datetime(&start.and_time(NaiveTime::MIN));
        let rule = self.rule().and_then(|rule| rule.validate(start).ok());
        let set = rule.map(|rule| RRuleSet::new(start).rrule(rule));
        let all: Vec<_> = set.iter().flat_map(|set| set.into_iter().take(3)).collect();
        all.into_iter().map(|at| at.date_naive())
    }

    fn rule(self) -> Option<RRule<Unvalidated>> {
        self.to_string().parse().ok()
    }
}

impl fmt::Display for Recurrence {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = match self.weekday() {
            Weekday::Mon => "MO",
            Weekday::Tue => "TU",
            Weekday::Wed => "WE",
            Weekday::Thu => "TH",
            Weekday::Fri => "FR",
            Weekday::Sat => "SA",
            Weekday::Sun => "SU",
        };
        match self {
            Self::Weekly { every, .. } => write!(to, "FREQ=WEEKLY;INTERVAL={every};BYDAY={day}"),
            Self::Monthly { every, nth, .. } => {
                write!(to, "FREQ=MONTHLY;INTERVAL={every};BYDAY={}{day}", nth.number())
            }
        }
    }
}

impl FromStr for Recurrence {
    type Err = NoRule;

    fn from_str(text: &str) -> Result<Self, NoRule> {
        let rule: RRule<Unvalidated> = text.parse().map_err(|_| NoRule::Unreadable)?;
        let interval = rule.get_interval();
        let every = u8::try_from(interval).map_err(|_| NoRule::Interval(interval))?;
        let [day] = rule.get_by_weekday() else { return Err(NoRule::Unsupported) };
        let read = match (rule.get_freq(), *day) {
            (Frequency::Weekly, NWeekday::Every(weekday)) => Self::Weekly { every, weekday },
            (Frequency::Monthly, NWeekday::Nth(number, weekday)) => {
                let nth = Nth::of(number).ok_or(NoRule::Unsupported)?;
                Self::Monthly { every, nth, weekday }
            }
            _ => return Err(NoRule::Unsupported),
        };
        // Whatever else the text asks for (an end, other days) would be lost without a word.
        let parts = |text: &str| text.trim_start_matches("RRULE:").split(';').count();
        let plain = ["FREQ=", "INTERVAL=", "BYDAY="];
        let known = |part: &str| plain.iter().any(|name| part.starts_with(name));
        if parts(text) > 3 || !text.trim_start_matches("RRULE:").split(';').all(known) {
            return Err(NoRule::Unsupported);
        }
        read.checked()
    }
}

impl TryFrom<String> for Recurrence {
    type Error = NoRule;

    fn try_from(text: String) -> Result<Self, NoRule> {
        text.parse()
    }
}

impl From<Recurrence> for String {
    fn from(recurrence: Recurrence) -> Self {
        recurrence.to_string()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Days, Months};
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_tuesday_and_the_last_friday_of_a_month() {
        let first: Recurrence = "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU".parse().unwrap();
        assert_eq!(first.first_from(day("2026-11-19")), day("2026-12-01"));
        assert_eq!(first.next_after(day("2026-12-01")), day("2027-01-05"));
        let last: Recurrence = "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR".parse().unwrap();
        assert_eq!(last.first_from(day("2026-11-19")), day("2026-11-27"));
        assert_eq!(last.next_after(day("2026-11-27")), day("2027-01-29"));
    }

    #[test]
    fn a_rule_that_cannot_be_followed_is_refused() {
        let read = |text: &str| text.parse::<Recurrence>().unwrap_err();
        assert_eq!(read("FREQ=WEEKLY;INTERVAL=13;BYDAY=MO"), NoRule::Interval(13));
        assert_eq!(read("FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU"), NoRule::Unsupported);
        assert_eq!(read("FREQ=WEEKLY;COUNT=3;BYDAY=MO"), NoRule::Unsupported);
        assert_eq!(read("FREQ=MONTHLY;BYDAY=5MO"), NoRule::Unsupported);
        assert_eq!(read("FREQ=DAILY"), NoRule::Unsupported);
        assert_eq!(read("every monday"), NoRule::Unreadable);
    }

    fn any_recurrence() -> impl Strategy<Value = Recurrence> {
        let weekday = (0_u8..7).prop_map(|day| Weekday::try_from(day).unwrap());
        let nth = proptest::sample::select(Nth::ALL.to_vec());
        (any::<bool>(), 1_u8..=MOST_WEEKS, 1_u8..=MOST_MONTHS, nth, weekday).prop_map(
            |(weekly, weeks, months, nth, weekday)| match weekly {
                true => Recurrence::Weekly { every: weeks, weekday },
                false => Recurrence::Monthly { every: months, nth, weekday },
            },
        )
    }

    /// Whether a date is one of them, told by looking at the month only.
    fn is_one(rule: Recurrence, date: NaiveDate) -> bool {
        let of_a_month = |nth: Nth| match nth {
            Nth::Last => (date + Days::new(7)).month() != date.month(),
            nth => i16::try_from(date.day().div_ceil(7)).unwrap() == nth.number(),
        };
        date.weekday() == rule.weekday()
            && match rule {
                Recurrence::Weekly { .. } => true,
                Recurrence::Monthly { nth, .. } => of_a_month(nth),
            }
    }

    /// The date after `date`, by walking through the calendar day by day.
    fn walked(rule: Recurrence, date: NaiveDate) -> NaiveDate {
        let due = |it: &NaiveDate| match rule {
            Recurrence::Weekly { every, .. } => (*it - date).num_days() == 7 * i64::from(every),
            Recurrence::Monthly { every, .. } => {
                let first = |date: NaiveDate| date.with_day(1).unwrap();
                first(*it) == first(date) + Months::new(every.into())
            }
        };
        date.iter_days().skip(1).find(|it| is_one(rule, *it) && due(it)).unwrap()
    }

    proptest! {
        #[test]
        fn a_rule_reads_as_it_is_written(rule in any_recurrence()) {
            prop_assert_eq!(rule.to_string().parse::<Recurrence>(), Ok(rule));
        }

        #[test]
        fn dates_are_those_that_one_finds_in_the_calendar(
            rule in any_recurrence(),
            days in 0_u64..20_000,
        ) {
            let from = day("2000-01-01") + Days::new(days);
            let first = rule.first_from(from);
            prop_assert_eq!(Some(first), from.iter_days().find(|it| is_one(rule, *it)));
            let mut date = first;
            for _ in 0..4 {
                let next = rule.next_after(date);
                prop_assert_eq!(next, walked(rule, date));
                date = next;
            }
        }
    }
}
