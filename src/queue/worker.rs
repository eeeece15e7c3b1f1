//! One job, from its claim to its end.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;

use super::{Handler, Outcome, Work};
use crate::clock::Clock;
use crate::domain::ids::WorkspaceId;
use crate::job::{Lane, WhenInDoubt};
use crate::store::{ClaimedJob, Result, Store, transaction};

/// After so many attempts a job is kept as discarded.
const ATTEMPTS: u32 = 12;
/// The longest pause between two attempts.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(10);
/// How long a claim holds. Longer than any handler may take.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long a handler may take before it is cut off.
const PATIENCE: Duration = Duration::from_secs(45);

/// Works the queue off.
#[derive(Debug)]
pub struct Worker<H> {
    pub(super) store: Store,
    pub(super) clock: Clock,
    handler: Arc<H>,
    /// Names this process among those that share the database.
    pub(super) owner: String,
}

impl<H> Clone for Worker<H> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            clock: self.clock.clone(),
            handler: Arc::clone(&self.handler),
            owner: self.owner.clone(),
        }
    }
}

impl<H: Handler> Worker<H> {
    /// `owner` must be another for every process that shares the database.
    pub fn new(store: Store, clock: Clock, handler: H, owner: impl Into<String>) -> Self {
        Self { store, clock, handler: Arc::new(handler), owner: owner.into() }
    }

    /// Runs everything that is due at `now`, one after the other by its time and then its id,
    /// until nothing is; also what becomes due by it. Returns how many jobs that were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn run_due(&self, now: DateTime<Utc>) -> Result<usize> {
        let mut run = 0;
        while let Some((ws, job)) = self.claim_first(now).await? {
            self.run_job(&ws, job).await?;
            run += 1;
        }
        Ok(run)
    }

    /// The first job of all, or the first of a lane that no other process holds.
    async fn claim_first(&self, now: DateTime<Utc>) -> Result<Option<(WorkspaceId, ClaimedJob)>> {
        let mut tx = self.store.read().await?;
        let Some((ws, lane)) = tx.first_due(now).await? else { return Ok(None) };
        drop(tx);
        if let Some(job) = self.claim(&ws, lane, now, 1).await?.pop() {
            return Ok(Some((ws, job)));
        }
        let lanes = self.store.read().await?.due_lanes(now).await?;
        for (ws, lane) in lanes {
            if let Some(job) = self.claim(&ws, lane, now, 1).await?.pop() {
                return Ok(Some((ws, job)));
            }
        }
        Ok(None)
    }

    pub(super) async fn claim(
        &self,
        ws: &WorkspaceId,
        lane: Lane,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>> {
        transaction!(self.store, |tx| tx.claim(ws, lane, &self.owner, now, LEASE, limit).await)
            .await
    }

    /// Runs one claimed job and writes down what became of it.
    pub(super) async fn run_job(&self, ws: &WorkspaceId, claimed: ClaimedJob) -> Result<()> {
        let ClaimedJob { id, job, attempt, in_doubt, lease, .. } = claimed;
        if in_doubt && job.when_in_doubt() == WhenInDoubt::LetGo {
            tracing::warn!(%ws, job = %id, kind = job.kind(), "in doubt: not sent again");
            transaction!(self.store, |tx| tx.let_go(ws, id, &lease).await).await?;
            return Ok(());
        }
        let work = Work { workspace: ws.clone(), id, job, attempt, in_doubt, lease };
        // Every run of it took the process with it, or was cut off by a lost lease.
        let outcome = if attempt > ATTEMPTS {
            Outcome::InDoubt("it never came to an end".to_owned())
        } else {
            self.handle(&work).await
        };
        self.settle(&work, outcome).await
    }

    /// The handler in a task of its own, so that a panic ends only that. It goes when the worker
    /// does: nothing runs on after its lease was given up.
    async fn handle(&self, work: &Work) -> Outcome {
        let handler = Arc::clone(&self.handler);
        let own = work.clone();
        let mut task = JoinSet::new();
        task.spawn(async move { handler.handle(&own).await });
        match tokio::time::timeout(PATIENCE, task.join_next()).await {
            Ok(Some(Ok(outcome))) => outcome,
            Ok(Some(Err(_)) | None) => Outcome::InDoubt("the handler panicked".to_owned()),
            Err(_) => Outcome::InDoubt("the handler took too long".to_owned()),
        }
    }

    async fn settle(&self, work: &Work, outcome: Outcome) -> Result<()> {
        let Work { workspace: ws, id, attempt, lease, .. } = work;
        let (id, now) = (*id, self.clock.now());
        let given_up = *attempt >= ATTEMPTS;
        match &outcome {
            Outcome::Retry(error) | Outcome::RetryAfter(_, error) | Outcome::InDoubt(error) => {
                let kind = work.job.kind();
                if given_up {
                    tracing::error!(%ws, job = %id, kind, error, "a job is given up");
                } else {
                    tracing::warn!(%ws, job = %id, kind, error, attempt, "a job is tried again");
                }
            }
            Outcome::Fail(error) => {
                tracing::error!(%ws, job = %id, kind = work.job.kind(), error, "a job failed");
            }
            Outcome::Cancel(reason) => {
                tracing::info!(%ws, job = %id, kind = work.job.kind(), reason, "nothing to do");
            }
            Outcome::Done | Outcome::Snooze(_) => {}
        }
        let ours = transaction!(self.store, |tx| match &outcome {
            Outcome::Done => tx.finish(ws, id, lease).await,
            Outcome::Cancel(reason) => tx.cancel(ws, id, lease, reason).await,
            Outcome::Fail(error) => tx.discard(ws, id, lease, error).await,
            Outcome::Snooze(pause) => tx.snooze(ws, id, lease, later(now, *pause)).await,
            Outcome::Retry(error) | Outcome::RetryAfter(_, error) | Outcome::InDoubt(error)
                if given_up =>
            {
                tx.discard(ws, id, lease, error).await
            }
            Outcome::Retry(error) => tx.retry(ws, id, lease, error, now + pause(*attempt)).await,
            Outcome::RetryAfter(pause, error) => {
                tx.retry(ws, id, lease, error, later(now, *pause)).await
            }
            Outcome::InDoubt(error) => {
                tx.retry_in_doubt(ws, id, lease, error, now + pause(*attempt)).await
            }
        })
        .await?;
        if !ours && outcome != Outcome::Done {
            tracing::warn!(%ws, job = %id, "the lease of a job was lost before it ended");
        }
        Ok(())
    }
}

/// Two seconds after the first attempt, then twice as long each time.
fn pause(attempt: u32) -> TimeDelta {
    TimeDelta::seconds(1 << attempt.min(16)).min(LONGEST_PAUSE)
}

/// At least a moment: a job that is put off must not be due at once again.
fn later(now: DateTime<Utc>, pause: Duration) -> DateTime<Utc> {
    let pause = TimeDelta::from_std(pause).unwrap_or(TimeDelta::days(365));
    now + pause.clamp(TimeDelta::milliseconds(1), TimeDelta::days(365))
}
