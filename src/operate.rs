//! What whoever runs the bot does from beside the program that serves, on the database alone, so that
//! it helps also when the bot does not run. Here: `klatch hold` and `klatch release`; `rounds`:
//! `klatch round`; `search`, `import`, `export` and `backup`: the commands of those names.

mod backup;
mod export;
mod import;
mod rounds;
mod search;

use std::fmt::Write as _;

use serde_json::json;

use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::error::Told;
use crate::store::{self, HeldJobs, Hold, Released, Store};
use crate::transaction;

pub use backup::{Backup, backup};
pub use export::Cards;
pub use import::{Imported, ImportedChannel, Progress, Wish, contents};
pub use rounds::Replay;

/// What an operator is called where a member's id would stand.
const OPERATOR: &str = "operator";
/// How many lines of what waits are shown.
const MOST: u32 = 200;

/// The database of an operator's command, and what they work with.
pub struct Desk {
    store: Store,
    clock: Clock,
    chance: Chance,
}

impl Desk {
    /// Opens a database that is there and current; neither makes nor changes it.
    ///
    /// # Errors
    /// One sentence: it is not there, cannot be used, or has to be migrated first.
    pub async fn open(config: &Config, clock: Clock, chance: Chance) -> Result<Self, Told> {
        let url = config.database_url.reveal();
        let store =
            Store::look(url, &clock).await.map_err(store::Error::told)?.ok_or_else(|| {
                Told::new("There is no database yet.", "Check DATABASE_URL, and where you are.")
            })?;
        if !store.pending_migrations().await.map_err(store::Error::told)?.is_empty() {
            return Err(Told::new(
                "The database is older than this program.",
                "Run klatch migrate first.",
            ));
        }
        Ok(Self { store, clock, chance })
    }

    /// Lets go of the database.
    pub async fn close(self) {
        self.store.close().await;
    }

    /// The database itself, for a command that does more than this desk.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The workspace of that name, or the only one there is.
    ///
    /// # Errors
    /// One sentence: there is no such workspace, or it has to be named.
    pub async fn only_workspace(&self, named: Option<&WorkspaceId>) -> Result<WorkspaceId, Told> {
        self.workspace(named).await
    }

    /// From now on nothing is posted, in one workspace or in all. `false` if that was so already.
    ///
    /// # Errors
    /// One sentence: there is no such workspace, or the database failed.
    pub async fn hold(&self, ws: Option<&WorkspaceId>, reason: Option<&str>) -> Result<bool, Told> {
        self.known(ws).await?;
        let now = self.clock.now();
        let detail = json!({ "reason": reason });
        transaction!(self.store, |tx| {
            let held = tx.hold(ws, OPERATOR, now).await?;
            if held {
                self.note(tx, ws, "messages_held", &detail).await?;
            }
            Ok(held)
        })
        .await
        .map_err(store::Error::told)
    }

    /// Lets messages go again, gently. `None` if they were not held.
    ///
    /// # Errors
    /// As [`Desk::hold`].
    pub async fn release(&self, ws: Option<&WorkspaceId>) -> Result<Option<Released>, Told> {
        self.known(ws).await?;
        let now = self.clock.now();
        transaction!(self.store, |tx| {
            let released = tx.release(ws, now).await?;
            if let Some(released) = &released {
                let detail = json!({ "waiting": released.waiting, "lapsed": released.lapsed });
                self.note(tx, ws, "messages_released", &detail).await?;
            }
            Ok(released)
        })
        .await
        .map_err(store::Error::told)
    }

    /// Whether messages are held back in a workspace, or in all at once (`None`).
    ///
    /// # Errors
    /// As [`Desk::hold`].
    pub async fn is_held(&self, ws: Option<&WorkspaceId>) -> Result<bool, Told> {
        self.known(ws).await?;
        let looking = async { self.store.read().await?.hold_on(ws).await };
        Ok(looking.await.map_err(store::Error::told)?.is_some())
    }

    /// Who holds messages back, and what waits, as lines.
    ///
    /// # Errors
    /// As [`Desk::hold`].
    pub async fn list(&self, ws: Option<&WorkspaceId>) -> Result<String, Told> {
        self.known(ws).await?;
        self.lines(ws).await.map_err(store::Error::told)
    }

    async fn lines(&self, ws: Option<&WorkspaceId>) -> store::Result<String> {
        let mut text = String::new();
        let mut tx = self.store.read().await?;
        let workspaces = tx.workspaces().await?;
        if workspaces.is_empty() {
            let state = match tx.hold_on(None).await? {
                Some(hold) => said(&hold),
                None => "not held".to_owned(),
            };
            let _ = writeln!(text, "Klatch is in no workspace yet. Messages: {state}");
        }
        for workspace in workspaces {
            if ws.is_some_and(|ws| *ws != workspace.id) {
                continue;
            }
            let state = match tx.hold_on(Some(&workspace.id)).await? {
                Some(hold) => said(&hold),
                None => "not held".to_owned(),
            };
            let _ = writeln!(text, "{}: {state}", workspace.id);
        }
        let waiting = tx.held(ws, self.clock.now(), MOST).await?;
        for HeldJobs { workspace, kind, count, oldest } in waiting {
            let since = oldest.format("%Y-%m-%d %H:%M UTC");
            let _ = writeln!(text, "{workspace}: {count} × {kind}, the first since {since}");
        }
        Ok(text)
    }

    async fn known(&self, ws: Option<&WorkspaceId>) -> Result<(), Told> {
        let Some(ws) = ws else { return Ok(()) };
        let looking = async { self.store.read().await?.workspace(ws).await };
        match looking.await.map_err(store::Error::told)? {
            Some(_) => Ok(()),
            None => Err(Told::new(
                format!("Klatch is in no workspace {ws}."),
                "klatch hold --list names those it is in.",
            )),
        }
    }

    /// A line in the audit trail of every workspace that it is about.
    async fn note(
        &self,
        tx: &mut store::Tx,
        ws: Option<&WorkspaceId>,
        action: &str,
        detail: &serde_json::Value,
    ) -> store::Result<()> {
        let now = self.clock.now();
        let all: Vec<WorkspaceId> = match ws {
            Some(ws) => vec![ws.clone()],
            None => tx.workspaces().await?.into_iter().map(|workspace| workspace.id).collect(),
        };
        let operator = MemberId::new(OPERATOR);
        for ws in &all {
            let id = self.chance.id(now);
            tx.audit(ws, id, now, &operator, action, ws.as_str(), detail).await?;
        }
        Ok(())
    }
}

fn said(hold: &Hold) -> String {
    let place = if hold.everywhere { " with all others" } else { "" };
    let since = hold.since.format("%Y-%m-%d %H:%M UTC");
    format!("held{place} by {} since {since}", hold.by)
}
