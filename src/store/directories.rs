//! How far the reading of a workspace's directory has come.

use chrono::{DateTime, Utc};

use super::row::{Fields, each, to_json};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::FieldIds;

/// What a finished reading of `users.list` found, of full members, guests and bots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub seen: u64,
    /// Known from before, and on no page.
    pub missing: u64,
}

impl Tx {
    /// Begins a reading at `at`; `false` if another is under way that came further after
    /// `stale_before`.
    pub async fn begin_listing(
        &mut self,
        ws: &WorkspaceId,
        at: DateTime<Utc>,
        stale_before: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql(
            "INSERT INTO directories (workspace_id, began_at, further_at) VALUES ($1, $2, $2) \
             ON CONFLICT (workspace_id) DO UPDATE \
             SET began_at = excluded.began_at, further_at = excluded.further_at \
             WHERE directories.further_at IS NULL OR directories.further_at < $3",
        )
        .bind(ws)
        .bind(at)
        .bind(stale_before)
        .did()
        .await
    }

    /// The reading that began at `began` came further; `false` if it is not the one under way.
    pub async fn continue_listing(
        &mut self,
        ws: &WorkspaceId,
        began: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql("UPDATE directories SET further_at = $3 WHERE workspace_id = $1 AND began_at = $2")
            .bind(ws)
            .bind(began)
            .bind(at)
            .did()
            .await
    }

    /// The reading is over: another may begin.
    pub async fn end_listing(&mut self, ws: &WorkspaceId) -> Result<()> {
        self.sql(
            "UPDATE directories SET began_at = NULL, further_at = NULL WHERE workspace_id = $1",
        )
        .bind(ws)
        .run()
        .await?;
        Ok(())
    }

    /// Who was seen since `began`, and who was not. People of other organizations are not counted:
    /// `users.list` may leave them out.
    pub async fn listed_since(&mut self, ws: &WorkspaceId, began: DateTime<Utc>) -> Result<Listed> {
        let row = self
            .sql(
                "SELECT COUNT(*) FILTER (WHERE seen_at >= $2) AS seen, \
                 COUNT(*) FILTER (WHERE seen_at < $2) AS missing FROM members \
                 WHERE workspace_id = $1 AND standing IN ('full', 'guest', 'bot')",
            )
            .bind(ws)
            .bind(began)
            .one()
            .await?;
        let Some(row) = row else { return Ok(Listed { seen: 0, missing: 0 }) };
        Ok(Listed { seen: row.number("seen")?, missing: row.number("missing")? })
    }

    /// Counts whoever was not seen since `began` as deactivated, and says who that is; when they are
    /// seen again, what Slack says then counts.
    pub async fn deactivate_unseen(
        &mut self,
        ws: &WorkspaceId,
        began: DateTime<Utc>,
    ) -> Result<Vec<MemberId>> {
        let gone = self.sql(
            "UPDATE members SET standing = 'deactivated', changed_at = 0 WHERE workspace_id = $1 \
             AND seen_at < $2 AND standing IN ('full', 'guest', 'bot') RETURNING member_id",
        );
        let mut gone = each(&gone.bind(ws).bind(began).all().await?, |row| row.id("member_id"))?;
        gone.sort();
        Ok(gone)
    }

    /// Which profile fields say where people belong; none if that was never found out.
    pub async fn field_ids(&mut self, ws: &WorkspaceId) -> Result<FieldIds> {
        let row = self
            .sql(
                "SELECT field_ids FROM directories \
                 WHERE workspace_id = $1 AND field_ids IS NOT NULL",
            )
            .bind(ws)
            .one()
            .await?;
        Ok(row.map(|row| row.json("field_ids")).transpose()?.unwrap_or_default())
    }

    /// Keeps which fields those are. If they are others than before, everybody's are read anew.
    pub async fn keep_field_ids(&mut self, ws: &WorkspaceId, ids: &FieldIds) -> Result<()> {
        if self.field_ids(ws).await? == *ids {
            return Ok(());
        }
        self.sql(
            "INSERT INTO directories (workspace_id, field_ids) VALUES ($1, $2) \
             ON CONFLICT (workspace_id) DO UPDATE SET field_ids = excluded.field_ids",
        )
        .bind(ws)
        .bind(to_json("the ids of profile fields", ids)?)
        .run()
        .await?;
        let anew = self.sql("UPDATE members SET fields_at = 0 WHERE workspace_id = $1");
        anew.bind(ws).run().await?;
        Ok(())
    }

    /// Some of those who take part in a program and whose profile fields were not read since they
    /// were changed.
    pub async fn unread_fields(&mut self, ws: &WorkspaceId, limit: u32) -> Result<Vec<MemberId>> {
        let rows = self
            .sql(
                "SELECT m.member_id FROM members AS m WHERE m.workspace_id = $1 \
                 AND m.standing IN ('full', 'guest') \
                 AND (m.fields_at = 0 OR m.fields_at < m.changed_at) \
                 AND EXISTS (SELECT 1 FROM participations AS p \
                 WHERE p.workspace_id = m.workspace_id AND p.member_id = m.member_id \
                 AND p.has_left = 0) ORDER BY m.member_id LIMIT $2",
            )
            .bind(ws)
            .bind(limit)
            .all()
            .await?;
        each(&rows, |row| row.id("member_id"))
    }

    /// Notes that somebody's profile fields were read.
    pub async fn fields_were_read(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        // Slack's clock may be ahead of ours.
        self.sql(
            "UPDATE members SET fields_at = CASE WHEN changed_at > $3 THEN changed_at ELSE $3 END \
             WHERE workspace_id = $1 AND member_id = $2",
        )
        .bind(ws)
        .bind(member)
        .bind(at)
        .run()
        .await?;
        Ok(())
    }
}
