//! The workspaces that Klatch is in.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};

/// A Slack workspace that Klatch is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub name: String,
    /// Klatch's own bot user there.
    pub bot: MemberId,
}

impl Tx {
    /// Writes down that Klatch is in a workspace; its name and bot may have changed.
    pub async fn keep_workspace(
        &mut self,
        ws: &WorkspaceId,
        name: &str,
        bot: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO workspaces (workspace_id, name, bot, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $4) \
             ON CONFLICT (workspace_id) DO UPDATE \
             SET name = excluded.name, bot = excluded.bot, updated_at = excluded.updated_at",
        );
        keep.bind(ws).bind(name).bind(bot).bind(at).run().await?;
        Ok(())
    }

    /// `None` where Klatch was never installed.
    pub async fn workspace(&mut self, ws: &WorkspaceId) -> Result<Option<Workspace>> {
        let row = self
            .sql("SELECT workspace_id, name, bot FROM workspaces WHERE workspace_id = $1")
            .bind(ws)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Raises what readers follow, in the transaction that writes what they show. Whoever does so at
    /// the same time waits, so that no reader misses a row that is committed later under a lower
    /// number.
    pub(super) async fn next_seq(&mut self, ws: &WorkspaceId) -> Result<i64> {
        let next =
            self.sql("UPDATE workspaces SET seq = seq + 1 WHERE workspace_id = $1 RETURNING seq");
        let row = next.bind(ws).one().await?;
        row.map_or_else(
            || Err(Error::unreadable("a workspace", "there is none")),
            |row| row.number("seq"),
        )
    }

    /// [`Tx::next_seq`] for several rows: the first of their numbers, each of which is used once, so
    /// that a reader may stop between any two of them.
    pub(super) async fn next_seqs(&mut self, ws: &WorkspaceId, rows: usize) -> Result<i64> {
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        let next =
            self.sql("UPDATE workspaces SET seq = seq + $2 WHERE workspace_id = $1 RETURNING seq");
        let row = next.bind(ws).bind(rows).one().await?;
        row.map_or_else(
            || Err(Error::unreadable("a workspace", "there is none")),
            |row| Ok(row.number::<i64>("seq")? - rows + 1),
        )
    }

    /// The newest number of what readers follow; 0 where nothing was written yet.
    pub async fn seq(&mut self, ws: &WorkspaceId) -> Result<i64> {
        let seq = self.sql("SELECT seq FROM workspaces WHERE workspace_id = $1");
        let row = seq.bind(ws).one().await?;
        row.map_or(Ok(0), |row| row.number("seq"))
    }

    /// All of them, by id.
    pub async fn workspaces(&mut self) -> Result<Vec<Workspace>> {
        let all = self.sql("SELECT workspace_id, name, bot FROM workspaces ORDER BY workspace_id");
        each(&all.all().await?, read)
    }
}

fn read(row: &AnyRow) -> Result<Workspace> {
    Ok(Workspace { id: row.id("workspace_id")?, name: row.text("name")?, bot: row.id("bot")? })
}
