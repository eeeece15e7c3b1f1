//! Slack's Web API. Every call passes through [`Playground::call`].

mod args;
mod chat;
mod conversations;
mod directory;
mod files;
mod methods;
mod oauth;
mod people;
mod reactions;
mod views;

use std::time::Instant;

use axum::http::StatusCode;
use serde_json::{Value, json};

pub(crate) use self::args::{Args, Body};
use self::methods::{METHODS, Method, TokenKind};
use super::Playground;
use super::json::put;
use super::mischief::Trick;
use super::state::{Change, World};
use super::traffic::Entry;

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    error: &'static str,
    /// Seconds to wait, when it came too fast.
    retry_after: Option<u32>,
    /// For `response_metadata.messages`.
    messages: Vec<String>,
    /// Further fields of the answer.
    more: Value,
    /// Whether the call was malformed, rather than untimely.
    malformed: bool,
}

impl Refusal {
    /// Something that can happen to a well-made call.
    pub(crate) fn because(error: &'static str) -> Self {
        Self { error, retry_after: None, messages: Vec::new(), more: Value::Null, malformed: false }
    }

    /// Something that a well-made call never gets.
    pub(crate) fn malformed(error: &'static str, messages: Vec<String>) -> Self {
        Self { malformed: true, messages, ..Self::because(error) }
    }

    /// In one line.
    pub(crate) fn describe(&self) -> String {
        if self.messages.is_empty() {
            return self.error.to_owned();
        }
        format!("{}: {}", self.error, self.messages.join("; "))
    }

    fn body(&self) -> Value {
        let mut body = json!({"ok": false, "error": self.error});
        if !self.messages.is_empty() {
            put(&mut body, "response_metadata", json!({"messages": self.messages}));
        }
        for (key, value) in self.more.as_object().into_iter().flatten() {
            put(&mut body, key, value.clone());
        }
        body
    }
}

pub(crate) type Reply = Result<Value, Refusal>;

/// An answer as it goes over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Seconds, with a 429.
    pub(crate) retry_after: Option<u32>,
    /// The granted scopes, as Slack tells them with every answer.
    pub(crate) scopes: String,
    pub(crate) body: Value,
    pub(crate) fate: Fate,
}

/// What becomes of an answer on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Arrives,
    /// A proxy's page comes in its place.
    Page,
    /// Only its first half arrives, as if it were whole.
    Half,
    /// The connection breaks.
    Breaks,
    /// Nothing comes, for longer than anybody waits.
    Silence,
}

impl Playground {
    /// The one way in: misbehavior and rate limits come before and after the answer.
    pub(crate) fn call(&self, method: &str, token: Option<&str>, body: Body) -> Answer {
        let since = Instant::now();
        let mut world = self.world();
        let trick = world.mischief.call(method);
        let looked_at = world.traffic.watched || world.examination.is_on();
        let request = if looked_at { body.shown() } else { Value::Null };
        world.examine(method, &request, matches!(body, Body::Form(_)));
        let answer = match trick.and_then(|trick| instead(&mut world, method, trick)) {
            Some(answer) => answer,
            None => {
                let mut answer = reply(&mut world, method, token, body);
                answer.fate = match trick {
                    Some(Trick::LostAfter) => Fate::Breaks,
                    Some(Trick::SilenceAfter) => Fate::Silence,
                    Some(Trick::Garbled) => Fate::Half,
                    _ => Fate::Arrives,
                };
                answer
            }
        };
        note(&mut world, method, trick, request, &answer, since);
        answer
    }
}

/// An answer that comes without asking the workspace; `None` for tricks that come after it.
fn instead(world: &mut World, method: &str, trick: Trick) -> Option<Answer> {
    let body = |error: &str| json!({"ok": false, "error": error});
    let (status, body, fate) = match trick {
        Trick::TooMany => (StatusCode::TOO_MANY_REQUESTS, body("ratelimited"), Fate::Arrives),
        Trick::ServerError => {
            (StatusCode::INTERNAL_SERVER_ERROR, body("internal_error"), Fate::Arrives)
        }
        Trick::BadGateway => (StatusCode::BAD_GATEWAY, Value::Null, Fate::Page),
        Trick::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, Value::Null, Fate::Page),
        Trick::Silence => (StatusCode::OK, Value::Null, Fate::Silence),
        Trick::LostBefore => (StatusCode::OK, Value::Null, Fate::Breaks),
        _ => return None,
    };
    let retry_after = (trick == Trick::TooMany).then(|| world.mischief.number(method, 5));
    Some(Answer { status, retry_after, scopes: world.app.scopes.join(","), body, fate })
}

