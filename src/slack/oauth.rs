//! Installing by OAuth, Slack's side of it: where people are sent, and what their consent is
//! exchanged for. <https://docs.slack.dev/authentication/installing-with-oauth>

use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tokio::time::timeout;
use url::Url;
use url::form_urlencoded::Serializer;

use super::client::connector;
use super::decode::text::{line, member, name, yes};
use super::failure::{Call, Failure, said};
use super::manifest::Manifest;
use crate::config::Secret;
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::error::Told;

/// How long the exchange may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Slack's answers are far shorter.
const LONGEST_ANSWER: usize = 256 * 1024;
/// Once only, so nobody knows after a lost answer: whoever installs starts again.
const EXCHANGE: Call = Call { name: "oauth.v2.access", repeatable: false };
/// Once only too: Slack may refuse a refresh token whose answer was lost.
const REFRESH: Call = Call { name: "oauth.v2.access", repeatable: false };

/// The app as OAuth knows it.
#[derive(Clone)]
pub struct OAuth {
    http: legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    access: String,
    /// Up to the `state`.
    authorize: Url,
    host: Url,
    redirect: String,
    /// `client_id:client_secret` as HTTP's basic authentication has it.
    credentials: Secret,
}

/// What a workspace gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub app: Option<String>,
    /// `None` when a whole organization installed the app (`team: null`).
    pub workspace: Option<WorkspaceId>,
    pub installer: Option<MemberId>,
    pub scopes: Vec<String>,
    pub tokens: Tokens,
}

/// What we speak with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    pub token: Secret,
    pub refresh: Option<Secret>,
    /// How long the token is good, where tokens are rotated.
    pub expires_in: Option<TimeDelta>,
}

impl Tokens {
    /// The token and the refresh token themselves, for whoever seals them.
    pub fn reveal(&self) -> (&str, Option<&str>) {
        (self.token.reveal(), self.refresh.as_ref().map(Secret::reveal))
    }
}

impl std::fmt::Debug for OAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OAuth").field("redirect", &self.redirect).finish_non_exhaustive()
    }
}

impl OAuth {
    /// `api` is where the Web API is; `public_url` is what people call our address.
    ///
    /// # Errors
    /// An address is none, the manifest cannot be read, or there are no root certificates.
    pub fn new(
        api: &str,
        id: &str,
        secret: &Secret,
        public_url: &str,
        manifest: &Manifest,
    ) -> Result<Self, Told> {
        let host = host_of(api).ok_or_else(|| {
            Told::new(
                "Slack's address (slack_api_url) is not a web address.",
                "Use https://slack.com/api or leave the setting out.",
            )
        })?;
        let redirect = format!("{public_url}/slack/oauth_redirect");
        let optional = manifest.optional_scopes();
        let needed: Vec<&str> = manifest
            .scopes()
            .iter()
            .filter(|scope| !optional.contains(scope))
            .map(String::as_str)
            .collect();
        let mut authorize = host.clone();
        authorize.set_path("/oauth/v2/authorize");
        authorize
            .query_pairs_mut()
            .append_pair("client_id", id)
            .append_pair("scope", &needed.join(","))
            .append_pair("optional_scope", &optional.join(","))
            .append_pair("redirect_uri", &redirect);
        let credentials = Secret::new(STANDARD.encode(format!("{id}:{}", secret.reveal())));
        let http = legacy::Client::builder(TokioExecutor::new()).build(connector()?);
        let access = format!("{}/oauth.v2.access", api.trim_end_matches('/'));
        Ok(Self { http, access, authorize, host, redirect, credentials })
    }

    /// Where somebody is sent who wants to install the app.
    pub fn authorize(&self, state: &str) -> String {
        let mut url = self.authorize.clone();
        url.query_pairs_mut().append_pair("state", state);
        url.into()
    }

    /// Where somebody finds the app in their workspace.
    pub fn open_in_slack(&self, app: Option<&str>, workspace: &WorkspaceId) -> String {
        let mut url = self.host.clone();
        url.set_path("/app_redirect");
        if let Some(app) = app {
            url.query_pairs_mut().append_pair("app", app);
        }
        url.query_pairs_mut().append_pair("team", workspace.as_str());
        url.into()
    }

