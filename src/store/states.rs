//! Who was sent to Slack to install Klatch and has not come back yet.

use chrono::{DateTime, Utc};

use super::{Result, Tx};

/// More are not on the way at once: nobody fills the table by asking for the page, and nobody locks
/// the others out by it.
const MOST_STATES: i64 = 1_000;

impl Tx {
    /// Remembers somebody by the hashes of their `state` and their browser; forgets who did not
    /// come back in time, and the oldest if too many are on the way.
    pub async fn keep_state(
        &mut self,
        state_hash: &str,
        browser_hash: &str,
        at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        self.sweep_states(at).await?;
        // One place for the new one.
        self.sql(
            "DELETE FROM oauth_states WHERE state_hash NOT IN ( \
             SELECT state_hash FROM (SELECT state_hash, expires_at AS ends FROM oauth_states) AS live \
             ORDER BY ends DESC, state_hash LIMIT $1)",
        )
        .bind(MOST_STATES - 1)
        .run()
        .await?;
        self.sql(
            "INSERT INTO oauth_states (state_hash, browser_hash, expires_at) VALUES ($1, $2, $3)",
        )
        .bind(state_hash)
        .bind(browser_hash)
        .bind(expires_at)
        .run()
        .await?;
        Ok(())
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
