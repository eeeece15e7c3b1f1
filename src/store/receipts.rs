//! What somebody was answered, so that a second delivery repeats the answer and not the effect.

use chrono::{DateTime, Utc};

use super::row::{Fields, to_json};
use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;
use crate::event::Reply;

impl Tx {
    /// What was answered under this key before, if anything was.
    pub async fn receipt(&mut self, ws: &WorkspaceId, key: &str) -> Result<Option<Reply>> {
        let row = self
            .sql("SELECT reply FROM receipts WHERE workspace_id = $1 AND receipt_key = $2")
            .bind(ws)
            .bind(key)
            .one()
            .await?;
        row.map(|row| row.json("reply")).transpose()
    }

    /// Keeps an answer; the first of a key stays.
    pub async fn keep_receipt(
        &mut self,
        ws: &WorkspaceId,
        key: &str,
        reply: &Reply,
        at: DateTime<Utc>,
    ) -> Result<()> {
        self.sql(
            "INSERT INTO receipts (workspace_id, receipt_key, reply, kept_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(ws)
        .bind(key)
        .bind(to_json("a reply", reply)?)
        .bind(at)
        .run()
        .await?;
        Ok(())
    }
}
