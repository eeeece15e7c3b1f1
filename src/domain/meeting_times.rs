//! Times that suit all of a group: half hours within everybody's working hours, on different days,
//! and not over lunch.

use chrono::{DateTime, Datelike, Days, DurationRound, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

use super::hours::WorkingHours;
use super::meeting::LASTS;

/// How many times are offered.
pub const TIMES: usize = 3;

/// Times are looked for on so many days at most.
const DAYS: i64 = 21;

/// Nobody is offered a time that begins sooner: it has to be read and agreed upon first.
const NOTICE: TimeDelta = TimeDelta::hours(2);

/// Two times of one day are so far apart at least.
const APART: TimeDelta = TimeDelta::hours(2);

/// What each of the three should be near, in minutes of everybody's day: two afternoons and a morning
/// suit most people better than three of a kind.
const NEAR: [i64; TIMES] = [14 * 60, 10 * 60 + 30, 15 * 60];

/// Lunch, in minutes of a day: no coffee then, unless there is no other time.
const LUNCH: std::ops::Range<i64> = 11 * 60 + 31..13 * 60;

/// What a time at lunch weighs against one that is off by as many minutes.
const AT_LUNCH: i64 = 24 * 60;

/// At most [`TIMES`] half hours from `from` to `until` in which everybody works, the earliest first: on
/// different days while there are any. None where nobody's hours meet. The order of people changes
/// nothing but whose calendar tells the days apart: it is the first one's.
pub fn times_for_all(
    people: &[(Tz, WorkingHours)],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<DateTime<Utc>> {
    let slots = common_half_hours(people, from, until);
    let Some((zone, _)) = people.first() else { return Vec::new() };
    let day = |at: &DateTime<Utc>| at.with_timezone(zone).date_naive();
    let mut chosen: Vec<DateTime<Utc>> = Vec::new();
    for near in NEAR {
        let apart = |at: &DateTime<Utc>| !chosen.iter().any(|other| (*other - *at).abs() < APART);
        let fresh =
            |at: &DateTime<Utc>| apart(at) && !chosen.iter().any(|other| day(other) == day(at));
        let next_day: Option<NaiveDate> = slots
            .iter()
            .filter(|at| fresh(at) && discomfort(people, **at, near) < AT_LUNCH)
            .chain(slots.iter().filter(|at| fresh(at)))
            .map(day)
            .next();
        let among =
            slots.iter().filter(|at| apart(at) && next_day.is_none_or(|next| day(at) == next));
        let best = among.min_by_key(|at| (discomfort(people, **at, near), **at));
        chosen.extend(best);
    }
    chosen.sort_unstable();
    chosen
}

/// Every half hour, on the half hour, in which all of them work.
fn common_half_hours(
    people: &[(Tz, WorkingHours)],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<DateTime<Utc>> {
    let Ok(first) = (from + NOTICE).duration_round_up(LASTS) else { return Vec::new() };
    let last = until.min(from + TimeDelta::days(DAYS));
    std::iter::successors(Some(first), |at| at.checked_add_signed(LASTS))
        .take_while(|at| *at + LASTS <= last)
        .filter(|at| {
            let end = *at + LASTS - TimeDelta::minutes(1);
            people.iter().all(|(zone, hours)| works(hours, *zone, *at) && works(hours, *zone, end))
        })
        .collect()
}

/// Whether somebody works at that minute, by the clock on their wall. A stretch may cross midnight.
fn works(hours: &WorkingHours, zone: Tz, at: DateTime<Utc>) -> bool {
    let local = at.with_timezone(&zone).naive_local();
    let (date, time) = (local.date(), local.time());
    let today = hours.on(date.weekday()).is_some_and(|stretch| {
        let (start, end) = (stretch.from(), stretch.to());
        start <= time && (start > end || time < end)
    });
    let yesterday = date.checked_sub_days(Days::new(1)).and_then(|it| hours.on(it.weekday()));
    let since_yesterday = yesterday.is_some_and(|stretch| {
        let (start, end) = (stretch.from(), stretch.to());
        start > end && time < end
    });
    today || since_yesterday
}

/// How far a time is from where it should be on everybody's wall, in minutes; lunch weighs most.
fn discomfort(people: &[(Tz, WorkingHours)], at: DateTime<Utc>, near: i64) -> i64 {
    people
        .iter()
        .map(|(zone, _)| {
            let local = at.with_timezone(zone);
            let minute = i64::from(local.hour() * 60 + local.minute());
            (minute - near).abs() + if LUNCH.contains(&minute) { AT_LUNCH } else { 0 }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-{text}:00Z").parse().unwrap()
    }

    fn office(zone: Tz) -> (Tz, WorkingHours) {
        (zone, WorkingHours::default())
    }

    fn told(zone: Tz, times: &[DateTime<Utc>]) -> Vec<String> {
        times.iter().map(|at| at.with_timezone(&zone).format("%a %H:%M").to_string()).collect()
    }

    #[test]
    fn three_days_two_afternoons_and_a_morning() {
        let people = [office(Tz::Europe__Berlin), office(Tz::Africa__Lagos)];
        let times = times_for_all(&people, at("11-23T09:00"), at("11-27T16:00"));
        assert_eq!(told(Tz::Europe__Berlin, &times), ["Mon 14:00", "Tue 10:30", "Wed 15:00"]);
    }

    #[test]
    fn far_apart_there_is_only_the_edge_of_the_day() {
        // Seven hours: sixteen to seventeen in Berlin is ten to eleven in New York, less an hour.
        let people = [office(Tz::Europe__Berlin), office(Tz::America__New_York)];
        let times = times_for_all(&people, at("11-23T08:00"), at("11-27T16:00"));
        assert_eq!(told(Tz::Europe__Berlin, &times), ["Mon 15:00", "Tue 15:00", "Wed 15:00"]);
    }

    #[test]
    fn nobody_in_common_is_no_time() {
        let people = [office(Tz::Europe__Berlin), office(Tz::Pacific__Auckland)];
        assert!(times_for_all(&people, at("11-23T08:00"), at("12-04T16:00")).is_empty());
        assert!(times_for_all(&[], at("11-23T08:00"), at("12-04T16:00")).is_empty());
    }

    #[test]
    fn on_one_day_they_are_hours_apart_and_lunch_comes_last() {
        let people = [office(Tz::Europe__Berlin)];
        let friday = times_for_all(&people, at("11-27T06:30"), at("11-27T16:00"));
        assert_eq!(told(Tz::Europe__Berlin, &friday), ["Fri 10:30", "Fri 14:00", "Fri 16:00"]);
        let lunch: WorkingHours = serde_json::from_value(json!(["12:00", "13:00"])).unwrap();
        let people = [(Tz::Europe__Berlin, lunch), office(Tz::Europe__Berlin)];
        let times = times_for_all(&people, at("11-23T08:00"), at("11-24T16:00"));
        assert_eq!(told(Tz::Europe__Berlin, &times), ["Mon 12:30", "Tue 12:00"]);
    }

    #[test]
    fn shifts_cross_midnight() {
        let night: WorkingHours = serde_json::from_value(json!(["22:00", "06:00"])).unwrap();
        let people = [(Tz::UTC, night.clone()), (Tz::UTC, night)];
        let times = times_for_all(&people, at("11-27T20:00"), at("11-29T20:00"));
        assert!(!times.is_empty());
        for time in &times {
            assert!(!(6..22).contains(&time.hour()), "{time}");
            assert!(*time < at("11-28T06:00"), "no shift begins on Saturday: {time}");
        }
    }

    proptest! {
        #[test]
        fn every_time_suits_everybody(
            zones in proptest::collection::vec(0_usize..6, 1..5),
            starts in proptest::collection::vec((0_u32..24, 1_u32..23), 5),
            from in 0_i64..600,
            days in 0_i64..30,
        ) {
            let all = [Tz::UTC, Tz::Europe__Berlin, Tz::Asia__Kolkata, Tz::America__New_York,
                Tz::Asia__Kathmandu, Tz::Pacific__Auckland];
            let people: Vec<(Tz, WorkingHours)> = zones.iter().zip(&starts).map(|(zone, (start, long))| {
                let end = (start + long) % 24;
                let hours = json!([format!("{start:02}:00"), format!("{end:02}:00")]);
                (all[*zone], serde_json::from_value(hours).unwrap())
            }).collect();
            let from = Utc.with_ymd_and_hms(2026, 3, 16, 0, 0, 0).unwrap() + TimeDelta::minutes(from * 17);
            let until = from + TimeDelta::days(days);
            let times = times_for_all(&people, from, until);
            prop_assert!(times.len() <= TIMES);
            prop_assert!(times.windows(2).all(|two| two[0] + APART <= two[1]), "{times:?}");
            for time in times {
                prop_assert!(time >= from + NOTICE && time + LASTS <= until);
                for minute in 0..30 {
                    let minute = time + TimeDelta::minutes(minute);
                    for (zone, hours) in &people {
                        prop_assert!(works(hours, *zone, minute), "{minute} {zone}");
                    }
                }
            }
        }
    }
}
