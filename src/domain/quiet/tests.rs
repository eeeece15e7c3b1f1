use chrono::{Datelike, Days, NaiveTime, Timelike};
use chrono_tz::{
    America::{New_York, Sao_Paulo},
    Asia::{Kolkata, Tokyo},
    Australia::Lord_Howe,
    Europe::Berlin,
    Pacific::Apia,
};
use proptest::prelude::*;

use super::*;
use crate::domain::hours::{Stretch, Week as Hours};

/// Hours by weekday, Monday first.
fn weekly(days: [Option<(NaiveTime, NaiveTime)>; 7]) -> WorkingHours {
    let stretch = |(from, to)| Stretch::new(from, to).unwrap();
    WorkingHours::Weekly(Hours::of(days.map(|day| day.map(stretch))))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

const THREE: Budget = Budget { per_week: 3, only_coffee: false };

#[test]
fn a_free_week_has_room() {
    assert_eq!(THREE.room_on(day("2026-11-25"), &[]), Room::Free);
}

#[test]
fn a_day_has_room_for_one() {
    assert_eq!(THREE.room_on(day("2026-11-25"), &[day("2026-11-25")]), Room::Taken);
}

#[test]
fn a_week_is_any_seven_days_before_or_after() {
    let claimed = ["2026-11-23", "2026-11-24", "2026-11-26"].map(day);
    assert_eq!(THREE.room_on(day("2026-11-25"), &claimed), Room::Taken);
    assert_eq!(THREE.room_on(day("2026-11-29"), &claimed), Room::Taken);
    assert_eq!(THREE.room_on(day("2026-11-30"), &claimed), Room::Free);
    assert_eq!(THREE.room_on(day("2026-11-20"), &claimed), Room::Taken);
    assert_eq!(THREE.room_on(day("2026-11-19"), &claimed), Room::Free);
}

#[test]
fn only_my_coffee_leaves_reminders_out() {
    assert!(THREE.takes_follow_ups());
    assert!(!Budget::only_coffee().takes_follow_ups());
    assert_eq!(Budget::only_coffee().room_on(day("2026-11-25"), &[]), Room::Free);
}

#[test]
fn who_wants_nothing_gets_nothing() {
    assert_eq!(
        Budget { per_week: 0, only_coffee: false }.room_on(day("2026-11-25"), &[]),
        Room::Taken
    );
}

proptest! {
    #[test]
    fn claims_made_with_room_never_break_the_promise(
        per_week in 0_u8..6,
        wishes in proptest::collection::vec(0_u64..40, 0..60),
    ) {
        let budget = Budget { per_week, only_coffee: false };
        let mut claimed = Vec::new();
        for wish in wishes {
            let day = day("2026-11-01") + Days::new(wish);
            if budget.room_on(day, &claimed) == Room::Free {
                claimed.push(day);
            }
        }
        for start in 0..40 {
            let week = (start..start + 7).map(|days| day("2026-11-01") + Days::new(days));
            let messages: usize =
                week.map(|day| claimed.iter().filter(|claim| **claim == day).count()).sum();
            prop_assert!(messages <= usize::from(per_week));
        }
    }
}

#[test]
fn office_hours_begin_on_the_minute_and_end_before_it() {
    let hours = WorkingHours::default();
    assert!(!hours.cover(at("2026-11-23T07:59:59Z"), Berlin));
    assert!(hours.cover(at("2026-11-23T08:00:00Z"), Berlin));
    assert!(hours.cover(at("2026-11-23T15:59:59Z"), Berlin));
    assert!(!hours.cover(at("2026-11-23T16:00:00Z"), Berlin));
    assert!(!hours.cover(at("2026-11-22T12:00:00Z"), Berlin), "a Sunday");
}

#[test]
fn a_night_shift_lasts_into_the_next_morning() {
    let mut days = [None; 7];
    days[4] = Some((time("22:00:00"), time("06:00:00")));
    let fridays = weekly(days);
    assert!(fridays.cover(at("2026-11-27T22:00:00Z"), Tz::UTC));
    assert!(fridays.cover(at("2026-11-28T05:59:00Z"), Tz::UTC));
    assert!(!fridays.cover(at("2026-11-28T06:00:00Z"), Tz::UTC));
    assert!(!fridays.cover(at("2026-11-27T05:00:00Z"), Tz::UTC), "the morning before");
}

#[test]
fn the_first_common_minute_is_when_the_last_one_starts() {
    let hours = WorkingHours::default();
    let people = [(Berlin, &hours), (New_York, &hours)];
    let found = first_common_minute(&people, at("2026-11-20T20:00:00Z"), Duration::days(7));
    assert_eq!(found, Some(at("2026-11-23T14:00:00Z")));
}

#[test]
fn an_hour_when_all_work_already_is_now_to_the_full_minute() {
    let hours = WorkingHours::default();
    let people = [(Berlin, &hours)];
    let find = |from| first_common_minute(&people, at(from), Duration::hours(1));
    assert_eq!(find("2026-11-23T09:30:00Z"), Some(at("2026-11-23T09:30:00Z")));
    assert_eq!(find("2026-11-23T09:30:01Z"), Some(at("2026-11-23T09:31:00Z")));
}

#[test]
fn hours_that_never_meet_have_no_common_minute() {
    let hours = WorkingHours::default();
    let people = [(Tokyo, &hours), (New_York, &hours)];
    assert_eq!(first_common_minute(&people, at("2026-11-20T20:00:00Z"), Duration::days(30)), None);
    let never = weekly([None; 7]);
    let people = [(Tokyo, &hours), (Tokyo, &never)];
    assert_eq!(first_common_minute(&people, at("2026-11-20T20:00:00Z"), Duration::days(30)), None);
}

#[test]
fn the_end_of_the_horizon_still_counts() {
    let hours = WorkingHours::default();
    let people = [(Berlin, &hours)];
    let find = |horizon| first_common_minute(&people, at("2026-11-23T07:00:00Z"), horizon);
    assert_eq!(find(Duration::hours(1)), Some(at("2026-11-23T08:00:00Z")));
    assert_eq!(find(Duration::minutes(59)), None);
}

#[test]
fn nobody_to_ask_is_always_there() {
    let from = at("2026-11-23T07:00:00Z");
    assert_eq!(first_common_minute(&[], from, Duration::zero()), Some(from));
}

#[test]
fn the_morning_after_the_clocks_changed_is_right() {
    let all_week = weekly([Some((time("09:00:00"), time("17:00:00"))); 7]);
    let people = [(Berlin, &all_week)];
    let find = |from| first_common_minute(&people, at(from), Duration::days(2));
    assert_eq!(find("2026-03-28T16:00:00Z"), Some(at("2026-03-29T07:00:00Z")));
    assert_eq!(find("2026-10-24T15:00:00Z"), Some(at("2026-10-25T08:00:00Z")));
}

/// Minutes of the day from which and until which somebody works, Monday first.
type Week = [Option<(u32, u32)>; 7];

/// Told by minutes of the week, and minute by minute: shares nothing with the rule but the zone.
fn slowly(
    people: &[(Tz, Week)],
    from: DateTime<Utc>,
    horizon_minutes: i64,
) -> Option<DateTime<Utc>> {
    const WEEK: u32 = 7 * 1440;
    let works = |zone: Tz, hours: &Week, at: DateTime<Utc>| {
        let local = at.with_timezone(&zone);
        let now =
            local.weekday().num_days_from_monday() * 1440 + local.hour() * 60 + local.minute();
        (0_u32..).zip(hours).any(|(day, stretch)| {
            stretch.is_some_and(|(start, end)| {
                let length = if end > start { end - start } else { end + 1440 - start };
                (now + WEEK - (day * 1440 + start)) % WEEK < length
            })
        })
    };
    (0..=horizon_minutes)
        .map(|minutes| from + Duration::minutes(minutes))
        .find(|at| people.iter().all(|(zone, hours)| works(*zone, hours, *at)))
}

fn any_hours() -> impl Strategy<Value = Week> {
    let minute = prop_oneof![(0_u32..24).prop_map(|hour| hour * 60), 0_u32..1440];
    let stretch = (minute.clone(), minute).prop_filter("never empty", |(from, to)| from != to);
    proptest::array::uniform7(proptest::option::weighted(0.7, stretch))
}

fn any_zone() -> impl Strategy<Value = Tz> {
    prop_oneof![
        proptest::sample::select(vec![
            Berlin, New_York, Sao_Paulo, Kolkata, Tokyo, Lord_Howe, Apia
        ]),
        proptest::sample::select(&chrono_tz::TZ_VARIANTS[..]),
    ]
}

fn any_start() -> impl Strategy<Value = DateTime<Utc>> {
    // Near changes of the clocks in Europe, America and Lord Howe, the day that Samoa skipped, or
    // anywhere in 20 years.
    let near = proptest::sample::select(vec![
        "2026-03-28T12:00:00Z",
        "2026-10-24T12:00:00Z",
        "2026-03-07T20:00:00Z",
        "2026-10-31T20:00:00Z",
        "2026-04-04T03:00:00Z",
        "2026-10-03T03:00:00Z",
        "2011-12-29T12:00:00Z",
    ]);
    prop_oneof![
        (near, 0_i64..1440).prop_map(|(near, minutes)| at(near) + Duration::minutes(minutes)),
        (0_i64..20 * 525_600)
            .prop_map(|minutes| at("2008-01-01T00:00:00Z") + Duration::minutes(minutes)),
    ]
}

proptest! {
    #[test]
    fn jumping_finds_what_every_minute_finds(
        people in proptest::collection::vec((any_zone(), any_hours()), 1..4),
        from in any_start(),
        horizon in 0_i64..4320,
    ) {
        let clock = |minute: u32| NaiveTime::MIN + Duration::minutes(i64::from(minute));
        let hours: Vec<(Tz, WorkingHours)> = people
            .iter()
            .map(|(zone, week)| {
                let week = week.map(|day| day.map(|(start, end)| (clock(start), clock(end))));
                (*zone, weekly(week))
            })
            .collect();
        let asked: Vec<(Tz, &WorkingHours)> =
            hours.iter().map(|(zone, hours)| (*zone, hours)).collect();
        prop_assert_eq!(
            first_common_minute(&asked, from, Duration::minutes(horizon)),
            slowly(&people, from, horizon)
        );
    }
}
