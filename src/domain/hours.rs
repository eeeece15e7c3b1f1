//! When somebody works, on the clock on their wall.

mod count;

use std::fmt;

use chrono::{DateTime, Datelike, Days, NaiveDateTime, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

pub use count::{WORKING_DAY, after_working, working_between};

/// One stretch of work a day. It may cross midnight, and never ends where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "[String; 2]", into = "[String; 2]")]
pub struct Stretch {
    from: NaiveTime,
    to: NaiveTime,
}

/// Why hours make no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursProblem {
    #[error("`{0}` is no time of day, as in 09:00")]
    NoTime(String),
    #[error("hours end where they begin, at {0}")]
    Empty(String),
}

impl Stretch {
    /// # Errors
    /// It would end where it begins.
    pub fn new(from: NaiveTime, to: NaiveTime) -> Result<Self, HoursProblem> {
        if from == to {
            return Err(HoursProblem::Empty(from.format("%H:%M").to_string()));
        }
        Ok(Self { from, to })
    }

    pub fn from(self) -> NaiveTime {
        self.from
    }

    pub fn to(self) -> NaiveTime {
        self.to
    }

    /// Whether it ends on the day after.
    pub fn crosses_midnight(self) -> bool {
        self.to < self.from
    }
}

impl TryFrom<[String; 2]> for Stretch {
    type Error = HoursProblem;

    fn try_from([from, to]: [String; 2]) -> Result<Self, HoursProblem> {
        let time = |text: String| {
            let time = NaiveTime::parse_from_str(&text, "%H:%M");
            time.map_err(|_| HoursProblem::NoTime(text))
        };
        Self::new(time(from)?, time(to)?)
    }
}

impl From<Stretch> for [String; 2] {
    fn from(stretch: Stretch) -> Self {
        [stretch.from, stretch.to].map(|time| time.format("%H:%M").to_string())
    }
}

/// The hours of one week.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum WorkingHours {
    /// The same on every working day, Monday to Friday.
    Daily(Stretch),
    /// By weekday; no work where there is none.
    Weekly(Week),
}

/// Hours by weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Week {
    pub mon: Option<Stretch>,
    pub tue: Option<Stretch>,
    pub wed: Option<Stretch>,
    pub thu: Option<Stretch>,
    pub fri: Option<Stretch>,
    pub sat: Option<Stretch>,
    pub sun: Option<Stretch>,
}

/// The days of a week in their order.
pub const DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl Week {
    /// One stretch a weekday, Monday first; `None` is a day off.
    pub fn of([mon, tue, wed, thu, fri, sat, sun]: [Option<Stretch>; 7]) -> Self {
        Self { mon, tue, wed, thu, fri, sat, sun }
    }

    pub fn on(&self, day: Weekday) -> Option<Stretch> {
        match day {
            Weekday::Mon => self.mon,
            Weekday::Tue => self.tue,
            Weekday::Wed => self.wed,
            Weekday::Thu => self.thu,
            Weekday::Fri => self.fri,
            Weekday::Sat => self.sat,
            Weekday::Sun => self.sun,
        }
    }
}

impl WorkingHours {
    /// When they work on that weekday, if they do.
    pub fn on(&self, day: Weekday) -> Option<Stretch> {
        match self {
            Self::Daily(_) if matches!(day, Weekday::Sat | Weekday::Sun) => None,
            Self::Daily(stretch) => Some(*stretch),
            Self::Weekly(week) => week.on(day),
        }
    }

    /// The hours of a week in their shortest form: the same from Monday to Friday and a free weekend
    /// are [`WorkingHours::Daily`]. `None` for a week without work.
    pub fn of_week(week: Week) -> Option<Self> {
        if DAYS.iter().all(|day| week.on(*day).is_none()) {
            return None;
        }
        let daily = week.mon.map(Self::Daily);
        let same = |daily: &Self| DAYS.iter().all(|day| daily.on(*day) == week.on(*day));
        Some(daily.filter(same).unwrap_or(Self::Weekly(week)))
    }

    /// Whether they said that they do not work on that weekday. A weekend that nobody spoke of is
    /// no such day.
    pub fn is_day_off(&self, day: Weekday) -> bool {
        matches!(self, Self::Weekly(week) if week.on(day).is_none())
    }

