//! For tests: a Slack that answers what it is told to and writes down what it was asked, and an
//! inbox and a replier that do what a test needs.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

use super::client::Client;
use super::desk::{Delivery, Desk, Filed, Filing, Inbox, Replier, Trouble};
use crate::config::Secret;
use crate::error::Reference;
use crate::event::{Event, Gesture, Interaction, Reply};
use crate::meter::Meter;

/// Nothing in these tests takes as long, unless it hangs.
pub(super) const HANGS: Duration = Duration::from_secs(10);

/// What was called.
#[derive(Debug)]
pub(super) struct Called {
    pub(super) method: String,
    pub(super) token: Option<String>,
    pub(super) said: Value,
}

/// A Slack of one test.
pub(super) struct Slack {
    /// Where its Web API is.
    pub(super) api: String,
    /// Where `response_url`s lead.
    pub(super) hook: String,
    called: mpsc::UnboundedReceiver<Called>,
    sockets: mpsc::UnboundedReceiver<WebSocket>,
}

/// An answer of the Web API.
pub(super) fn json_answer(value: &Value) -> Response {
    (StatusCode::OK, [("content-type", "application/json")], value.to_string()).into_response()
}

impl Slack {
    /// Answers `{"ok": true}` to everything.
    pub(super) async fn agreeable() -> Self {
        Self::answering(|_| json_answer(&json!({ "ok": true }))).await
    }

    /// Answers a method as `answer` says; `apps.connections.open` with its own socket, unless the
    /// answer is an error.
    pub(super) async fn answering(
        answer: impl Fn(&str) -> Response + Clone + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (call, called) = mpsc::unbounded_channel();
        let (plug, sockets) = mpsc::unbounded_channel();
        let socket_url = format!("ws://{address}/socket");
        let api = move |Path(method): Path<String>,
                        query: RawQuery,
                        headers: HeaderMap,
                        body: Bytes| {
            let said = serde_json::from_slice(&body).unwrap_or_else(|_| json!(query.0));
            let token =
                headers.get("authorization").map(|token| token.to_str().unwrap().to_owned());
            let response = answer(&method);
            let opens = method == "apps.connections.open"
                && response.status() == StatusCode::OK
                && !response.headers().contains_key("x-refused");
            call.send(Called { method, token, said }).ok();
            let url = socket_url.clone();
            async move { if opens { json_answer(&json!({ "ok": true, "url": url })) } else { response } }
        };
        let socket = move |upgrade: WebSocketUpgrade| async move {
            upgrade.on_upgrade(move |socket| async move {
                plug.send(socket).ok();
            })
        };
        let router = Router::new()
            .route("/api/{method}", any(api.clone()))
            .route("/{method}", any(api))
            .route("/socket", get(socket));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            api: format!("http://{address}/api"),
            hook: format!("http://{address}/hook"),
            called,
            sockets,
        }
    }

    pub(super) fn client(&self) -> Client {
        Client::new(&self.api, &Secret::new("xoxb-token")).unwrap()
    }

    /// The next call.
    pub(super) async fn called(&mut self) -> Called {
        timeout(HANGS, self.called.recv()).await.expect("a call").unwrap()
    }

    /// The next connection of Socket Mode.
    pub(super) async fn socket(&mut self) -> Wire {
        Wire(timeout(HANGS, self.sockets.recv()).await.expect("a connection").unwrap())
    }
}

/// Slack's end of a connection.
pub(super) struct Wire(pub(super) WebSocket);

impl Wire {
    pub(super) async fn say(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    pub(super) async fn hello(&mut self) {
        self.say(&json!({ "type": "hello", "num_connections": 1 })).await;
    }

    /// The next thing the bot says, `None` when it hangs up.
    pub(super) async fn hear(&mut self) -> Option<Value> {
        loop {
            match timeout(HANGS, self.0.recv()).await.expect("a word") {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }
}

/// Keeps events in a list.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) events: Mutex<Vec<Event>>,
    pub(super) full: AtomicBool,
}

impl Inbox for Arc<Kept> {
    fn receive(&self, event: Event) -> impl Future<Output = Filing> + Send + use<> {
        let full = self.full.load(Ordering::SeqCst);
        if !full {
            self.events.lock().unwrap().push(event);
        }
        std::future::ready(if full { Err("the disk is full".into()) } else { Ok(Filed::Kept) })
    }
}

/// Does what the command's words say: `wait`, `break`, or greets.
#[derive(Default)]
pub(super) struct Obedient {
    pub(super) asked: AtomicUsize,
    pub(super) go_on: Notify,
}

impl Replier for Arc<Obedient> {
    async fn reply(&self, interaction: Interaction, _: Reference) -> Reply {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match interaction.what {
            Gesture::Command { words, .. } => {
                if words == "wait" {
                    self.go_on.notified().await;
                }
                assert_ne!(words, "break", "as it was told");
                Reply::Ephemeral(json!({ "text": format!("You said: {words}") }))
            }
            Gesture::Press { .. } => Reply::Ephemeral(json!({ "text": "You pressed it" })),
            Gesture::Submit { .. } | Gesture::Close { .. } | Gesture::Shortcut { .. } => {
                Reply::Done
            }
        }
    }

    fn words(&self, trouble: Trouble) -> String {
        match trouble {
            Trouble::Broken(reference) => format!("That didn't work. (ref {reference})"),
            Trouble::Slow => "That takes a moment…".to_owned(),
        }
    }
}

pub(super) type TestDesk = Desk<Arc<Kept>, Arc<Obedient>>;

/// A desk with what stands behind it.
pub(super) fn desk(slack: &Slack) -> (TestDesk, Arc<Kept>, Arc<Obedient>) {
    let (kept, obedient) = (Arc::<Kept>::default(), Arc::<Obedient>::default());
    let desk = Desk::new(Arc::clone(&kept), Arc::clone(&obedient), slack.client(), Meter::new());
    (desk, kept, obedient)
}

/// `/coffee` with words, as the payload of an envelope.
pub(super) fn command(words: &str, response_url: &str) -> Value {
    json!({
        "team_id": "T1", "channel_id": "C1", "channel_name": "random", "user_id": "U1",
        "command": "/coffee", "text": words, "trigger_id": "1.2.3", "response_url": response_url,
    })
}

/// Somebody opens App Home.
pub(super) fn home_opened(event_id: &str) -> Value {
    json!({
        "type": "event_callback", "team_id": "T1", "event_id": event_id,
        "event": { "type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home" },
    })
}

/// A button on a message.
pub(super) fn press(response_url: &str) -> Value {
    json!({
        "type": "block_actions", "team": { "id": "T1" }, "user": { "id": "U1" },
        "trigger_id": "1.2.4", "response_url": response_url,
        "container": { "type": "message", "channel_id": "C1", "message_ts": "1.0" },
        "actions": [{ "type": "button", "action_id": "met", "block_id": "b", "value": "yes" }],
    })
}

/// A delivery of Socket Mode as its envelope.
pub(super) fn envelope(delivery: &Delivery) -> Value {
    let kind = match delivery.kind {
        super::decode::Kind::Event => "events_api",
        super::decode::Kind::Interaction => "interactive",
        super::decode::Kind::Command => "slash_commands",
    };
    json!({ "envelope_id": delivery.id, "type": kind, "payload": delivery.payload })
}
