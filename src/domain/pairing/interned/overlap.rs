//! How much of their working hours two people have in common, in minutes of a day.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime, Offset, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

use super::rows::{at, count};
use crate::domain::hours::{Stretch, WorkingHours};

/// Minutes of a day.
const DAY: u16 = 1440;
/// For so many different hours the minutes of all pairs are worked out before; half a megabyte.
const TABLE: usize = 512;
/// In the table: no day on which both work.
const NEVER: u16 = u16::MAX;

/// Part of a day on the clock of UTC, in minutes; it may go on past midnight. Empty: no work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    from: u16,
    long: u16,
}

impl Part {
    fn of(stretch: Stretch, offset: i32) -> Self {
        let minute = |time: NaiveTime| i32::try_from(time.num_seconds_from_midnight() / 60);
        let on_circle =
            |minute: i32| u16::try_from(minute.rem_euclid(i32::from(DAY))).unwrap_or_default();
        let from = minute(stretch.from()).unwrap_or_default();
        let to = minute(stretch.to()).unwrap_or_default();
        Self { from: on_circle(from - offset), long: on_circle(to - from) }
    }

    /// Minutes in common on the circle, where two parts may meet twice.
    fn common(self, other: Self) -> u16 {
        let day = i32::from(DAY);
        let (from, to) = (i32::from(self.from), i32::from(self.from) + i32::from(self.long));
        let common: i32 = [-day, 0, day]
            .into_iter()
            .map(|shift| {
                let start = i32::from(other.from) + shift;
                (to.min(start + i32::from(other.long)) - from.max(start)).max(0)
            })
            .sum();
        u16::try_from(common).unwrap_or_default()
    }
}

/// Somebody's hours as they lie on the clock of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Profile {
    /// The same hours every working day; `None` where each weekday has its own.
    daily: Option<Part>,
    /// On each of the five days from the round's date.
    days: [Part; 5],
}

impl Profile {
    fn of(hours: &WorkingHours, offset: i32, date: NaiveDate) -> Self {
        let daily = match hours {
            WorkingHours::Daily(stretch) => Some(Part::of(*stretch, offset)),
            WorkingHours::Weekly(_) => None,
        };
        let mut days = [Part::default(); 5];
        for (day, ahead) in days.iter_mut().zip(0..) {
            let date = date.checked_add_days(Days::new(ahead)).unwrap_or(date);
            let stretch = hours.on(chrono::Datelike::weekday(&date));
            *day = stretch.map(|stretch| Part::of(stretch, offset)).unwrap_or_default();
        }
        Self { daily, days }
    }

    fn common(&self, other: &Self) -> u16 {
        if let (Some(one), Some(other)) = (self.daily, other.daily) {
            return one.common(other);
        }
        let (mut together, mut sum) = (false, 0);
        for (one, other) in self.days.iter().zip(&other.days) {
            together |= one.long > 0 && other.long > 0;
            sum += one.common(*other);
        }
        if together { sum / 5 } else { NEVER }
    }
}

/// Everybody's working hours, each different one once.
///
/// Two who work the same hours every day have what these have in common. Where one of them has
/// hours by weekday, it is the mean over the five days from the round's date (rounded down; who
/// works the same hours every day works them Monday to Friday), and two without a day among those
/// on which both work cannot meet. Offsets of zones are those of noon UTC of the round's date.
#[derive(Clone, Debug, Default)]
pub struct Hours {
    profiles: Vec<Profile>,
    /// For all pairs of `profiles`, if there are few.
    table: Vec<u16>,
}

impl Hours {
    /// Interns hours and zones: which of the kept ones each of them is.
    pub fn of<'a>(
        date: NaiveDate,
        hours: impl IntoIterator<Item = (&'a WorkingHours, Tz)>,
    ) -> (Self, Vec<u32>) {
        let noon = date.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default());
        let mut offsets: BTreeMap<&'static str, i32> = BTreeMap::new();
        let mut known: BTreeMap<(&WorkingHours, i32), u32> = BTreeMap::new();
        let mut kept: BTreeMap<Profile, u32> = BTreeMap::new();
        let mut profiles = Vec::new();
        let which = hours
            .into_iter()
            .map(|(hours, zone)| {
                let offset = *offsets.entry(zone.name()).or_insert_with(|| {
                    let there = zone.from_utc_datetime(&Utc.from_utc_datetime(&noon).naive_utc());
                    there.offset().fix().local_minus_utc().div_euclid(60)
                });
                *known.entry((hours, offset)).or_insert_with(|| {
                    let profile = Profile::of(hours, offset, date);
                    *kept.entry(profile).or_insert_with(|| {
                        profiles.push(profile);
                        count(profiles.len()) - 1
                    })
                })
            })
            .collect();
        let mut hours = Self { profiles, table: Vec::new() };
        if hours.profiles.len() <= TABLE {
            let all = &hours.profiles;
            hours.table =
                all.iter().flat_map(|one| all.iter().map(|other| one.common(other))).collect();
        }
        (hours, which)
    }

    /// Minutes in common; `None` if there is no day on which both work.
    #[inline]
    pub fn common(&self, one: u32, other: u32) -> Option<u32> {
        let minutes = match self.table.get(at(one) * self.profiles.len() + at(other)) {
            Some(minutes) => *minutes,
            None => match (self.profiles.get(at(one)), self.profiles.get(at(other))) {
                (Some(one), Some(other)) => one.common(other),
                _ => 0,
            },
        };
        (minutes != NEVER).then_some(u32::from(minutes))
    }
}
