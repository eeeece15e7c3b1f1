//! A hand on the database: holds it, so that nobody else writes, or takes it away.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use sqlx::{AnyConnection, Connection as _, Executor as _};
use tokio::runtime::Builder;
use url::Url;

use crate::support::{TestDatabase, execute, try_execute};

/// Nobody else writes while this lives. It is taken without giving way: what waits for its turn in
/// the caller's runtime does not get one before the hand is there.
pub(crate) struct Hand {
    release: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Hand {
    pub(crate) fn on(database: &TestDatabase) -> Self {
        Self::when_free(&database.url, database.is_postgres())
    }

    fn when_free(url: &str, postgres: bool) -> Self {
        let mut tries = (0..100).filter_map(|_| Self::take(url, postgres));
        tries.next().expect("the database is free now and then")
    }

    /// `None` while somebody else writes.
    pub(crate) fn at_once_on(database: &TestDatabase) -> Option<Self> {
        Self::take(&database.url, database.is_postgres())
    }

    fn take(url: &str, postgres: bool) -> Option<Self> {
        let url = url.to_owned();
        let (taken, wait) = channel();
        let (release, released) = channel();
        let thread = std::thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(hold(&url, postgres, &taken, &released));
        });
        // Without a word it has ended.
        let held = wait.recv().is_ok();
        let hand = Self { release: Some(release), thread: Some(thread) };
        held.then_some(hand)
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.release.take();
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

async fn hold(url: &str, postgres: bool, taken: &Sender<()>, released: &Receiver<()>) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(url).await.expect("a connection");
    let begin = if postgres {
        "SET lock_timeout = '100ms'; BEGIN; LOCK TABLE jobs, inbox, participations, receipts IN EXCLUSIVE MODE"
    } else {
        "PRAGMA busy_timeout = 100; BEGIN IMMEDIATE"
    };
    if connection.execute(begin).await.is_err() {
        return;
    }
    taken.send(()).expect("somebody waits");
    // An error says that the other end was let go.
    let _ = released.recv();
    connection.execute("ROLLBACK").await.expect("a rollback");
}

/// The database is away: on SQLite somebody else writes all the time; PostgreSQL ends every
/// connection and takes no new one.
pub(crate) enum Away<'a> {
    Held(Hand),
    Refused(&'a TestDatabase),
}

impl<'a> Away<'a> {
    pub(crate) async fn begin(database: &'a TestDatabase) -> Self {
        if !database.is_postgres() {
            // Whoever is in the middle of writing may go on meanwhile.
            let url = database.url.clone();
            let taking = tokio::task::spawn_blocking(move || Hand::when_free(&url, false));
            return Self::Held(taking.await.expect("a hand"));
        }
        let (server, name) = parts(database);
        execute(&server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        execute(&server, &end).await;
        assert!(try_execute(&database.url, "SELECT 1").await.is_err(), "{name} is away");
        Self::Refused(database)
    }

    pub(crate) async fn end(self) {
        match self {
            Self::Held(hand) => drop(hand),
            Self::Refused(database) => {
                let (server, name) = parts(database);
                execute(&server, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
            }
        }
    }
}

/// The address of the server's own database, and the name of this one.
fn parts(database: &TestDatabase) -> (String, String) {
    let mut url = Url::parse(&database.url).expect("an address");
    let name = url.path().trim_start_matches('/').to_owned();
    url.set_path("/postgres");
    (url.into(), name)
}
