//! Working jobs off. A process leases a workspace's lane, then jobs in it; a job is ended only by
//! whoever holds its lease.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::any::AnyRow;

use super::row::Fields;
use super::{Result, Tx};
use crate::domain::ids::{ChannelId, JobId, WorkspaceId};
use crate::job::{Job, Lane, Lease};

/// How long a job rests that this version cannot read: one beside it may know it.
const UNKNOWN_RESTS: TimeDelta = TimeDelta::minutes(1);

/// A job that is to be run now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    pub id: JobId,
    pub job: Job,
    pub channel: Option<ChannelId>,
    pub run_at: DateTime<Utc>,
    /// 1 for the first.
    pub attempt: u32,
    /// When it was marked as being sent before, if that never ended: perhaps it was sent.
    pub in_doubt: Option<DateTime<Utc>>,
    pub lease: Lease,
}

/// An earlier job of the same lane and channel has not ended.
macro_rules! blocked {
    ($job:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM jobs AS earlier WHERE earlier.workspace_id = ",
            $job,
            ".workspace_id AND earlier.lane = ",
            $job,
            ".lane AND earlier.channel = ",
            $job,
            ".channel AND earlier.state = 'waiting' AND (earlier.place_at < ",
            $job,
            ".place_at OR (earlier.place_at = ",
            $job,
            ".place_at AND earlier.job_id < ",
            $job,
            ".job_id)))"
        )
    };
}
pub(super) use blocked;

/// Due, and nobody works on it; `$3` now. Names no workspace: it stands beside one, and beside ids.
macro_rules! unclaimed {
    ($job:literal) => {
        concat!(
            $job,
            ".state = 'waiting' AND ",
            $job,
            ".run_at <= $3 AND (",
            $job,
            ".lease_until IS NULL OR ",
            $job,
            ".lease_until <= $3) AND NOT ",
            blocked!($job)
        )
    };
}
pub(super) use unclaimed;

/// `$1` workspace, `$2` lane, `$3` now.
macro_rules! claimable {
    ($job:literal) => {
        concat!($job, ".workspace_id = $1 AND ", $job, ".lane = $2 AND ", unclaimed!($job))
    };
}
pub(super) use claimable;

