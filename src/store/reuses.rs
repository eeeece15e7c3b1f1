//! Whom an answer helped besides its asker.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::query::Bind;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};

impl Tx {
    /// Somebody says that a question's answer, or a card, solved it for them too. `false` if they
    /// said so before.
    pub async fn keep_reuse(
        &mut self,
        ws: &WorkspaceId,
        about: Uuid,
        member: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let keep = self.sql(
            "INSERT INTO reuses (workspace_id, about, member_id, reused_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        );
        keep.bind(ws).bind(about.to_string()).bind(member).bind(at).did().await
    }

    /// How many people said so.
    pub async fn reuses(&mut self, ws: &WorkspaceId, about: Uuid) -> Result<u32> {
        let count = self
            .sql("SELECT COUNT(*) AS people FROM reuses WHERE workspace_id = $1 AND about = $2");
        let row = count.bind(ws).bind(about.to_string()).one().await?;
        row.map_or(Ok(0), |row| row.number("people"))
    }

    /// The same for several at once; what nobody said it of is not in it.
    pub async fn reuses_of(
        &mut self,
        ws: &WorkspaceId,
        about: &[Uuid],
    ) -> Result<BTreeMap<Uuid, u32>> {
        let list = about.iter().map(|id| id.to_string().value()).collect();
        let count = "SELECT about, COUNT(*) AS people FROM reuses \
                     WHERE workspace_id = $1 AND about IN";
        let rows = self.sql_in(ws, count, list, "GROUP BY about ORDER BY about").await?;
        let counts = each(&rows, |row| Ok((row.parsed("about")?, row.number("people")?)))?;
        Ok(counts.into_iter().collect())
    }
}
