//! Events as they came in, kept until they are worked off, each once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Any;
use sqlx::pool::PoolConnection;

use super::query::{row, write_alone};
use super::row::{Fields, to_json};
use super::{Result, Store, Tx};
use crate::domain::ids::WorkspaceId;
use crate::event::Event;

/// After so many failures an event is kept as discarded.
const EVENT_ATTEMPTS: u32 = 8;
const INSERT: &str =
    "INSERT INTO inbox (workspace_id, event_id, payload, received_at, position, next_at)";
/// The most that the table's `position` takes.
const LAST_PLACE: u32 = 1_000_000;

/// The place of the last event in its millisecond: several can come in one.
#[derive(Debug, Default)]
pub(super) struct LastPlace(Mutex<(i64, u32)>);

impl LastPlace {
    /// The first of `count` places in this millisecond, behind all that were given out before.
    fn reserve(&self, at: DateTime<Utc>, count: usize) -> u32 {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = if last.0 == at.timestamp_millis() { last.1 } else { 0 };
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        *last = (at.timestamp_millis(), first.saturating_add(count).min(LAST_PLACE));
        first
    }
}

impl Store {
    /// A connection that keeps events.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn intake(&self) -> Result<Intake> {
        Ok(Intake { connection: self.writers().acquire().await?, store: self.clone() })
    }
}

/// Keeps events. Acknowledgements wait for this, so every way to the database and back counts. A
/// batch is one statement, which is a transaction by itself; whoever keeps one batch after the other
/// holds on to the connection for a while, because to take one and to give it back costs a way each.
/// On SQLite nobody else writes meanwhile.
#[derive(Debug)]
pub struct Intake {
    connection: PoolConnection<Any>,
    store: Store,
}

impl Intake {
    /// Writes events down and tells how many are new; Slack delivers some twice. All of them are
    /// kept, or none.
    ///
    /// # Errors
    /// The database failed, or these are more than 512. What failed may be the connection, which is
    /// not used again then.
    pub async fn receive(&mut self, events: &[Event], at: DateTime<Utc>) -> Result<u64> {
        let first = self.store.last_place().reserve(at, events.len());
        // Sorted, so that two processes that keep the same events do not wait for each other.
        let mut rows = BTreeMap::new();
        for (place, event) in (first..).zip(events) {
            let key = (event.workspace.as_str(), event.id.as_str());
            if let Entry::Vacant(free) = rows.entry(key) {
                let (payload, place) = (to_json("an event", event)?, place.min(LAST_PLACE));
                free.insert(row![&event.workspace, &event.id, payload, at, place, at]);
            }
        }
        let mut rows: Vec<_> = rows.into_values().collect();
        let Some(filler) = rows.last().cloned() else { return Ok(0) };
        // The last row comes again, and counts for nothing: so there are few lengths of the statement,
        // and each is prepared once.
        rows.resize(round_number(rows.len()), filler);
        let mut attempts = self.store.attempts();
        loop {
            let engine = self.store.engine();
            let written =
                write_alone(&mut self.connection, engine, INSERT, &rows, "ON CONFLICT DO NOTHING");
            match written.await {
                Err(error) if attempts.again_after(&error).await => {}
                Err(error) => {
                    self.connection.close_on_drop();
                    return Err(error);
                }
                kept => return kept,
            }
        }
    }
}

/// The next of 1, 2, 3, 4, 6, 8, 12, 16, 24…
fn round_number(count: usize) -> usize {
    let power = count.next_power_of_two();
    let between = power / 4 * 3;
    if count <= between { between } else { power }
}

impl Tx {
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
    /// off: `false` says that another process did so, and nothing is to be done. What it told is not
    /// kept any longer, since it can be what somebody wrote.
    pub async fn event_done(
        &mut self,
        ws: &WorkspaceId,
        id: &str,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let done = self.sql(
            "UPDATE inbox SET state = 'done', done_at = $3, payload = '' \
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
