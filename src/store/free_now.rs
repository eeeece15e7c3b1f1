//! The list of those who would have a coffee now.

use chrono::{DateTime, Utc};

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::now::Free;

impl Tx {
    /// Puts somebody on the list, or lets them stay on it until another moment.
    pub async fn keep_free(&mut self, ws: &WorkspaceId, free: &Free) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO free_now (workspace_id, member_id, pressed_at, free_until) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, member_id) DO UPDATE \
             SET free_until = excluded.free_until",
        );
        keep.bind(ws).bind(&free.member).bind(free.since).bind(free.until).run().await?;
        Ok(())
    }

    /// Everybody who is on the list at that moment, by id.
    pub async fn free_at(&mut self, ws: &WorkspaceId, now: DateTime<Utc>) -> Result<Vec<Free>> {
        let rows = self
            .sql(
                "SELECT member_id, pressed_at, free_until FROM free_now \
                 WHERE workspace_id = $1 AND free_until > $2 ORDER BY member_id",
            )
            .bind(ws)
            .bind(now)
            .all()
            .await?;
        each(&rows, |row| {
            Ok(Free {
                member: row.id("member_id")?,
                since: row.time("pressed_at")?,
                until: row.time("free_until")?,
            })
        })
    }

    /// Takes somebody off the list, whoever does it first: `false` if they were not on it.
    pub async fn take_free(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<bool> {
        let take = self.sql("DELETE FROM free_now WHERE workspace_id = $1 AND member_id = $2");
        take.bind(ws).bind(member).did().await
    }

    /// Takes somebody off whose time is over; `false` if they are not on the list, or pressed again.
    pub async fn end_free(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let end = self.sql(
            "DELETE FROM free_now WHERE workspace_id = $1 AND member_id = $2 AND free_until <= $3",
        );
        end.bind(ws).bind(member).bind(now).did().await
    }
}
