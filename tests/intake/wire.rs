//! A bot of one test, and Slack's end of the wire.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, Mode, Secret};
use klatch::demo::world::app_of_manifest;
use klatch::playground::{Playground, cast};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::support::TestDatabase;
use crate::support::workspace::workspace_with;

const SECRET: &str = "a secret of Slack's and ours";
pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// A bot in a workspace.
pub(super) struct Served {
    pub(super) app: Arc<App>,
    pub(super) playground: Playground,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Served {
    /// A bot that runs by itself. The workspace would also tell it what is said in channels.
    pub(super) async fn start(database: &TestDatabase, mode: Mode) -> Self {
        let mut app = app_of_manifest().unwrap();
        app.events.push("message.channels".to_owned());
        let playground = workspace_with(cast::invented(), app).await;
        let config = Config {
            database_url: Secret::new(database.url.clone()),
            mode,
            slack_bot_token: Some(Secret::new(playground.bot_token())),
            slack_app_token: (mode == Mode::Socket).then(|| Secret::new(playground.app_token())),
            slack_signing_secret: (mode == Mode::Http).then(|| Secret::new(SECRET)),
            slack_api_url: playground.api_url(),
            listen: Some("127.0.0.1:0".parse().unwrap()),
            ..Config::default()
        };
        let started = App::start(&config, Clock::system(), Chance::seeded(2)).await;
        let app = Arc::new(started.unwrap());
        let (stop, stopped) = watch::channel(false);
        let mut connections = app.connections();
        let running = tokio::spawn({
            let app = Arc::clone(&app);
            async move { app.run(stopped).await.unwrap() }
        });
        let connected = connections.wait_for(|connections| *connections > 0);
        tokio::time::timeout(Duration::from_secs(10), connected).await.unwrap().unwrap();
        Self { app, playground, stop, running }
    }

    pub(super) async fn stop(self) {
        self.stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(12), self.running).await.unwrap().unwrap();
        self.app.idle().await;
        self.app.store().close().await;
    }

    /// An event of this workspace as Slack sends it.
    pub(super) fn event(&self, id: &str, inner: &Value) -> String {
        let team = self.playground.team();
        json!({
            "token": "x", "team_id": team, "api_app_id": "A1", "type": "event_callback",
            "event_id": id, "event_time": 1_795_000_000, "event": inner,
            "authorizations": [{
                "enterprise_id": null, "team_id": team, "user_id": "UBOT", "is_bot": true,
            }],
        })
        .to_string()
    }

    /// Sends a signed request to the bot; gives the status and what the answer says.
    pub(super) async fn post(&self, kind: &str, body: &[u8]) -> (u16, String) {
        let at = Clock::system().now().timestamp();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(format!("v0:{at}:").as_bytes());
        mac.update(body);
        let hex: String =
            mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let head = format!(
            "POST /slack/events HTTP/1.1\r\nHost: klatch\r\nConnection: close\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\nX-Slack-Request-Timestamp: {at}\r\n\
             X-Slack-Signature: v0={hex}\r\n\r\n",
            body.len()
        );
        exchange(self.app.address().unwrap(), &[head.as_bytes(), body].concat()).await
    }
}

/// Sends a request as it is on the wire.
async fn exchange(to: SocketAddr, request: &[u8]) -> (u16, String) {
    let exchange = async {
        let mut wire = TcpStream::connect(to).await.unwrap();
        wire.write_all(request).await.unwrap();
        let mut answer = String::new();
        wire.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    };
    tokio::time::timeout(Duration::from_secs(10), exchange).await.expect("an answer in time")
}
