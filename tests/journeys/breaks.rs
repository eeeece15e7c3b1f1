//! A bot that is stopped, or dies, wherever it stands.

use std::pin::pin;
use std::task::Poll;

use chrono::Duration;
use klatch::clock::Chance;
use klatch::playground::{DeedError, Outcome, Playground, Trick};

use crate::play::Play;
use crate::seen;

/// How often the bot breaks, by a seed.
pub(crate) struct Breaks {
    chance: Option<Chance>,
    pub(crate) crashes: usize,
    pub(crate) stops: usize,
    /// How often the database was away.
    pub(crate) outages: usize,
    /// Whether calls and deliveries go astray, too.
    pub(crate) rough: bool,
}

impl Breaks {
    /// Never.
    pub(crate) fn none() -> Self {
        Self { chance: None, crashes: 0, stops: 0, outages: 0, rough: false }
    }

    pub(crate) fn seeded(seed: u64) -> Self {
        Self { chance: Some(Chance::seeded(seed)), ..Self::none() }
    }

    /// A number below that one; `None` if nothing ever breaks.
    pub(crate) fn draw(&self, end: u32) -> Option<u32> {
        self.chance.as_ref().map(|chance| u32::from_le_bytes(chance.bytes()) % end)
    }

    /// After how many steps it happens: often few, sometimes many.
    pub(crate) fn steps(&self) -> u32 {
        let most = 1 << self.draw(15).unwrap_or_default();
        self.draw(most).unwrap_or_default()
    }

    /// Now and then the next envelope of a kind comes twice.
    pub(crate) fn trip(&self, playground: &Playground, kind: &str) {
        let trick = match self.draw(6).filter(|_| self.rough) {
            Some(0) => Trick::Twice,
            Some(1) => Trick::ToAll,
            _ => return,
        };
        playground.next(kind, trick);
    }

    /// Somebody who gets no answer on a bad day tries again.
    pub(crate) async fn insist<F: Future<Output = Result<Outcome, DeedError>>>(
        &self,
        deed: impl Fn() -> F,
    ) -> Result<Outcome, DeedError> {
        for _ in 0..4 {
            let outcome = deed().await;
            if !self.rough || !matches!(outcome, Err(DeedError::NoAnswer(_))) {
                return outcome;
            }
        }
        deed().await
    }
}

/// Polls a future so many times, then lets it go where it stands. Whether it ended before.
pub(crate) async fn cut_after<F: Future>(polls: u32, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        // Again at once: a step is a turn of the runtime, whether or not it brought anything.
        cx.waker().wake_by_ref();
        future.as_mut().poll(cx).map(Some)
    })
    .await
}

/// Polls a future until something is so, then lets it go where it stands.
pub(crate) async fn cut_when<F: Future>(mut so: impl FnMut() -> bool, future: F) -> bool {
    let mut future = pin!(future);
    std::future::poll_fn(|cx| {
        if so() {
            return Poll::Ready(true);
        }
        cx.waker().wake_by_ref();
        future.as_mut().poll(cx).map(|_| false)
    })
    .await
}

impl Play {
    /// Works off what is due; the bot may break at it.
    pub(crate) async fn work(&mut self) {
        let now = self.world.clock.now();
        let due = self.world.next_due().await.expect("the queue").is_some_and(|due| due <= now);
        let often = if self.breaks.rough { 40 } else { 18 };
        match self.breaks.draw(if due { often } else { 500 }) {
            Some(0) => {
                let steps = self.breaks.steps();
                cut_after(steps, self.world.settle()).await;
                self.crash().await;
            }
            Some(1) => {
                // Slack has said yes, and nobody has heard it.
                let (playground, before) = (self.world.playground.clone(), self.noticed.clone());
                let arrived = || !seen::after(&playground, &before).is_empty();
                cut_when(arrived, self.world.settle()).await;
                self.crash().await;
            }
            Some(2) => {
                self.world.settle().await.expect("it works");
                self.stop().await;
            }
            _ => {}
        }
        self.world.settle().await.unwrap_or_else(|error| panic!("{now}: {error}"));
    }

    /// Somebody begins something; now and then the bot dies meanwhile, and they see no answer.
    pub(crate) async fn interrupted<T>(&mut self, deed: impl Future<Output = T>) {
        if self.breaks.draw(16) == Some(0) {
            let steps = self.breaks.steps();
            cut_after(steps, deed).await;
            self.crash().await;
        }
    }

    /// The bot is gone without a goodbye, and started again once its leases have run out.
    pub(crate) async fn crash(&mut self) {
        self.world.crash_bot();
        self.breaks.crashes += 1;
        // What it had sent before still arrives.
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        self.come_back(61).await;
    }

    /// An operator stops the bot and starts it again.
    pub(crate) async fn stop(&mut self) {
        self.world.stop_bot().await;
        self.breaks.stops += 1;
        self.come_back(1).await;
    }

    async fn come_back(&mut self, after: i64) {
        self.move_clock(self.world.clock.now() + Duration::seconds(after));
        let now = self.world.clock.now();
        self.world.start_bot().await.unwrap_or_else(|error| panic!("{now}: {error}"));
    }
}
