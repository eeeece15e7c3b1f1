//! HTTP mode: Slack sends signed requests to us. One path takes everything; commands and
//! interactions have paths of their own as well, for apps that are set up so.
//!
//! A request is bounded before it is read, and proven to be Slack's before anybody looks into it.
//! The answer is the acknowledgement of the [`Desk`]: 503 when an event could not be kept, so that
//! Slack sends it again.

mod signature;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;
use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

pub use self::signature::{Signature, Unproven};
use super::decode::text::{line, name};
use super::decode::{Kind, form_fields};
use super::desk::{Delivery, Desk, Inbox, Replier};
use crate::clock::Clock;
use crate::config::Secret;
use crate::error::Told;

/// The paths that Slack may be told; the first takes everything.
pub const PATHS: [&str; 3] = ["/slack/events", "/slack/commands", "/slack/interactions"];

/// A view is at most 250 kB, and a form needs up to three bytes for each of its own.
const LARGEST: usize = 1024 * 1024;
/// How long a request may take to be read: Slack itself gives up after 3 seconds.
const READING: Duration = Duration::from_secs(3);
/// How many requests are read at once, so that bodies cannot fill the memory.
const READERS: usize = 256;
/// Slack's check of a certificate is a short form.
const CHECK: usize = 4 * 1024;

/// What all requests share.
struct Door<I, R> {
    desk: Arc<Desk<I, R>>,
    signature: Signature,
    clock: Clock,
    readers: Semaphore,
}

/// The routes that Slack's requests come to. `clock` judges their age.
///
/// # Errors
/// The signing secret is empty.
pub fn router<I: Inbox, R: Replier>(
    desk: Arc<Desk<I, R>>,
    secret: &Secret,
    clock: Clock,
) -> Result<Router, Told> {
    let signature = Signature::new(secret)?;
    let door = Arc::new(Door { desk, signature, clock, readers: Semaphore::new(READERS) });
    let mut router = Router::new();
    for path in PATHS {
        router = router.route(path, post(receive::<I, R>));
    }
    Ok(router.with_state(door))
}

/// Why a request is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    TooLarge,
    TooSlow,
    /// More requests than are read at once.
    TooMany,
    Unproven(Unproven),
    Malformed,
    /// The desk did not take it, and has counted that.
    NotTaken,
}

impl Refusal {
    fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooMany | Self::NotTaken => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unproven(_) => StatusCode::UNAUTHORIZED,
            Self::Malformed => StatusCode::BAD_REQUEST,
        }
    }

    /// For figures and logs.
    fn reason(self) -> &'static str {
        match self {
            Self::TooLarge => "too large",
            Self::TooSlow => "too slow",
            Self::TooMany => "too many at once",
            Self::Unproven(why) => why.as_str(),
            Self::Malformed => "malformed",
            Self::NotTaken => "not taken",
        }
    }
}

async fn receive<I: Inbox, R: Replier>(
    State(door): State<Arc<Door<I, R>>>,
    request: Request,
) -> Response {
    match door.take(request).await {
        Ok(response) => response,
        Err(refusal) => {
            if refusal != Refusal::NotTaken {
                door.desk.meter().refused(refusal.reason());
                tracing::info!(reason = refusal.reason(), "request refused");
            }
            refusal.status().into_response()
        }
    }
}

impl<I: Inbox, R: Replier> Door<I, R> {
    async fn take(&self, request: Request) -> Result<Response, Refusal> {
        let (head, body) = request.into_parts();
        let headers = head.headers;
        let body = self.read(&headers, body).await?;
        let form = is_form(&headers)?;
        if form && is_certificate_check(&body) {
            return Ok(StatusCode::OK.into_response());
        }
        let proof = self.signature.check(&headers, &body, self.clock.now());
        let signed = proof.map_err(Refusal::Unproven)?;
        let (kind, payload) = parse(form, &body)?;
        if let Some(challenge) = challenge(kind, &payload) {
            return Ok(challenge.into_response());
        }
        if headers.contains_key("x-slack-retry-num") {
            self.desk.meter().delivered("a retry");
        }
        let id = id(kind, &payload).unwrap_or_else(|| signed.to_owned());
        let (ack, acknowledged) = oneshot::channel();
        // Whoever has hung up needs no answer.
        let ack = Box::new(move |answer| drop(ack.send(answer)));
        self.desk.take(Delivery { id, kind, payload }, ack);
        match acknowledged.await {
            Ok(None) => Ok(StatusCode::OK.into_response()),
            Ok(Some(answer)) => Ok(axum::Json(answer).into_response()),
            Err(_) => Err(Refusal::NotTaken),
        }
    }

    async fn read(&self, headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
        let told = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        if told.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > LARGEST)
        {
            return Err(Refusal::TooLarge);
        }
        let _reader = self.readers.try_acquire().map_err(|_| Refusal::TooMany)?;
        match timeout(READING, Limited::new(body, LARGEST).collect()).await {
            Err(_) => Err(Refusal::TooSlow),
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge),
            Ok(Err(_)) => Err(Refusal::Malformed),
        }
    }
}

fn is_form(headers: &HeaderMap) -> Result<bool, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    match kind {
        Some("application/json") => Ok(false),
        Some("application/x-www-form-urlencoded") => Ok(true),
        Some(_) | None => Err(Refusal::Malformed),
    }
}

/// Slack's check of our certificate is not signed, has no effect, and wants a 200.
fn is_certificate_check(body: &[u8]) -> bool {
    body.len() <= CHECK
        && url::form_urlencoded::parse(body).any(|(key, value)| key == "ssl_check" && value == "1")
}

fn parse(form: bool, body: &[u8]) -> Result<(Kind, Value), Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::Malformed)?;
    let parsed = if form {
        form_fields(body)
    } else {
        serde_json::from_str(text).ok().map(|payload| (Kind::Event, payload))
    };
    parsed.filter(|(_, payload)| payload.is_object()).ok_or(Refusal::Malformed)
}

/// Slack asks once whether this address is ours, and wants its own words back.
fn challenge(kind: Kind, payload: &Value) -> Option<String> {
    let asked = kind == Kind::Event
        && payload.get("type").and_then(Value::as_str) == Some("url_verification");
    asked.then(|| line(payload.get("challenge"), 1_000).unwrap_or_default())
}

/// What names a request, so that one that comes again is known: Slack's id of the event, or the
/// trigger. A modal that was closed has no trigger, its view's state names that moment as well.
fn id(kind: Kind, payload: &Value) -> Option<String> {
    if kind == Kind::Event {
        return name(payload.get("event_id"));
    }
    name(payload.get("trigger_id")).or_else(|| {
        let view = name(payload.pointer("/view/id"))?;
        let hash = name(payload.pointer("/view/hash")).unwrap_or_default();
        Some(format!("closed/{view}/{hash}"))
    })
}

#[cfg(test)]
mod tests;
