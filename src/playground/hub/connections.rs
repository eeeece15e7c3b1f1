//! The ways to the app: Socket Mode's connections, or one by HTTP.

use serde_json::json;
use tokio::sync::mpsc;

use super::{Asked, Frame, Hub};

pub(super) struct Connection {
    pub(super) id: u64,
    frames: mpsc::UnboundedSender<Frame>,
    /// Was told to go: gets nothing new, but may still acknowledge.
    leaving: bool,
    /// Posts to an address; no socket.
    http: bool,
}

impl Connection {
    pub(super) fn is_open(&self) -> bool {
        !self.leaving
    }

    /// Whether it is still there to take a frame.
    pub(super) fn send(&self, frame: Frame) -> bool {
        self.frames.send(frame).is_ok()
    }
}

impl Hub {
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
    #[cfg(test)]
    pub(crate) fn connect(&mut self, app: &str) -> (u64, mpsc::UnboundedReceiver<Frame>) {
        let (frames, receiver) = mpsc::unbounded_channel();
        self.greet(app, &frames);
        (self.join(frames, false), receiver)
    }

    /// Says hello to a connection that comes.
    pub(crate) fn greet(&self, app: &str, frames: &mpsc::UnboundedSender<Frame>) {
        let hello = json!({
            "type": "hello", "num_connections": self.connected() + 1,
            "debug_info": {"host": "applink-playground", "build_number": 1,
                "approximate_connection_time": 18060},
            "connection_info": {"app_id": app},
        });
        // One that is gone already is found out by whoever serves it.
        let _sent = frames.send(Frame::Text(hello.to_string()));
    }

    /// Takes in a connection that was greeted elsewhere: one app in several workspaces has one
    /// connection for all of them.
    pub(crate) fn join(&mut self, frames: mpsc::UnboundedSender<Frame>, http: bool) -> u64 {
        self.count += 1;
        let id = self.count;
        self.connections.push(Connection { id, frames, leaving: false, http });
        self.resend(|pending| pending.on.is_none());
        id
    }

    /// A way by HTTP.
    pub(crate) fn post(&mut self) -> (u64, mpsc::UnboundedReceiver<Frame>) {
        let (frames, receiver) = mpsc::unbounded_channel();
        (self.join(frames, true), receiver)
    }

    /// The ways by HTTP end.
    pub(crate) fn end_posts(&mut self) {
        let ended: Vec<u64> =
            self.connections.iter().filter(|one| one.http).map(|one| one.id).collect();
        ended.into_iter().for_each(|id| self.lost(id));
    }

    /// A connection is gone: what it did not acknowledge goes to another.
    pub(crate) fn lost(&mut self, id: u64) {
        self.connections.retain(|connection| connection.id != id);
        // Nobody waits for a closed modal's acknowledgement, and it is not sent twice.
        self.pending
            .retain(|_, pending| pending.on != Some(id) || pending.parcel.asked != Asked::Closed);
        for pending in self.pending.values_mut().filter(|pending| pending.on == Some(id)) {
            pending.on = None;
        }
        self.resend(|pending| pending.on.is_none());
        self.settled.notify_waiters();
    }

    fn farewell(reason: &str) -> Frame {
        let body = json!({
            "type": "disconnect", "reason": reason,
            "debug_info": {"host": "applink-playground"},
        });
        Frame::Text(body.to_string())
    }

    /// Asks every socket to go, and closes it.
    pub(crate) fn disconnect(&mut self, reason: &str) {
        for connection in self.connections.iter_mut().filter(|connection| !connection.http) {
            connection.leaving = true;
            connection.send(Self::farewell(reason));
            connection.send(Frame::Close);
        }
    }

    /// Tells every socket that it will have to go.
    pub(crate) fn warn(&self) {
        for connection in self.connections.iter().filter(|connection| !connection.http) {
            connection.send(Self::farewell("warning"));
        }
    }

    /// Every socket goes without a word.
    pub(crate) fn break_all(&mut self) {
        for connection in self.connections.iter_mut().filter(|connection| !connection.http) {
            connection.leaving = true;
            connection.send(Frame::Break);
        }
    }

    /// How many sockets stand.
    pub(crate) fn connected(&self) -> usize {
        let standing = self.connections.iter().filter(|one| one.is_open() && !one.http);
        standing.count()
    }
}
