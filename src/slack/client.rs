//! Everything that is said to Slack. One [`Client`] speaks with one token; clones share its
//! connections. Every call is bounded in time and ends in an answer or a [`Failure`].
//!
//! Answers are read from the raw JSON: the typed ones refuse what Slack really sends.

mod channels;
mod files;
mod fit;
mod messages;
mod method;
mod people;
mod reactions;
mod views;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use slack_morphism::hyper_tokio::{SlackClientHyperConnector, SlackClientHyperHttpsConnector};
use slack_morphism::{
    SlackApiToken, SlackApiTokenValue, SlackClient, SlackClientApiCallContext,
    SlackClientHttpConnector,
};
use tokio::time::timeout;
use url::Url;

use super::decode::text::{line, member, name};
use super::failure::{Call, Failure};
use crate::config::Secret;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::error::Told;
use crate::meter::Meter;

pub use channels::{ChannelInfo, ChannelKind};
pub use files::{File, Uploaded};
pub use messages::Trace;
pub use method::Method;
pub use people::UserGroup;

/// How long a call may take before its answer counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection may take to stand; shorter, so that a time-out above means "was sent".
const CONNECT: Duration = Duration::from_secs(4);
/// How long an idle connection is kept before it is probed.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// Who the token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub workspace: WorkspaceId,
    /// The workspace's name.
    pub name: String,
    /// The bot's own member id.
    pub bot: MemberId,
    /// Where the workspace is reached in a browser.
    pub url: String,
}

/// Speaks to Slack's Web API with one token.
#[derive(Clone)]
pub struct Client {
    slack: Arc<SlackClient<SlackClientHyperHttpsConnector>>,
    token: Arc<SlackApiToken>,
    api: Url,
    patience: Duration,
    /// Whether Slack refused the token, since somebody asked.
    refused: Arc<AtomicBool>,
    meter: Meter,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("api", &self.api.as_str()).finish_non_exhaustive()
    }
}

/// The two ways to ask: reading methods take a query, writing ones JSON.
enum Ask<'a> {
    Query(&'a [(&'static str, Option<String>)]),
    Json(&'a Value),
}

impl Client {
    /// Speaks to `api` (Slack's is `https://slack.com/api`) with a bot's or an app's token.
    ///
    /// # Errors
    /// The address is none, or this machine has no root certificates.
    pub fn new(api: &str, token: &Secret) -> Result<Self, Told> {
        let base = api.trim_end_matches('/');
        let api = Url::parse(base).map_err(|_| {
            Told::new(
                "Slack's address (slack_api_url) is not a web address.",
                "Use https://slack.com/api or leave the setting out.",
            )
        })?;
        let connector = SlackClientHyperConnector::from(connector()?).with_slack_api_url(base);
        Ok(Self {
            slack: Arc::new(SlackClient::new(connector)),
            token: Arc::new(SlackApiToken::new(SlackApiTokenValue(token.reveal().to_owned()))),
            api,
            patience: PATIENCE,
            refused: Arc::default(),
            meter: Meter::new(),
        })
    }

    /// The same connections with another token.
    #[must_use]
    pub fn with_token(&self, token: &Secret) -> Self {
        let token = SlackApiToken::new(SlackApiTokenValue(token.reveal().to_owned()));
        Self { token: Arc::new(token), refused: Arc::default(), ..self.clone() }
    }

    /// Counts its calls with the figures of the whole process.
    #[must_use]
    pub fn metered(self, meter: Meter) -> Self {
        Self { meter, ..self }
    }

    /// Whether Slack refused the token since this was asked last: taken out, or revoked.
    pub fn was_refused(&self) -> bool {
        self.refused.swap(false, Ordering::SeqCst)
    }

