//! The loop of a running program, with many jobs at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use klatch::clock::{Chance, Clock};
use klatch::domain::ids::{JobId, MemberId, WorkspaceId};
use klatch::job::{Job, Outcome, Work};
use klatch::queue::{Handler, Worker};
use klatch::store::{Store, transaction};
use tokio::sync::Notify;

use crate::support::{on_both, start};

const JOBS: usize = 60;
/// Shorter than a transaction waits for a connection.
const SOON: Duration = Duration::from_secs(8);

/// Writes something, as nearly every handler does.
#[derive(Clone)]
struct Writes {
    store: Store,
    done: Arc<AtomicUsize>,
    all: Arc<Notify>,
}

impl Handler for Writes {
    async fn handle(&self, work: &Work) -> Outcome {
        let written = transaction!(self.store, |tx| {
            tx.home_opened(&work.workspace, &MemberId::new("U-ana"), start()).await?;
            tx.finish(&work.workspace, work.id, &work.lease).await
        })
        .await;
        assert!(written.unwrap());
        if self.done.fetch_add(1, Ordering::SeqCst) + 1 == JOBS {
            self.all.notify_one();
        }
        Outcome::Done
    }
}

/// SQLite has one connection that writes: a job that holds it must go on while the next ones are
/// claimed, or both wait for each other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_write_do_not_wait_for_the_next_claim() {
    on_both(async |given| {
        let clock = Clock::system();
        let store = Store::open(&given.database.url, &clock).await.unwrap();
        let workspace = WorkspaceId::new("T1");
        transaction!(store, |tx| {
            for seed in 0..u64::try_from(JOBS).unwrap() {
                let id: JobId = Chance::seeded(seed).id(start());
                tx.enqueue(&workspace, &Job::TidyUp, start(), None, None, id, start()).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let (done, all) = (Arc::default(), Arc::new(Notify::new()));
        let handler = Writes { store: store.clone(), done, all: Arc::clone(&all) };
        let worker = Worker::new(store.clone(), clock, handler, "running");
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        let task = tokio::spawn(async move { worker.run(stopped.notified()).await });
        tokio::time::timeout(SOON, all.notified()).await.expect("all of them are done soon");
        stop.notify_one();
        task.await.unwrap();
        store.close().await;
    })
    .await;
}
