//! Databases for tests: SQLite in a temporary directory, and PostgreSQL wherever there is one.
//!
//! PostgreSQL comes from `KLATCH_TEST_POSTGRES_URL` (somebody who may create databases), or else
//! from server programs on this machine, started for this process and thrown away with it. With
//! neither, tests run on SQLite alone and say so; `KLATCH_REQUIRE_POSTGRES=1` makes that a
//! failure.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod log;
mod postgres;
pub(crate) mod samples;
pub(crate) mod slack;
pub(crate) mod workspace;

use chrono::{DateTime, Utc};
use klatch::clock::Clock;
use klatch::playground::{Playground, Trick};
use klatch::store::Store;
use tempfile::TempDir;

/// An empty database of a test. It goes away with this value.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    keeper: Keeper,
}

#[derive(Debug)]
enum Keeper {
    Sqlite(TempDir),
    Postgres(postgres::Database),
}

impl TestDatabase {
    /// SQLite, in a directory of its own.
    pub(crate) fn sqlite() -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let url = format!("sqlite://{}", directory.path().join("klatch.db").display());
        Self { url, keeper: Keeper::Sqlite(directory) }
    }

    /// For the log of a failing test.
    pub(crate) fn engine(&self) -> &'static str {
        match self.keeper {
            Keeper::Sqlite(_) => "SQLite",
            Keeper::Postgres(_) => "PostgreSQL",
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.keeper, Keeper::Postgres(_))
    }
}

/// An empty database of each engine there is.
pub(crate) async fn databases() -> Vec<TestDatabase> {
    let mut all = vec![TestDatabase::sqlite()];
    if let Some(database) = postgres::Database::create().await {
        all.push(TestDatabase { url: database.url.clone(), keeper: Keeper::Postgres(database) });
    }
    all
}

/// A migrated database, and the clock that its store goes by.
#[derive(Debug)]
pub(crate) struct TestStore {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) database: TestDatabase,
}

/// Monday, 5 January 2026, 09:00 UTC.
pub(crate) fn start() -> DateTime<Utc> {
    "2026-01-05T09:00:00Z".parse().expect("a time")
}

/// Runs a test once on every engine. The clock stands at [`start`].
pub(crate) async fn on_both(mut test: impl AsyncFnMut(&TestStore)) {
    for database in databases().await {
        println!("on {}:", database.engine());
        let clock = Clock::still(start());
        let store = Store::connect_and_migrate(&database.url, &clock).await.expect("a database");
        let given = TestStore { store, clock, database };
        test(&given).await;
        given.store.close().await;
    }
}

/// Runs a statement past the store, as an operator might.
pub(crate) async fn execute(url: &str, statement: &str) {
    try_execute(url, statement).await.expect("a statement that succeeds");
}

/// [`execute`], which the database may refuse.
pub(crate) async fn try_execute(url: &str, statement: &str) -> sqlx::Result<()> {
    postgres::run(url, statement).await
}

/// What a query past the store answers in its only column, which is text.
pub(crate) async fn texts(url: &str, query: &str) -> Vec<String> {
    postgres::texts(url, query).await.expect("a query that succeeds")
}

/// Messages of which the bot could not hear whether they arrived, on purpose.
pub(crate) fn lost_answers(playground: &Playground) -> usize {
    let tricks = playground.mischief_to("chat.postMessage");
    let lost = [
        Trick::BadGateway,
        Trick::Silence,
        Trick::SilenceAfter,
        Trick::LostBefore,
        Trick::LostAfter,
        Trick::Garbled,
    ];
    let lost = lost.iter().filter_map(|trick| tricks.get(trick)).sum::<u64>();
    usize::try_from(lost).expect("a count")
}
