//! What is on its way to the app: envelopes, the connections that they go to, and who waits for
//! the acknowledgement.

mod connections;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::sync::{Notify, oneshot};

use self::connections::Connection;
use super::deeds::Outcome;
use super::json::put;
use super::mischief::Trick;

/// What a connection is told to do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Frame {
    Text(String),
    Close,
    /// Goes without a word.
    Break,
}

/// What an envelope asks; decides what its acknowledgement may carry and what then happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Asked {
    Event,
    Command { person: String, conversation: String, words: String },
    Press,
    Submit { view: String },
    Closed,
}

impl Asked {
    /// As Socket Mode calls it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Event => "events_api",
            Self::Command { .. } => "slash_commands",
            Self::Press | Self::Submit { .. } | Self::Closed => "interactive",
        }
    }

    /// What an answer to it is an answer to; `None` where none may come.
    pub(crate) fn answer_name(&self) -> Option<&'static str> {
        match self {
            Self::Command { .. } => Some("slash_commands"),
            Self::Submit { .. } => Some("view_submission"),
            Self::Event | Self::Press | Self::Closed => None,
        }
    }

    /// Whether an answer may come with the acknowledgement.
    pub(crate) fn takes_payload(&self) -> bool {
        self.answer_name().is_some()
    }
}

/// Why something is not sent yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// Goes after the next one.
    Back,
    /// Goes then.
    Until(DateTime<Utc>),
}

/// Something to be sent.
#[derive(Debug)]
pub(crate) struct Parcel {
    pub(crate) envelope: String,
    pub(crate) asked: Asked,
    /// For whoever looks for it.
    pub(crate) about: String,
    pub(crate) payload: Value,
    pub(crate) waiting: Option<oneshot::Sender<Outcome>>,
    /// How it goes astray.
    pub(crate) trick: Option<Trick>,
    pub(crate) held: Option<Held>,
}

struct Pending {
    parcel: Parcel,
    attempt: u32,
    reason: &'static str,
    /// The connection that it was sent on.
    on: Option<u64>,
}

/// An acknowledged envelope.
pub(crate) struct Acknowledged {
    pub(crate) asked: Asked,
    pub(crate) waiting: Option<oneshot::Sender<Outcome>>,
}

/// What became of an acknowledgement.
pub(crate) struct Received {
    /// `None` when the envelope is not, or no longer, waited for, or this got lost.
    pub(crate) done: Option<Acknowledged>,
    /// It got lost, and the envelope was sent that many times by now.
    pub(crate) again: Option<u32>,
}

/// When an event is sent again over HTTP: at once, after a minute, after five.
const RETRIES: [TimeDelta; 3] = [TimeDelta::zero(), TimeDelta::minutes(1), TimeDelta::minutes(5)];

/// All envelopes and connections.
#[derive(Default)]
pub(crate) struct Hub {
    connections: Vec<Connection>,
    pending: BTreeMap<u64, Pending>,
    tickets: Vec<String>,
    count: u64,
    turn: usize,
    /// Woken whenever an envelope is done with.
    pub(crate) settled: Arc<Notify>,
    /// Events that the app did not take in any of four tries.
    pub(crate) undelivered: u64,
}

impl Hub {
    /// Sends an envelope, or keeps it until somebody is connected.
    pub(crate) fn send(&mut self, mut parcel: Parcel) {
        self.count += 1;
        let number = self.count;
        if parcel.trick == Some(Trick::OutOfOrder) {
            parcel.held = Some(Held::Back);
        }
        let goes = parcel.held.is_none();
        let pending = Pending { parcel, attempt: 0, reason: "timeout", on: None };
        self.pending.insert(number, pending);
        if goes {
            self.deliver(number);
            self.arrive();
        }
    }

    fn deliver(&mut self, number: u64) {
        let open: Vec<&Connection> = self.connections.iter().filter(|c| c.is_open()).collect();
        if open.is_empty() {
            return;
        }
        self.turn += 1;
        let Some(connection) = open.get(self.turn % open.len()) else { return };
        let Some(pending) = self.pending.get_mut(&number) else { return };
        pending.parcel.held = None;
        let frame = Frame::Text(pending.frame());
        let trick = if pending.attempt == 0 { pending.parcel.trick } else { None };
        if !connection.send(frame.clone()) {
            return;
        }
        pending.on = Some(connection.id);
        pending.attempt += 1;
        match trick {
            Some(Trick::Twice) => {
                connection.send(frame);
            }
            Some(Trick::ToAll) => {
                for other in open.iter().filter(|other| other.id != connection.id) {
                    other.send(frame.clone());
                }
            }
            Some(Trick::Break) => {
                connection.send(Frame::Break);
            }
            Some(Trick::Disconnect) => self.disconnect("refresh_requested"),
            _ => {}
        }
    }

