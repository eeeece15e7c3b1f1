//! The same over Socket Mode: a Slack that says whatever it likes on both of the bot's connections.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::any;
use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, Mode, Secret};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc, watch};

use crate::browser::Browser;
use crate::house::PATIENCE;
use crate::rows::{difference, rows};
use crate::support::log::{begin_log, logged};
use crate::support::{TestDatabase, databases, start};

#[derive(Clone)]
struct Slack {
    address: String,
    say: broadcast::Sender<Message>,
    acknowledged: mpsc::UnboundedSender<String>,
}

async fn answer(State(slack): State<Slack>, request: axum::extract::Request) -> Response {
    let address = &slack.address;
    Json(match request.uri().path() {
        "/api/auth.test" => json!({
            "ok": true, "team_id": "T1", "team": "Acme", "user_id": "UBOT", "url": "https://a.b/",
        }),
        "/api/apps.connections.open" => json!({ "ok": true, "url": format!("ws://{address}/") }),
        "/api/users.list" => json!({ "ok": true, "members": [{ "id": "U1", "team_id": "T1" }] }),
        _ => json!({ "ok": true }),
    })
    .into_response()
}

async fn link(State(slack): State<Slack>, upgrade: WebSocketUpgrade) -> Response {
    let limits = upgrade.max_message_size(16 << 20).max_frame_size(16 << 20);
    limits.on_upgrade(|wire| speak(slack, wire)).into_response()
}

async fn speak(slack: Slack, mut wire: WebSocket) {
    let mut said = slack.say.subscribe();
    if wire.send(Message::text(r#"{"type":"hello"}"#)).await.is_err() {
        return;
    }
    loop {
        tokio::select! {
            Ok(message) = said.recv() => if wire.send(message).await.is_err() { return },
            heard = wire.recv() => match heard {
                Some(Ok(Message::Text(text))) => {
                    let _ = slack.acknowledged.send(text.to_string());
                }
                Some(Ok(_)) => {}
                _ => return,
            },
        }
    }
}

struct Line {
    slack: Slack,
    acknowledged: mpsc::UnboundedReceiver<String>,
    app: Arc<App>,
    stop: watch::Sender<bool>,
    listening: tokio::task::JoinHandle<()>,
}

impl Line {
    async fn open(database: &TestDatabase) -> Self {
        begin_log();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (say, _) = broadcast::channel(100);
        let (sender, acknowledged) = mpsc::unbounded_channel();
        let slack = Slack { address: address.clone(), say, acknowledged: sender };
        let routes = Router::new().route("/", any(link)).fallback(answer).with_state(slack.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let config = Config {
            database_url: Secret::new(database.url.clone()),
            mode: Mode::Socket,
            slack_bot_token: Some(Secret::new("xoxb-1")),
            slack_app_token: Some(Secret::new("xapp-1")),
            slack_api_url: format!("http://{address}/api"),
            listen: Some("127.0.0.1:0".parse().unwrap()),
            ..Config::default()
        };
        let clock = Clock::still(start());
        let app = Arc::new(App::start(&config, clock, Chance::seeded(1)).await.unwrap());
        let (stop, stopped) = watch::channel(false);
        let mut connections = app.connections();
        let listening = tokio::spawn({
            let app = Arc::clone(&app);
            async move { app.listen(stopped).await.unwrap() }
        });
        let connected = connections.wait_for(|connections| *connections == 2);
        tokio::time::timeout(PATIENCE, connected).await.unwrap().unwrap();
        Self { slack, acknowledged, app, stop, listening }
    }

    /// Says something on both connections.
    fn say(&self, message: impl Into<Message>) {
        self.slack.say.send(message.into()).unwrap();
    }

    /// Waits until that envelope was acknowledged, on each connection that it was said on.
    async fn acknowledged(&mut self, id: &str, times: usize) {
        let waiting = async {
            let mut seen = 0;
            while seen < times {
                let ack: Value =
                    serde_json::from_str(&self.acknowledged.recv().await.unwrap()).unwrap();
                seen += usize::from(ack["envelope_id"] == id);
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect(id);
        self.app.idle().await;
        self.app.work_off().await.unwrap();
    }

    async fn figures(&self) -> String {
        let address = self.app.address().unwrap();
        Browser::default().get(&format!("http://{address}/metrics")).await.text
    }
}

fn envelope(id: &str, team: &str, event: &str, user: &str) -> String {
    json!({
        "type": "events_api", "envelope_id": id, "accepts_response_payload": false,
        "payload": {
            "type": "event_callback", "team_id": team, "event_id": event,
            "event": { "type": "app_home_opened", "user": user, "tab": "home", "x": "quokka" },
        },
    })
    .to_string()
}

#[tokio::test]
async fn nothing_comes_of_frames_that_make_no_sense() {
    for database in databases().await {
        let mut line = Line::open(&database).await;
        line.app.work_off().await.unwrap();
        let before = rows(&database).await;

        let deep = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
        let within = envelope("deep", "T1", "Ev1", "U1").replace("\"quokka\"", &deep);
        let half = envelope("half", "T1", "Ev2", "U1").replace('}', "");
        let nameless = envelope("\0quokka", "T1", "Ev3", "U1");
        for frame in ["quokka", "[]", &deep, &within, &half, &nameless] {
            line.say(Message::text(frame));
        }
        line.say(Message::binary(b"\xff\xfequokka".to_vec()));
        let ignored = [
            envelope("elsewhere", "T2", "Ev4", "U1"),
            envelope("enterprise", "E1", "Ev5", "U1"),
            envelope("zero", "T1", "Ev\0quokka", "U1"),
            envelope("zero in somebody", "T1", "Ev6", "U\0quokka"),
        ];
        for frame in ignored {
            line.say(Message::text(frame.clone()));
            let id = serde_json::from_str::<Value>(&frame).unwrap()["envelope_id"].clone();
            line.acknowledged(id.as_str().unwrap(), 2).await;
        }
        let figures = line.figures().await;
        for counted in [
            "klatch_refused_requests_total{name=\"malformed\"} 12",
            "klatch_deliveries_total{name=\"not installed\"} 1",
            "klatch_deliveries_total{name=\"no workspace\"} 1",
            "klatch_deliveries_total{name=\"malformed\"} 2",
        ] {
            assert!(figures.contains(counted), "{counted} is not in\n{figures}");
        }
        assert_eq!(difference(&before, &rows(&database).await), [""; 0]);

        // One that is too large ends its connection, and another one takes its place.
        line.say(Message::text("quokka".repeat(1 << 20)));
        let good = envelope("good", "T1", "EvGood", "U1");
        let heard = async {
            loop {
                // Nobody may be connected just now.
                let _ = line.slack.say.send(Message::text(good.clone()));
                let heard =
                    tokio::time::timeout(Duration::from_millis(300), line.acknowledged.recv());
                if heard.await.is_ok_and(|ack| ack.unwrap().contains("good")) {
                    break;
                }
            }
        };
        tokio::time::timeout(PATIENCE, heard).await.expect("it is served again");
        line.app.work_off().await.unwrap();
        let kept = rows(&database).await;
        let inbox = kept.iter().filter(|row| row.starts_with("inbox: ")).count();
        assert_eq!(inbox, 1, "however often it was said");
        assert!(!logged().contains("quokka"));
        line.stop.send(true).unwrap();
        tokio::time::timeout(PATIENCE, line.listening).await.unwrap().unwrap();
    }
}
