//! The workspaces that Klatch moved into: their tokens, and what happens when they take it out.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::row::{Fields, each, to_json};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};

/// The end of time for a job: nothing is due then.
pub(super) const PARKED: i64 = 253_402_300_799_999;

/// How Klatch is in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    pub workspace: WorkspaceId,
    /// Grows with every change.
    pub version: u32,
    /// Slack's id of the app.
    pub app: Option<String>,
    /// Sealed; `None` where the token stands in the settings.
    pub token: Option<String>,
    /// Sealed.
    pub refresh_token: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
    pub scopes: Vec<String>,
    pub installer: Option<MemberId>,
    /// Since when it is taken out.
    pub uninstalled_at: Option<DateTime<Utc>>,
    /// When its data goes, if it is taken out.
    pub erase_at: Option<DateTime<Utc>>,
}

/// What a workspace brings when Klatch moves in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewInstallation {
    pub app: Option<String>,
    pub installer: Option<MemberId>,
    pub scopes: Vec<String>,
    pub tokens: SealedTokens,
}

/// Tokens as they are kept: sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedTokens {
    pub token: Option<String>,
    pub refresh_token: Option<String>,
    pub expires_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Moves into a workspace, for the first time or again, and returns the installation's version.
    /// What was parked when it was taken out goes on.
    pub async fn keep_installation(
        &mut self,
        ws: &WorkspaceId,
        new: &NewInstallation,
        at: DateTime<Utc>,
    ) -> Result<u32> {
        let row = self
            .sql(
                "INSERT INTO installations (workspace_id, version, app, token, refresh_token, \
                 expires_at, scopes, installer, installed_at) \
                 VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8) \
                 ON CONFLICT (workspace_id) DO UPDATE \
                 SET version = installations.version + 1, app = excluded.app, \
                 token = excluded.token, refresh_token = excluded.refresh_token, \
                 expires_at = excluded.expires_at, scopes = excluded.scopes, \
                 installer = excluded.installer, installed_at = excluded.installed_at, \
                 uninstalled_at = NULL, erase_at = NULL \
                 RETURNING version",
            )
            .bind(ws)
            .bind(new.app.as_deref())
            .bind(new.tokens.token.as_deref())
            .bind(new.tokens.refresh_token.as_deref())
            .bind(new.tokens.expires_at)
            .bind(to_json("scopes", &new.scopes)?)
            .bind(new.installer.as_ref())
            .bind(at)
            .one()
            .await?;
        self.moves = true;
        self.end_pauses(ws).await?;
        self.unpark(ws).await?;
        row.map_or(Ok(1), |row| row.number("version"))
    }

    /// `None` where Klatch never was, or where everything was erased.
    pub async fn installation(&mut self, ws: &WorkspaceId) -> Result<Option<Installation>> {
        let row =
            self.sql("SELECT * FROM installations WHERE workspace_id = $1").bind(ws).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// All that are not taken out, by workspace.
    pub async fn installations(&mut self) -> Result<Vec<Installation>> {
        let live = self
            .sql("SELECT * FROM installations WHERE uninstalled_at IS NULL ORDER BY workspace_id");
        each(&live.all().await?, read)
    }

    /// Keeps a new pair of tokens, or the same ones under another key. `false` if the installation
    /// is not the one of `version` any more: then theirs count.
    pub async fn keep_tokens(
        &mut self,
        ws: &WorkspaceId,
        version: u32,
        tokens: &SealedTokens,
    ) -> Result<bool> {
        self.moves = true;
        let kept = self
            .sql(
                "UPDATE installations SET version = version + 1, token = $3, refresh_token = $4, \
                 expires_at = $5 \
                 WHERE workspace_id = $1 AND version = $2 AND uninstalled_at IS NULL",
            )
            .bind(ws)
            .bind(version)
            .bind(tokens.token.as_deref())
            .bind(tokens.refresh_token.as_deref())
            .bind(tokens.expires_at)
            .did()
            .await?;
        if kept {
            self.end_pauses(ws).await?;
        }
        Ok(kept)
    }

    /// Klatch was taken out: its tokens go at once and its work is parked. `false` if the
    /// installation is not the one of `version` any more, or was ended before.
    pub async fn end_installation(
        &mut self,
        ws: &WorkspaceId,
        version: u32,
        at: DateTime<Utc>,
        erase_at: DateTime<Utc>,
    ) -> Result<bool> {
        self.moves = true;
        let ended = self
            .sql(
                "UPDATE installations SET version = version + 1, token = NULL, \
                 refresh_token = NULL, expires_at = NULL, uninstalled_at = $3, erase_at = $4 \
                 WHERE workspace_id = $1 AND version = $2 AND uninstalled_at IS NULL",
            )
            .bind(ws)
            .bind(version)
            .bind(at)
            .bind(erase_at)
            .did()
            .await?;
        if ended {
            // Those that are being run end by themselves: Slack lets them do nothing any more.
            self.sql(
                "UPDATE jobs SET run_at = $2 WHERE workspace_id = $1 AND state = 'waiting' \
                 AND kind <> 'erase_workspace'",
            )
            .bind(ws)
            .bind(PARKED)
            .run()
            .await?;
        }
        Ok(ended)
    }

    /// Back to the time that each was meant for.
    async fn unpark(&mut self, ws: &WorkspaceId) -> Result<()> {
        let freed = self.sql(
            "UPDATE jobs SET run_at = place_at \
             WHERE workspace_id = $1 AND state = 'waiting' AND run_at = $2",
        );
        self.brings_work |= freed.bind(ws).bind(PARKED).did().await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<Installation> {
    Ok(Installation {
        workspace: row.id("workspace_id")?,
        version: row.number("version")?,
        app: row.maybe_text("app")?,
        token: row.maybe_text("token")?,
        refresh_token: row.maybe_text("refresh_token")?,
        expires_at: row.maybe_time("expires_at")?,
        scopes: row.json("scopes")?,
        installer: row.maybe_id("installer")?,
        uninstalled_at: row.maybe_time("uninstalled_at")?,
        erase_at: row.maybe_time("erase_at")?,
    })
}
