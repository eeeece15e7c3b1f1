//! Where everything that Slack delivers is taken in, whichever way it came. Two lanes:
//!
//! - Work: an event is acknowledged once the [`Inbox`] has kept it, and refused otherwise, so that
//!   Slack sends it again.
//! - Reply: an interaction is answered by the [`Replier`] in the acknowledgement.
//!
//! Each delivery has a task of its own: a slow handler delays nobody, one that panics takes
//! nothing along. Each has a reference, too, which stands at every line that is logged about it and
//! in the sentence that somebody reads when it fails.

mod answer;
mod seen;

use std::error::Error;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::timeout;
use tracing::Instrument;

use self::answer::{Answer, Shape, answer};
use self::seen::Seen;
use super::client::Client;
use super::decode::{Asked, Decoded, Ignored, Kind, payload};
use crate::error::Reference;
use crate::event::{Event, Interaction, Reply};
use crate::meter::Meter;

/// Keeps events until they are worked off. `app` fills it with the store.
pub trait Inbox: Send + Sync + 'static {
    /// Takes an event in at once, so that events keep the order they came in, and is ready once it
    /// is committed. An event that is there already is kept, too. What this returns may be dropped
    /// half-way when that takes more than a second.
    fn receive(&self, event: Event) -> impl Future<Output = Filing> + Send + use<Self>;
}

/// What became of an event, or why it is not kept.
pub type Filing = Result<Filed, Box<dyn Error + Send + Sync>>;

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filed {
    Kept,
    /// It is of a workspace that Klatch is not in (any more): nothing of it stays.
    NotInstalled,
    /// It happened in a thread or to a message that is none of ours: nothing of it stays.
    NotOurs,
}

/// Answers whoever waits. `app` fills it with the router and the receipts.
pub trait Replier: Send + Sync + 'static {
    /// The answer, repeated for an interaction that was answered before (its `trigger` says so).
    /// What a person reads of a failure ends with `reference`.
    fn reply(
        &self,
        interaction: Interaction,
        reference: Reference,
    ) -> impl Future<Output = Reply> + Send;

    /// What a person reads when there is no answer.
    fn words(&self, trouble: Trouble) -> String;
}

/// Why somebody gets no answer, or none yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The handler broke; the log has the reference, too, as the request.
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
    meter: Meter,
    limits: Limits,
    seen: Mutex<Seen>,
    in_hand: watch::Sender<usize>,
}

impl<I: Inbox, R: Replier> Desk<I, R> {
    /// `client` answers by `response_url` after the acknowledgement.
    pub fn new(inbox: I, replier: R, client: Client, meter: Meter) -> Self {
        Self {
            inbox,
            replier,
            client,
            meter,
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

    /// Where deliveries and refusals are counted.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Waits until nothing is in hand.
    pub async fn idle(&self) {
        let mut in_hand = self.in_hand.subscribe();
        // The sender is ours, so it cannot be gone.
        let _ = in_hand.wait_for(|count| *count == 0).await;
    }

    /// Takes a delivery in and returns at once; `ack` is called when its time has come.
    pub fn take(self: &Arc<Self>, delivery: Delivery, ack: Ack) {
        let Some(ack) = self.seen().begin(&delivery.id, ack) else {
            self.meter.delivered("again");
            return;
        };
        let hand = Hand::new(Arc::clone(self), delivery.id, lane(delivery.kind));
        let span = tracing::error_span!("delivery", request = %hand.reference);
        let _entered = span.enter();
        if self.in_hand() > self.limits.at_once {
            self.meter.refused("too many in hand");
            tracing::warn!("more deliveries than can be in hand: one is left to Slack to repeat");
            return;
        }
        // Decoded here and not in a task, so that events are kept in the order they came.
        match catch_unwind(AssertUnwindSafe(|| payload(delivery.kind, &delivery.payload))) {
            Ok(Decoded::Ignored(reason)) => {
                note(reason);
                self.meter.delivered(reason.as_str());
                hand.settle(ack, None);
            }
            Ok(Decoded::Event(event)) => {
                let keeping = self.inbox.receive(event);
                tokio::spawn(hand.keep(keeping, ack).in_current_span());
            }
            Ok(Decoded::Asked(asked)) => {
                tokio::spawn(hand.answer(asked, ack).in_current_span());
            }
            Err(_) => {
                self.meter.refused("broken");
                tracing::error!("a delivery broke its decoding");
            }
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lane(kind: Kind) -> &'static str {
    match kind {
        Kind::Event => "event",
        Kind::Interaction => "interaction",
        Kind::Command => "command",
    }
}

/// What channels are full of is not worth a line; what may be a fault of ours is.
fn note(reason: Ignored) {
    if reason.is_remarkable() {
        tracing::warn!(%reason, "delivery ignored");
    } else {
        tracing::trace!(%reason, "delivery ignored");
    }
}

/// A delivery in hand. Let go unsettled, it is forgotten, so that the next delivery counts.
struct Hand<I: Inbox, R: Replier> {
    desk: Arc<Desk<I, R>>,
    id: String,
    lane: &'static str,
    /// The same for every delivery of this.
    reference: Reference,
    since: Instant,
}

impl<I: Inbox, R: Replier> Hand<I, R> {
    fn new(desk: Arc<Desk<I, R>>, id: String, lane: &'static str) -> Self {
        desk.in_hand.send_modify(|count| *count += 1);
        let reference = Reference::of(&id);
        Self { desk, id, lane, reference, since: Instant::now() }
    }

    fn settle(&self, ack: Ack, payload: Option<Value>) {
        self.desk.seen().answered(&self.id, payload.as_ref());
        ack(payload);
        self.desk.meter.acknowledged(self.lane, self.since.elapsed());
    }

    async fn keep(self, keeping: impl Future<Output = Filing> + Send, ack: Ack) {
        match timeout(self.desk.limits.keep, keeping).await {
            Ok(Ok(filed)) => {
                self.desk.meter.delivered(match filed {
                    Filed::Kept => "kept",
                    Filed::NotInstalled => "not installed",
                    Filed::NotOurs => "said elsewhere",
                });
                self.settle(ack, None);
            }
            Ok(Err(error)) => {
                self.desk.meter.refused("not kept");
                tracing::error!(%error, "event not kept; Slack will send it again");
            }
            Err(_) => {
                self.desk.meter.refused("not kept in time");
                tracing::error!("event not kept in time; Slack will send it again");
            }
        }
    }

    async fn answer(self, asked: Asked, ack: Ack) {
        let shape = Shape::of(&asked.interaction.what);
        let (desk, reference) = (Arc::clone(&self.desk), self.reference);
        let working = async move { desk.replier.reply(asked.interaction, reference).await };
        let mut working = tokio::spawn(working.in_current_span());
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
        self.desk.meter.delivered("answered");
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
            // The panic itself was printed where it happened.
            tracing::error!("a handler broke");
            shape.sorry(&self.desk.replier.words(Trouble::Broken(self.reference)))
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
