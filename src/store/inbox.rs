//! Events as they came in, kept until they are worked off, each once.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::query::row;
use super::row::{Fields, to_json};
use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;
use crate::event::Event;

/// After so many failures an event is kept as discarded.
const EVENT_ATTEMPTS: u32 = 8;

impl Tx {
    /// Writes events down in one statement and tells how many are new. Slack delivers some twice.
    pub async fn receive(&mut self, events: &[Event], at: DateTime<Utc>) -> Result<u64> {
        // Behind those of the same millisecond.
        let last = self
            .sql(
                "SELECT MAX(position) AS last FROM inbox \
                 WHERE received_at = $1 AND state = 'waiting'",
            )
            .bind(at)
            .one()
            .await?;
        let last = last.map_or(Ok(None), |row| row.maybe_number::<u32>("last"))?;
        let mut rows = BTreeMap::new();
        for (position, event) in (last.map_or(0, |last| last + 1)..).zip(events) {
            let key = (event.workspace.clone(), event.id.clone());
            if let std::collections::btree_map::Entry::Vacant(place) = rows.entry(key) {
                let payload = to_json("an event", event)?;
                place.insert(row![&event.workspace, &event.id, payload, at, position, at]);
            }
        }
        self.write_batch(
            "INSERT INTO inbox (workspace_id, event_id, payload, received_at, position, next_at)",
            rows.into_values().collect(),
            "ON CONFLICT DO NOTHING",
        )
        .await
    }

    /// What waits to be worked off, over all workspaces, in the order it came in. An event that
    /// this version cannot read stays where it is and is named in the log.
    pub async fn next_events(&mut self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Event>> {
        let rows = self
            .sql(
                "SELECT event_id, payload FROM inbox WHERE state = 'waiting' AND next_at <= $1 \
                 ORDER BY received_at, position LIMIT $2",
            )
            .bind(now)
            .bind(limit)
            .all()
            .await?;
        let mut events = Vec::new();
        for row in &rows {
            match row.json("payload") {
                Ok(event) => events.push(event),
                Err(error) => {
                    tracing::warn!(event = row.text("event_id")?, %error, "an event waits");
                }
            }
        }
        Ok(events)
    }

    /// Takes an event out of the inbox. Call it first in the transaction that works the event
    /// off: `false` says that another process did so, and nothing is to be done.
    pub async fn event_done(
        &mut self,
        ws: &WorkspaceId,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let done = self.sql(
            "UPDATE inbox SET state = 'done', done_at = $3 \
             WHERE workspace_id = $1 AND event_id = $2 AND state = 'waiting'",
        );
        done.bind(ws).bind(id).bind(at).did().await
    }

    /// Notes that an event could not be worked off and returns how often that happened. It waits
    /// two seconds, four, eight…, and after eight times it is kept as discarded.
    pub async fn event_failed(&mut self, ws: &WorkspaceId, id: &str, error: &str) -> Result<u32> {
        let now = self.now();
        let row = self
            .sql(
                "UPDATE inbox SET attempts = attempts + 1, last_error = $3 \
                 WHERE workspace_id = $1 AND event_id = $2 AND state = 'waiting' \
                 RETURNING attempts",
            )
            .bind(ws)
            .bind(id)
            .bind(error)
            .one()
            .await?;
        let Some(row) = row else { return Ok(0) };
        let attempts: u32 = row.number("attempts")?;
        let (state, done_at) =
            if attempts < EVENT_ATTEMPTS { ("waiting", None) } else { ("discarded", Some(now)) };
        self.sql(
            "UPDATE inbox SET next_at = $3, state = $4, done_at = $5 \
             WHERE workspace_id = $1 AND event_id = $2",
        )
        .bind(ws)
        .bind(id)
        .bind(now + TimeDelta::seconds(1 << attempts.min(16)))
        .bind(state)
        .bind(done_at)
        .run()
        .await?;
        Ok(attempts)
    }
}
