//! The workspaces that Klatch is in, and what it speaks to each of them with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::WorkspaceId;
use crate::domain::rules::WorkspaceRules;
use crate::domain::settings::Settings;
use crate::features::{Context, installing};
use crate::store;

/// How long a look into the database counts. What this process changes itself is seen at once, what
/// another one changes after so long.
const FRESH: TimeDelta = TimeDelta::seconds(5);
/// How many workspaces are remembered at once.
const MOST: usize = 10_000;

/// Hands out a [`Context`] with the token of a workspace. Opened tokens are only ever in memory.
pub(super) struct Installed {
    /// With the token of the settings, or with none.
    pub(super) base: Context,
    /// The workspace of that token; the only one then.
    pub(super) own: Option<WorkspaceId>,
    known: Mutex<HashMap<WorkspaceId, Known>>,
}

#[derive(Clone)]
struct Known {
    /// `None` where Klatch is not installed.
    context: Option<Context>,
    /// Of the installation.
    version: Option<u32>,
    looked_at: DateTime<Utc>,
    /// What this process had changed by then.
    moves: u64,
}

impl Installed {
    pub(super) fn new(base: Context, own: Option<WorkspaceId>) -> Self {
        Self { base, own, known: Mutex::default() }
    }

    /// What a workspace is served with; `None` where Klatch is not installed (any more).
    ///
    /// # Errors
    /// The database failed, or holds a token that cannot be opened with the keys of the settings.
    pub(super) async fn context_of(&self, ws: &WorkspaceId) -> store::Result<Option<Context>> {
        if self.own.as_ref().is_some_and(|own| own != ws) {
            return Ok(None);
        }
        let (now, moves) = (self.base.clock.now(), self.base.store.moves());
        let before = self.known().get(ws).cloned();
        if let Some(known) = &before
            && known.moves == moves
            && now < known.looked_at + FRESH
        {
            return Ok(known.context.clone());
        }
        let mut tx = self.base.store.read().await?;
        let (installation, rules) = (tx.installation(ws).await?, tx.rules(ws).await?);
        drop(tx);
        let live = installation.filter(|it| it.uninstalled_at.is_none());
        let version = live.as_ref().map(|it| it.version);
        let context = match (live, before) {
            // The same client: it remembers whether Slack refused it.
            (Some(_), Some(before)) if before.version == version => {
                before.context.map(|before| self.under(before, rules))
            }
            (Some(it), _) if self.own.is_some() || it.token.is_some() => {
                let slack = installing::client_of(&self.base, &it).map_err(|error| {
                    store::Error::Unreadable { what: "a token", reason: error.to_string() }
                })?;
                Some(self.under(Context { slack, ..self.base.clone() }, rules))
            }
            // One of a token in settings that are not these any more.
            (Some(_) | None, _) => None,
        };
        let mut known = self.known();
        if known.len() >= MOST {
            known.clear();
        }
        let seen = Known { context: context.clone(), version, looked_at: now, moves };
        known.insert(ws.clone(), seen);
        Ok(context)
    }

    /// The same as far as the workspace's admins let it: they may narrow what the operator allows.
    fn under(&self, context: Context, rules: WorkspaceRules) -> Context {
        if *context.rules == rules {
            return context;
        }
        let guests = self.base.settings.guests && rules.guests;
        let settings = Arc::new(Settings { guests, ..(*self.base.settings).clone() });
        Context { settings, rules: Arc::new(rules), ..context }
    }

    /// Which workspace an interaction of somebody in `theirs` is about. With one token in the
    /// settings that is always the same one: in a shared channel Slack names the other side.
    pub(super) fn serving(&self, theirs: &WorkspaceId) -> WorkspaceId {
        self.own.as_ref().unwrap_or(theirs).clone()
    }

    /// After something was said to Slack with its token: if that was refused, Slack is asked whether
    /// Klatch was taken out there, once a minute at most. A token of the settings is the operator's.
    pub(super) async fn ask_if_refused(&self, context: &Context, ws: &WorkspaceId) {
        if context.install.is_none() || !context.slack.was_refused() {
            return;
        }
        if let Err(error) = installing::refused(context, ws).await {
            tracing::error!(%error, "Slack is not asked whether Klatch was taken out");
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