    /// What was held back comes now, the newest first.
    pub(crate) fn arrive(&mut self) {
        let back: Vec<u64> = self.held(|held| held == Held::Back);
        back.into_iter().rev().for_each(|number| self.deliver(number));
    }

    /// What was late until now comes.
    pub(crate) fn late_arrive(&mut self, now: DateTime<Utc>) {
        let due = self.held(|held| matches!(held, Held::Until(then) if then <= now));
        due.into_iter().for_each(|number| self.deliver(number));
    }

    fn held(&self, which: impl Fn(Held) -> bool) -> Vec<u64> {
        let held = self.pending.iter().filter(|(_, one)| one.parcel.held.is_some_and(&which));
        held.map(|(number, _)| *number).collect()
    }

    /// Sends every unacknowledged event again.
    pub(crate) fn redeliver(&mut self) {
        for pending in self.pending.values_mut() {
            pending.parcel.held = None;
        }
        self.resend(|pending| pending.parcel.asked == Asked::Event);
    }

    fn resend(&mut self, which: impl Fn(&Pending) -> bool) {
        let numbers: Vec<u64> = self
            .pending
            .iter()
            .filter(|(_, pending)| pending.parcel.held.is_none() && which(pending))
            // Interactions are never sent twice.
            .filter(|(_, pending)| pending.parcel.asked == Asked::Event || pending.attempt == 0)
            .map(|(number, _)| *number)
            .collect();
        for number in numbers {
            self.deliver(number);
        }
    }

    fn number_of(&self, envelope: &str) -> Option<u64> {
        let found = self.pending.iter().find(|(_, pending)| pending.parcel.envelope == envelope);
        found.map(|(number, _)| *number)
    }

    /// An envelope was acknowledged.
    pub(crate) fn acknowledge(&mut self, envelope: &str) -> Received {
        let nothing = Received { done: None, again: None };
        let Some(number) = self.number_of(envelope) else { return nothing };
        if let Some(pending) = self.pending.get_mut(&number)
            && pending.parcel.trick == Some(Trick::AckLost)
            && pending.parcel.asked == Asked::Event
        {
            pending.parcel.trick = None;
            let again = Some(pending.attempt + 1);
            self.deliver(number);
            return Received { again, ..nothing };
        }
        let done = self.pending.remove(&number).map(|Pending { parcel, .. }| Acknowledged {
            asked: parcel.asked,
            waiting: parcel.waiting,
        });
        Received { done, again: None }
    }

    /// Over HTTP the app did not take an envelope: an event comes again, whoever waits for
    /// something else is told at once.
    /// How often it will have been sent then; `None` where that is the end of it.
    pub(crate) fn failed(
        &mut self,
        envelope: &str,
        reason: &'static str,
        now: DateTime<Utc>,
    ) -> Option<u32> {
        let number = self.number_of(envelope)?;
        let pending = self.pending.get_mut(&number)?;
        if matches!(pending.parcel.held, Some(Held::Until(_))) {
            // It was posted twice, and failed twice: that counts as once.
            return Some(pending.attempt + 1);
        }
        pending.reason = reason;
        let tries = usize::try_from(pending.attempt).unwrap_or(usize::MAX);
        let wait = RETRIES.get(tries.saturating_sub(1));
        let again = pending.attempt + 1;
        let again = match wait.filter(|_| pending.parcel.asked == Asked::Event) {
            Some(wait) if wait.is_zero() => {
                self.deliver(number);
                Some(again)
            }
            Some(wait) => {
                pending.parcel.held = Some(Held::Until(now + *wait));
                Some(again)
            }
            None => {
                self.undelivered += u64::from(pending.parcel.asked == Asked::Event);
                self.pending.remove(&number);
                None
            }
        };
        self.settled.notify_waiters();
        again
    }

    /// Nobody waits for that envelope any longer.
    pub(crate) fn give_up(&mut self, envelope: &str) {
        self.pending.retain(|_, pending| pending.parcel.envelope != envelope);
        self.settled.notify_waiters();
    }

    /// What is on its way and not acknowledged yet.
    pub(crate) fn unacknowledged(&self) -> Vec<String> {
        self.pending
            .values()
            .map(|pending| &pending.parcel)
            .filter(|parcel| !matches!(parcel.held, Some(Held::Until(_))))
            .filter(|parcel| !parcel.waiting.as_ref().is_some_and(oneshot::Sender::is_closed))
            .map(|parcel| parcel.about.clone())
            .collect()
    }
}

impl Pending {
    fn frame(&self) -> String {
        let asked = &self.parcel.asked;
        let mut frame = json!({
            "envelope_id": self.parcel.envelope, "payload": self.parcel.payload,
            "type": asked.kind(), "accepts_response_payload": asked.takes_payload(),
        });
        if *asked == Asked::Event {
            put(&mut frame, "retry_attempt", self.attempt);
            put(&mut frame, "retry_reason", if self.attempt > 0 { self.reason } else { "" });
        }
        frame.to_string()
    }
}
