//! What an operator's tools ask of the database without changing anything in it.

use std::path::Path;
use std::time::Duration;

use sqlx::{Executor, Row};
use tokio::time::Instant;

use super::open::sqlite_path;
use super::row::Fields;
use super::{Engine, Result, Store, Tx};
use crate::clock::Clock;

impl Engine {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

impl Store {
    /// [`Store::open`], but a file of SQLite that is not there is not made: `None`.
    ///
    /// # Errors
    /// As [`Store::open`]; or the folder of the file is not there.
    pub async fn look(url: &str, clock: &Clock) -> Result<Option<Self>> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            let path = sqlite_path(rest)?;
            if !path.exists() {
                let folder = path.parent().unwrap_or(Path::new("/"));
                if folder.is_dir() {
                    return Ok(None);
                }
                return Err(super::Error::unusable(
                    format!("The folder {} for the SQLite file is not there.", folder.display()),
                    "Make it, or check DATABASE_URL.",
                ));
            }
        }
        Self::open(url, clock).await.map(Some)
    }

    /// Whether the database answers at all; on SQLite, whether its file can be locked to write:
    /// without that no event is kept. Whoever asks bounds the time.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<()> {
        match self.engine() {
            Engine::Sqlite => {
                self.writers().begin_with("BEGIN IMMEDIATE").await?.rollback().await?;
            }
            Engine::Postgres => {
                self.readers().execute("SELECT 1").await?;
            }
        }
        Ok(())
    }

    /// How long one durable commit takes. It writes what is there already, or a note into
    /// PostgreSQL's log that nobody reads: no data changes.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn time_commit(&self) -> Result<Duration> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        };
        let mut tx = self.writers().begin_with(begin).await?;
        match self.engine() {
            Engine::Sqlite => {
                let row = tx.fetch_one("PRAGMA user_version").await?;
                let version: i64 = row.try_get(0)?;
                let same = sqlx::AssertSqlSafe(format!("PRAGMA user_version = {version}"));
                tx.execute(same).await?;
            }
            Engine::Postgres => {
                tx.execute("SELECT CAST(pg_logical_emit_message(true, 'klatch', '') AS TEXT)")
                    .await?;
            }
        }
        let started = Instant::now();
        tx.commit().await?;
        Ok(started.elapsed())
    }
}

impl Tx {
    /// How many events wait to be worked off, over all workspaces.
    pub async fn inbox_waiting(&mut self) -> Result<u64> {
        let row =
            self.sql("SELECT COUNT(*) AS waiting FROM inbox WHERE state = 'waiting'").one().await?;
        row.map_or(Ok(0), |row| row.number("waiting"))
    }

    /// How many holds there are; the one on all workspaces counts as one.
    pub async fn holds_count(&mut self) -> Result<u64> {
        let row = self.sql("SELECT COUNT(*) AS held FROM holds").one().await?;
        row.map_or(Ok(0), |row| row.number("held"))
    }
}
