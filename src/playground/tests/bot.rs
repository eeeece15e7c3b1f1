//! A bot of a few lines, which speaks to the playground as any bot speaks to Slack.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::Request;
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use super::super::{App, Cast, Command, Playground, PlaygroundOptions, Shortcut};
use crate::clock::{Chance, Clock};

pub(super) fn app() -> App {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    App {
        name: "Klatch".to_owned(),
        scopes: names(&[
            "commands",
            "chat:write",
            "im:write",
            "mpim:write",
            "im:history",
            "app_mentions:read",
            "channels:read",
            "channels:join",
            "users:read",
            "team:read",
            "channels:history",
            "files:write",
            "reactions:read",
            "reactions:write",
        ]),
        events: names(&[
            "app_home_opened",
            "message.im",
            "app_mention",
            "member_joined_channel",
            "team_join",
            "user_change",
            "channel_archive",
        ]),
        commands: vec![Command { command: "/coffee".to_owned(), ..Command::default() }],
        shortcuts: vec![
            shortcut("Ask a question", "ask_question", false),
            shortcut("Ask an expert about this", "ask_about", true),
        ],
    }
}

/// The same that also hears what is said in the public channels it is in, and of reactions.
pub(super) fn listening() -> App {
    let mut app = app();
    app.events
        .extend(["message.channels", "reaction_added", "reaction_removed"].map(str::to_owned));
    app
}

fn shortcut(name: &str, callback_id: &str, on_message: bool) -> Shortcut {
    Shortcut { name: name.to_owned(), callback_id: callback_id.to_owned(), on_message }
}

pub(super) fn clock() -> Clock {
    Clock::still("2026-11-30T08:00:00Z".parse().unwrap())
}

/// A workspace that is served on a free port.
pub(in crate::playground) async fn workspace(cast: Cast) -> Playground {
    workspace_with(cast, app()).await
}

/// The same with another app.
pub(super) async fn workspace_with(cast: Cast, app: App) -> Playground {
    let options = PlaygroundOptions { clock: clock(), chance: Chance::seeded(7), cast, app };
    let playground = Playground::start(options);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    tokio::spawn(playground.serve(listener, axum::Router::new()).unwrap());
    playground
}

pub(super) struct Bot {
    base: String,
    token: String,
    app_token: String,
}

impl Bot {
    pub(super) fn of(playground: &Playground) -> Self {
        Self {
            base: playground.api_url(),
            token: playground.bot_token(),
            app_token: playground.app_token(),
        }
    }

    pub(super) async fn call(&self, method: &str, args: Value) -> Value {
        self.call_as(&self.token, method, args).await
    }

    pub(super) async fn call_as(&self, token: &str, method: &str, args: Value) -> Value {
        let request = Request::post(format!("{}/{method}", self.base))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json; charset=utf-8")
            .body(args.to_string());
        send(request.unwrap()).await.1
    }

    pub(super) async fn get(&self, method_and_query: &str) -> Value {
        let request = Request::get(format!("{}/{method_and_query}", self.base))
            .header("authorization", format!("Bearer {}", self.token))
            .body(String::new());
        send(request.unwrap()).await.1
    }

    /// Connects by Socket Mode and answers each envelope as `answer` says: `None` = not at all.
    /// What arrives can be read from the channel.
    pub(super) async fn connect(
        &self,
        answer: impl Fn(&Value) -> Option<Value> + Send + Sync + 'static,
    ) -> mpsc::UnboundedReceiver<Value> {
        let opened = self.call_as(&self.app_token, "apps.connections.open", json!({})).await;
        let url = opened["url"].as_str().unwrap().to_owned();
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let (seen, arrived) = mpsc::unbounded_channel();
        let answer = Arc::new(answer);
        let hello = socket.next().await.unwrap().unwrap().into_text().unwrap();
        assert_eq!(serde_json::from_str::<Value>(&hello).unwrap()["type"], "hello");
        tokio::spawn(async move {
            while let Some(Ok(message)) = socket.next().await {
                let Message::Text(text) = message else { continue };
                let frame: Value = serde_json::from_str(&text).unwrap();
                let _ = seen.send(frame.clone());
                if frame["envelope_id"].is_null() {
                    continue;
                }
                if let Some(payload) = answer(&frame) {
                    let mut ack = json!({"envelope_id": frame["envelope_id"]});
                    if !payload.is_null() {
                        ack["payload"] = payload;
                    }
                    if socket.send(Message::text(ack.to_string())).await.is_err() {
                        return;
                    }
                }
            }
        });
        arrived
    }
}

pub(super) async fn send(request: Request<impl Into<Bytes>>) -> (u16, Value) {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let response = client.request(request.map(|body| Full::new(body.into()))).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

/// What a browser gets there: the status, what kind it is of, and the bytes.
pub(super) async fn fetched(address: &str) -> (u16, String, Vec<u8>) {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let response = client.get(address.parse().unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, kind.unwrap_or_default(), bytes.to_vec())
}

pub(super) fn section(words: &str) -> Value {
    json!({"type": "section", "text": {"type": "mrkdwn", "text": words}})
}

pub(super) fn button(label: &str, id: &str) -> Value {
    json!({"type": "actions", "elements": [
        {"type": "button", "action_id": id, "text": {"type": "plain_text", "text": label}},
    ]})
}

pub(super) fn modal(callback: &str) -> Value {
    json!({
        "type": "modal", "callback_id": callback, "notify_on_close": true,
        "title": {"type": "plain_text", "text": "My coffee"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {"type": "input", "block_id": "size", "label": {"type": "plain_text", "text": "Size"},
             "element": {"type": "static_select", "action_id": "size", "options": [
                {"text": {"type": "plain_text", "text": "Two"}, "value": "2"},
                {"text": {"type": "plain_text", "text": "Three"}, "value": "3"}]}},
            {"type": "input", "block_id": "note", "optional": true,
             "label": {"type": "plain_text", "text": "Note"},
             "element": {"type": "plain_text_input", "action_id": "note"}},
        ],
    })
}
