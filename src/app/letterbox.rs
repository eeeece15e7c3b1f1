//! Keeps events in the store until they are worked off.

use std::error::Error;
use std::sync::Arc;

use tokio::sync::Notify;

use super::installed::Installed;
use crate::clock::Clock;
use crate::event::Event;
use crate::slack::desk::Inbox;
use crate::store::Store;
use crate::transaction;

pub(super) struct Letterbox {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) installed: Arc<Installed>,
    pub(super) arrived: Arc<Notify>,
}

impl Inbox for Letterbox {
    async fn receive(&self, event: Event) -> Result<(), Box<dyn Error + Send + Sync>> {
        let now = self.clock.now();
        if self.installed.context_of(&event.workspace).await?.is_none() {
            tracing::warn!(workspace = %event.workspace, "an event of a workspace we are not in");
            return Ok(());
        }
        let events = std::slice::from_ref(&event);
        transaction!(self.store, |tx| tx.receive(events, now).await).await?;
        self.arrived.notify_one();
        Ok(())
    }
}
