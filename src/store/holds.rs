//! Holding messages back: while somebody does, nothing is posted; what waited goes out slowly.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::any::AnyRow;

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;

/// The row of a hold on all workspaces.
const EVERYWHERE: &str = "*";
/// Between two messages of those that waited: a release is no burst.
const GENTLY: TimeDelta = TimeDelta::seconds(3);

/// Who holds messages back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// A member's id, or what an operator is called.
    pub by: String,
    pub since: DateTime<Utc>,
    /// In all workspaces, not only this one.
    pub everywhere: bool,
}

/// Messages of one kind that wait behind a hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldJobs {
    pub workspace: WorkspaceId,
    /// As [`Job::kind`](crate::job::Job::kind) has it.
    pub kind: String,
    pub count: u64,
    /// When the first of them was to go out.
    pub oldest: DateTime<Utc>,
}

/// What a release let go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Released {
    /// Messages that go out now, one every three seconds.
    pub waiting: u64,
    /// Reminders, check-ins and greetings whose moment has passed: they are not sent.
    pub lapsed: u64,
}

/// What waits behind a hold: whatever posts or changes a message, and was to go out by now. `$1` is
/// a workspace, or all of them; `$2` is now.
macro_rules! held {
    () => {
        "jobs.state = 'waiting' AND jobs.calls LIKE '%chat.%' AND jobs.run_at <= $2 \
         AND (jobs.lease_until IS NULL OR jobs.lease_until <= $2) \
         AND ($1 = '*' OR jobs.workspace_id = $1)"
    };
}

impl Tx {
    /// From the next claim on nothing is posted in a workspace, or in any (`None`). `false` if that
    /// was so already; then it stays whoever's it was.
    pub async fn hold(
        &mut self,
        ws: Option<&WorkspaceId>,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let hold = self.sql(
            "INSERT INTO holds (workspace_id, held_by, held_at) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING",
        );
        hold.bind(named(ws)).bind(by).bind(now).did().await
    }

    /// Lets messages go again: `None` if they were not held. Reminders, check-ins and greetings
    /// that are overdue lapse; the rest goes out in its order, one every three seconds in each
    /// workspace. What another hold still keeps back is left to the release of that one.
    pub async fn release(
        &mut self,
        ws: Option<&WorkspaceId>,
        now: DateTime<Utc>,
    ) -> Result<Option<Released>> {
        let free = self.sql("DELETE FROM holds WHERE workspace_id = $1");
        if !free.bind(named(ws)).did().await? {
            return Ok(None);
        }
        let lapsed = self
            .sql(concat!(
                "UPDATE jobs SET state = 'cancelled', finished_at = $2, lease_owner = NULL, \
                 lease_until = NULL, last_error = 'lapsed while messages were held back' WHERE ",
                held!(),
                " AND kind IN ('remind_group', 'check_in', 'greet') AND NOT EXISTS ( \
                 SELECT 1 FROM holds WHERE holds.workspace_id IN ('*', jobs.workspace_id))"
            ))
            .bind(named(ws))
            .bind(now)
            .run()
            .await?;
        let waiting = self
            .sql(concat!(
                "UPDATE jobs SET run_at = $2 + $3 * queue.place FROM ( \
                 SELECT jobs.workspace_id, jobs.job_id, ROW_NUMBER() OVER ( \
                 PARTITION BY jobs.workspace_id ORDER BY jobs.run_at, jobs.job_id) AS place \
                 FROM jobs WHERE ",
                held!(),
                " AND NOT EXISTS ( \
                 SELECT 1 FROM holds WHERE holds.workspace_id IN ('*', jobs.workspace_id)) \
                 ) AS queue \
                 WHERE jobs.workspace_id = queue.workspace_id AND jobs.job_id = queue.job_id"
            ))
            .bind(named(ws))
            .bind(now)
            .bind(GENTLY.num_milliseconds())
            .run()
            .await?;
        self.brings_work |= waiting > 0;
        Ok(Some(Released { waiting, lapsed }))
    }

    /// Whether nothing is posted in a workspace just now.
    pub async fn is_held(&mut self, ws: &WorkspaceId) -> Result<bool> {
        Ok(self.hold_on(Some(ws)).await?.is_some())
    }

    /// Who holds the messages back of a workspace, or of all at once (`None`): the hold on all comes
    /// first.
    pub async fn hold_on(&mut self, ws: Option<&WorkspaceId>) -> Result<Option<Hold>> {
        let row = self
            .sql(
                "SELECT workspace_id, held_by, held_at FROM holds \
                 WHERE workspace_id IN ($1, '*') ORDER BY CASE workspace_id WHEN '*' THEN 0 ELSE 1 \
                 END LIMIT 1",
            )
            .bind(named(ws))
            .one()
            .await?;
        row.as_ref().map(read_hold).transpose()
    }

    /// What would have gone out by now and did not, by workspace and kind, the oldest first: in one
    /// workspace, or in all (`None`).
    pub async fn held(
        &mut self,
        ws: Option<&WorkspaceId>,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<HeldJobs>> {
        let rows = self
            .sql(concat!(
                "SELECT jobs.workspace_id, jobs.kind, COUNT(*) AS held, MIN(jobs.run_at) AS oldest \
                 FROM jobs WHERE ",
                held!(),
                " AND EXISTS ( \
                 SELECT 1 FROM holds WHERE holds.workspace_id IN ('*', jobs.workspace_id)) \
                 GROUP BY jobs.workspace_id, jobs.kind \
                 ORDER BY MIN(jobs.run_at), jobs.workspace_id, jobs.kind LIMIT $3"
            ))
            .bind(named(ws))
            .bind(now)
            .bind(limit)
            .all()
            .await?;
        each(&rows, |row| {
            Ok(HeldJobs {
                workspace: row.id("workspace_id")?,
                kind: row.text("kind")?,
                count: row.number("held")?,
                oldest: row.time("oldest")?,
            })
        })
    }
}

fn named(ws: Option<&WorkspaceId>) -> &str {
    ws.map_or(EVERYWHERE, WorkspaceId::as_str)
}

fn read_hold(row: &AnyRow) -> Result<Hold> {
    Ok(Hold {
        by: row.text("held_by")?,
        since: row.time("held_at")?,
        everywhere: row.text("workspace_id")? == EVERYWHERE,
    })
}
