//! What was deleted is overwritten.

use sqlx::{Executor as _, Row as _};

use super::{Engine, Result, Store};

impl Store {
    /// Overwrites in the files of the database what was deleted before: on SQLite its log is written
    /// back and cut off, and deleted rows were overwritten with zeros (`secure_delete`) already. On
    /// PostgreSQL dead rows of keys are let go of; what its log and its archives keep is the
    /// server's. `false` if somebody is reading what stood before: try again later.
    ///
    /// # Errors
    /// The database failed.
    pub async fn wipe(&self) -> Result<bool> {
        match self.engine() {
            Engine::Sqlite => {
                // Alone: whoever writes waits for it.
                let mut writer = self.writers().acquire().await?;
                let row = writer.fetch_one("PRAGMA wal_checkpoint(TRUNCATE)").await?;
                Ok(row.try_get::<i64, _>(0)? == 0)
            }
            Engine::Postgres => {
                self.writers().execute("VACUUM question_keys").await?;
                Ok(true)
            }
        }
    }
}
