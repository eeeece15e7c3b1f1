//! A Slack with OAuth, several workspaces and revocable tokens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[derive(Clone, Default)]
pub(crate) struct Slack(Arc<Mutex<Inside>>);

#[derive(Default)]
pub(crate) struct Inside {
    /// What a code or a refresh token is exchanged for, once.
    grants: HashMap<String, Value>,
    /// Whose each good token is.
    pub(crate) tokens: HashMap<String, String>,
    /// Every call: method, token, body.
    pub(crate) calls: Vec<(String, String, String)>,
    made: u32,
    /// Renewals happen, and nobody hears of them.
    pub(crate) loses_renewals: bool,
    /// The address of Klatch is not allowed.
    pub(crate) blocks: bool,
}

/// How tokens are given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Giving {
    Plain,
    /// With a refresh token, for twelve hours.
    Rotating,
    /// For a whole organization.
    Organization,
    /// The answer names another workspace than the token is of.
    Lying,
}

impl Slack {
    pub(crate) async fn start() -> (Self, String) {
        let slack = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().route("/api/{method}", any(answer)).with_state(slack.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (slack, format!("http://{address}/api"))
    }

    pub(crate) fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap()
    }

    /// An administrator says yes: the code that they go back with.
    pub(crate) fn consent(&self, team: &str, giving: Giving) -> String {
        let mut inside = self.inside();
        inside.made += 1;
        let code = format!("code-{}", inside.made);
        let grant = inside.grant(team, giving);
        inside.grants.insert(code.clone(), grant);
        code
    }

    /// Klatch is taken out of a workspace: its tokens are dead.
    pub(crate) fn take_out(&self, team: &str) {
        self.inside().tokens.retain(|_, of| of != team);
    }

    /// How often a method was called by a workspace.
    pub(crate) fn count(&self, method: &str, team: &str) -> usize {
        let inside = self.inside();
        let of = |token: &str| token.contains(&format!("-{team}-"));
        inside.calls.iter().filter(|call| call.0 == method && of(&call.1)).count()
    }

    pub(crate) fn exchanges(&self) -> usize {
        self.inside().calls.iter().filter(|call| call.0 == "oauth.v2.access").count()
    }
}

impl Inside {
    fn grant(&mut self, team: &str, giving: Giving) -> Value {
        self.made += 1;
        let token = format!("xoxb-{team}-secret-{}", self.made);
        self.tokens.insert(token.clone(), team.to_owned());
        let mut grant = json!({
            "ok": true, "app_id": "A1", "access_token": token, "token_type": "bot",
            "scope": "commands,chat:write", "bot_user_id": "UBOT",
            "team": { "id": team, "name": "as Slack says" }, "enterprise": null,
            "authed_user": { "id": "U0" }, "is_enterprise_install": false,
        });
        match giving {
            Giving::Plain => {}
            Giving::Rotating => {
                let refresh = format!("xoxe-1-{team}-secret-{}", self.made);
                grant["refresh_token"] = json!(refresh);
                grant["expires_in"] = json!(43_200);
                let next = format!("next {team}");
                self.grants.insert(refresh, json!(next));
            }
            Giving::Organization => {
                grant["team"] = Value::Null;
                grant["is_enterprise_install"] = json!(true);
                grant["enterprise"] = json!({ "id": "E1", "name": "All" });
            }
            Giving::Lying => grant["team"]["id"] = json!("T-other"),
        }
        grant
    }

    fn exchange(&mut self, body: &str) -> Value {
        let form: HashMap<String, String> =
            url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let refreshing = form.get("grant_type").is_some_and(|it| it == "refresh_token");
        let key = if refreshing { "refresh_token" } else { "code" };
        match self.grants.remove(&form[key]) {
            Some(Value::String(next)) => {
                let team = next.strip_prefix("next ").unwrap().to_owned();
                self.grant(&team, Giving::Rotating)
            }
            Some(grant) => grant,
            None if refreshing => json!({ "ok": false, "error": "invalid_refresh_token" }),
            None => json!({ "ok": false, "error": "invalid_code" }),
        }
    }
}

async fn answer(
    State(slack): State<Slack>,
    Path(method): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let said = headers.get("authorization").map_or("", |value| value.to_str().unwrap());
    let token = said.strip_prefix("Bearer ").unwrap_or_default().to_owned();
    let body = String::from_utf8_lossy(&body).into_owned();
    let mut inside = slack.inside();
    inside.calls.push((method.clone(), token.clone(), body.clone()));
    if inside.blocks {
        return Json(json!({ "ok": false, "error": "invalid_auth" })).into_response();
    }
    if inside.loses_renewals && body.contains("grant_type=refresh_token") {
        inside.exchange(&body);
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let team = inside.tokens.get(&token).cloned();
    let answer = match (method.as_str(), team) {
        ("oauth.v2.access", _) if said == "Basic Y2xpZW50OmNsaWVudC1zZWNyZXQ=" => {
            inside.exchange(&body)
        }
        ("oauth.v2.access", _) => json!({ "ok": false, "error": "bad_client_secret" }),
        (_, None) => json!({ "ok": false, "error": "token_revoked" }),
        ("auth.test", Some(team)) => json!({
            "ok": true, "team_id": team, "team": format!("<{team}> & Sons"), "user_id": "UBOT",
            "url": "https://acme.slack.com/",
        }),
        ("auth.revoke", Some(_)) => {
            inside.tokens.remove(&token);
            json!({ "ok": true, "revoked": true })
        }
        ("users.list", Some(team)) => json!({ "ok": true, "members": people(&team) }),
        ("conversations.open", Some(_)) => {
            let opened = inside.calls.len();
            json!({ "ok": true, "channel": { "id": format!("G{opened}") } })
        }
        ("chat.postMessage" | "chat.update", Some(_)) => {
            let posted = inside.calls.len();
            json!({ "ok": true, "channel": "C1", "ts": format!("1768000000.{posted:06}") })
        }
        _ => json!({ "ok": true }),
    };
    let kind = [("content-type", "application/json")];
    (kind, answer.to_string()).into_response()
}

fn people(team: &str) -> Vec<Value> {
    (0..8)
        .map(|number| {
            json!({
                "id": format!("U{number}"), "team_id": team, "tz": "Europe/Berlin",
                "profile": { "display_name": format!("Person {number}") },
            })
        })
        .collect()
}
