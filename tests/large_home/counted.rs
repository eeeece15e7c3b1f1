//! Statements, counted by what is logged of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber, span};

/// Counts the statements that sqlx says it ran, while it is asked to.
#[derive(Clone, Default)]
pub(crate) struct Statements {
    counts: Arc<AtomicBool>,
    run: Arc<AtomicUsize>,
}

impl Statements {
    /// Begins at 0.
    pub(crate) fn begin(&self) {
        self.run.store(0, Ordering::Relaxed);
        self.counts.store(true, Ordering::Relaxed);
    }

    /// How many were run since then; from now on nothing is logged any more, which takes its time.
    pub(crate) fn end(&self) -> usize {
        self.counts.store(false, Ordering::Relaxed);
        self.run.load(Ordering::Relaxed)
    }
}

impl Subscriber for Statements {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        self.counts.load(Ordering::Relaxed) && metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {
        self.run.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
