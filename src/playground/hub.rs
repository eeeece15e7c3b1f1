//! What is on its way to the app: envelopes, the connections that they go to, and who waits for
//! the acknowledgement.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc, oneshot};

use super::deeds::Outcome;

/// What a connection is told to do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Frame {
    Text(String),
    Close,
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
    fn kind(&self) -> &'static str {
        match self {
            Self::Event => "events_api",
            Self::Command { .. } => "slash_commands",
            Self::Press | Self::Submit { .. } | Self::Closed => "interactive",
        }
    }

    /// Whether an answer may come with the acknowledgement.
    pub(crate) fn takes_payload(&self) -> bool {
        matches!(self, Self::Command { .. } | Self::Submit { .. })
    }
}

struct Pending {
    envelope: String,
    asked: Asked,
    about: String,
    payload: Value,
    attempt: u32,
    /// The connection that it was sent on.
    on: Option<u64>,
    waiting: Option<oneshot::Sender<Outcome>>,
}

struct Connection {
    id: u64,
    frames: mpsc::UnboundedSender<Frame>,
    /// Was told to go: gets nothing new, but may still acknowledge.
    leaving: bool,
}

/// An acknowledged envelope.
pub(crate) struct Acknowledged {
    pub(crate) asked: Asked,
    pub(crate) waiting: Option<oneshot::Sender<Outcome>>,
}

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
}

impl Hub {
    /// Sends an envelope, or keeps it until somebody is connected.
    pub(crate) fn send(
        &mut self,
        envelope: String,
        asked: Asked,
        about: String,
        payload: Value,
        waiting: Option<oneshot::Sender<Outcome>>,
    ) {
        self.count += 1;
        let pending = Pending { envelope, asked, about, payload, attempt: 0, on: None, waiting };
        self.pending.insert(self.count, pending);
        self.deliver(self.count);
    }

    fn deliver(&mut self, number: u64) {
        let open: Vec<&Connection> = self.connections.iter().filter(|c| !c.leaving).collect();
        if open.is_empty() {
            return;
        }
        self.turn += 1;
        let Some(connection) = open.get(self.turn % open.len()) else { return };
        let Some(pending) = self.pending.get_mut(&number) else { return };
        let mut frame = json!({
            "envelope_id": pending.envelope, "payload": pending.payload,
            "type": pending.asked.kind(),
            "accepts_response_payload": pending.asked.takes_payload(),
        });
        if pending.asked == Asked::Event {
            super::json::put(&mut frame, "retry_attempt", pending.attempt);
            let reason = if pending.attempt > 0 { "timeout" } else { "" };
            super::json::put(&mut frame, "retry_reason", reason);
        }
        if connection.frames.send(Frame::Text(frame.to_string())).is_ok() {
            pending.on = Some(connection.id);
            pending.attempt += 1;
        }
    }

    /// A ticket for one connection.
    pub(crate) fn admit(&mut self, ticket: String) {
        self.tickets.push(ticket);
    }

    /// Uses a ticket up.
    pub(crate) fn redeem(&mut self, ticket: &str) -> bool {
        let before = self.tickets.len();
        self.tickets.retain(|known| known != ticket);
        self.tickets.len() < before
    }

    /// Takes a connection in: says hello, then sends what waited.
    pub(crate) fn connect(&mut self, app: &str) -> (u64, mpsc::UnboundedReceiver<Frame>) {
        self.count += 1;
        let id = self.count;
        let (frames, receiver) = mpsc::unbounded_channel();
        let hello = json!({
            "type": "hello", "num_connections": self.connections.len() + 1,
            "debug_info": {"host": "applink-playground", "build_number": 1,
                "approximate_connection_time": 18060},
            "connection_info": {"app_id": app},
        });
        let _sent = frames.send(Frame::Text(hello.to_string()));
        self.connections.push(Connection { id, frames, leaving: false });
        self.resend(|pending| pending.on.is_none());
        (id, receiver)
    }

    /// A connection is gone: what it did not acknowledge goes to another.
    pub(crate) fn lost(&mut self, id: u64) {
        self.connections.retain(|connection| connection.id != id);
        // Nobody waits for a closed modal's acknowledgement, and it is not sent twice.
        self.pending.retain(|_, pending| pending.on != Some(id) || pending.asked != Asked::Closed);
        for pending in self.pending.values_mut().filter(|pending| pending.on == Some(id)) {
            pending.on = None;
        }
        self.resend(|pending| pending.on.is_none());
        self.settled.notify_waiters();
    }

    /// Sends every unacknowledged event again.
    pub(crate) fn redeliver(&mut self) {
        self.resend(|pending| pending.asked == Asked::Event);
    }

    fn resend(&mut self, which: impl Fn(&Pending) -> bool) {
        let numbers: Vec<u64> = self
            .pending
            .iter()
            .filter(|(_, pending)| which(pending))
            // Interactions are never sent twice.
            .filter(|(_, pending)| pending.asked == Asked::Event || pending.attempt == 0)
            .map(|(number, _)| *number)
            .collect();
        for number in numbers {
            self.deliver(number);
        }
    }

