//! Three hundred rounds on each engine: twenty-five companies, twelve rounds each. A failure names
//! its seed; `KLATCH_SEED` plays that one alone.

use std::collections::BTreeMap;

use crate::points::Point;
use crate::story::{ROUNDS, quarter};
use crate::support::{TestDatabase, databases};

/// Companies of one test; they have their bad days at the same time, each in a thread of its own.
const TOGETHER: u64 = 5;

fn companies(first: u64, database: impl AsyncFn() -> Option<TestDatabase> + Copy + Send + Sync) {
    let play = |seed: u64| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            match database().await {
                Some(database) => Some(quarter(database, seed).await),
                None => None,
            }
        })
    };
    let mut cut = BTreeMap::<Point, usize>::new();
    let mut broken = Vec::new();
    std::thread::scope(|scope| {
        let seeds = match std::env::var("KLATCH_SEED").map(|seed| seed.parse::<u64>()) {
            Ok(seed) => seed.clone().expect("a number")..=seed.expect("a number"),
            Err(_) => first..=first + TOGETHER - 1,
        };
        let stories: Vec<_> = seeds.map(|seed| (seed, scope.spawn(move || play(seed)))).collect();
        for (seed, story) in stories {
            match story.join() {
                Ok(points) => {
                    for point in points.into_iter().flatten() {
                        *cut.entry(point).or_default() += 1;
                    }
                }
                Err(_) => broken.push(seed),
            }
        }
    });
    assert!(broken.is_empty(), "broken seeds: {broken:?}");
    println!("{} rounds; cut at {cut:?}", ROUNDS * i64::try_from(TOGETHER).unwrap());
}

async fn sqlite() -> Option<TestDatabase> {
    Some(TestDatabase::sqlite())
}

async fn postgres() -> Option<TestDatabase> {
    databases().await.into_iter().find(TestDatabase::is_postgres)
}

macro_rules! sixty_rounds {
    ($($first:literal: $sqlite:ident, $postgres:ident;)*) => {$(
        #[test]
        fn $sqlite() {
            companies($first, sqlite);
        }

        #[test]
        fn $postgres() {
            companies($first, postgres);
        }
    )*};
}

sixty_rounds! {
    100: sixty_rounds_on_sqlite, sixty_rounds_on_postgres;
    105: sixty_more_on_sqlite, sixty_more_on_postgres;
    110: the_third_sixty_on_sqlite, the_third_sixty_on_postgres;
    115: the_fourth_sixty_on_sqlite, the_fourth_sixty_on_postgres;
    120: the_last_sixty_on_sqlite, the_last_sixty_on_postgres;
}
