use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// On Wednesday, 25 November 2026.
fn pause(words: &str) -> Result<Pause, PauseProblem> {
    parse_pause(words, day("2026-11-25"))
}

#[track_caller]
fn until(words: &str, date: &str) {
    assert_eq!(pause(words), Ok(Pause::Until(day(date))), "{words}");
}

#[test]
fn dates_are_written_in_many_ways() {
    for words in [
        "2026-12-24",
        "until 2026-12-24",
        "24 Dec",
        "24 December",
        "Dec 24",
        "until Dec. 24th",
        "24th of December",
        "December 24, 2026",
        "24 dec 2026",
        "24th of December 2026",
        "24.12.",
        "24.12",
        "24.12.2026",
        "  UNTIL   24 DEC!  ",
        "until the 24th of december",
        "“24 Dec”",
    ] {
        until(words, "2026-12-24");
    }
}

#[test]
fn a_date_without_a_year_is_the_next_one() {
    until("12 Jan", "2027-01-12");
    until("Jan 12", "2027-01-12");
    until("until 26 Nov", "2026-11-26");
    until("24 Nov", "2027-11-24");
    until("5 Sept", "2027-09-05");
}

#[test]
fn days_have_names() {
    until("tomorrow", "2026-11-26");
    until("monday", "2026-11-30");
    until("next monday", "2026-11-30");
    until("until Fri", "2026-11-27");
    until("next wednesday", "2026-12-02");
    until("next week", "2026-11-30");
    until("next month", "2026-12-01");
}

#[test]
fn times_are_counted_from_today() {
    until("2 weeks", "2026-12-09");
    until("for two weeks", "2026-12-09");
    until("a week", "2026-12-02");
    until("for a week", "2026-12-02");
    until("10 days", "2026-12-05");
    until("a month", "2026-12-25");
    until("3 months", "2027-02-25");
    until("one year", "2027-11-25");
    until("52 weeks", "2027-11-24");
}

#[test]
fn rounds_are_counted() {
    assert_eq!(pause("3 rounds"), Ok(Pause::Rounds(3)));
    assert_eq!(pause("for three rounds"), Ok(Pause::Rounds(3)));
    assert_eq!(pause("a round"), Ok(Pause::Rounds(1)));
    assert_eq!(pause("next round"), Ok(Pause::Rounds(1)));
    assert_eq!(pause("the next round"), Ok(Pause::Rounds(1)));
    assert_eq!(pause("26 rounds"), Ok(Pause::Rounds(26)));
    assert_eq!(pause("27 rounds"), Err(PauseProblem::Rounds));
    assert_eq!(pause("0 rounds"), Err(PauseProblem::Rounds));
    assert_eq!(pause("99999999999999999999 rounds"), Err(PauseProblem::Rounds));
}

#[test]
fn a_pause_is_ahead_and_a_year_at_most() {
    assert_eq!(pause("2026-11-25"), Err(PauseProblem::Past(day("2026-11-25"))));
    assert_eq!(pause("25 Nov"), Err(PauseProblem::Past(day("2026-11-25"))));
    assert_eq!(pause("2020-01-01"), Err(PauseProblem::Past(day("2020-01-01"))));
    assert_eq!(pause("0 days"), Err(PauseProblem::Unclear));
    until("2027-11-25", "2027-11-25");
    assert_eq!(pause("2027-11-26"), Err(PauseProblem::TooFar));
    assert_eq!(pause("53 weeks"), Err(PauseProblem::TooFar));
    assert_eq!(pause("99999999999999999999 weeks"), Err(PauseProblem::TooFar));
    assert_eq!(pause("4000000000 months"), Err(PauseProblem::TooFar));
}

#[test]
fn days_that_do_not_exist_are_not_moved() {
    assert_eq!(pause("30 Feb"), Err(PauseProblem::NoSuchDay));
    assert_eq!(pause("2027-02-29"), Err(PauseProblem::NoSuchDay));
    assert_eq!(pause("29 Feb"), Err(PauseProblem::NoSuchDay));
    assert_eq!(pause("31.11."), Err(PauseProblem::NoSuchDay));
}

#[test]
fn what_is_unclear_is_not_guessed() {
    assert_eq!(pause(""), Err(PauseProblem::Missing));
    assert_eq!(pause("until"), Err(PauseProblem::Missing));
    for words in
        ["a while", "12/1", "12", "3", "soon", "some weeks", "24", "dec", "1-2", "x rounds"]
    {
        assert_eq!(pause(words), Err(PauseProblem::Unclear), "{words}");
    }
}

const COFFEE: [&str; 12] = [
    "join", "leave", "pause", "resume", "skip", "now", "history", "why", "setup", "preview", "run",
    "help",
];

#[test]
fn a_slip_of_the_fingers_finds_its_word() {
    for (typed, meant) in [
        ("leev", "leave"),
        ("jion", "join"),
        ("JOIN", "join"),
        ("pasue", "pause"),
        ("skp", "skip"),
        ("histroy", "history"),
        ("hist", "history"),
        ("prev", "preview"),
        ("hlep", "help"),
        ("set-up", "setup"),
    ] {
        assert_eq!(nearest(typed, &COFFEE), Some(meant), "{typed}");
    }
}

#[test]
fn something_else_altogether_is_nothing() {
    for typed in ["", " ", "x", "zzzz", "coffee please", "qwertyuiop", "ok", "😀"] {
        assert_eq!(nearest(typed, &COFFEE), None, "{typed}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_gets_an_answer(words in "\\PC{0,40}") {
        match pause(&words) {
            Ok(Pause::Until(date)) => prop_assert!(date > day("2026-11-25")),
            Ok(Pause::Rounds(rounds)) => prop_assert!((1..=MOST_ROUNDS).contains(&rounds)),
            Ok(Pause::None | Pause::UntilBack) => prop_assert!(false, "none that was typed"),
            Err(_) => {}
        }
        let _ = nearest(&words, &COFFEE);
    }

    #[test]
    fn every_date_of_the_coming_year_can_be_written(days in 1_u64..365) {
        let date = day("2026-11-25") + Days::new(days);
        for form in ["%Y-%m-%d", "%d %b", "%B %-d", "%-d.%-m.", "%-d %B %Y", "%d.%m.%Y"] {
            prop_assert_eq!(pause(&date.format(form).to_string()), Ok(Pause::Until(date)));
        }
    }
}
