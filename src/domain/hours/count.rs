//! Working time: how much of it passes between two moments, and when so much of it has passed.

use chrono::{
    DateTime, Days, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;

use super::WorkingHours;

/// Hours of one working day, where somebody is given days to think.
pub const WORKING_DAY: TimeDelta = TimeDelta::hours(8);

/// Further ahead nobody's working time is looked for.
const HORIZON: TimeDelta = TimeDelta::days(400);

/// The moment at which somebody in `zone` has worked for `work` since `from`: `from` itself if that is
/// nothing. `None` if it is more than a year ahead, as for somebody who never works.
///
/// Right across changes of the clocks: an hour that the clocks repeat is worked twice, one that they
/// leave out is not worked, as [`WorkingHours::cover`] has it.
pub fn after_working(
    zone: Tz,
    hours: &WorkingHours,
    from: DateTime<Utc>,
    work: TimeDelta,
) -> Option<DateTime<Utc>> {
    let last = from.checked_add_signed(HORIZON)?;
    let (mut at, mut left) = (from, work);
    while left > TimeDelta::zero() {
        if at > last {
            return None;
        }
        let run = steady(zone, hours, at)?;
        if hours.cover(at, zone) {
            if run >= left {
                return at.checked_add_signed(left);
            }
            left -= run;
        }
        at = at.checked_add_signed(run)?;
    }
    Some(at)
}

/// How long somebody in `zone` works between two moments; nothing if the second is the earlier one. Of
/// more than a year, what is beyond it is left out.
pub fn working_between(
    zone: Tz,
    hours: &WorkingHours,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> TimeDelta {
    let to = from.checked_add_signed(HORIZON).map_or(to, |last| to.min(last));
    let (mut at, mut worked) = (from, TimeDelta::zero());
    while at < to {
        let Some(run) = steady(zone, hours, at) else { break };
        let run = run.min(to - at);
        if hours.cover(at, zone) {
            worked += run;
        }
        let Some(next) = at.checked_add_signed(run) else { break };
        at = next;
    }
    worked
}

/// How long, and longer than nothing, it certainly stays as it is at `at`: work or none. `None` if they
/// never work.
///
/// The wait is told by the clock on the wall, which is only right while that clock is not changed, so
/// a change on the way is approached in smaller steps. Clocks change at full minutes, and no zone
/// changes them twice within a day and back.
fn steady(zone: Tz, hours: &WorkingHours, at: DateTime<Utc>) -> Option<TimeDelta> {
    let offset_at =
        |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    let wait = next_change(hours, at.with_timezone(&zone).naive_local())?;
    let to_the_minute = TimeDelta::seconds(60 - i64::from(at.second()))
        - TimeDelta::nanoseconds(i64::from(at.nanosecond() % 1_000_000_000));
    let steps = [TimeDelta::days(1), TimeDelta::hours(1)].into_iter().map(|step| step.min(wait));
    let safe = steps.into_iter().find(|step| {
        at.checked_add_signed(*step).is_some_and(|end| offset_at(end) == offset_at(at))
    });
    Some(safe.unwrap_or(to_the_minute.min(wait)))
}

/// How long after `local`, by the clock on the wall, the next stretch begins or ends.
fn next_change(hours: &WorkingHours, local: NaiveDateTime) -> Option<TimeDelta> {
    let yesterday = local.date().pred_opt()?;
    let changes = (0..=9).filter_map(|days| {
        let date = yesterday.checked_add_days(Days::new(days))?;
        let stretch = hours.on(chrono::Datelike::weekday(&date))?;
        let ends_on = if stretch.crosses_midnight() { date.succ_opt()? } else { date };
        let times: [(_, NaiveTime); 2] = [(date, stretch.from()), (ends_on, stretch.to())];
        times
            .into_iter()
            .map(|(date, time)| date.and_time(time) - local)
            .filter(|it| !past(it))
            .min()
    });
    changes.min()
}

fn past(wait: &TimeDelta) -> bool {
    *wait <= TimeDelta::zero()
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use proptest::prelude::*;

    use super::super::{DAYS, Stretch, Week};
    use super::*;

    const ZONES: [Tz; 5] = [
        Tz::Europe__Berlin,
        Tz::America__New_York,
        Tz::Australia__Lord_Howe,
        Tz::Asia__Kathmandu,
        Tz::UTC,
    ];

    fn berlin(text: &str) -> DateTime<Utc> {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        Tz::Europe__Berlin.from_local_datetime(&local).earliest().unwrap().to_utc()
    }

    fn after(from: &str, hours: i64) -> String {
        let at = after_working(
            Tz::Europe__Berlin,
            &WorkingHours::default(),
            berlin(from),
            TimeDelta::hours(hours),
        );
        at.unwrap().with_timezone(&Tz::Europe__Berlin).format("%a %d %b %H:%M").to_string()
    }

    #[test]
    fn four_hours_of_work_may_take_a_weekend() {
        assert_eq!(after("2026-11-19 10:00", 4), "Thu 19 Nov 14:00");
        assert_eq!(after("2026-11-20 15:30", 4), "Mon 23 Nov 11:30");
        assert_eq!(after("2026-11-21 12:00", 4), "Mon 23 Nov 13:00");
        assert_eq!(after("2026-11-19 20:00", 16), "Mon 23 Nov 17:00");
        assert_eq!(after("2026-11-19 20:00", 0), "Thu 19 Nov 20:00");
    }

    #[test]
    fn an_hour_that_the_clocks_repeat_is_worked_twice_and_one_left_out_is_not() {
        let nights = WorkingHours::Daily(
            Stretch::new("22:00:00".parse().unwrap(), "06:00:00".parse().unwrap()).unwrap(),
        );
        let shift = |from: &str, to: &str| {
            working_between(Tz::Europe__Berlin, &nights, berlin(from), berlin(to)).num_hours()
        };
        // The night from Friday, which works, is never the one of a change: a week by hand, then.
        let night = Stretch::new("22:00:00".parse().unwrap(), "06:00:00".parse().unwrap()).unwrap();
        let week = WorkingHours::Weekly(Week { sat: Some(night), ..Week::default() });
        let of_week = |from: &str, to: &str| {
            working_between(Tz::Europe__Berlin, &week, berlin(from), berlin(to)).num_hours()
        };
        assert_eq!(shift("2026-11-19 12:00", "2026-11-20 12:00"), 8);
        assert_eq!(of_week("2026-10-24 12:00", "2026-10-25 12:00"), 9);
        assert_eq!(of_week("2026-03-28 12:00", "2026-03-29 12:00"), 7);
    }

    #[test]
    fn nobody_works_in_a_week_without_work() {
        let never = WorkingHours::Weekly(Week::default());
        let from = berlin("2026-11-19 10:00");
        assert_eq!(after_working(Tz::UTC, &never, from, TimeDelta::hours(1)), None);
        assert_eq!(
            working_between(Tz::UTC, &never, from, from + TimeDelta::days(9)),
            TimeDelta::zero()
        );
        assert_eq!(
            working_between(Tz::UTC, &WorkingHours::default(), from, from - TimeDelta::days(9)),
            TimeDelta::zero()
        );
    }

    prop_compose! {
        fn stretches()(
            days in proptest::collection::vec(
                proptest::option::of((0_u32..96, 1_u32..96)), 7)
        ) -> WorkingHours {
            let time = |quarter: u32| {
                NaiveTime::from_num_seconds_from_midnight_opt(quarter % 96 * 900, 0).unwrap()
            };
            let stretch = |it: Option<(u32, u32)>| {
                it.map(|(from, long)| Stretch::new(time(from), time(from + long)).unwrap())
            };
            let mut week = [None; 7];
            for (day, it) in week.iter_mut().zip(days) {
                *day = stretch(it);
            }
            // Somebody works at some time.
            week[0] = week[0].or(Some(Stretch::new(time(36), time(68)).unwrap()));
            assert_eq!(DAYS[0], Weekday::Mon);
            WorkingHours::Weekly(Week::of(week))
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn it_is_what_one_counts_minute_by_minute(
            hours in stretches(),
            zone in proptest::sample::select(ZONES.to_vec()),
            // Around the changes of the clocks in 2026, and any other time.
            day in prop_oneof![86_i64..90, 296_i64..300, 302_i64..306, 65_i64..69, 0_i64..365],
            minute in 0_i64..1_440,
            work in 0_i64..2_400,
        ) {
            let start: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
            let from = start + TimeDelta::days(day) + TimeDelta::minutes(minute);
            let due = after_working(zone, &hours, from, TimeDelta::minutes(work)).unwrap();
            let (mut at, mut left) = (from, work);
            while left > 0 {
                left -= i64::from(hours.cover(at, zone));
                at += TimeDelta::minutes(1);
            }
            prop_assert_eq!(due, at);
            prop_assert_eq!(working_between(zone, &hours, from, due), TimeDelta::minutes(work));
        }

        #[test]
        fn seconds_count_as_well(hours in stretches(), seconds in 0_i64..90_000, work in 1_i64..9_000) {
            let start: DateTime<Utc> = "2026-10-24T12:00:00Z".parse().unwrap();
            let from = start + TimeDelta::seconds(seconds);
            let work = TimeDelta::seconds(work);
            let due = after_working(Tz::Europe__Berlin, &hours, from, work).unwrap();
            prop_assert_eq!(working_between(Tz::Europe__Berlin, &hours, from, due), work);
            prop_assert!(hours.cover(due - TimeDelta::seconds(1), Tz::Europe__Berlin));
        }
    }
}
