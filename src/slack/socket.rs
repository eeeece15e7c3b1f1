//! Socket Mode: a connection that we open, so that no public address is needed. Our own small
//! loop, because nothing in it may wait for a handler and nothing in the network may wait for ever.
//!
//! Two connections stand at all times, so that one can break or be renewed while the other serves.
//! Slack may use either, or both at once: the desk knows a delivery by its id, whichever way it
//! comes.

mod frame;
mod line;

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

pub use self::frame::{Frame, frame};
use self::line::{End, Line, News};
use super::client::Client;
use super::desk::{Desk, Inbox, Replier};
use super::failure::Failure;
use crate::clock::Chance;
use crate::error::Told;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// How many connections are kept up.
    pub lines: u32,
    /// Between the first try of one connection and that of the next.
    pub stagger: Duration,
    /// For a connection to stand.
    pub connect: Duration,
    /// For Slack to say hello on it.
    pub hello: Duration,
    /// Without a sign of life before we ask for one, and again before we give up.
    pub quiet: Duration,
    /// For a frame to be written.
    pub write: Duration,
    /// For what is in hand, before a connection is closed.
    pub drain: Duration,
    /// The first wait after a failure; it doubles with each further one.
    pub first_wait: Duration,
    pub longest_wait: Duration,
    /// A connection that lived as long starts the waits afresh.
    pub settled: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            lines: 2,
            stagger: Duration::from_millis(500),
            connect: Duration::from_secs(10),
            hello: Duration::from_secs(10),
            quiet: Duration::from_secs(20),
            write: Duration::from_secs(5),
            drain: Duration::from_secs(4),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            settled: Duration::from_secs(30),
        }
    }
}

/// Keeps connections to Slack up and takes what comes to the desk.
pub struct Socket<I, R> {
    client: Client,
    desk: Arc<Desk<I, R>>,
    chance: Chance,
    timing: Timing,
    open: watch::Sender<usize>,
}

/// Slack has said no in its own words; a page of a gateway on the way is not its word.
fn is_final(failure: &Failure) -> bool {
    failure.code().is_some()
}

/// A connection that is being served.
struct Serving {
    news: mpsc::Receiver<News>,
    leave: oneshot::Sender<()>,
    since: Instant,
}

/// Opens a connection, waits for its hello and leaves again.
pub(super) async fn look(client: &Client, timing: &Timing) -> Result<(), Failure> {
    Line::open(client, timing).await.map(drop)
}

impl<I: Inbox, R: Replier> Socket<I, R> {
    /// `client` speaks with the app's own token (`xapp-…`).
    pub fn new(client: Client, desk: Arc<Desk<I, R>>, chance: Chance) -> Self {
        Self { client, desk, chance, timing: Timing::default(), open: watch::Sender::new(0) }
    }

