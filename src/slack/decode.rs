//! From Slack's JSON to our words. What is none of our business ends here: it reaches no inbox, no
//! database and no log.
//!
//! Everything is read from raw JSON, because typed models lose what people select, and every
//! string is cut to a size and freed of `\0` (PostgreSQL refuses it).

mod events;
mod form;
mod interactions;
mod messages;
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
    /// Nothing that Klatch does anything about.
    NotForUs,
    /// A message in a channel that is in no thread: what people write to each other.
    SaidElsewhere,
    /// A notice of Slack's, or an edit that changed no word.
    NotSaid,
    /// Anything else than a check mark under a message.
    OtherReaction,
    /// The messages tab of the app was opened, which shows no App Home.
    MessagesTab,
    /// Written by a bot, ourselves among them.
    FromBot,
    /// Options for a menu are asked for: none of ours asks.
    Suggestion,
    /// A button of an old attachment: none is ours.
    Legacy,
    /// Of tokens that people gave for themselves: Klatch has none.
    OthersTokens,
    /// A workspace of an organization was given to the app or taken from it.
    OrganizationAccess,
    /// An installation for a whole organization, and nothing says which of its workspaces is meant.
    NoWorkspace,
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
            Self::SaidElsewhere => "said elsewhere",
            Self::NotSaid => "an edit or a notice",
            Self::OtherReaction => "another reaction",
            Self::MessagesTab => "messages tab",
            Self::FromBot => "from a bot",
            Self::Suggestion => "options of a menu",
            Self::Legacy => "an old attachment",
            Self::OthersTokens => "tokens of people",
            Self::OrganizationAccess => "access of an organization",
            Self::NoWorkspace => "no workspace",
            Self::RateLimited => "rate limited",
            Self::Malformed => "malformed",
        }
    }

    /// Worth a line in the log: it should not happen, or an operator should know.
    pub fn is_remarkable(self) -> bool {
        match self {
            Self::OrganizationAccess | Self::NoWorkspace | Self::RateLimited | Self::Malformed => {
                true
            }
            Self::NotForUs
            | Self::SaidElsewhere
            | Self::NotSaid
            | Self::OtherReaction
            | Self::MessagesTab
            | Self::FromBot
            | Self::Suggestion
            | Self::Legacy
            | Self::OthersTokens => false,
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

/// The most fields of a form: a command has about fifteen.
const FIELDS: usize = 100;

/// What a form of HTTP holds: a command by itself, or anything else as JSON in its field `payload`.
/// `None` if that is no JSON, or deeper than JSON may be, or if anything is not in UTF-8.
pub fn form_fields(body: &[u8]) -> Option<(Kind, Value)> {
    if !text::is_utf8_form(body) {
        return None;
    }
    let mut fields = serde_json::Map::new();
    for (key, value) in url::form_urlencoded::parse(body).take(FIELDS) {
        if key == "payload" {
            return Some((Kind::Interaction, serde_json::from_str(&value).ok()?));
        }
        fields.insert(key.into_owned(), Value::String(value.into_owned()));
    }
    Some((Kind::Command, Value::Object(fields)))
}

/// A form of HTTP, decoded.
pub fn form_body(body: &[u8]) -> Decoded {
    form_fields(body)
        .map_or(Decoded::Ignored(Ignored::Malformed), |(kind, value)| payload(kind, &value))
}

#[cfg(test)]
mod tests;