    /// Exchanges the `code` that somebody came back with.
    ///
    /// # Errors
    /// See [`Failure`]; Slack's code for a `code` that is not good (any more) is `invalid_code`.
    pub async fn exchange(&self, code: &str) -> Result<Grant, Failure> {
        let form = [("code", code), ("redirect_uri", self.redirect.as_str())];
        let answer = self.ask(EXCHANGE, &form).await?;
        grant(&answer).ok_or_else(|| unreadable(EXCHANGE))
    }

    /// The next pair of tokens, before the old one ends.
    ///
    /// # Errors
    /// See [`Failure`]; `invalid_refresh_token` says that it was used, perhaps by a try whose answer
    /// was lost, or that the installation is over.
    pub async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure> {
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.reveal())];
        let answer = self.ask(REFRESH, &form).await?;
        tokens(&answer).ok_or_else(|| unreadable(REFRESH))
    }

    async fn ask(&self, call: Call, form: &[(&str, &str)]) -> Result<Value, Failure> {
        match timeout(PATIENCE, self.post(call, form)).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure::unanswered(call, "no answer in time")),
        }
    }

    async fn post(&self, call: Call, form: &[(&str, &str)]) -> Result<Value, Failure> {
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post(&self.access)
            .header(AUTHORIZATION, format!("Basic {}", self.credentials.reveal()))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(body))
            .map_err(|_| Failure::unsent(call.name, "the address is none"))?;
        let answer = self.http.request(request).await.map_err(|error| {
            if error.is_connect() {
                Failure::unsent(call.name, "Slack cannot be reached")
            } else {
                Failure::unanswered(call, "the connection broke")
            }
        })?;
        let status = answer.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            let after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            let after = after.and_then(|value| value.parse().ok()).map(Duration::from_secs);
            let why = "Slack asks to slow down".to_owned();
            return Err(Failure::Retry { call: call.name, why, after });
        }
        if !status.is_success() {
            return Err(Failure::unanswered(call, format_args!("HTTP {}", status.as_u16())));
        }
        let body = Limited::new(answer.into_body(), LONGEST_ANSWER).collect().await;
        let body = body.map_err(|_| unreadable(call))?.to_bytes();
        let answer: Value = serde_json::from_slice(&body).map_err(|_| unreadable(call))?;
        if yes(&answer, "ok") {
            return Ok(answer);
        }
        match line(answer.get("error"), 100).ok_or_else(|| unreadable(call))?.as_str() {
            code @ ("internal_error"
            | "fatal_error"
            | "service_unavailable"
            | "request_timeout"
            | "ratelimited") => Err(Failure::unanswered(call, code)),
            code => {
                Err(Failure::Permanent { call: call.name, code: said::code(code), detail: None })
            }
        }
    }
}

/// `https://slack.com/api` is at `https://slack.com`.
fn host_of(api: &str) -> Option<Url> {
    let mut host = Url::parse(api).ok().filter(Url::has_host)?;
    host.set_path("/");
    host.set_query(None);
    Some(host)
}

fn grant(answer: &Value) -> Option<Grant> {
    let whole = yes(answer, "is_enterprise_install");
    let scopes = line(answer.get("scope"), 4_000).unwrap_or_default();
    Some(Grant {
        app: name(answer.get("app_id")),
        workspace: name(answer.pointer("/team/id")).filter(|_| !whole).map(WorkspaceId::new),
        installer: member(answer.pointer("/authed_user/id")),
        scopes: scopes.split(',').filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
        tokens: tokens(answer)?,
    })
}

fn tokens(answer: &Value) -> Option<Tokens> {
    let secret = |key| line(answer.get(key), 4_000).map(Secret::new);
    let seconds = answer.get("expires_in").and_then(Value::as_u64);
    Some(Tokens {
        token: secret("access_token")?,
        refresh: secret("refresh_token"),
        expires_in: seconds
            .map(|it| TimeDelta::seconds(i64::try_from(it.min(31_536_000)).unwrap_or(0))),
    })
}

/// A token that was kept, as a value that no log shows.
pub fn secret(token: String) -> Secret {
    Secret::new(token)
}

fn unreadable(call: Call) -> Failure {
    Failure::unanswered(call, "the answer could not be read")
}
