//! The workspaces that installed Klatch by OAuth, with their tokens, read from the database.

use std::time::Duration;

use tokio::time::timeout;

use super::{Installation, Report};
use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::seal::{KeyRing, purpose};
use crate::store::{Error, Store};

const ABOUT: &str = "Installations";
const PATIENCE: Duration = Duration::from_secs(15);

/// All that are not taken out; `None` if that cannot be known, which is reported then.
pub(super) async fn read(
    config: &Config,
    clock: &Clock,
    report: &mut Report,
) -> Option<Vec<Installation>> {
    if config.slack_bot_token.is_some() || config.slack_client_id.is_none() {
        return Some(Vec::new());
    }
    // Its own line says that it is missing.
    let key = config.secret_key.as_ref()?;
    let keys = match KeyRing::read(key.reveal()) {
        Ok(keys) => keys,
        Err(told) => {
            report.wrong("Secret key", told.what(), told.remedy());
            return None;
        }
    };
    match timeout(PATIENCE, kept(config, clock, &keys)).await {
        Ok(Ok(kept)) => kept,
        // What is wrong with the database stands there already.
        Ok(Err(_)) | Err(_) => {
            report.skipped(ABOUT, "the database cannot be read");
            None
        }
    }
}

/// Those of a database that is there and current. `None` if it is older than this program: what it
/// is then stands there already.
async fn kept(
    config: &Config,
    clock: &Clock,
    keys: &KeyRing,
) -> Result<Option<Vec<Installation>>, Error> {
    let Some(store) = Store::look(config.database_url.reveal(), clock).await? else {
        return Ok(Some(Vec::new()));
    };
    let kept = opened(&store, keys).await;
    store.close().await;
    kept
}

async fn opened(store: &Store, keys: &KeyRing) -> Result<Option<Vec<Installation>>, Error> {
    if !store.pending_migrations().await?.is_empty() {
        return Ok(None);
    }
    let kept = store.read().await?.installations().await?;
    // One without a token is of a time when it stood in the settings.
    let with_token = kept.into_iter().filter_map(|it| {
        let token = keys.open(&it.token?, &purpose(it.workspace.as_str(), "token"));
        Some(Installation { label: it.workspace.to_string(), token: token.map(Secret::new) })
    });
    Ok(Some(with_token.collect()))
}
