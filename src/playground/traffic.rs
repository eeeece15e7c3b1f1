//! What went over the border between the app and its workspace, for whoever develops: what was
//! sent, what came back, how long it took. Nothing is kept until somebody wants to watch.

use std::collections::VecDeque;
use std::time::Instant;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// How many are kept.
const KEPT: usize = 500;
/// How much of one body is kept, in bytes of JSON.
const BODY_BYTES: usize = 20_000;
/// Whatever opens a door is not shown.
const SECRETS: [&str; 8] = [
    "token",
    "access_token",
    "refresh_token",
    "client_secret",
    "code",
    "response_url",
    "authorization",
    "ticket",
];

/// One call, event, command or press.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Counted from 1.
    pub number: u64,
    /// By the workspace's clock.
    pub at: DateTime<Utc>,
    /// `call` (the app calls Slack) or what Slack sent: `events_api`, `slash_commands`,
    /// `interactive`.
    pub kind: String,
    /// Such as `chat.postMessage`, `app_home_opened`, `/coffee`.
    pub name: String,
    /// `ok`, an error's name, an HTTP status, `acknowledged`, or empty while it is open.
    pub status: String,
    /// Real milliseconds until the answer or acknowledgement.
    pub took_ms: Option<u64>,
    /// How often it was sent.
    pub attempts: u32,
    /// How the workspace misbehaved with it.
    pub trick: Option<&'static str>,
    pub request: Value,
    pub answer: Value,
}

impl Entry {
    /// As the page reads it.
    pub(crate) fn page(&self) -> Value {
        json!({
            "number": self.number, "at": self.at.timestamp_millis(), "kind": self.kind,
            "name": self.name, "status": self.status, "took_ms": self.took_ms,
            "attempts": self.attempts, "trick": self.trick,
            "request": self.request, "answer": self.answer,
        })
    }
}

struct Open {
    envelope: String,
    number: u64,
    since: Instant,
}

/// The last of it.
#[derive(Default)]
pub(crate) struct Traffic {
    /// Whether anything is kept.
    pub(crate) watched: bool,
    entries: VecDeque<Entry>,
    open: Vec<Open>,
    count: u64,
}

impl Traffic {
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    pub(crate) fn entry(&self, number: u64) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.number == number)
    }

    fn keep(&mut self, mut entry: Entry) -> Option<u64> {
        if !self.watched {
            return None;
        }
        self.count += 1;
        entry.number = self.count;
        entry.request = shown(&entry.request);
        entry.answer = shown(&entry.answer);
        self.entries.push_back(entry);
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
        Some(self.count)
    }

    /// A finished call of the app. Its number, if it is kept.
    pub(crate) fn call(&mut self, call: Entry) -> Option<u64> {
        self.keep(call)
    }

    /// Something was sent to the app.
    pub(crate) fn sent(&mut self, envelope: &str, entry: Entry) -> Option<u64> {
        let number = self.keep(entry)?;
        self.open.push(Open { envelope: envelope.to_owned(), number, since: Instant::now() });
        Some(number)
    }

    /// It was acknowledged, or given up.
    pub(crate) fn closed(&mut self, envelope: &str, status: &str, answer: &Value) -> Option<u64> {
        let place = self.open.iter().position(|open| open.envelope == envelope)?;
        let Open { number, since, .. } = self.open.swap_remove(place);
        let entry = self.entries.iter_mut().find(|entry| entry.number == number)?;
        status.clone_into(&mut entry.status);
        entry.took_ms = u64::try_from(since.elapsed().as_millis()).ok();
        entry.answer = shown(answer);
        Some(number)
    }

    /// It was sent once more.
    pub(crate) fn again(&mut self, envelope: &str, attempts: u32) -> Option<u64> {
        let number = self.open.iter().find(|open| open.envelope == envelope)?.number;
        let entry = self.entries.iter_mut().find(|entry| entry.number == number)?;
        entry.attempts = attempts;
        Some(number)
    }
}

/// A body without its secrets, cut off where it is very long.
fn shown(body: &Value) -> Value {
    let masked = masked(body);
    let length = masked.to_string().len();
    if length <= BODY_BYTES {
        return masked;
    }
    let start: String = masked.to_string().chars().take(BODY_BYTES / 4).collect();
    json!(format!("{start} … ({length} bytes)"))
}

fn masked(body: &Value) -> Value {
    match body {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| {
                let secret = SECRETS.contains(&key.as_str()) && !value.is_null();
                // The address of Socket Mode carries its ticket.
                let ticket = value.as_str().is_some_and(|text| text.contains("ticket="));
                let value = if secret || ticket { json!("(not shown)") } else { masked(value) };
                (key.clone(), value)
            })
            .collect(),
        Value::Array(items) => items.iter().map(masked).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(request: Value) -> Entry {
        Entry {
            number: 0,
            at: DateTime::UNIX_EPOCH,
            kind: "call".to_owned(),
            name: "chat.postMessage".to_owned(),
            status: "ok".to_owned(),
            took_ms: Some(3),
            attempts: 1,
            trick: None,
            request,
            answer: json!({"ok": true}),
        }
    }

    #[test]
    fn nothing_is_kept_until_somebody_watches_and_then_only_the_last() {
        let mut traffic = Traffic::default();
        assert_eq!(traffic.call(entry(json!({}))), None);
        traffic.watched = true;
        for _ in 0..600 {
            traffic.call(entry(json!({})));
        }
        assert_eq!(traffic.entries().count(), KEPT);
        assert_eq!(traffic.entries().last().map(|entry| entry.number), Some(600));
    }

    #[test]
    fn secrets_and_endless_bodies_are_not_shown() {
        let mut traffic = Traffic { watched: true, ..Traffic::default() };
        let body = json!({
            "token": "xoxb-1", "url": "ws://x/socket?ticket=abc", "deep": [{"access_token": "t"}],
            "text": "Hi",
        });
        let number = traffic.call(entry(body)).unwrap();
        let seen = traffic.entry(number).unwrap().request.to_string();
        for secret in ["xoxb-1", "abc", "\"t\""] {
            assert!(!seen.contains(secret), "{seen}");
        }
        assert!(seen.contains("Hi"));
        let number = traffic.call(entry(json!({"text": "x".repeat(50_000)}))).unwrap();
        assert!(traffic.entry(number).unwrap().request.to_string().len() < 21_000);
    }

    #[test]
    fn an_envelope_is_followed_until_its_acknowledgement() {
        let mut traffic = Traffic { watched: true, ..Traffic::default() };
        let number = traffic.sent("e1", entry(json!({}))).unwrap();
        traffic.again("e1", 2);
        assert_eq!(traffic.closed("e1", "acknowledged", &Value::Null), Some(number));
        assert_eq!(traffic.closed("e1", "acknowledged", &Value::Null), None);
        let seen = traffic.entry(number).unwrap();
        assert_eq!((seen.status.as_str(), seen.attempts), ("acknowledged", 2));
    }
}
