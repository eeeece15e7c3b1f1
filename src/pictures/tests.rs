//! What every picture keeps to.

use std::fmt::Write as _;

use chrono::{NaiveDate, TimeDelta};

use super::*;
use crate::domain::locale::Locale;
use crate::domain::ties::{Strength, Team, Tie, Ties};

const ENGLISH: Locale = Locale::English;

fn few_ties() -> Ties {
    let teams = ["Platform & web", "営業部", "Design"];
    let tie = |one, other, strength| Tie { teams: (one, other), strength };
    Ties {
        teams: teams.map(|name| Team::Named(name.to_owned())).to_vec(),
        ties: vec![tie(0, 1, Strength::Many), tie(0, 2, Strength::Some), tie(1, 2, Strength::Some)],
    }
}

/// Twelve teams, and each had coffee with each.
fn all_ties() -> Ties {
    let mut teams: Vec<Team> =
        (1..12).map(|at| Team::Named(format!("Customer success of region {at}"))).collect();
    teams.push(Team::Others);
    let steps = [Strength::Some, Strength::Many, Strength::Most];
    let ties = (0..12).flat_map(|one| {
        (one + 1..12)
            .map(move |other| Tie { teams: (one, other), strength: steps[(one + other) % 3] })
    });
    Ties { teams, ties: ties.collect() }
}

fn quarter() -> Vec<Week> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let asked = [3, 5, 2, 0, 8, 6, 9, 4, 12, 7, 10, 5, 1];
    let week = |(at, asked): (i64, u32)| {
        let answered = asked.saturating_sub(u32::try_from(at % 3).unwrap());
        Week { begins: first + TimeDelta::weeks(at), asked, answered }
    };
    (0..).zip(asked).map(week).collect()
}

fn worth() -> Worth {
    let of = |stories, counted, low, likely, high| Amounts { stories, counted, low, likely, high };
    Worth {
        measure: None,
        claimed: of(Some(14), 250, 600, 1_900, 4_200),
        confirmed: of(Some(7), 240, 380, 900, 1_700),
        evidenced: of(None, 0, 0, 0, 0),
        coverage: (Some(31), 120),
    }
}

fn all() -> Vec<Picture> {
    let made = [
        ties(ENGLISH, &few_ties()),
        ties(ENGLISH, &all_ties()),
        weeks(ENGLISH, &quarter()),
        value(ENGLISH, &worth()),
    ];
    made.into_iter().flatten().collect()
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let pictures = all();
    assert_eq!(pictures.len(), 4);
    assert_eq!(pictures, all());
}

#[test]
fn every_picture_is_small_and_of_one_size() {
    for Picture { png, svg, alt, .. } in all() {
        assert!(png.len() < 200_000, "{} bytes: {alt}", png.len());
        assert!(svg.len() < 200_000, "{} bytes: {alt}", svg.len());
        assert!(alt.chars().count() <= 1_900);
        let info = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        assert_eq!(info.info().size(), SIZE);
    }
}

/// What is written is shapes: a font of the machine's own would look different on another one.
#[test]
fn an_svg_needs_no_font_and_says_what_it_is() {
    for Picture { svg, .. } in all() {
        assert!(!svg.contains("<text") && !svg.contains("font-family"));
        assert!(svg.contains("role=\"img\"") && svg.contains("<title>") && svg.contains("<desc>"));
        let again = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default());
        assert!(again.is_ok());
    }
}

#[test]
fn without_data_there_is_no_picture() {
    assert_eq!(ties(ENGLISH, &Ties { teams: Vec::new(), ties: Vec::new() }), None);
    let lost = Tie { teams: (0, 7), strength: Strength::Some };
    assert_eq!(ties(ENGLISH, &Ties { ties: vec![lost], ..few_ties() }), None);
    assert_eq!(weeks(ENGLISH, &[]), None);
    let quiet: Vec<Week> = quarter().iter().map(|week| Week { asked: 0, ..*week }).collect();
    assert_eq!(weeks(ENGLISH, &quiet), None);
    assert_eq!(value(ENGLISH, &Worth::default()), None);
}

#[test]
fn whoever_does_not_see_a_picture_is_told_it() {
    let ties = ties(ENGLISH, &few_ties()).unwrap();
    assert_eq!(
        ties.alt,
        "Coffee ties between 3 teams, with how many people of each team met. Platform & web and \
         営業部: 10 or more; Platform & web and Design: 5 or more; 営業部 and Design: 5 or more."
    );
    assert_eq!(ties.key.as_deref(), Some("Team 2: 営業部"), "its letters cannot be drawn");
    assert!(ties.svg.contains("Platform &amp; web"));
    let weeks = weeks(ENGLISH, &quarter()).unwrap();
    assert!(!weeks.alt.contains("5 January"), "only the last twelve: {}", weeks.alt);
    assert!(weeks.alt.starts_with("57 of 69 questions answered. "), "{}", weeks.alt);
    assert!(weeks.alt.contains("12 January, 4 of 5; 19 January, 0 of 2; "), "{}", weeks.alt);
    let value = value(ENGLISH, &worth()).unwrap();
    insta::assert_snapshot!(value.alt, @"Value of stories (time saved); 31 of 120 accepted answers have an estimate. Claimed, 14 stories: 4.2 h counted (low 10 h, likely 32 h, high 70 h); Confirmed, 7 stories: 4 h counted (low 6.3 h, likely 15 h, high 28 h); Evidenced: fewer than five people. From low to high, likely marked. Nothing is added or extrapolated.");
}

#[test]
fn odd_numbers_are_drawn_too() {
    let odd = Amounts { stories: Some(u32::MAX), counted: 7, low: u64::MAX, likely: 0, high: 1 };
    let some = Worth { measure: Some("チケット".to_owned()), claimed: odd, ..Worth::default() };
    let drawn = value(ENGLISH, &some).unwrap();
    assert!(drawn.alt.contains("(チケット)"), "{}", drawn.alt);
    assert_eq!(drawn.key.as_deref(), Some("Counted: チケット"));
    assert!(value(ENGLISH, &Worth { measure: None, ..some }).is_some());
    let most = Week { asked: u32::MAX, answered: u32::MAX, ..quarter()[0] };
    let less = Week { asked: 1, answered: 7, ..quarter()[1] };
    let drawn = weeks(ENGLISH, &[most, less]).unwrap();
    assert!(drawn.alt.contains("1 of 1"), "{}", drawn.alt);
    let mut long = String::new();
    for _ in 0..5_000 {
        write!(long, "<&>\u{202e}é ").unwrap();
    }
    let Ties { mut teams, ties: links } = few_ties();
    teams[0] = Team::Named(long);
    let picture = ties(ENGLISH, &Ties { teams, ties: links }).unwrap();
    assert!(picture.alt.ends_with('…') && picture.alt.chars().count() <= 1_900);
}
