//! Whatever goes to the app goes through here: with its envelope's name, its misfortune if it is to
//! have one, and a line of the traffic.

use chrono::TimeDelta;
use serde_json::Value;
use tokio::sync::oneshot;

use super::{Change, World};
use crate::playground::deeds::Outcome;
use crate::playground::hub::{Asked, Held, Parcel};
use crate::playground::json::text;
use crate::playground::mischief::Trick;
use crate::playground::traffic::Entry;

impl World {
    /// Sends something to the app. The envelope's name.
    pub(crate) fn send(
        &mut self,
        asked: Asked,
        about: String,
        payload: Value,
        waiting: Option<oneshot::Sender<Outcome>>,
    ) -> String {
        let envelope = self.ids.envelope();
        let kind = asked.kind();
        let mut trick = self.mischief.envelope(kind);
        if asked != Asked::Event
            && matches!(trick, Some(Trick::Late | Trick::OutOfOrder | Trick::AckLost))
        {
            // Somebody waits: Slack sends these at once, and never again.
            trick = None;
        }
        let held = (trick == Some(Trick::Late)).then(|| {
            let seconds = self.mischief.number(kind, 120);
            Held::Until(self.now() + TimeDelta::seconds(seconds.into()))
        });
        if self.traffic.watched {
            self.note_sent(&envelope, kind, &payload, trick);
        }
        let name = envelope.clone();
        self.hub.send(Parcel { envelope, asked, about, payload, waiting, trick, held });
        name
    }

    fn note_sent(&mut self, envelope: &str, kind: &str, payload: &Value, trick: Option<Trick>) {
        let inner = payload.get("event").unwrap_or(payload);
        let name = match (text(inner, "type"), text(payload, "command")) {
            ("", command) => command,
            (kind, _) => kind,
        };
        let entry = Entry {
            number: 0,
            at: self.now(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            status: String::new(),
            took_ms: None,
            attempts: 1,
            trick: trick.map(Trick::name),
            request: payload.clone(),
            answer: Value::Null,
        };
        if let Some(number) = self.traffic.sent(envelope, entry) {
            self.tell(Change::Traffic(number));
        }
    }

    /// An envelope is done with, or was sent again.
    pub(crate) fn note_end(&mut self, envelope: &str, status: &str, answer: &Value) {
        if let Some(number) = self.traffic.closed(envelope, status, answer) {
            self.tell(Change::Traffic(number));
        }
    }

    /// An envelope was sent once more.
    pub(crate) fn note_again(&mut self, envelope: &str, attempts: u32) {
        if let Some(number) = self.traffic.again(envelope, attempts) {
            self.tell(Change::Traffic(number));
        }
    }

    /// Over HTTP the app did not take an envelope.
    pub(crate) fn missed(&mut self, envelope: &str, reason: &'static str, status: &str) {
        let now = self.now();
        let attempts = self.hub.failed(envelope, reason, now);
        match attempts {
            Some(attempts) => self.note_again(envelope, attempts),
            None => self.note_end(envelope, status, &Value::Null),
        }
    }

    /// What was late arrives when its hour has come.
    pub(crate) fn late_arrive(&mut self) {
        let now = self.now();
        self.hub.late_arrive(now);
    }
}
