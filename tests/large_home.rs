//! A desk with 500 open things of each kind takes as many statements as one with 50: one for each section,
//! none for each thing. A program of its own, because statements are counted by what is logged of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

#[path = "large_home/counted.rs"]
mod counted;
#[path = "large_home/filled.rs"]
mod filled;

use std::time::Instant;

use counted::Statements;
use filled::{context, fill, me, ws};
use klatch::features::home;
use support::on_both;

#[tokio::test]
async fn a_full_desk_takes_no_more_statements_than_one_with_less() {
    let statements = Statements::default();
    tracing::subscriber::set_global_default(statements.clone()).unwrap();
    let mut taken = Vec::new();
    for many in [50, 500] {
        let counts = std::sync::Mutex::new(Vec::new());
        on_both(async |given| {
            fill(&given.store, many).await;
            let context = context(given);
            let since = Instant::now();
            statements.begin();
            let view = home::view_of(&context, &ws(), &me(), None).await.unwrap();
            let run = statements.end();
            println!("{many} of each: {run} statements, {:?}", since.elapsed());
            let view = serde_json::to_value(&view).unwrap();
            assert!(view["blocks"].as_array().unwrap().len() <= 100);
            counts.lock().unwrap().push(run);
        })
        .await;
        taken.push(counts.into_inner().unwrap());
    }
    assert_eq!(taken[0], taken[1], "some statement is run for each thing");
}
