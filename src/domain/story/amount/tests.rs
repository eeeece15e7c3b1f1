//! What people type, and how it is read.

use proptest::prelude::*;

use super::*;

fn minutes(text: &str) -> Result<u32, Problem> {
    let it = amount(text)?;
    assert_eq!(it.measure, None, "{text}");
    Ok(it.number)
}

#[test]
fn time_is_read_as_people_write_it() {
    let table = [
        ("10 hours", 600),
        ("2 days", 960),
        ("30 min", 30),
        ("about 2h30", 150),
        ("2h 30m", 150),
        ("~1.5 h", 90),
        ("1,5 hours", 90),
        ("half a day", 240),
        ("half an hour", 30),
        ("an hour and a half", 90),
        ("1 hour and 30 minutes", 90),
        ("a couple of days", 960),
        ("an afternoon", 240),
        ("A week!", 2_400),
        ("two months", 19_200),
        ("1,000 minutes", 1_000),
        ("at least three hours", 180),
        ("1 ½ hours", 90),
        ("a day and an hour", 540),
        ("1 week 2 days", 3_360),
        ("two and a half hours", 150),
    ];
    for (text, expected) in table {
        assert_eq!(minutes(text), Ok(expected), "{text}");
    }
}

#[test]
fn whatever_else_is_counted_has_a_name() {
    let tickets = |number| Amount { number, measure: Some("tickets".to_owned()) };
    assert_eq!(amount("3 tickets"), Ok(tickets(3)));
    assert_eq!(amount("a ticket"), Ok(tickets(1)));
    assert_eq!(amount("12 support calls").unwrap().measure.as_deref(), Some("support calls"));
}

#[test]
fn what_nobody_can_mean_is_said_at_the_field() {
    let table = [
        ("-3 hours", Problem::Negative),
        ("minus 3 hours", Problem::Negative),
        ("10", Problem::NoUnit),
        ("999999999999999999 hours", Problem::TooMuch),
        ("20000 days", Problem::TooMuch),
        ("a lot", Problem::Unclear),
        ("hours", Problem::Unclear),
        ("<!channel>", Problem::Unclear),
        ("3 <@U1>", Problem::Unclear),
        // So much each week is no sum: nobody knows of how many.
        ("2 hours a week", Problem::Unclear),
        ("30 min a day", Problem::Unclear),
        ("an hour an hour", Problem::Unclear),
        ("2 hours half a day", Problem::Unclear),
        ("", Problem::Unclear),
    ];
    for (text, problem) in table {
        let read = amount(text);
        let fits =
            read == Err(problem) || (text == "a lot" && read.is_ok_and(|it| it.measure.is_some()));
        assert!(fits, "{text}");
    }
    assert_eq!(saved("2 to 3 hours a week"), Err(Problem::Unclear));
    assert_eq!(saved("0 hours"), Err(Problem::NotLess));
    assert_eq!(saved("10 minutes → 10 hours"), Err(Problem::NotLess));
    assert_eq!(saved("3 tickets instead of 2 days"), Err(Problem::Mixed));
}

#[test]
fn before_and_after_come_in_either_order() {
    for text in [
        "10 minutes instead of 10 hours",
        "10 hours → 10 minutes",
        "from 10 hours to 10 minutes",
        "10 hours down to 10 min",
        "10 hours to 10 minutes",
    ] {
        let it = saved(text).unwrap();
        assert_eq!((it.before, it.after, it.likely), (Some(600), Some(10), 590), "{text}");
    }
}

#[test]
fn a_range_keeps_both_ends() {
    for text in ["2 to 3 days", "2-3 days", "2 – 3 days", "2 days to 3 days"] {
        let it = saved(text).unwrap();
        assert_eq!((it.low, it.likely, it.high), (960, 1_200, 1_440), "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_refused_within_bounds(text in "\\PC{0,60}") {
        if let Ok(it) = saved(&text) {
            prop_assert!(it.low <= it.likely && it.likely <= it.high && it.high <= MOST);
            prop_assert!(it.high > 0);
        }
    }

    #[test]
    fn hours_and_minutes_are_exact(hours in 0..1_000u32, minutes in 0..60u32) {
        let it = amount(&format!("{hours} h {minutes} min")).unwrap();
        prop_assert_eq!(it.number, hours * 60 + minutes);
    }
}