fn reply(world: &mut World, method: &str, token: Option<&str>, body: Body) -> Answer {
    let (mut status, mut retry_after) = (StatusCode::OK, None);
    let body = match answer(world, method, token, body) {
        Ok(mut body) => {
            put(&mut body, "ok", true);
            body
        }
        Err(refusal) => {
            if refusal.malformed {
                world.fault(format!("{method}: {}", refusal.describe()));
            }
            if refusal.retry_after.is_some() {
                (status, retry_after) = (StatusCode::TOO_MANY_REQUESTS, refusal.retry_after);
            }
            refusal.body()
        }
    };
    let scopes = world.app.scopes.join(",");
    Answer { status, retry_after, scopes, body, fate: Fate::Arrives }
}

/// Keeps the call where somebody watches.
fn note(
    world: &mut World,
    method: &str,
    trick: Option<Trick>,
    request: Value,
    answer: &Answer,
    since: Instant,
) {
    if !world.traffic.watched {
        return;
    }
    let status = match (answer.fate, answer.body.get("error").and_then(Value::as_str)) {
        (Fate::Breaks | Fate::Silence, _) => "no answer".to_owned(),
        (_, Some(error)) => error.to_owned(),
        (_, None) if answer.status != StatusCode::OK => answer.status.as_u16().to_string(),
        (_, None) => "ok".to_owned(),
    };
    let entry = Entry {
        number: 0,
        at: world.now(),
        kind: "call".to_owned(),
        name: method.to_owned(),
        status,
        took_ms: u64::try_from(since.elapsed().as_millis()).ok(),
        attempts: 1,
        trick: trick.map(Trick::name),
        request,
        answer: answer.body.clone(),
    };
    if let Some(number) = world.traffic.call(entry) {
        world.tell(Change::Traffic(number));
    }
}

fn answer(world: &mut World, name: &str, token: Option<&str>, body: Body) -> Reply {
    let Some(method) = METHODS.iter().find(|method| method.name == name) else {
        let mut refusal = Refusal::malformed("unknown_method", Vec::new());
        refusal.more = json!({"req_method": name});
        return Err(refusal);
    };
    authorize(world, method, token)?;
    let args = Args::read(method, body)?;
    let now = world.now();
    world.meters.take(name, args.text("channel"), now).map_err(|seconds| Refusal {
        retry_after: Some(seconds),
        ..Refusal::because("ratelimited")
    })?;
    (method.run)(world, &args)
}

fn authorize(world: &World, method: &Method, token: Option<&str>) -> Result<(), Refusal> {
    if method.token == TokenKind::None {
        return Ok(());
    }
    let token = token.ok_or_else(|| Refusal::because("not_authed"))?;
    let is_app = token == world.names.app_token;
    if is_app != (method.token == TokenKind::App) && (is_app || world.oauth.knows_token(token)) {
        return Err(Refusal::malformed("not_allowed_token_type", Vec::new()));
    }
    if !is_app {
        world.oauth.check(token, world.now()).map_err(Refusal::because)?;
    }
    if method.token == TokenKind::App || method.scopes.is_empty() {
        return Ok(());
    }
    if method.scopes.iter().any(|scope| world.granted(scope)) {
        return Ok(());
    }
    Err(missing_scope(world, &method.scopes.join(",")))
}

/// Slack's `missing_scope`, with what was needed and what there is.
pub(crate) fn missing_scope(world: &World, needed: &str) -> Refusal {
    let provided = world.app.scopes.join(",");
    let mut refusal = Refusal::malformed("missing_scope", Vec::new());
    refusal.more = json!({"needed": needed, "provided": provided});
    refusal
}