    /// Whether somebody in `zone` works at `instant`. The start of a stretch is work, its end is
    /// not. Where the clocks repeat an hour, both count.
    pub fn cover(&self, instant: DateTime<Utc>, zone: Tz) -> bool {
        let local = instant.with_timezone(&zone).naive_local();
        let (day, time) = (local.weekday(), local.time());
        let today = self
            .on(day)
            .is_some_and(|it| it.from <= time && (it.crosses_midnight() || time < it.to));
        let since_yesterday =
            self.on(day.pred()).is_some_and(|it| it.crosses_midnight() && time < it.to);
        today || since_yesterday
    }

    /// The first start of a stretch after `local`, by the clock on the wall; `None` if they never
    /// work.
    pub fn next_start(&self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        (0..=7).find_map(|days| {
            let date = local.date().checked_add_days(Days::new(days))?;
            let stretch = self.on(date.weekday())?;
            Some(date.and_time(stretch.from)).filter(|start| *start > local)
        })
    }
}

impl<'de> Deserialize<'de> for WorkingHours {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListOrTable)
    }
}

/// By hand, because an untagged enum's error would not say what is wrong with the hours.
struct ListOrTable;

impl<'de> Visitor<'de> for ListOrTable {
    type Value = WorkingHours;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("two times of day, as in [\"09:00\", \"17:00\"], or such by weekday")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<WorkingHours, A::Error> {
        Stretch::deserialize(SeqAccessDeserializer::new(list)).map(WorkingHours::Daily)
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<WorkingHours, A::Error> {
        Week::deserialize(MapAccessDeserializer::new(table)).map(WorkingHours::Weekly)
    }
}

impl Default for WorkingHours {
    /// 09:00 to 17:00, Monday to Friday.
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        Self::Daily(Stretch { from: at(9), to: at(17) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: serde_json::Value) -> Result<WorkingHours, String> {
        serde_json::from_value(text).map_err(|error| error.to_string())
    }

    #[test]
    fn hours_are_the_same_every_day_or_given_by_weekday() {
        let daily = read(json!(["22:00", "06:00"])).unwrap();
        assert_eq!(daily.on(Weekday::Fri).map(Stretch::from), NaiveTime::from_hms_opt(22, 0, 0));
        assert_eq!(daily.on(Weekday::Sat), None);
        let weekly = read(json!({"sat": ["10:00", "14:00"]})).unwrap();
        assert_eq!(weekly.on(Weekday::Sat).map(Stretch::to), NaiveTime::from_hms_opt(14, 0, 0));
        assert_eq!(weekly.on(Weekday::Fri), None);
        for hours in [daily, weekly] {
            assert_eq!(read(serde_json::to_value(&hours).unwrap()), Ok(hours));
        }
    }

    #[test]
    fn a_week_is_kept_in_its_shortest_form() {
        let stretch = |from, to| {
            let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
            Some(Stretch::new(time(from), time(to)).unwrap())
        };
        let usual = stretch(9, 17);
        let mut days = [usual, usual, usual, usual, usual, None, None];
        assert_eq!(WorkingHours::of_week(Week::of(days)), Some(WorkingHours::default()));
        days[2] = None;
        let free = WorkingHours::of_week(Week::of(days)).unwrap();
        assert!(free.is_day_off(Weekday::Wed) && free.is_day_off(Weekday::Sun));
        assert!(!free.is_day_off(Weekday::Mon));
        assert!(!WorkingHours::default().is_day_off(Weekday::Sun), "nobody said so");
        assert_eq!(WorkingHours::of_week(Week::default()), None);
    }

    #[test]
    fn hours_that_make_no_sense_are_refused() {
        for hours in [
            json!(["09:00", "09:00"]),
            json!(["9", "17:00"]),
            json!(["25:00", "17:00"]),
            json!(["09:00"]),
            json!({"monday": ["09:00", "17:00"]}),
        ] {
            assert!(read(hours.clone()).is_err(), "{hours}");
        }
        let said = read(json!({"tue": ["25:00", "17:00"]})).unwrap_err();
        assert!(said.contains("`25:00` is no time of day"), "{said}");
        let said = read(json!("nine to five")).unwrap_err();
        assert!(said.contains("two times of day"), "{said}");
    }
}
