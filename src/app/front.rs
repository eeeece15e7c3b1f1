//! Lets workspaces in: what stands behind `/slack/install` and `/slack/oauth_redirect`.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;

use super::installed::Installed;
use crate::error::Reference;
use crate::features::{Install, installing};
use crate::seal::hash_of;
use crate::slack::client::{Client, Identity};
use crate::slack::failure::Failure;
use crate::slack::oauth::Grant;
use crate::store;
use crate::transaction;
use crate::web::install::{Back, Begun, Finished, Front};

/// How long somebody may take at Slack.
const ON_THE_WAY: TimeDelta = TimeDelta::minutes(10);
/// How often Slack is asked whose a new token is, while somebody looks at an empty page.
const TRIES: u32 = 3;
const BETWEEN_TRIES: Duration = Duration::from_secs(1);

/// Lets workspaces in.
#[derive(Clone)]
pub(super) struct FrontDesk {
    pub(super) installed: Arc<Installed>,
    pub(super) install: Arc<Install>,
}

impl Front for FrontDesk {
    async fn begin(&self, browser: Option<String>) -> Begun {
        let base = &self.installed.base;
        let state = self.ticket();
        // One browser may begin twice, in two tabs.
        let browser = browser.unwrap_or_else(|| self.ticket());
        let (state_hash, browser_hash) = (hash_of(state.as_bytes()), hash_of(browser.as_bytes()));
        let now = base.now();
        let kept = transaction!(base.store, |tx| {
            tx.keep_state(&state_hash, &browser_hash, now, now + ON_THE_WAY).await
        })
        .await;
        match kept {
            Ok(()) => Begun::Go { to: self.install.oauth.authorize(&state), browser },
            Err(error) => {
                let reference = self.reference();
                tracing::error!(%error, %reference, "nobody can install");
                Begun::Broken(reference)
            }
        }
    }

    async fn finish(&self, back: Option<Back>) -> Finished {
        let Some(back) = back else { return self.stale() };
        // In a task of its own: a browser that goes away must not leave a token behind unkept.
        let desk = self.clone();
        let finishing = tokio::spawn(async move { desk.take_in(back).await });
        match finishing.await {
            Ok(finished) => finished,
            Err(error) => {
                let reference = self.reference();
                tracing::error!(%error, %reference, "an installation broke");
                Finished::Unreachable(reference)
            }
        }
    }
}

impl FrontDesk {
    async fn take_in(&self, back: Back) -> Finished {
        match self.is_expected(&back).await {
            Ok(true) => {}
            Ok(false) => return self.stale(),
            Err(error) => return self.unreachable(&error),
        }
        let Some(code) = back.code.filter(|_| back.error.is_none()) else {
            return match back.error.as_deref() {
                Some("access_denied") | None => Finished::Denied,
                Some(_) => self.refused(&"Slack reports an error instead of a code"),
            };
        };
        let grant = match self.install.oauth.exchange(&code).await {
            Ok(grant) => grant,
            Err(failure) if failure.code().is_some() => return self.refused(&failure),
            Err(failure) => return self.unreachable(&failure),
        };
        let client = self.installed.base.slack.with_token(&grant.tokens.token);
        if grant.workspace.is_none() {
            self.hand_back(&client).await;
            return Finished::WholeOrganization;
        }
        match self.whose(&client).await {
            Ok(identity) if grant.workspace.as_ref() == Some(&identity.workspace) => {
                self.keep(&identity, &grant).await
            }
            Ok(identity) => {
                if self.is_nobodys(&identity).await {
                    self.hand_back(&client).await;
                }
                self.refused(&"the token is of another workspace than Slack said")
            }
            // Not handed back: Slack gives a workspace the same token again, perhaps one in use.
            Err(failure) if failure.code().is_some() => self.refused(&failure),
            Err(failure) => self.unreachable(&failure),
        }
    }

    /// Whose token it is: the code is used up, so that Slack is asked more than once.
    async fn whose(&self, client: &Client) -> Result<Identity, Failure> {
        for _ in 1..TRIES {
            match client.auth_test().await {
                Err(Failure::Retry { .. } | Failure::InDoubt { .. }) => {
                    tokio::time::sleep(BETWEEN_TRIES).await;
                }
                answer => return answer,
            }
        }
        client.auth_test().await
    }

    /// Whether Klatch is not in that workspace; `false` if nobody knows.
    async fn is_nobodys(&self, identity: &Identity) -> bool {
        let installation = match self.installed.base.store.read().await {
            Ok(mut tx) => tx.installation(&identity.workspace).await,
            Err(error) => Err(error),
        };
        installation.is_ok_and(|it| it.is_none_or(|it| it.uninstalled_at.is_some()))
    }

    /// The state and the browser belong together, and are used up now.
    async fn is_expected(&self, back: &Back) -> store::Result<bool> {
        let base = &self.installed.base;
        let state_hash = hash_of(back.state.as_bytes());
        let browser_hash = hash_of(back.browser.as_bytes());
        let now = base.now();
        transaction!(base.store, |tx| tx.take_state(&state_hash, &browser_hash, now).await).await
    }

    async fn keep(&self, identity: &Identity, grant: &Grant) -> Finished {
        let base = &self.installed.base;
        if let Err(error) = installing::install(base, identity, grant).await {
            // Not handed back: whoever tries again is given the same token.
            return self.unreachable(&error);
        }
        tracing::info!(workspace = %identity.workspace, "Klatch was installed");
        let link = self.install.oauth.open_in_slack(grant.app.as_deref(), &identity.workspace);
        Finished::Welcome { workspace: identity.name.clone(), link }
    }

    /// A token that is not kept, and is none of an installation, is of no use to anybody.
    async fn hand_back(&self, client: &Client) {
        if let Err(failure) = client.revoke().await {
            tracing::warn!(%failure, "a token that is not kept could not be revoked");
        }
    }

    fn stale(&self) -> Finished {
        self.installed.base.meter.refused("unexpected state");
        tracing::warn!("somebody came back from Slack whom nobody had sent there");
        Finished::Stale
    }

    fn refused(&self, why: &dyn std::fmt::Display) -> Finished {
        let reference = self.reference();
        self.installed.base.meter.refused("installation");
        tracing::error!(%why, %reference, "an installation was refused");
        Finished::Refused(reference)
    }

    fn unreachable(&self, why: &dyn std::fmt::Display) -> Finished {
        let reference = self.reference();
        tracing::error!(%why, %reference, "an installation could not be finished");
        Finished::Unreachable(reference)
    }

    fn reference(&self) -> Reference {
        Reference::new(self.installed.base.chance.bytes())
    }

    fn ticket(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.installed.base.chance.bytes::<32>())
    }
}
