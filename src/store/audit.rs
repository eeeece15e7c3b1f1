//! Who changed what, written in the transaction of the change.

use chrono::{DateTime, Utc};

use super::row::{Fields, each, to_json};
use super::{Result, Tx};
use crate::domain::ids::{AuditId, MemberId, WorkspaceId};

/// One line of the audit trail.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditLine {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub actor: MemberId,
    pub action: String,
    pub target: String,
    pub detail: serde_json::Value,
}

impl Tx {
    /// Writes a line into the audit trail.
    #[expect(clippy::too_many_arguments, reason = "each is a column")]
    pub async fn audit(
        &mut self,
        ws: &WorkspaceId,
        id: AuditId,
        at: DateTime<Utc>,
        actor: &MemberId,
        action: &str,
        target: &str,
        detail: &serde_json::Value,
    ) -> Result<()> {
        self.sql(
            "INSERT INTO audit (workspace_id, audit_id, at, actor, action, target, detail) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(ws)
        .bind(id)
        .bind(at)
        .bind(actor)
        .bind(action)
        .bind(target)
        .bind(to_json("an audit line", detail)?)
        .run()
        .await?;
        Ok(())
    }

    /// The newest lines, the newest first.
    pub async fn audit_trail(&mut self, ws: &WorkspaceId, limit: u32) -> Result<Vec<AuditLine>> {
        let rows = self
            .sql(
                "SELECT audit_id, at, actor, action, target, detail FROM audit \
                 WHERE workspace_id = $1 ORDER BY at DESC, audit_id DESC LIMIT $2",
            )
            .bind(ws)
            .bind(limit)
            .all()
            .await?;
        each(&rows, |row| {
            Ok(AuditLine {
                id: row.parsed("audit_id")?,
                at: row.time("at")?,
                actor: row.id("actor")?,
                action: row.text("action")?,
                target: row.text("target")?,
                detail: row.json("detail")?,
            })
        })
    }
}
