//! Delivery by HTTP: events, commands and interactions posted and signed as Slack does it, with its
//! three retries.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::Request;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use sha2::Sha256;

use super::Playground;
use super::hub::Frame;
use super::json::{put, text};

/// How long Slack waits for an acknowledgement, in real time.
const PATIENCE: Duration = Duration::from_secs(3);
/// How much of an answer is read.
const ANSWER_BYTES: usize = 300_000;
const FORM: &str = "application/x-www-form-urlencoded";
/// How often what is due is looked for, in real time.
const TICK: Duration = Duration::from_secs(1);

/// Where an app listens, and what requests to it are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    pub events: String,
    pub commands: String,
    pub interactions: String,
    pub signing_secret: String,
}

impl Endpoint {
    /// One address for everything, such as `http://127.0.0.1:3000/slack/events`.
    pub fn all(url: impl Into<String>, signing_secret: impl Into<String>) -> Self {
        let url = url.into();
        Self {
            events: url.clone(),
            commands: url.clone(),
            interactions: url,
            signing_secret: signing_secret.into(),
        }
    }
}

/// Slack's signature of a request: `v0=` and the HMAC-SHA256 of `v0:{timestamp}:{body}`
/// (`docs.slack.dev`, "Verifying requests from Slack").
pub fn signature(secret: &str, timestamp: i64, body: &[u8]) -> String {
    // A key of any length will do for HMAC.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    digest.iter().fold("v0=".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
}

type Web = Client<HttpConnector, Full<Bytes>>;

/// What came back.
struct Answer {
    status: u16,
    no_retry: bool,
    body: Vec<u8>,
}

impl Playground {
    /// From now on everything goes there by HTTP, and no longer to sockets alone. An event that is
    /// not acknowledged comes again at once, after a minute and after five by the workspace's
    /// clock: when time is moved, or within a second where it runs. Must be called within a tokio
    /// runtime.
    pub fn deliver_to(&self, endpoint: Endpoint) {
        let mut frames = {
            let mut world = self.world();
            world.hub.end_posts();
            world.hub.post().1
        };
        let (playground, web) = (self.clone(), client());
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(TICK);
            loop {
                tokio::select! {
                    frame = frames.recv() => match frame {
                        Some(Frame::Text(frame)) => {
                            let (playground, web) = (playground.clone(), web.clone());
                            let endpoint = endpoint.clone();
                            tokio::spawn(async move {
                                playground.post(&web, &endpoint, &frame).await;
                            });
                        }
                        Some(Frame::Close | Frame::Break) => {}
                        None => return,
                    },
                    _ = tick.tick() => playground.bring(),
                }
            }
        });
    }

    /// Nothing is delivered by HTTP any more.
    pub fn stop_delivery(&self) {
        self.world().hub.end_posts();
    }

    /// How many events the app did not take in any of their four tries.
    pub fn undelivered(&self) -> u64 {
        self.world().hub.undelivered
    }

    /// Asks an address whether it is the app's, as Slack does when it is entered
    /// (`url_verification`).
    ///
    /// # Errors
    /// One sentence: what came back instead of the challenge.
    pub async fn verify_url(&self, endpoint: &Endpoint) -> Result<(), String> {
        let challenge = self.world().secret();
        let body = json!({
            "token": "verification-token", "challenge": challenge, "type": "url_verification",
        });
        let body = body.to_string();
        let request = self.signed(&endpoint.events, endpoint, "application/json", &body).body(());
        let request = request.map_err(|error| error.to_string())?;
        let answer = ask(&client(), request, body).await.map_err(str::to_owned)?;
        let said = String::from_utf8_lossy(&answer.body);
        if answer.status == 200 && said.contains(&challenge) {
            return Ok(());
        }
        Err(format!("The address answered {} without the challenge.", answer.status))
    }

    fn signed(
        &self,
        url: &str,
        endpoint: &Endpoint,
        kind: &str,
        body: impl AsRef<str>,
    ) -> axum::http::request::Builder {
        let now = self.world().now().timestamp();
        let signed = signature(&endpoint.signing_secret, now, body.as_ref().as_bytes());
        Request::post(url)
            .header("content-type", kind)
            .header("user-agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
            .header("x-slack-request-timestamp", now)
            .header("x-slack-signature", signed)
    }

    async fn post(&self, web: &Web, endpoint: &Endpoint, frame: &str) {
        let frame: Value = serde_json::from_str(frame).unwrap_or_default();
        let envelope = text(&frame, "envelope_id").to_owned();
        let payload = frame.get("payload").cloned().unwrap_or_default();
        let (url, kind, body) = match text(&frame, "type") {
            "events_api" => (&endpoint.events, "application/json", payload.to_string()),
            "slash_commands" => (&endpoint.commands, FORM, form(&payload)),
            _ => {
                let whole = json!({"payload": payload.to_string()});
                (&endpoint.interactions, FORM, form(&whole))
            }
        };
        let mut request = self.signed(url, endpoint, kind, &body);
        let retry = frame.get("retry_attempt").and_then(Value::as_u64).unwrap_or_default();
        if retry > 0 {
            request = request
                .header("x-slack-retry-num", retry)
                .header("x-slack-retry-reason", text(&frame, "retry_reason"));
        }
        let answer = match request.body(()) {
            Ok(request) => ask(web, request, body).await,
            Err(_) => Err("connection_failed"),
        };
        self.answered(&envelope, &frame, answer);
    }

    fn answered(&self, envelope: &str, frame: &Value, answer: Result<Answer, &'static str>) {
        let mut world = self.world();
        let answer = match answer {
            Ok(answer) if (200..300).contains(&answer.status) => answer,
            Ok(answer) => {
                let status = answer.status.to_string();
                if answer.no_retry {
                    world.hub.give_up(envelope);
                    world.note_end(envelope, &status, &Value::Null);
                } else {
                    world.missed(envelope, "http_error", &status);
                }
                return;
            }
            Err(reason) => return world.missed(envelope, reason, reason),
        };
        let mut acknowledgement = json!({"envelope_id": envelope});
        // What follows a press or an event is not read.
        let takes = frame.get("accepts_response_payload").and_then(Value::as_bool) == Some(true);
        if takes && !answer.body.is_empty() {
            let said = String::from_utf8_lossy(&answer.body);
            let payload = serde_json::from_str::<Value>(&said).ok().filter(Value::is_object);
            let payload = payload.unwrap_or_else(|| json!({"text": said}));
            put(&mut acknowledgement, "payload", payload);
        }
        world.acknowledge(&acknowledgement.to_string());
    }
}

fn client() -> Web {
    Client::builder(TokioExecutor::new()).build_http()
}

async fn ask(web: &Web, request: Request<()>, body: String) -> Result<Answer, &'static str> {
    let request = request.map(|()| Full::new(Bytes::from(body)));
    let answer = async {
        let response = web.request(request).await.map_err(|_| "connection_failed")?;
        let status = response.status().as_u16();
        let no_retry = response.headers().get("x-slack-no-retry").is_some_and(|one| one == "1");
        let body = Limited::new(response.into_body(), ANSWER_BYTES).collect().await;
        let body = body.map_err(|_| "connection_failed")?.to_bytes().to_vec();
        Ok(Answer { status, no_retry, body })
    };
    tokio::time::timeout(PATIENCE, answer).await.unwrap_or(Err("http_timeout"))
}

/// An object of texts as a form.
fn form(fields: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in fields.as_object().into_iter().flatten() {
        let plain = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        form.append_pair(key, &plain);
    }
    form.finish()
}
