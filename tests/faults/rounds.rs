//! Three hundred rounds on each engine: 25 companies, twelve rounds each. A failure names its
//! seed; `KLATCH_SEED` plays that one alone, `KLATCH_COMPANIES` plays another number of them.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::points::{POINTS, Point};
use crate::story::{ROUNDS, quarter};
use crate::support::{TestDatabase, databases};

/// Each takes some six seconds of processor time.
const COMPANIES: u64 = 25;
/// The first company's seed; the others follow.
const FIRST: u64 = 100;
/// Companies that have their bad days at the same time, each in a thread of its own.
const TOGETHER: usize = 5;

/// How often a point was aimed at, and how often it struck where it is named.
#[derive(Debug, Default)]
struct Strikes {
    aimed: usize,
    struck: usize,
}

/// Plays companies one after the other until none is left, and says which of them broke.
fn companies(database: impl AsyncFn() -> Option<TestDatabase> + Copy + Send + Sync) {
    let play = |seed: u64| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            match database().await {
                Some(database) => Some(quarter(database, seed).await),
                None => None,
            }
        })
    };
    let one = number("KLATCH_SEED");
    let many = number("KLATCH_COMPANIES").unwrap_or(COMPANIES);
    let seeds = one.map_or(FIRST..FIRST + many, |seed| seed..seed + 1);
    let seeds = Mutex::new(seeds);
    let next = || seeds.lock().expect("nobody breaks here").next();
    let played = Mutex::new(Vec::new());
    let broken = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..TOGETHER {
            scope.spawn(|| {
                while let Some(seed) = next() {
                    // In a thread of its own, which may break.
                    match std::thread::scope(|scope| scope.spawn(|| play(seed)).join()) {
                        Ok(cuts) => played.lock().expect("a list").extend(cuts),
                        Err(_) => broken.lock().expect("a list").push(seed),
                    }
                }
            });
        }
    });
    let broken = broken.into_inner().expect("a list");
    assert!(broken.is_empty(), "broken seeds: {broken:?}");
    let played = played.into_inner().expect("a list");
    assert_struck(&played, one.is_none());
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|number| number.parse().expect("a number"))
}

/// Every point struck where it is named, in most of the rounds that had it.
fn assert_struck(companies: &[Vec<(Point, bool)>], all: bool) {
    let mut strikes = BTreeMap::<Point, Strikes>::new();
    for (point, struck) in companies.iter().flatten() {
        let strikes = strikes.entry(*point).or_default();
        strikes.aimed += 1;
        strikes.struck += usize::from(*struck);
    }
    let rounds: usize = companies.iter().map(Vec::len).sum();
    println!("{rounds} rounds");
    for (point, Strikes { aimed, struck }) in &strikes {
        println!("{point:?}: {struck} of {aimed}");
    }
    if !all || companies.is_empty() {
        return;
    }
    assert_eq!(rounds, usize::try_from(ROUNDS).expect("few") * companies.len());
    for point in POINTS {
        let Some(strikes) = strikes.get(&point) else { panic!("{point:?} was never aimed at") };
        assert!(2 * strikes.struck > strikes.aimed, "{point:?} seldom struck: {strikes:?}");
    }
}

#[test]
fn three_hundred_rounds_on_sqlite() {
    companies(async || Some(TestDatabase::sqlite()));
}

#[test]
fn three_hundred_rounds_on_postgres() {
    companies(async || databases().await.into_iter().find(TestDatabase::is_postgres));
}
