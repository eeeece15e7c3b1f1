//! Working off the events that wait in the inbox: several in one transaction, in the order they
//! came. One that cannot be handled is tried by itself, and holds up none of the others.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::watch;
use tracing::Instrument;

use super::{App, stopped};
use crate::error::Reference;
use crate::event::Event;
use crate::features::Context;
use crate::{router, store, transaction};

/// How many events are taken from the inbox at once.
const PAGE: u32 = 100;
/// How many are worked off in one transaction: events that come in wait for no longer than that.
const TOGETHER: usize = 25;
/// How long an event of another process may go unseen.
const POLL: Duration = Duration::from_secs(1);
/// How long events that come in go first, after each transaction.
const COURTESY: Duration = Duration::from_millis(50);

/// An event, and what its workspace is served with; `None` where Klatch is not installed any more.
type Served = (Event, Option<Context>);

impl App {
    pub(super) async fn run_inbox(&self, stop: watch::Receiver<bool>) {
        let mut stopped = std::pin::pin!(stopped(stop));
        loop {
            let working = async {
                if let Err(error) = self.empty_inbox().await {
                    tracing::error!(%error, "the inbox cannot be worked off");
                }
                tokio::select! {
                    () = self.arrived.notified() => {}
                    () = tokio::time::sleep(POLL) => {}
                }
            };
            // A transaction that is cut off leaves nothing behind.
            tokio::select! {
                () = &mut stopped => return,
                () = working => {}
            }
        }
    }

    pub(super) async fn empty_inbox(&self) -> store::Result<usize> {
        let mut handled = 0;
        loop {
            let now = self.clock.now();
            let events = self.store.read().await?.next_events(now, PAGE).await?;
            if events.is_empty() {
                return Ok(handled);
            }
            handled += events.len();
            let mut served = Vec::with_capacity(events.len());
            for event in events {
                match self.installed.context_of(&event.workspace).await {
                    Ok(context) => served.push((event, context)),
                    // Its workspace waits for the operator; the others do not.
                    Err(error @ store::Error::Unreadable { .. }) => {
                        self.put_off(&event, &error.to_string()).await?;
                    }
                    Err(error) => return Err(error),
                }
            }
            for some in served.chunks(TOGETHER) {
                self.work_off_events(some).await?;
                if self.letterbox.is_busy() {
                    // Slack waits for an acknowledgement, and nobody yet for what follows from it.
                    tokio::time::sleep(COURTESY).await;
                }
            }
        }
    }

    async fn work_off_events(&self, events: &[Served]) -> store::Result<()> {
        let Err(broken) = whole(self.work_off_together(events)).await else { return Ok(()) };
        if events.len() > 1 {
            tracing::warn!(error = broken, events = events.len(), "events are handled one by one");
        }
        for one in events {
            let span = tracing::error_span!("event", request = %Reference::of(&one.0.id));
            self.work_off_one(one).instrument(span).await?;
        }
        Ok(())
    }

    /// What follows from an event commits together with its end.
    async fn work_off_together(&self, events: &[Served]) -> store::Result<()> {
        transaction!(self.store, |tx| {
            for (event, context) in events {
                if !tx.event_done(&event.workspace, &event.id, self.clock.now()).await? {
                    continue;
                }
                match context {
                    Some(context) => router::event(context, tx, event).await?,
                    None => tracing::info!(workspace = %event.workspace, "its workspace is gone"),
                }
            }
            Ok(())
        })
        .await
    }

    /// An event that cannot be handled is tried again later.
    async fn work_off_one(&self, one: &Served) -> store::Result<()> {
        let outcome = whole(self.work_off_together(std::slice::from_ref(one))).await;
        let Err(error) = outcome else { return Ok(()) };
        self.put_off(&one.0, &error).await
    }

    async fn put_off(&self, event: &Event, error: &str) -> store::Result<()> {
        tracing::error!(event = %event.id, error, "an event could not be handled");
        transaction!(self.store, |tx| tx.event_failed(&event.workspace, &event.id, error).await)
            .await?;
        Ok(())
    }
}

/// Runs a piece of work to its end: a panic in it ends only that work. The panic itself was printed
/// where it happened; what it says may hold what somebody wrote, so it is not kept.
async fn whole(work: impl Future<Output = store::Result<()>>) -> Result<(), String> {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err("its handler broke".to_owned()),
    }
}
