//! Slack's Web API. Every call passes through [`Playground::call`].

mod args;
mod chat;
mod conversations;
mod methods;
mod people;
mod views;

use axum::http::StatusCode;
use serde_json::{Value, json};

pub(crate) use self::args::{Args, Body};
use self::methods::{METHODS, Method, TokenKind};
use super::Playground;
use super::json::put;
use super::state::World;

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    error: &'static str,
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
        Self { error, messages: Vec::new(), more: Value::Null, malformed: false }
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
}

impl Playground {
    /// The one way in: rate limits and misbehavior belong here, before and after the answer.
    pub(crate) fn call(&self, method: &str, token: Option<&str>, body: Body) -> Answer {
        let mut world = self.world();
        let reply = answer(&mut world, method, token, body);
        let body = match reply {
            Ok(mut body) => {
                put(&mut body, "ok", true);
                body
            }
            Err(refusal) => {
                if refusal.malformed {
                    world.fault(format!("{method}: {}", refusal.describe()));
                }
                refusal.body()
            }
        };
        let scopes = world.app.scopes.join(",");
        Answer { status: StatusCode::OK, retry_after: None, scopes, body }
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
    (method.run)(world, &args)
}

fn authorize(world: &World, method: &Method, token: Option<&str>) -> Result<(), Refusal> {
    let token = token.ok_or_else(|| Refusal::because("not_authed"))?;
    let (wanted, other) = match method.token {
        TokenKind::Bot => (&world.names.bot_token, &world.names.app_token),
        TokenKind::App => (&world.names.app_token, &world.names.bot_token),
    };
    if token == other {
        return Err(Refusal::malformed("not_allowed_token_type", Vec::new()));
    }
    if token != wanted {
        return Err(Refusal::because("invalid_auth"));
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
