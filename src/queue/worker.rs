//! One job, from its claim to its end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinSet;

use super::{Handler, Outcome, Work};
use crate::clock::Clock;
use crate::domain::ids::WorkspaceId;
use crate::domain::pacing::Paces;
use crate::job::{ATTEMPTS, Lane, WhenInDoubt};
use crate::meter::Meter;
use crate::store::{ClaimedJob, Result, Store, transaction};

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
    pub(super) meter: Meter,
    paces: Arc<Mutex<HashMap<WorkspaceId, Paces>>>,
}

impl<H> Clone for Worker<H> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            clock: self.clock.clone(),
            handler: Arc::clone(&self.handler),
            owner: self.owner.clone(),
            meter: self.meter.clone(),
            paces: Arc::clone(&self.paces),
        }
    }
}

impl<H: Handler> Worker<H> {
    /// `owner` must be another for every process that shares the database.
    pub fn new(store: Store, clock: Clock, handler: H, owner: impl Into<String>) -> Self {
        Self {
            store,
            clock,
            handler: Arc::new(handler),
            owner: owner.into(),
            meter: Meter::new(),
            paces: Arc::default(),
        }
    }

    /// Counts with the figures of the whole process.
    #[must_use]
    pub fn metered(self, meter: Meter) -> Self {
        Self { meter, ..self }
    }

    pub(super) fn all_paces(&self) -> HashMap<WorkspaceId, Paces> {
        self.paces.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn paces_of(&self, ws: &WorkspaceId) -> Paces {
        let paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        paces.get(ws).cloned().unwrap_or_default()
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
        for (ws, lane) in self.outlook().await?.ready {
            if let Some(job) = self.claim(&ws, lane, now, 1).await?.pop() {
                return Ok(Some((ws, job)));
            }
        }
        Ok(None)
    }

    /// Claims up to `limit` jobs of a lane; of what goes to Slack only as many as its pace allows.
    pub(super) async fn claim(
        &self,
        ws: &WorkspaceId,
        lane: Lane,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>> {
        let owner = &self.owner;
        if lane == Lane::Work {
            return transaction!(self.store, |tx| {
                tx.claim(ws, lane, owner, now, LEASE, limit).await
            })
            .await;
        }
        // One task at a time works a lane off, so nobody else takes from its paces meanwhile.
        let before = self.paces_of(ws);
        let (claimed, after) = transaction!(self.store, |tx| {
            let mut paces = before.clone();
            let claimed = tx.claim_paced(ws, owner, now, LEASE, limit, &mut paces).await?;
            Ok((claimed, paces))
        })
        .await?;
        if !claimed.is_empty() {
            let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
            paces.insert(ws.clone(), after);
        }
        Ok(claimed)
    }

    /// Runs one claimed job and writes down what became of it.
    pub(super) async fn run_job(&self, ws: &WorkspaceId, claimed: ClaimedJob) -> Result<()> {
        let ClaimedJob { id, job, attempt, in_doubt, lease, .. } = claimed;
        let let_go = in_doubt.is_some() && job.when_in_doubt() == WhenInDoubt::LetGo;
        let work = Work { workspace: ws.clone(), id, job, attempt, in_doubt, lease };
        // Every run of it took the process with it, or was cut off by a lost lease.
        let outcome = if let_go {
            Outcome::LetGo
        } else if attempt > ATTEMPTS {
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
}
