//! Where everything that Slack delivers is taken in, whichever way it came. Two lanes:
//!
//! - Work: an event is acknowledged once the [`Inbox`] has kept it, and refused otherwise, so that
//!   Slack sends it again.
//! - Reply: an interaction is answered by the [`Replier`] in the acknowledgement.
//!
//! Each delivery has a task of its own: a slow handler delays nobody, one that panics takes
//! nothing along.

mod answer;
mod seen;

use std::error::Error;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::timeout;

use self::answer::{Answer, Shape, answer};
use self::seen::Seen;
use super::client::Client;
use super::decode::{Asked, Decoded, Ignored, Kind, payload};
use crate::clock::Chance;
use crate::error::Reference;
use crate::event::{Event, Interaction, Reply};

/// Keeps events until they are worked off. `app` fills it with the store.
pub trait Inbox: Send + Sync + 'static {
    /// Returns once the event is committed; an event that is there already is kept, too. It may be
    /// dropped half-way when that takes more than a second.
    fn receive(
        &self,
        event: Event,
    ) -> impl Future<Output = Result<(), Box<dyn Error + Send + Sync>>> + Send;
}

/// Answers whoever waits. `app` fills it with the router and the receipts.
pub trait Replier: Send + Sync + 'static {
    /// The answer, repeated for an interaction that was answered before (its `trigger` says so).
    fn reply(&self, interaction: Interaction) -> impl Future<Output = Reply> + Send;

    /// What a person reads when there is no answer.
    fn words(&self, trouble: Trouble) -> String;
}

/// Why somebody gets no answer, or none yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The handler broke; the log has the reference, too.
    Broken(Reference),
    /// The handler takes its time; its answer follows if it can.
    Slow,
}

/// What Slack delivers, before anybody looked into it.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The same for every delivery of one thing.
    pub id: String,
    pub kind: Kind,
    pub payload: Value,
}

/// Acknowledges a delivery, with a payload or without; dropped, it refuses it. It only passes the
/// payload on: it may neither wait nor come back to the desk.
pub type Ack = Box<dyn FnOnce(Option<Value>) + Send>;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For an event to be committed.
    pub keep: Duration,
    /// For an answer: Slack waits 3 seconds.
    pub answer: Duration,
    /// For an answer that is late already.
    pub late: Duration,
    /// Deliveries in hand at once; more are refused.
    pub at_once: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            keep: Duration::from_secs(1),
            answer: Duration::from_millis(2_500),
            late: Duration::from_secs(60),
            at_once: 512,
        }
    }
}

/// Takes in what Slack delivers.
pub struct Desk<I, R> {
    inbox: I,
    replier: R,
    client: Client,
    chance: Chance,
    limits: Limits,
    seen: Mutex<Seen>,
    in_hand: watch::Sender<usize>,
}

impl<I: Inbox, R: Replier> Desk<I, R> {
    /// `client` answers by `response_url` after the acknowledgement.
    pub fn new(inbox: I, replier: R, client: Client, chance: Chance) -> Self {
        Self {
            inbox,
            replier,
            client,
            chance,
            limits: Limits::default(),
            seen: Mutex::default(),
            in_hand: watch::Sender::new(0),
        }
    }

    /// Other limits: for tests.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// How many deliveries are in hand, answers by `response_url` included.
    pub fn in_hand(&self) -> usize {
        *self.in_hand.borrow()
    }

    /// Waits until nothing is in hand.
    pub async fn idle(&self) {
        let mut in_hand = self.in_hand.subscribe();
        // The sender is ours, so it cannot be gone.
        let _ = in_hand.wait_for(|count| *count == 0).await;
    }

