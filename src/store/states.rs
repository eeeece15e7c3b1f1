//! Who was sent to Slack to install Klatch and has not come back yet.

use chrono::{DateTime, Utc};

use super::{Result, Tx};
use crate::store::row::Fields;

/// More are not on the way at once: nobody fills the table by asking for the page.
const MOST_STATES: i64 = 1_000;

impl Tx {
    /// Remembers somebody by the hashes of their `state` and their browser; forgets who did not
    /// come back in time. `false` if too many are on the way.
    pub async fn keep_state(
        &mut self,
        state_hash: &str,
        browser_hash: &str,
        at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<bool> {
        self.sweep_states(at).await?;
        let row = self.sql("SELECT COUNT(*) AS live FROM oauth_states").one().await?;
        if row.map_or(Ok(0), |row| row.number::<i64>("live"))? >= MOST_STATES {
            return Ok(false);
        }
        self.sql(
            "INSERT INTO oauth_states (state_hash, browser_hash, expires_at) VALUES ($1, $2, $3)",
        )
        .bind(state_hash)
        .bind(browser_hash)
        .bind(expires_at)
        .did()
        .await
    }

    /// Somebody is back. Once only: `false` for a state that is not known (any more), ran out, or
    /// belongs to another browser.
    pub async fn take_state(
        &mut self,
        state_hash: &str,
        browser_hash: &str,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let taken = self.sql(
            "DELETE FROM oauth_states \
             WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > $3",
        );
        taken.bind(state_hash).bind(browser_hash).bind(at).did().await
    }

    /// Forgets who did not come back in time.
    pub async fn sweep_states(&mut self, at: DateTime<Utc>) -> Result<u64> {
        self.sql("DELETE FROM oauth_states WHERE expires_at <= $1").bind(at).run().await
    }
}
