//! `/metrics`: what was counted, and what there is right now.

use std::time::Duration;

use tokio::time::timeout;

use super::Watch;
use crate::store;

/// How long the database may take to be counted.
const PATIENCE: Duration = Duration::from_secs(2);

/// Everything in Prometheus' format. What the database cannot say in time is told by
/// `level{name="database_answers"} 0`; the rest then is as it was seen last.
///
/// # Errors
/// Never in practice, see [`crate::meter::Meter::text`].
pub(super) async fn text(watch: &Watch) -> Result<String, std::fmt::Error> {
    let meter = &watch.parts.meter;
    if let Some(open) = &watch.parts.connections {
        meter.level("connections", level(*open.borrow() as u64));
    }
    let counted = timeout(PATIENCE, count(watch)).await;
    if let Ok(Err(error)) = &counted {
        tracing::warn!(%error, "the queue cannot be counted");
    }
    meter.level("database_answers", i64::from(matches!(counted, Ok(Ok(())))));
    meter.text()
}

async fn count(watch: &Watch) -> store::Result<()> {
    let (store, meter) = (&watch.parts.store, &watch.parts.meter);
    let now = watch.parts.clock.now();
    let mut tx = store.read().await?;
    let queue = tx.queue_figures(now).await?;
    let inbox = tx.inbox_waiting().await?;
    let held = tx.holds_count().await?;
    let oldest = queue.oldest.map_or(0, |oldest| oldest.num_seconds());
    for (name, value) in [
        ("queue_waiting", level(queue.waiting)),
        ("queue_oldest_seconds", oldest),
        ("queue_in_doubt", level(queue.in_doubt)),
        ("queue_discarded", level(queue.discarded)),
        ("inbox_waiting", level(inbox)),
        ("holds", level(held)),
    ] {
        meter.level(name, value);
    }
    Ok(())
}

fn level(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
