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

#[path = "large_home/filled.rs"]
mod filled;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use filled::{context, fill, me, ws};
use klatch::features::home;
use support::on_both;
use tracing::{Event, Metadata, Subscriber, span};

/// Counts the statements that sqlx says it ran.
#[derive(Clone, Default)]
struct Statements(Arc<AtomicUsize>);

impl Subscriber for Statements {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

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
            let (before, since) = (statements.0.load(Ordering::Relaxed), Instant::now());
            let view = home::view_of(&context, &ws(), &me(), None).await.unwrap();
            let run = statements.0.load(Ordering::Relaxed) - before;
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
