//! From Slack's JSON to our words. What is none of our business ends here: it reaches no inbox, no
//! database and no log.
//!
//! Everything is read from raw JSON, because typed models lose what people select, and every
//! string is cut to a size and freed of `\0` (PostgreSQL refuses it).

mod events;
mod form;
mod interactions;
pub mod people;
pub(super) mod text;

use std::fmt;

use serde_json::Value;

use crate::event::{Event, Interaction};

pub use events::event;
pub use interactions::{command, interaction};

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decoded {
    Event(Event),
    Asked(Asked),
    Ignored(Ignored),
}

/// Somebody waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub interaction: Interaction,
    /// Where a message can be sent that only they see: not known for modals and App Home.
    pub response_url: Option<String>,
}

/// Why something was thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// Nothing that Klatch does anything about, such as a message in a channel.
    NotForUs,
    /// Written by a bot, ourselves among them.
    FromBot,
    /// Slack delivered less than happened: `app_rate_limited`.
    RateLimited,
    /// Not what Slack's documentation says it is.
    Malformed,
}

impl Ignored {
    /// For logs and figures.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotForUs => "not for us",
            Self::FromBot => "from a bot",
            Self::RateLimited => "rate limited",
            Self::Malformed => "malformed",
        }
    }
}

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which of Slack's three ways a payload took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Event,
    Interaction,
    Command,
}

/// A payload of Socket Mode, or of an HTTP body after it was parsed.
pub fn payload(kind: Kind, payload: &Value) -> Decoded {
    match kind {
        Kind::Event => event(payload).map_or_else(Decoded::Ignored, Decoded::Event),
        Kind::Interaction => interaction(payload).map_or_else(Decoded::Ignored, Decoded::Asked),
        Kind::Command => command(payload).map_or_else(Decoded::Ignored, Decoded::Asked),
    }
}

/// A form of HTTP: a command by itself, or anything else as JSON in its field `payload`.
pub fn form_body(body: &[u8]) -> Decoded {
    let mut fields = serde_json::Map::new();
    for (key, value) in url::form_urlencoded::parse(body).take(100) {
        if key == "payload" {
            return serde_json::from_str(&value)
                .map_or(Decoded::Ignored(Ignored::Malformed), |inner: Value| {
                    payload(Kind::Interaction, &inner)
                });
        }
        fields.insert(key.into_owned(), Value::String(value.into_owned()));
    }
    payload(Kind::Command, &Value::Object(fields))
}

#[cfg(test)]
mod tests;
