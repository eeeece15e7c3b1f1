//! How long it takes to draw somebody's App Home, from the first statement to the view, without Slack:
//! `cargo bench --bench home`. On SQLite and PostgreSQL, one reader, one after the other.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot measure has nothing else to say"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "../../tests/large_home/counted.rs"]
mod counted;
#[path = "../../tests/large_home/filled.rs"]
mod filled;

use std::time::{Duration, Instant};

use counted::Statements;
use filled::{context, fill, me, ws};
use klatch::features::home;
use support::on_both;
use tokio::runtime::Builder;

const TRIES: usize = 101;

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let statements = Statements::default();
    tracing::subscriber::set_global_default(statements.clone()).unwrap();
    println!("| open things of each kind | statements | median | slowest |\n|---|---|---|---|");
    for many in [5, 50, 500] {
        runtime.block_on(on_both(async |given| {
            fill(&given.store, many).await;
            let context = context(given);
            statements.begin();
            home::view_of(&context, &ws(), &me(), None).await.unwrap();
            let run = statements.end();
            let mut times: Vec<Duration> = Vec::with_capacity(TRIES);
            for _ in 0..TRIES {
                let began = Instant::now();
                home::view_of(&context, &ws(), &me(), None).await.unwrap();
                times.push(began.elapsed());
            }
            times.sort();
            println!("| {many} | {run} | {:?} | {:?} |", times[TRIES / 2], times[TRIES - 1]);
        }));
    }
}