impl Tx {
    /// Leases the lane and, without regard to any pace, up to `limit` jobs of it that are due, the earliest first; of one
    /// channel only the first. Nothing if another process holds the lane. Leases that ran out are
    /// taken over.
    pub async fn claim(
        &mut self,
        ws: &WorkspaceId,
        lane_: Lane,
        owner: &str,
        now: DateTime<Utc>,
        lease_for: TimeDelta,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>> {
        let until = now + lease_for;
        if !self.lease_lane(ws, lane_, owner, now, until).await? {
            return Ok(Vec::new());
        }
        // The condition stands twice: PostgreSQL looks at it again after it waited for a row. The
        // lane, which never changes, stands once, or SQLite looks through all that is due in it.
        let rows = self
            .sql(concat!(
                "UPDATE jobs SET attempt = attempt + 1, \
                 lease_owner = $4 || '#' || CAST(attempt + 1 AS TEXT), lease_until = $5, \
                 doubts = doubts + CASE WHEN sent_at IS NULL THEN 0 ELSE 1 END \
                 WHERE workspace_id = $1 AND job_id IN ( \
                 SELECT candidate.job_id FROM jobs AS candidate WHERE ",
                claimable!("candidate"),
                " ORDER BY candidate.run_at, candidate.job_id LIMIT $6) AND ",
                unclaimed!("jobs"),
                " RETURNING job_id, payload, channel, run_at, attempt, sent_at, lease_owner"
            ))
            .bind(ws)
            .bind(lane(lane_))
            .bind(now)
            .bind(owner)
            .bind(until)
            .bind(limit)
            .all()
            .await?;
        self.readable(ws, &rows, now).await
    }

    pub(super) async fn lease_lane(
        &mut self,
        ws: &WorkspaceId,
        lane_: Lane,
        owner: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql(
            "INSERT INTO lanes (workspace_id, lane, leased_by, leased_until) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (workspace_id, lane) DO UPDATE \
             SET leased_by = excluded.leased_by, leased_until = excluded.leased_until \
             WHERE lanes.leased_by = excluded.leased_by OR lanes.leased_until <= $5",
        )
        .bind(ws)
        .bind(lane(lane_))
        .bind(owner)
        .bind(until)
        .bind(now)
        .did()
        .await
    }

    /// Reads what was claimed, in its order; what this version cannot read is put back.
    pub(super) async fn readable(
        &mut self,
        ws: &WorkspaceId,
        rows: &[AnyRow],
        now: DateTime<Utc>,
    ) -> Result<Vec<ClaimedJob>> {
        let mut claimed = Vec::new();
        for row in rows {
            match read(row) {
                Ok(job) => claimed.push(job),
                Err(error) => self.rest(ws, row, now, &error.to_string()).await?,
            }
        }
        claimed.sort_by_key(|job| (job.run_at, job.id));
        Ok(claimed)
    }

    /// Puts a job back that this version cannot read; it costs no attempt.
    async fn rest(
        &mut self,
        ws: &WorkspaceId,
        row: &AnyRow,
        now: DateTime<Utc>,
        error: &str,
    ) -> Result<()> {
        let id = row.text("job_id")?;
        tracing::warn!(job = id, error, "a job that this version does not know waits");
        self.sql(
            "UPDATE jobs SET lease_owner = NULL, lease_until = NULL, attempt = attempt - 1, \
             run_at = $3, last_error = $4 WHERE workspace_id = $1 AND job_id = $2",
        )
        .bind(ws)
        .bind(id)
        .bind(now + UNKNOWN_RESTS)
        .bind(error)
        .run()
        .await?;
        Ok(())
    }

    /// Gives all lanes back, so that another process need not wait for their leases to run out.
    pub async fn release_lanes(&mut self, owner: &str) -> Result<()> {
        self.sql("DELETE FROM lanes WHERE leased_by = $1").bind(owner).run().await?;
        Ok(())
    }

    /// Marks that this job is about to be sent; commit it before the call to Slack. `false` if
    /// the lease ran out or is somebody else's: then do not send. If it comes back in doubt, what
    /// is looked for then also waits for its turn to read.
    pub async fn mark_sending(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
    ) -> Result<bool> {
        let now = self.now();
        let mark = self.sql(
            "UPDATE jobs SET sent_at = $4, calls = CASE \
             WHEN kind IN ('invite', 'tell', 'sum_up', 'greet', 'session_post', \
             'publish_story', 'post_wins', 'digest', 'send_digest') \
             THEN 'conversations.history ' || REPLACE(calls, 'conversations.history ', '') \
             ELSE calls END WHERE workspace_id = $1 AND job_id = $2 \
             AND lease_owner = $3 AND state = 'waiting' AND lease_until > $4",
        );
        mark.bind(ws).bind(id).bind(lease.as_str()).bind(now).did().await
    }

    /// It is done. Here and in all that follows, `false` says that the lease was lost (or the
    /// job has ended already) and nothing was changed; a transaction in which a job was to be
    /// ended and was not is not committed, as somebody else does its work now.
    pub async fn finish(&mut self, ws: &WorkspaceId, id: JobId, lease: &Lease) -> Result<bool> {
        self.end(ws, id, lease, "done", None).await
    }

    /// It is not needed any more.
    pub async fn cancel(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        reason: &str,
    ) -> Result<bool> {
        self.end(ws, id, lease, "cancelled", Some(reason)).await
    }

    /// It is given up, and kept for the operator.
    pub async fn discard(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        error: &str,
    ) -> Result<bool> {
        self.end(ws, id, lease, "discarded", Some(error)).await
    }

    /// Perhaps it was sent: better never than twice.
    pub async fn let_go(&mut self, ws: &WorkspaceId, id: JobId, lease: &Lease) -> Result<bool> {
        self.end(ws, id, lease, "done", Some("in doubt: not sent again")).await
    }

    async fn end(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        state: &str,
        error: Option<&str>,
    ) -> Result<bool> {
        let now = self.now();
        let ended = self
            .sql(
            "UPDATE jobs SET state = $4, finished_at = $5, last_error = COALESCE($6, last_error), \
             lease_owner = NULL, lease_until = NULL \
             WHERE workspace_id = $1 AND job_id = $2 AND lease_owner = $3 AND state = 'waiting'",
        )
        .bind(ws)
        .bind(id)
        .bind(lease.as_str())
        .bind(state)
        .bind(now)
        .bind(error)
        .did()
        .await?;
        self.lost |= !ended;
        Ok(ended)
    }

    /// It failed, and is known not to have been sent: again at `run_at`.
    pub async fn retry(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        error: &str,
        run_at: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql(
            "UPDATE jobs SET run_at = $4, last_error = $5, sent_at = NULL, lease_owner = NULL, \
             lease_until = NULL, calls = REPLACE(calls, 'conversations.history ', '') \
             WHERE workspace_id = $1 AND job_id = $2 AND lease_owner = $3 AND state = 'waiting'",
        )
        .bind(ws)
        .bind(id)
        .bind(lease.as_str())
        .bind(run_at)
        .bind(error)
        .did()
        .await
    }

    /// It failed, and nobody knows whether it was sent, if it was marked: the mark stays, and the
    /// next claim at `run_at` is in doubt.
    pub async fn retry_in_doubt(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        error: &str,
        run_at: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql(
            "UPDATE jobs SET run_at = $4, last_error = $5, lease_owner = NULL, lease_until = NULL \
             WHERE workspace_id = $1 AND job_id = $2 AND lease_owner = $3 AND state = 'waiting'",
        )
        .bind(ws)
        .bind(id)
        .bind(lease.as_str())
        .bind(run_at)
        .bind(error)
        .did()
        .await
    }

    /// Nobody knows yet whether an earlier try was sent: looked for again at `run_at`, still in doubt.
    /// It costs no attempt, and is no further doubt.
    pub async fn look_again(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        run_at: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql(
            "UPDATE jobs SET run_at = $4, attempt = attempt - 1, doubts = doubts - 1, \
             lease_owner = NULL, lease_until = NULL WHERE workspace_id = $1 AND job_id = $2 \
             AND lease_owner = $3 AND state = 'waiting' AND sent_at IS NOT NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(lease.as_str())
        .bind(run_at)
        .did()
        .await
    }

    /// Not now, but at `run_at`: no failure, and it costs no attempt.
    pub async fn snooze(
        &mut self,
        ws: &WorkspaceId,
        id: JobId,
        lease: &Lease,
        run_at: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql(
            "UPDATE jobs SET run_at = $4, attempt = attempt - 1, sent_at = NULL, \
             calls = REPLACE(calls, 'conversations.history ', ''), \
             lease_owner = NULL, lease_until = NULL \
             WHERE workspace_id = $1 AND job_id = $2 AND lease_owner = $3 AND state = 'waiting'",
        )
        .bind(ws)
        .bind(id)
        .bind(lease.as_str())
        .bind(run_at)
        .did()
        .await
    }
}

pub(super) fn lane(lane: Lane) -> &'static str {
    match lane {
        Lane::Work => "work",
        Lane::Send => "send",
    }
}

fn read(row: &AnyRow) -> Result<ClaimedJob> {
    Ok(ClaimedJob {
        id: row.parsed("job_id")?,
        job: row.json("payload")?,
        channel: row.maybe_id("channel")?,
        run_at: row.time("run_at")?,
        attempt: row.number("attempt")?,
        in_doubt: row.maybe_time("sent_at")?,
        lease: Lease::new(row.text("lease_owner")?),
    })
}
