//! Looking at Slack from the outside, for `klatch check`: what it says of a token beside the answer
//! itself (granted scopes, its own time), and whether a connection of Socket Mode comes about.
//!
//! It has its own small HTTP client, because slack-morphism hides the headers.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, DATE};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as Http;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::time::timeout;

use super::client::{Client, Method};
use super::decode::text::{line, name};
use super::failure::Failure;
use super::socket::{self, Timing};
use crate::config::Secret;
use crate::error::Told;

/// How long one look may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// For a connection to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// More than any answer here is long.
const LARGEST: usize = 1024 * 1024;

/// Looks at addresses from here.
#[derive(Clone, Debug)]
pub struct Probe {
    http: Http<HttpsConnector<HttpConnector>, Empty<&'static [u8]>>,
    patience: Duration,
}

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub status: u16,
    /// What time it is there.
    pub date: Option<DateTime<Utc>>,
    /// `x-oauth-scopes`: what the token may do.
    pub scopes: Option<Vec<String>>,
    body: Vec<u8>,
}

/// Whom a token speaks for, or why Slack does not take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    For {
        workspace: String,
        bot: String,
    },
    Refused(String),
    /// It is no answer of Slack's.
    Strange,
}

impl Probe {
    /// # Errors
    /// This machine has no root certificates.
    pub fn new() -> Result<Self, Told> {
        let mut http = HttpConnector::new();
        http.set_connect_timeout(Some(CONNECT));
        http.enforce_http(false);
        let https = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|_| {
                Told::new(
                    "This machine has no root certificates, so Slack's identity cannot be checked.",
                    "Install the package ca-certificates.",
                )
            })?
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        Ok(Self { http: Http::builder(TokioExecutor::new()).build(https), patience: PATIENCE })
    }

    /// Waits only so long for an answer: for tests.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Reads an address.
    ///
    /// # Errors
    /// Why it cannot be reached, in a few words without the address.
    pub async fn get(&self, address: &str) -> Result<Seen, String> {
        self.ask(Request::get(address), None).await
    }

    /// `auth.test` with a bot's token.
    ///
    /// # Errors
    /// As [`Probe::get`].
    pub async fn auth_test(&self, api: &str, token: &Secret) -> Result<Seen, String> {
        let address = format!("{}/{}", api.trim_end_matches('/'), Method::AuthTest.name());
        self.ask(Request::post(address), Some(token)).await
    }

    async fn ask(
        &self,
        request: axum::http::request::Builder,
        token: Option<&Secret>,
    ) -> Result<Seen, String> {
        let mut request = request.body(Empty::new()).map_err(|_| "no address".to_owned())?;
        if let Some(token) = token {
            let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.reveal()))
                .map_err(|_| "the token holds a sign that no token has".to_owned())?;
            bearer.set_sensitive(true);
            request.headers_mut().insert(AUTHORIZATION, bearer);
        }
        let asking = async {
            let answer = self.http.request(request).await.map_err(|error| chain(&error))?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, LARGEST).collect().await;
            let body = body.map_err(|_| "the answer broke off".to_owned())?.to_bytes();
            Ok((head.status, head.headers, body.to_vec()))
        };
        match timeout(self.patience, asking).await {
            Err(_) => Err("no answer in time".to_owned()),
            Ok(seen) => seen.map(|(status, headers, body)| Seen::new(status, &headers, body)),
        }
    }
}

impl Seen {
    fn new(status: StatusCode, headers: &HeaderMap, body: Vec<u8>) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let date = text(DATE.as_str())
            .and_then(|date| DateTime::parse_from_rfc2822(date).ok())
            .map(|date| date.to_utc());
        let scopes = text("x-oauth-scopes").map(|all| {
            all.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
        });
        Self { status: status.as_u16(), date, scopes, body }
    }

    /// Whether Klatch's own `/healthz` answered.
    pub fn is_healthy(&self) -> bool {
        self.status == 200 && self.body.starts_with(b"ok")
    }

    /// What Slack said of the token.
    pub fn spoken(&self) -> Spoken {
        let Ok(said) = serde_json::from_slice::<Value>(&self.body) else { return Spoken::Strange };
        match said.get("ok").and_then(Value::as_bool) {
            Some(true) => {
                let workspace = line(said.get("team"), 200).or_else(|| name(said.get("team_id")));
                let bot = line(said.get("user"), 200);
                match (workspace, bot) {
                    (Some(workspace), bot) => {
                        Spoken::For { workspace, bot: bot.unwrap_or_default() }
                    }
                    _ => Spoken::Strange,
                }
            }
            Some(false) => Spoken::Refused(line(said.get("error"), 100).unwrap_or_default()),
            None => Spoken::Strange,
        }
    }
}

/// Opens one connection of Socket Mode, waits for its hello and leaves. An event that came just then
/// is not acknowledged, so Slack sends it again to those who stay.
///
/// # Errors
/// It does not come about; see [`Failure`].
pub async fn connect(api: &str, token: &Secret) -> Result<Result<(), Failure>, Told> {
    let client = Client::new(api, token)?;
    Ok(socket::look(&client, &Timing::default()).await)
}

/// The sentences of an error and its causes.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headers_tell_the_time_and_the_scopes() {
        let mut headers = HeaderMap::new();
        headers.insert("date", HeaderValue::from_static("Sat, 21 Nov 2026 11:46:35 GMT"));
        headers.insert("x-oauth-scopes", HeaderValue::from_static("chat:write, commands"));
        let body = br#"{"ok":false,"error":"invalid_auth"}"#.to_vec();
        let seen = Seen::new(StatusCode::OK, &headers, body);
        assert_eq!(seen.date.unwrap().to_rfc3339(), "2026-11-21T11:46:35+00:00");
        assert_eq!(seen.scopes.as_deref().unwrap(), ["chat:write", "commands"]);
        assert_eq!(seen.spoken(), Spoken::Refused("invalid_auth".to_owned()));
    }
}
