//! What is not needed any more.

use chrono::{DateTime, Utc};

use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;

impl Tx {
    /// Deletes what ended before `before` and returns how many rows that were: jobs that are done
    /// or cancelled, receipts, events that were worked off, days that were claimed, pauses. What was
    /// discarded stays for the operator.
    pub async fn purge(&mut self, ws: &WorkspaceId, before: DateTime<Utc>) -> Result<u64> {
        let mut purged = 0;
        for text in [
            "DELETE FROM jobs WHERE workspace_id = $1 AND finished_at < $2 \
             AND state IN ('done', 'cancelled')",
            "DELETE FROM inbox WHERE workspace_id = $1 AND done_at < $2 AND state = 'done'",
            "DELETE FROM receipts WHERE workspace_id = $1 AND kept_at < $2",
            "DELETE FROM pauses WHERE workspace_id = $1 AND paused_until < $2",
        ] {
            purged += self.sql(text).bind(ws).bind(before).run().await?;
        }
        let days = self.sql("DELETE FROM nudges WHERE workspace_id = $1 AND local_day < $2");
        purged += days.bind(ws).bind(before.date_naive()).run().await?;
        Ok(purged)
    }
}