    /// `auth.revoke`: the token is of no use to anybody any more.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn revoke(&self) -> Result<(), Failure> {
        self.write(Method::AuthRevoke, &serde_json::json!({})).await.map(drop)
    }

    /// Waits only so long for an answer: for tests.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// `auth.test`: who we are.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn auth_test(&self) -> Result<Identity, Failure> {
        let answer = self.write(Method::AuthTest, &serde_json::json!({})).await?;
        let identity = || {
            Some(Identity {
                workspace: WorkspaceId::new(name(answer.get("team_id"))?),
                name: line(answer.get("team"), 200).unwrap_or_default(),
                bot: member(answer.get("user_id"))?,
                url: line(answer.get("url"), 500).unwrap_or_default(),
            })
        };
        identity().ok_or_else(|| unreadable(Method::AuthTest))
    }

    /// `apps.connections.open`, with the app's token: an address that is a ticket for one
    /// connection of Socket Mode. It never goes into a log.
    pub(super) async fn open_connection(&self) -> Result<String, Failure> {
        let answer = self.write(Method::ConnectionsOpen, &serde_json::json!({})).await?;
        line(answer.get("url"), 4_000).ok_or_else(|| unreadable(Method::ConnectionsOpen))
    }

    /// Answers a command or a press by its `response_url`: 5 times within 30 minutes. The token
    /// does not go there.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn respond(&self, response_url: &str, message: &Value) -> Result<(), Failure> {
        let call = Call { name: "response_url", repeatable: false };
        let url = Url::parse(response_url)
            .ok()
            .filter(|url| url.scheme() == "https" || url.origin() == self.api.origin())
            .ok_or_else(|| Failure::Permanent {
                call: call.name,
                code: "not_an_address_of_slack".to_owned(),
                detail: None,
            })?;
        let span = tracing::Span::none();
        let context = SlackClientApiCallContext {
            rate_control_params: None,
            token: None,
            tracing_span: &span,
            is_sensitive_url: true,
        };
        let mut message = message.clone();
        message.as_object_mut().into_iter().for_each(fit::message);
        let sending =
            self.slack.http_api.connector.http_post_uri::<Value, Value>(url, &message, context);
        let answer = match timeout(self.patience, sending).await {
            Err(_) => Err(Failure::unanswered(call, "no answer in time")),
            Ok(Err(error)) => Err(Failure::sorted(call, error)),
            Ok(Ok(_)) => Ok(()),
        };
        self.count(call.name, answer.as_ref().err());
        answer
    }

    fn count(&self, method: &'static str, failure: Option<&Failure>) {
        self.meter.called(method, failure.map_or("ok", Failure::outcome));
    }

    async fn read(
        &self,
        method: Method,
        query: &[(&'static str, Option<String>)],
    ) -> Result<Value, Failure> {
        self.call(method, Ask::Query(query)).await
    }

    async fn write(&self, method: Method, body: &Value) -> Result<Value, Failure> {
        self.call(method, Ask::Json(body)).await
    }

    async fn call(&self, method: Method, ask: Ask<'_>) -> Result<Value, Failure> {
        let answer = self.ask(method, ask).await;
        self.count(method.name(), answer.as_ref().err());
        answer
    }

    async fn ask(&self, method: Method, ask: Ask<'_>) -> Result<Value, Failure> {
        let session = self.slack.open_session(&self.token);
        let asking = async {
            let api = &session.http_session_api;
            match ask {
                Ask::Query(query) => {
                    let query = query.to_vec();
                    api.http_get::<Value, _, String>(method.name(), &query, None).await
                }
                Ask::Json(body) => api.http_post::<_, Value>(method.name(), body, None).await,
            }
        };
        match timeout(self.patience, asking).await {
            Err(_) => Err(Failure::unanswered(method.into(), "no answer in time")),
            Ok(Err(error)) => {
                let failure = Failure::sorted(method.into(), error);
                if failure.is_revoked() || failure.is_expired() {
                    self.refused.store(true, Ordering::SeqCst);
                }
                Err(failure)
            }
            Ok(Ok(answer)) if answer.get("ok") == Some(&Value::Bool(true)) => Ok(answer),
            Ok(Ok(_)) => Err(unreadable(method)),
        }
    }
}

/// Connections to Slack: encrypted, or to this machine; bounded in time. The machine's root
/// certificates are read once: there are hundreds, and that takes longer than all else at a start.
///
/// # Errors
/// This machine has no root certificates.
pub(super) fn connector() -> Result<HttpsConnector<HttpConnector>, Told> {
    static MADE: OnceLock<HttpsConnector<HttpConnector>> = OnceLock::new();
    if let Some(made) = MADE.get() {
        return Ok(made.clone());
    }
    let mut http = HttpConnector::new();
    http.set_connect_timeout(Some(CONNECT));
    http.set_keepalive(Some(KEEPALIVE));
    http.set_nodelay(true);
    http.enforce_http(false);
    let made = HttpsConnectorBuilder::new()
        .with_native_roots()
        .map_err(|_| {
            Told::new(
                "This machine has no root certificates, so Slack's identity cannot be checked.",
                "Install the package ca-certificates.",
            )
        })?
        .https_or_http()
        .enable_all_versions()
        .wrap_connector(http);
    Ok(MADE.get_or_init(|| made).clone())
}

/// Slack said something, but not what the method is documented to say.
fn unreadable(method: Method) -> Failure {
    Failure::unanswered(method.into(), "the answer could not be read")
}

#[cfg(test)]
mod tests;