    /// Other times: for tests.
    #[must_use]
    pub fn with_timing(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// How many connections stand right now: for the health page, and to wait for the first.
    pub fn connections(&self) -> watch::Receiver<usize> {
        self.open.subscribe()
    }

    /// Runs until `stop` says true (or is dropped): then what is in hand is answered and the
    /// connections closed.
    ///
    /// # Errors
    /// Slack will not have us: the token is refused or Socket Mode is turned off.
    pub async fn run(&self, stop: watch::Receiver<bool>) -> Result<(), Told> {
        let (ended, _) = watch::channel(false);
        let keeping = (0..self.timing.lines).map(|place| {
            let ended = &ended;
            let mut stop = Stop { said: stop.clone(), ended: ended.subscribe() };
            async move {
                let after = self.timing.stagger.saturating_mul(place);
                if place > 0 && timeout(after, stop.said()).await.is_ok() {
                    return Ok(());
                }
                let outcome = self.keep_up(&mut stop).await;
                if outcome.is_err() {
                    ended.send_replace(true);
                }
                outcome
            }
        });
        join_all(keeping).await.into_iter().collect()
    }

    /// Keeps one connection up.
    async fn keep_up(&self, stop: &mut Stop) -> Result<(), Told> {
        let mut lines = JoinSet::new();
        let mut serving: Option<Serving> = None;
        let outcome = self.renew(stop, &mut lines, &mut serving).await;
        if let Some(last) = serving {
            let _ = last.leave.send(());
        }
        // Each line bounds its own leaving.
        while lines.join_next().await.is_some() {}
        outcome
    }

    async fn renew(
        &self,
        stop: &mut Stop,
        lines: &mut JoinSet<()>,
        serving: &mut Option<Serving>,
    ) -> Result<(), Told> {
        let mut failures = 0;
        loop {
            let opened = tokio::select! {
                () = stop.said() => return Ok(()),
                opened = Line::open(&self.client, &self.timing) => opened,
            };
            while lines.try_join_next().is_some() {}
            match opened {
                Ok(line) => {
                    let next = self.serve(line, lines);
                    if let Some(before) = serving.replace(next) {
                        let _ = before.leave.send(());
                    }
                    tracing::info!("connected to Slack");
                }
                Err(failure) => {
                    tracing::warn!(%failure, "no connection to Slack");
                    // While another connection stands, the bot works: Slack may only want no more.
                    if is_final(&failure) && *self.open.borrow() == 0 {
                        return Err(refusal(&failure));
                    }
                    failures += 1;
                    if self.wait(failures, retry_after(&failure), stop).await {
                        return Ok(());
                    }
                    continue;
                }
            }
            let Some(current) = serving.as_mut() else { continue };
            let news = tokio::select! {
                () = stop.said() => return Ok(()),
                news = current.news.recv() => news,
            };
            match news {
                Some(News::Leaving) => tracing::info!("Slack renews the connection"),
                Some(News::Ended(End::Disabled)) => return Err(disabled()),
                Some(News::Ended(End::Lost(why))) => tracing::warn!(why, "connection lost"),
                Some(News::Ended(End::Left)) | None => tracing::warn!("connection ended"),
            }
            failures =
                if current.since.elapsed() >= self.timing.settled { 0 } else { failures + 1 };
            if failures > 1 && self.wait(failures, None, stop).await {
                return Ok(());
            }
        }
    }

    fn serve(&self, line: Line, lines: &mut JoinSet<()>) -> Serving {
        let (tell, news) = mpsc::channel(4);
        let (leave, left) = oneshot::channel();
        let (desk, timing, open) = (Arc::clone(&self.desk), self.timing, self.open.clone());
        lines.spawn(async move {
            let _counted = Counted::new(open);
            let end = line.serve(&desk, &timing, &tell, left).await;
            // Nobody listens any more to a line that was replaced.
            let _ = tell.send(News::Ended(end)).await;
        });
        Serving { news, leave, since: Instant::now() }
    }

    /// Waits before the next try; true if it was told to stop meanwhile.
    async fn wait(&self, failures: u32, at_least: Option<Duration>, stop: &mut Stop) -> bool {
        let pause = pause(&self.timing, failures, self.chance.bytes());
        timeout(pause.max(at_least.unwrap_or_default()), stop.said()).await.is_ok()
    }
}

/// What ends a connection from our side.
struct Stop {
    /// Whoever runs the bot.
    said: watch::Receiver<bool>,
    /// Another connection, which Slack refused for good.
    ended: watch::Receiver<bool>,
}

impl Stop {
    /// A sender that is gone can never say so again: that is a stop, too.
    async fn said(&mut self) {
        tokio::select! {
            _ = self.said.wait_for(|stop| *stop) => {}
            _ = self.ended.wait_for(|ended| *ended) => {}
        }
    }
}

/// Doubles with each failure up to the longest, then 50 to 100 percent of that, so that many bots
/// do not come back in step.
fn pause(timing: &Timing, failures: u32, chance: [u8; 2]) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1).min(16));
    let whole = timing.first_wait.saturating_mul(doubled).min(timing.longest_wait);
    whole / 2 + (whole / 2).mul_f64(f64::from(u16::from_be_bytes(chance)) / f64::from(u16::MAX))
}

fn retry_after(failure: &Failure) -> Option<Duration> {
    match failure {
        Failure::Retry { after, .. } => *after,
        Failure::InDoubt { .. } | Failure::Permanent { .. } => None,
    }
}

fn refusal(failure: &Failure) -> Told {
    let code = failure.code().unwrap_or_default();
    let token = "Set SLACK_APP_TOKEN to an app-level token (xapp-…) with the scope \
                 connections:write: your app's Basic Information, App-Level Tokens.";
    let mode = "Turn Socket Mode on in your app's settings, then start Klatch again.";
    if failure.is_refused() || failure.missing_scope().is_some() {
        Told::new(format!("Slack does not accept the app-level token ({code})."), token)
    } else {
        Told::new(format!("Slack opens no Socket Mode connection ({code})."), mode)
    }
}

fn disabled() -> Told {
    Told::new(
        "Slack turned Socket Mode off for this app.",
        "Turn it on again in your app's settings under Socket Mode, then start Klatch again.",
    )
}

/// Counts an open connection for as long as it lives.
struct Counted(watch::Sender<usize>);

impl Counted {
    fn new(open: watch::Sender<usize>) -> Self {
        open.send_modify(|count| *count += 1);
        Self(open)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests;
