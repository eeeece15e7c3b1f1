//! What somebody began to write, until it has gone where it belongs.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::row::Fields;
use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;

impl Tx {
    /// Keeps what somebody wrote, and not who that was. It is never empty.
    pub async fn keep_draft(
        &mut self,
        ws: &WorkspaceId,
        id: Uuid,
        text: &str,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO drafts (workspace_id, draft_id, body, written_at) VALUES ($1, $2, $3, $4)",
        );
        keep.bind(ws).bind(id.to_string()).bind(text).bind(at).run().await?;
        Ok(())
    }

    /// `None` once it was dropped, or was too old.
    pub async fn draft(&mut self, ws: &WorkspaceId, id: Uuid) -> Result<Option<String>> {
        let draft = self.sql("SELECT body FROM drafts WHERE workspace_id = $1 AND draft_id = $2");
        draft.bind(ws).bind(id.to_string()).one().await?.map(|row| row.text("body")).transpose()
    }

    /// It has gone where it belongs. `false` if it was gone.
    pub async fn drop_draft(&mut self, ws: &WorkspaceId, id: Uuid) -> Result<bool> {
        let gone = self.sql("DELETE FROM drafts WHERE workspace_id = $1 AND draft_id = $2");
        gone.bind(ws).bind(id.to_string()).did().await
    }

    /// Deletes what was written before `before` and never sent.
    pub async fn purge_drafts(&mut self, ws: &WorkspaceId, before: DateTime<Utc>) -> Result<u64> {
        let old = self.sql("DELETE FROM drafts WHERE workspace_id = $1 AND written_at < $2");
        old.bind(ws).bind(before).run().await
    }
}