    /// Asks every connection to go, and closes it.
    pub(crate) fn disconnect(&mut self) {
        let farewell = json!({
            "type": "disconnect", "reason": "refresh_requested",
            "debug_info": {"host": "applink-playground"},
        });
        for connection in &mut self.connections {
            connection.leaving = true;
            let _sent = connection.frames.send(Frame::Text(farewell.to_string()));
            let _closed = connection.frames.send(Frame::Close);
        }
    }

    /// How many connections stand.
    pub(crate) fn connected(&self) -> usize {
        self.connections.iter().filter(|connection| !connection.leaving).count()
    }

    /// An envelope was acknowledged. `None` when it is not, or no longer, waited for.
    pub(crate) fn acknowledge(&mut self, envelope: &str) -> Option<Acknowledged> {
        let number = self
            .pending
            .iter()
            .find(|(_, pending)| pending.envelope == envelope)
            .map(|(number, _)| *number)?;
        let pending = self.pending.remove(&number)?;
        Some(Acknowledged { asked: pending.asked, waiting: pending.waiting })
    }

    /// Nobody waits for that envelope any longer.
    pub(crate) fn give_up(&mut self, envelope: &str) {
        self.pending.retain(|_, pending| pending.envelope != envelope);
        self.settled.notify_waiters();
    }

    /// What is not acknowledged yet.
    pub(crate) fn unacknowledged(&self) -> Vec<String> {
        self.pending
            .values()
            .filter(|pending| !pending.waiting.as_ref().is_some_and(oneshot::Sender::is_closed))
            .map(|pending| pending.about.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(frames: &mut mpsc::UnboundedReceiver<Frame>) -> Value {
        match frames.try_recv() {
            Ok(Frame::Text(text)) => serde_json::from_str(&text).unwrap(),
            other => panic!("expected a frame, got {other:?}"),
        }
    }

    fn event(hub: &mut Hub, envelope: &str) {
        hub.send(envelope.into(), Asked::Event, envelope.into(), json!({"event": {}}), None);
    }

    #[test]
    fn events_wait_for_a_connection_and_are_done_with_once_acknowledged() {
        let mut hub = Hub::default();
        event(&mut hub, "e1");
        assert_eq!(hub.unacknowledged(), ["e1"]);
        let (_, mut frames) = hub.connect("A1");
        assert_eq!(read(&mut frames)["type"], "hello");
        let envelope = read(&mut frames);
        assert_eq!(envelope["envelope_id"], "e1");
        assert_eq!(envelope["retry_attempt"], 0);
        assert!(hub.acknowledge("e1").is_some());
        assert!(hub.acknowledge("e1").is_none());
        assert!(hub.unacknowledged().is_empty());
    }

    #[test]
    fn an_unacknowledged_event_comes_again_after_a_lost_connection_and_when_asked() {
        let mut hub = Hub::default();
        let (first, mut frames) = hub.connect("A1");
        event(&mut hub, "e1");
        read(&mut frames);
        read(&mut frames);
        hub.lost(first);
        let (_, mut frames) = hub.connect("A1");
        read(&mut frames);
        let again = read(&mut frames);
        assert_eq!(again["retry_attempt"], 1);
        assert_eq!(again["retry_reason"], "timeout");
        hub.redeliver();
        assert_eq!(read(&mut frames)["retry_attempt"], 2);
    }

    #[test]
    fn each_envelope_goes_to_one_of_the_connections_and_none_to_one_that_leaves() {
        let mut hub = Hub::default();
        let (_, mut one) = hub.connect("A1");
        let (_, mut two) = hub.connect("A1");
        read(&mut one);
        assert_eq!(read(&mut two)["num_connections"], 2);
        event(&mut hub, "e1");
        event(&mut hub, "e2");
        assert_ne!(read(&mut one)["envelope_id"], read(&mut two)["envelope_id"]);
        assert!(one.try_recv().is_err() && two.try_recv().is_err());
        hub.disconnect();
        assert_eq!(read(&mut one)["type"], "disconnect");
        assert_eq!(one.try_recv(), Ok(Frame::Close));
        event(&mut hub, "e3");
        assert_eq!(hub.connected(), 0);
        assert!(one.try_recv().is_err(), "e3 waits for the next connection");
    }

    #[test]
    fn an_interaction_is_never_sent_twice() {
        let mut hub = Hub::default();
        let (first, _frames) = hub.connect("A1");
        let (sender, _receiver) = oneshot::channel();
        hub.send("i1".into(), Asked::Press, "press".into(), json!({}), Some(sender));
        hub.lost(first);
        let (_, mut frames) = hub.connect("A1");
        read(&mut frames);
        hub.redeliver();
        assert!(frames.try_recv().is_err());
    }
}
