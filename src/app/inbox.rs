//! Working off the events that wait in the inbox.

use std::time::Duration;

use tokio::sync::watch;

use super::{App, stopped};
use crate::event::Event;
use crate::features::Context;
use crate::{router, store, transaction};

/// How many events are taken from the inbox at once.
const PAGE: u32 = 100;
/// How long an event of another process may go unseen.
const POLL: Duration = Duration::from_secs(1);

impl App {
    pub(super) async fn run_inbox(&self, stop: watch::Receiver<bool>) {
        let mut stopped = std::pin::pin!(stopped(stop));
        loop {
            if let Err(error) = self.empty_inbox().await {
                tracing::error!(%error, "the inbox cannot be read");
            }
            tokio::select! {
                () = &mut stopped => return,
                () = self.arrived.notified() => {}
                () = tokio::time::sleep(POLL) => {}
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
            for event in &events {
                match self.installed.context_of(&event.workspace).await? {
                    Some(context) => handle(&context, event).await?,
                    None => self.forget(event).await?,
                }
                handled += 1;
            }
        }
    }

    /// The workspace took Klatch out before its event was worked off.
    async fn forget(&self, event: &Event) -> store::Result<()> {
        let (workspace, now) = (&event.workspace, self.clock.now());
        transaction!(self.store, |tx| tx.event_done(workspace, &event.id, now).await).await?;
        tracing::info!(event = %event.id, %workspace, "an event of a workspace that is gone");
        Ok(())
    }
}

/// What follows from an event commits together with its end. An event that cannot be handled is
/// tried again later, and holds up none of the others.
async fn handle(context: &Context, event: &Event) -> store::Result<()> {
    let done = transaction!(context.store, |tx| {
        if tx.event_done(&event.workspace, &event.id, context.now()).await? {
            router::event(context, tx, event).await?;
        }
        Ok(())
    })
    .await;
    if let Err(error) = done {
        tracing::error!(event = %event.id, %error, "an event could not be handled");
        transaction!(context.store, |tx| {
            tx.event_failed(&event.workspace, &event.id, &error.to_string()).await
        })
        .await?;
    }
    Ok(())
}
