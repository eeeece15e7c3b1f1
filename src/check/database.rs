//! Whether the database can be used, is current and is quick enough.

use std::time::Duration;

use tokio::time::timeout;

use super::Report;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::{Error, Store, Tx};

const ABOUT: &str = "Database";
/// How long it may take altogether; opening PostgreSQL has ten seconds of its own.
const PATIENCE: Duration = Duration::from_secs(15);
/// Slack waits three seconds, and an acknowledgement comes after a commit or two.
const SLOW: Duration = Duration::from_millis(500);

pub(super) async fn look(config: &Config, clock: &Clock, report: &mut Report) {
    let looking = seen(config, clock);
    match timeout(PATIENCE, looking).await {
        Ok(Ok(seen)) => seen.tell(report),
        Ok(Err(error)) => {
            let told = error.told();
            report.wrong(ABOUT, told.what(), told.remedy());
        }
        Err(_) => report.wrong(
            ABOUT,
            "it does not answer in time.",
            "Look whether the server is overloaded, or whether another program keeps the file locked.",
        ),
    }
}

/// What there is.
struct Seen {
    engine: &'static str,
    /// `None` where nothing is there yet.
    state: Option<State>,
}

struct State {
    pending: usize,
    commit: Duration,
    discarded: Option<u64>,
    /// Whose messages are held back.
    held: Vec<String>,
}

async fn seen(config: &Config, clock: &Clock) -> Result<Seen, Error> {
    let Some(store) = Store::look(config.database_url.reveal(), clock).await? else {
        return Ok(Seen { engine: "SQLite", state: None });
    };
    let state = state(&store, clock).await;
    let engine = store.engine().name();
    store.close().await;
    Ok(Seen { engine, state: Some(state?) })
}

async fn state(store: &Store, clock: &Clock) -> Result<State, Error> {
    let pending = store.pending_migrations().await?.len();
    let commit = store.time_commit().await?;
    if pending > 0 {
        return Ok(State { pending, commit, discarded: None, held: Vec::new() });
    }
    let mut tx = store.read().await?;
    let discarded = Some(tx.queue_figures(clock.now()).await?.discarded);
    Ok(State { pending, commit, discarded, held: held(&mut tx).await? })
}

async fn held(tx: &mut Tx) -> Result<Vec<String>, Error> {
    if tx.hold_on(None).await?.is_some() {
        return Ok(vec!["all workspaces".to_owned()]);
    }
    let mut held = Vec::new();
    for workspace in tx.workspaces().await? {
        if tx.is_held(&workspace.id).await? {
            held.push(workspace.id.to_string());
        }
    }
    Ok(held)
}

impl Seen {
    fn tell(self, report: &mut Report) {
        let engine = self.engine;
        let Some(state) = self.state else {
            report.note(ABOUT, format!("{engine}, not there yet; klatch serve makes it."));
            return;
        };
        let millis = state.commit.as_secs_f64() * 1_000.0;
        if state.commit > SLOW {
            report.wrong(
                ABOUT,
                format!("{engine} needs {millis:.0} ms for one commit."),
                "Put it on a quicker disk, or nearer: Slack waits three seconds for an answer.",
            );
        } else {
            report.well(ABOUT, format!("{engine}, can be written, {millis:.1} ms a commit."));
        }
        match state.pending {
            0 => {}
            more => report.note(
                ABOUT,
                format!("{more} migrations are to come: klatch migrate, or klatch serve."),
            ),
        }
        if !state.held.is_empty() {
            report.note(
                "Messages",
                format!("held back in {}; klatch release lets them go.", state.held.join(", ")),
            );
        }
        if let Some(discarded) = state.discarded.filter(|discarded| *discarded > 0) {
            report.note(ABOUT, format!("{discarded} jobs were given up; the log says why."));
        }
    }
}
