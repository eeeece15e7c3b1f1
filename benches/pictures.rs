//! How long a picture takes, and how large it is: `cargo bench --bench pictures`. To be looked at, with
//! a folder for them: `cargo bench --bench pictures -- folder`.

#![expect(clippy::expect_used, reason = "a bench that cannot measure has nothing else to say")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, TimeDelta};
use klatch::domain::locale::Locale::English;
use klatch::domain::ties::{Strength, Team, Tie, Ties};
use klatch::pictures::{self, Amounts, Picture, Week, Worth};

const RUNS: usize = 30;
/// What a picture may take: it is made within a job, beside everything else.
const MOST: Duration = Duration::from_millis(50);
/// Slack shows it on phones, too.
const MOST_BYTES: usize = 200_000;

fn main() {
    let folder = std::env::args().skip(1).find(|word| !word.starts_with('-')).map(PathBuf::from);
    let (some, all) = (ties(6, 2), ties(11, 4));
    let (quarter, worth) = (quarter(), worth());
    let figures: [(&str, &dyn Fn() -> Option<Picture>); 4] = [
        ("ties of seven teams", &|| pictures::ties(English, &some)),
        ("ties of twelve teams, each with each", &|| pictures::ties(English, &all)),
        ("twelve weeks", &|| pictures::weeks(English, &quarter)),
        ("value by state", &|| pictures::value(English, &worth)),
    ];
    println!("{RUNS} runs each; minimum / median / maximum");
    for (name, make) in figures {
        // The fonts are read once.
        let picture = make().expect("a picture");
        if let Some(folder) = &folder {
            let path = folder.join(format!("{}.png", name.replace([' ', ','], "-")));
            std::fs::write(path, &picture.png).expect("a folder to write to");
        }
        let mut took: Vec<Duration> = (0..RUNS).map(|_| timed(make)).collect();
        took.sort();
        let median = took.get(RUNS / 2).copied().unwrap_or_default();
        let (least, most) = (took.first().expect("a run"), took.last().expect("a run"));
        let kilobytes = picture.png.len() / 1_000;
        println!("{name}: {least:.1?} / {median:.1?} / {most:.1?}, {kilobytes} kB");
        assert!(median < MOST, "{name} took {median:?}");
        assert!(picture.png.len() < MOST_BYTES, "{name} has {} bytes", picture.png.len());
    }
}

fn timed(make: &dyn Fn() -> Option<Picture>) -> Duration {
    let started = Instant::now();
    std::hint::black_box(make());
    started.elapsed()
}

/// So many teams and the others; `dense` of four have coffee with each other.
fn ties(named: usize, dense: usize) -> Ties {
    let names = [
        "Platform",
        "Customer success",
        "Research",
        "Sales",
        "Finance",
        "Legal",
        "People",
        "Security",
        "Mobile",
        "Web",
        "Data & analytics",
    ];
    let steps = [Strength::Some, Strength::Many, Strength::Most];
    let mut teams: Vec<Team> =
        names.iter().take(named).map(|name| Team::Named((*name).to_owned())).collect();
    teams.push(Team::Others);
    let pairs = (0..=named).flat_map(|one| (one + 1..=named).map(move |other| (one, other)));
    let ties = pairs
        .filter(|(one, other)| (one * 3 + other) % 4 < dense)
        .zip(steps.iter().cycle())
        .map(|(teams, strength)| Tie { teams, strength: *strength });
    Ties { ties: ties.collect(), teams }
}

fn quarter() -> Vec<Week> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a Monday");
    let asked = [3, 5, 2, 0, 8, 6, 9, 4, 12, 7, 10, 5];
    let week = |(at, asked): (i64, u32)| Week {
        begins: first + TimeDelta::weeks(at),
        asked,
        answered: asked - asked / 4,
    };
    (0..).zip(asked).map(week).collect()
}

fn worth() -> Worth {
    let of = |stories, low, likely, high| Amounts { stories, counted: low / 2, low, likely, high };
    Worth {
        measure: None,
        claimed: of(Some(14), 600, 1_900, 4_200),
        confirmed: of(Some(7), 380, 900, 1_700),
        evidenced: of(Some(6), 130, 260, 410),
        coverage: (Some(31), 120),
    }
}
