//! What is to be done later: put there, looked at, taken away. Working it off is in `claims`.

use chrono::{DateTime, TimeDelta, Utc};

use super::claims::{blocked, lane};
use super::installations::PARKED;
use super::query::{Bind, Value, row};
use super::row::{Fields, each, to_json};
use super::{Result, Tx};
use crate::domain::ids::{ChannelId, JobId, WorkspaceId};
use crate::domain::pacing::Call;
use crate::job::{Job, Lane};

/// A job that waits for its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedJob {
    pub id: JobId,
    pub job: Job,
    pub run_at: DateTime<Utc>,
}

/// How the queue is doing, over all workspaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueFigures {
    pub waiting: u64,
    /// Gave up after all attempts: for the operator to look at.
    pub discarded: u64,
    /// Jobs of which it was unknown, at least once, whether they had been sent.
    pub in_doubt: u64,
    /// How long the oldest job that is due has waited.
    pub oldest: Option<TimeDelta>,
}

/// A job that is to be queued, together with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    pub id: JobId,
    pub job: Job,
    pub run_at: DateTime<Utc>,
    /// Its `dedup_key`: see [`Tx::enqueue`].
    pub name: Option<String>,
}

macro_rules! insert {
    () => {
        "INSERT INTO jobs (workspace_id, job_id, kind, payload, lane, channel, place_at, run_at, \
         dedup_key, created_at, calls)"
    };
}

impl Tx {
    /// Puts a job into the queue. `false` if its `dedup_key` was used before, whatever became of
    /// that job; a key is free again once the job is purged. Jobs of one lane and `channel` end
    /// in the order of `run_at`.
    #[expect(clippy::too_many_arguments, reason = "each is a column, and all call sites are short")]
    pub async fn enqueue(
        &mut self,
        ws: &WorkspaceId,
        job: &Job,
        run_at: DateTime<Utc>,
        dedup_key: Option<&str>,
        channel: Option<&ChannelId>,
        id: JobId,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let new = self
            .sql(concat!(
                insert!(),
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
                 ON CONFLICT DO NOTHING"
            ))
            .bind_all(values(ws, job, [run_at, run_at], dedup_key, channel, id, at)?)
            .did()
            .await?;
        self.brings_work |= new;
        Ok(new)
    }

    /// The same for many jobs of no channel, in few statements. How many were new.
    pub async fn enqueue_all(
        &mut self,
        ws: &WorkspaceId,
        jobs: &[NewJob],
        at: DateTime<Utc>,
    ) -> Result<u64> {
        let mut sorted: Vec<&NewJob> = jobs.iter().collect();
        sorted.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let mut rows = Vec::with_capacity(sorted.len());
        for NewJob { id, job, run_at, name } in sorted {
            rows.push(values(ws, job, [*run_at, *run_at], name.as_deref(), None, *id, at)?);
        }
        let new = self.write_batch(insert!(), rows, "ON CONFLICT DO NOTHING").await?;
        self.brings_work |= new > 0;
        Ok(new)
    }

    /// Puts a job into the queue that shows how things are when it runs, as the last one of its
    /// channel; one that failed before is tried at once. `false` if one of its kind waits there that nobody has begun: that will see what this
    /// transaction writes, and no second one is needed.
    pub async fn enqueue_redraw(
        &mut self,
        ws: &WorkspaceId,
        job: &Job,
        channel: &ChannelId,
        id: JobId,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let hurry = self.sql(
            "UPDATE jobs SET run_at = $5 WHERE workspace_id = $1 AND lane = $2 AND channel = $3 \
             AND state = 'waiting' AND kind = $4 \
             AND attempt > 0 AND lease_owner IS NULL AND run_at > $5 AND run_at < $6",
        );
        let lane_ = lane(job.lane());
        let hurry = hurry.bind(ws).bind(lane_).bind(channel).bind(job.kind());
        self.brings_work |= hurry.bind(at).bind(PARKED).did().await?;
        // The row is written so that nobody begins it before this transaction ends; if somebody did
        // meanwhile, this transaction is run again.
        let touch = self.sql(
            "UPDATE jobs SET created_at = created_at WHERE workspace_id = $1 AND lane = $2 \
             AND channel = $3 AND state = 'waiting' AND kind = $4 \
             AND attempt = 0 AND lease_owner IS NULL",
        );
        if touch.bind(ws).bind(lane_).bind(channel).bind(job.kind()).did().await? {
            return Ok(false);
        }
        let last = self.sql(
            "SELECT MAX(place_at) AS place FROM jobs WHERE workspace_id = $1 AND lane = $2 \
             AND channel = $3 AND state = 'waiting'",
        );
        let last = last.bind(ws).bind(lane_).bind(channel).one().await?;
        let last = last.map_or(Ok(None), |row| row.maybe_time("place"))?;
        // Ids of one millisecond are in no order, and clocks of replicas differ.
        let place = last.map_or(at, |last| at.max(last + TimeDelta::milliseconds(1)));
        let new = self
            .sql(concat!(insert!(), " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"))
            .bind_all(values(ws, job, [place, at], None, Some(channel), id, at)?)
            .did()
            .await?;
        self.brings_work |= new;
        Ok(new)
    }

