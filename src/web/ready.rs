//! Whether the bot is of use right now.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, timeout};

use crate::clock::Clock;
use crate::meter::Meter;
use crate::store::Store;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long its answer counts: probes may come often, and must not become its load.
const FRESH: Duration = Duration::from_secs(1);

/// What is watched.
#[derive(Clone, Debug)]
pub struct Parts {
    pub store: Store,
    pub clock: Clock,
    pub meter: Meter,
    /// How many connections to Slack stand; `None` in HTTP mode, where Slack comes to us.
    pub connections: Option<watch::Receiver<usize>>,
}

/// Looks at the parts when somebody asks. Clones share what they saw.
#[derive(Clone, Debug)]
pub struct Watch {
    pub(super) parts: Parts,
    seen: Arc<Mutex<Option<Seen>>>,
    patience: Duration,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    at: Instant,
    database: bool,
}

impl Watch {
    pub fn new(parts: Parts) -> Self {
        Self { parts, seen: Arc::default(), patience: PATIENCE }
    }

    /// Why the bot is of no use now, in a plain sentence; `None` when all is well.
    pub async fn trouble(&self) -> Option<&'static str> {
        if !self.database_answers().await {
            return Some("The database does not answer.");
        }
        let connections = self.parts.connections.as_ref().map(|open| *open.borrow());
        (connections == Some(0)).then_some("No connection to Slack stands.")
    }

    /// Asked at most once a second, by one at a time.
    pub(super) async fn database_answers(&self) -> bool {
        let mut seen = self.seen.lock().await;
        if let Some(fresh) = seen.filter(|seen| seen.at.elapsed() < FRESH) {
            return fresh.database;
        }
        let database = matches!(timeout(self.patience, self.parts.store.ping()).await, Ok(Ok(())));
        *seen = Some(Seen { at: Instant::now(), database });
        database
    }
}
