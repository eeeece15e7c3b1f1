//! A transaction, and how one is run again when others were in the way.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::{Any, AnyConnection, AnyPool, Transaction};

use super::{Engine, Result, Store};
use crate::clock::Clock;

/// How often a write is run again before its conflict is reported.
const TRIES: u32 = 40;
/// The longest pause between two tries, in milliseconds.
const LONGEST_PAUSE: u64 = 64;

/// An open transaction; every query is a method on it. One made by [`Store::read`] sees one
/// moment of the database and refuses to write; [`transaction!`](crate::transaction) makes those
/// that write.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Any>,
    pub(super) engine: Engine,
    clock: Clock,
    /// Whether jobs were enqueued: the worker is told once they are committed.
    pub(super) brings_work: bool,
    /// Whether installations were changed: who remembers one looks again once that is committed.
    pub(super) moves: bool,
    /// Whether a key of an anonymous question was destroyed: once that is committed, what the database
    /// wrote ahead is wiped of it.
    pub(super) forgets: bool,
    /// Whether a statement failed. PostgreSQL then drops the whole transaction, even if it is
    /// committed, and says so nowhere; SQLite would keep the rest.
    failed: bool,
    /// Whether a job was to be ended whose lease is somebody else's: then nothing of this counts.
    pub(super) lost: bool,
}

impl Tx {
    /// What time it is by the store's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    /// Remembers a failure: a transaction in which one was met is never committed.
    pub(super) fn note<T>(&mut self, outcome: sqlx::Result<T>) -> Result<T> {
        self.failed |= outcome.is_err();
        Ok(outcome?)
    }
}

/// Runs a block in a transaction that writes, and commits what it did; an error rolls it back.
/// `|tx|` names a `&mut Tx`. The block ends with a [`store::Result`](crate::store::Result), and
/// so does the future that this makes; `?` and `return` leave the block.
///
/// ```
/// # use klatch::domain::{coffee::Participation, ids::{ProgramId, WorkspaceId}};
/// # use klatch::store::{Result, Store, transaction};
/// # async fn join(store: &Store, ws: &WorkspaceId, id: ProgramId, joining: &Participation) -> Result<bool> {
/// transaction!(store, |tx| {
///     let Some(program) = tx.lock_program(ws, id).await? else { return Ok(false) };
///     tx.keep_participation(ws, joining).await?;
///     Ok(!program.ended)
/// })
/// .await
/// # }
/// ```
///
/// The block is run again when another transaction was in the way. So it may borrow what it needs
/// but leaves no trace outside of `tx`: no calls to Slack, and variables are set, not added to.
/// Lock the row that you decide on first (`lock_…`).
///
/// It is a macro because a future that holds an async closure with borrows is not `Send` to
/// today's compiler, and then it can be neither spawned nor boxed.
#[macro_export]
macro_rules! transaction {
    ($store:expr, |$tx:ident| $body:expr) => {
        async {
            let mut attempts = $store.attempts();
            loop {
                let mut open = match attempts.begin().await {
                    Ok(open) => open,
                    Err(error) => break Err(error),
                };
                let outcome = $crate::store::body(async {
                    let $tx = &mut open;
                    $body
                })
                .await;
                if let Some(outcome) = attempts.end(open, outcome).await {
                    break outcome;
                }
            }
        }
    };
}

/// Tells the compiler what the block of a [`transaction!`](crate::transaction) ends with.
#[doc(hidden)]
pub fn body<T>(block: impl Future<Output = Result<T>>) -> impl Future<Output = Result<T>> {
    block
}

/// The tries of one [`transaction!`](crate::transaction).
#[doc(hidden)]
#[derive(Debug)]
pub struct Attempts {
    store: Store,
    conflicts: u32,
}

impl Attempts {
    pub async fn begin(&mut self) -> Result<Tx> {
        let begin = match self.store.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        };
        loop {
            match begin_whole(self.store.writers(), begin).await {
                Ok(inner) => return Ok(Tx::new(inner, &self.store)),
                Err(error) => {
                    let error = error.into();
                    if !self.again_after(&error).await {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Commits or rolls back. `None`: others were in the way, run it again.
    pub async fn end<T>(&mut self, tx: Tx, outcome: Result<T>) -> Option<Result<T>> {
        let (brings_work, moves, forgets) = (tx.brings_work, tx.moves, tx.forgets);
        let outcome = match outcome {
            Ok(_) if tx.failed => Err(super::Error::Unwritable {
                what: "a transaction",
                reason: "one of its statements failed and the error was not passed on".to_owned(),
            }),
            Ok(value) if tx.lost => {
                let undone = tx.inner.rollback().await;
                return Some(undone.map(|()| value).map_err(Into::into));
            }
            Ok(value) => tx.inner.commit().await.map(|()| value).map_err(Into::into),
            Err(error) => {
                // The error that was met first says more than one of the rollback.
                let _ = tx.inner.rollback().await;
                Err(error)
            }
        };
        match outcome {
            Err(error) if self.again_after(&error).await => None,
            Ok(value) => {
                if moves {
                    self.store.somebody_moved();
                }
                if forgets {
                    self.wipe().await;
                }
                if brings_work {
                    self.store.work_added().notify_one();
                }
                Some(Ok(value))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// No job does it, since its row would say when. If it fails, the night's tidying up does it.
    async fn wipe(&self) {
        match self.store.wipe().await {
            Ok(true) => {}
            Ok(false) => tracing::info!("somebody reads what was wiped: tonight it goes"),
            Err(error) => tracing::warn!(%error, "what was wiped is still there: tonight it goes"),
        }
    }

    /// Whether to try again; waits a little before.
    pub(super) async fn again_after(&mut self, error: &super::Error) -> bool {
        if !error.is_conflict() || self.conflicts >= TRIES {
            return false;
        }
        let pause = (1 << self.conflicts.min(16)).min(LONGEST_PAUSE);
        tracing::debug!(conflicts = self.conflicts, "a transaction is run again");
        tokio::time::sleep(Duration::from_millis(pause)).await;
        self.conflicts += 1;
        true
    }
}

/// Begins in a task of its own, to its end. On PostgreSQL sqlx 0.9.0 forgets a BEGIN that is cut off
/// half-way (its issue 4385), and would hand out a connection that is inside of a transaction: what
/// is written there without one of its own is never committed.
async fn begin_whole(
    pool: &AnyPool,
    statement: &'static str,
) -> sqlx::Result<Transaction<'static, Any>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(statement).await });
    begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

impl Tx {
    fn new(inner: Transaction<'static, Any>, store: &Store) -> Self {
        Self {
            inner,
            engine: store.engine(),
            clock: store.clock().clone(),
            brings_work: false,
            moves: false,
            forgets: false,
            failed: false,
            lost: false,
        }
    }
}

impl Store {
    /// Opens a transaction that only reads. It sees one moment, whatever others write meanwhile;
    /// drop it when done.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn read(&self) -> Result<Tx> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        Ok(Tx::new(begin_whole(self.readers(), begin).await?, self))
    }

    #[doc(hidden)]
    pub fn attempts(&self) -> Attempts {
        Attempts { store: self.clone(), conflicts: 0 }
    }
}