    /// Takes a delivery in and returns at once; `ack` is called when its time has come.
    pub fn take(self: &Arc<Self>, delivery: Delivery, ack: Ack) {
        let Some(ack) = self.seen().begin(&delivery.id, ack) else { return };
        let hand = Hand::new(Arc::clone(self), delivery.id);
        if self.in_hand() > self.limits.at_once {
            tracing::warn!("more deliveries than can be in hand: one is left to Slack to repeat");
            return;
        }
        tokio::spawn(async move {
            match payload(delivery.kind, &delivery.payload) {
                Decoded::Ignored(reason) => {
                    note(reason);
                    hand.settle(ack, None);
                }
                Decoded::Event(event) => hand.keep(event, ack).await,
                Decoded::Asked(asked) => hand.answer(asked, ack).await,
            }
        });
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn note(reason: Ignored) {
    match reason {
        Ignored::NotForUs | Ignored::FromBot => tracing::trace!(%reason, "delivery ignored"),
        Ignored::RateLimited | Ignored::Malformed => {
            tracing::warn!(%reason, "delivery ignored");
        }
    }
}

/// A delivery in hand. Let go unsettled, it is forgotten, so that the next delivery counts.
struct Hand<I: Inbox, R: Replier> {
    desk: Arc<Desk<I, R>>,
    id: String,
}

impl<I: Inbox, R: Replier> Hand<I, R> {
    fn new(desk: Arc<Desk<I, R>>, id: String) -> Self {
        desk.in_hand.send_modify(|count| *count += 1);
        Self { desk, id }
    }

    fn settle(&self, ack: Ack, payload: Option<Value>) {
        self.desk.seen().answered(&self.id, payload.as_ref());
        ack(payload);
    }

    async fn keep(self, event: Event, ack: Ack) {
        match timeout(self.desk.limits.keep, self.desk.inbox.receive(event)).await {
            Ok(Ok(())) => self.settle(ack, None),
            Ok(Err(error)) => tracing::error!(%error, "event not kept; Slack will send it again"),
            Err(_) => tracing::error!("event not kept in time; Slack will send it again"),
        }
    }

    async fn answer(self, asked: Asked, ack: Ack) {
        let shape = Shape::of(&asked.interaction.what);
        let desk = Arc::clone(&self.desk);
        let mut working = tokio::spawn(async move { desk.replier.reply(asked.interaction).await });
        let (answer, ack) = match timeout(self.desk.limits.answer, &mut working).await {
            Ok(done) => (answer(&shape, self.reply(&shape, done), false), Some(ack)),
            Err(_) => {
                tracing::warn!("no answer in time; it follows if it can");
                let words = self.desk.replier.words(Trouble::Slow);
                self.settle(ack, shape.meanwhile(&words));
                (answer(&shape, self.late_reply(&shape, working).await, true), None)
            }
        };
        if let Some(ack) = ack {
            self.settle(ack, answer.ack.clone());
        }
        self.follow_up(answer, asked.response_url.as_deref()).await;
    }

    async fn late_reply(&self, shape: &Shape, mut working: JoinHandle<Reply>) -> Reply {
        match timeout(self.desk.limits.late, &mut working).await {
            Ok(done) => self.reply(shape, done),
            Err(_) => {
                working.abort();
                tracing::error!("a handler was given up on");
                Reply::Done
            }
        }
    }

    fn reply(&self, shape: &Shape, done: Result<Reply, JoinError>) -> Reply {
        done.unwrap_or_else(|_| {
            let reference = Reference::new(self.desk.chance.bytes());
            // The panic itself was printed where it happened.
            tracing::error!(%reference, "a handler broke");
            shape.sorry(&self.desk.replier.words(Trouble::Broken(reference)))
        })
    }

    async fn follow_up(&self, answer: Answer, response_url: Option<&str>) {
        if answer.lost {
            tracing::error!("an answer has no place here and is lost");
        }
        match (answer.message, response_url) {
            (None, _) => {}
            (Some(message), Some(url)) => {
                if let Err(failure) = self.desk.client.respond(url, &message).await {
                    tracing::warn!(%failure, "an answer did not arrive");
                }
            }
            (Some(_), None) => tracing::error!("an answer has no place here and is lost"),
        }
    }
}

impl<I: Inbox, R: Replier> Drop for Hand<I, R> {
    fn drop(&mut self) {
        self.desk.seen().let_go(&self.id);
        self.desk.in_hand.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests;