    /// What waits and will be tried by `until`, in that order.
    pub async fn planned(
        &mut self,
        ws: &WorkspaceId,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<PlannedJob>> {
        let rows = self
            .sql(
                "SELECT job_id, payload, run_at FROM jobs WHERE workspace_id = $1 \
                 AND state = 'waiting' AND run_at <= $2 ORDER BY run_at, job_id LIMIT $3",
            )
            .bind(ws)
            .bind(until)
            .bind(limit)
            .all()
            .await?;
        each(&rows, |row| {
            Ok(PlannedJob {
                id: row.parsed("job_id")?,
                job: row.json("payload")?,
                run_at: row.time("run_at")?,
            })
        })
    }

    /// Of which kind something waits or is worked on, whenever its time comes: the jobs themselves.
    pub async fn waiting_of(&mut self, ws: &WorkspaceId, kinds: &[&str]) -> Result<Vec<Job>> {
        let rows = self
            .sql_in(
                ws,
                "SELECT payload FROM jobs WHERE workspace_id = $1 AND state = 'waiting' AND kind IN",
                kinds.iter().map(|kind| (*kind).value()).collect(),
                "ORDER BY run_at, job_id",
            )
            .await?;
        each(&rows, |row| row.json("payload"))
    }

    /// Whether a job whose name begins so was done, as far back as ended jobs are kept.
    pub async fn was_done(&mut self, ws: &WorkspaceId, name: &str) -> Result<bool> {
        let done = self.sql(
            "SELECT 1 AS done FROM jobs WHERE workspace_id = $1 AND state = 'done' \
             AND substr(dedup_key, 1, length($2)) = $2 LIMIT 1",
        );
        Ok(done.bind(ws).bind(name).one().await?.is_some())
    }

    /// When the next job can be claimed, over all workspaces: the earliest of those that no
    /// earlier one of their channel keeps back, or the end of a lease.
    pub async fn next_due(&mut self) -> Result<Option<DateTime<Utc>>> {
        let row = self
            .sql(concat!(
                "SELECT MIN(due) AS due FROM ( \
                 SELECT due FROM (SELECT job.run_at AS due FROM jobs AS job \
                 WHERE job.state = 'waiting' AND job.lease_until IS NULL AND NOT ",
                blocked!("job"),
                " ORDER BY job.run_at LIMIT 1) AS free \
                 UNION ALL SELECT MIN(lease_until) AS due FROM jobs \
                 WHERE lease_until IS NOT NULL) AS moments"
            ))
            .one()
            .await?;
        row.map_or(Ok(None), |row| row.maybe_time("due"))
    }

    /// The lane of the job that is to run first of all: by its time, then by its id.
    pub async fn first_due(&mut self, now: DateTime<Utc>) -> Result<Option<(WorkspaceId, Lane)>> {
        let row = self
            .sql(concat!(
                "SELECT job.workspace_id, job.lane FROM jobs AS job \
                 WHERE job.state = 'waiting' AND job.run_at <= $1 \
                 AND (job.lease_until IS NULL OR job.lease_until <= $1) AND NOT ",
                blocked!("job"),
                " ORDER BY job.run_at, job.job_id LIMIT 1"
            ))
            .bind(now)
            .one()
            .await?;
        row.map(|row| Ok((row.id("workspace_id")?, read_lane(&row.text("lane")?)))).transpose()
    }

    /// For the operator.
    pub async fn queue_figures(&mut self, now: DateTime<Utc>) -> Result<QueueFigures> {
        let row = self
            .sql(
                "SELECT COUNT(*) FILTER (WHERE state = 'waiting') AS waiting, \
                 COUNT(*) FILTER (WHERE state = 'discarded') AS discarded, \
                 COUNT(*) FILTER (WHERE doubts > 0) AS in_doubt, \
                 MIN(run_at) FILTER (WHERE state = 'waiting' AND run_at <= $1) AS oldest FROM jobs",
            )
            .bind(now)
            .one()
            .await?;
        let Some(row) = row else { return Ok(QueueFigures::default()) };
        Ok(QueueFigures {
            waiting: row.number("waiting")?,
            discarded: row.number("discarded")?,
            in_doubt: row.number("in_doubt")?,
            oldest: row.maybe_time("oldest")?.map(|since| now - since),
        })
    }
}

/// What [`insert!`] takes; `times` are its place among those of its channel and when it runs.
fn values(
    ws: &WorkspaceId,
    job: &Job,
    [place_at, run_at]: [DateTime<Utc>; 2],
    dedup_key: Option<&str>,
    channel: Option<&ChannelId>,
    id: JobId,
    at: DateTime<Utc>,
) -> Result<Vec<Value>> {
    Ok(row![
        ws,
        id,
        job.kind(),
        to_json("a job", job)?,
        lane(job.lane()),
        channel,
        place_at,
        run_at,
        dedup_key,
        at,
        Call::list(job.calls()),
    ])
}

pub(super) fn read_lane(name: &str) -> Lane {
    if name == lane(Lane::Send) { Lane::Send } else { Lane::Work }
}
