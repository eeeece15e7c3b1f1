//! The loop of a running program, with many jobs at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use klatch::clock::{Chance, Clock};
use klatch::domain::ids::{JobId, MemberId, WorkspaceId};
use klatch::job::{Job, Lane, Outcome, Work};
use klatch::queue::{Handler, Worker};
use klatch::store::{Store, transaction};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

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

/// One job takes long, and so does the last one; between them the clock moves by most of a lease.
#[derive(Clone)]
struct Slow {
    clock: Clock,
    seen: Arc<Mutex<Vec<String>>>,
    last: Arc<Notify>,
    first_may_end: Arc<Notify>,
    last_may_end: Arc<Notify>,
}

impl Slow {
    fn new(clock: &Clock) -> Self {
        Self {
            clock: clock.clone(),
            seen: Arc::default(),
            last: Arc::default(),
            first_may_end: Arc::default(),
            last_may_end: Arc::default(),
        }
    }

    /// A running worker with this handler, until `stop`.
    fn run(&self, store: &Store, stop: &Arc<Notify>) -> JoinHandle<()> {
        let worker = Worker::new(store.clone(), self.clock.clone(), self.clone(), "slow");
        let stopped = Arc::clone(stop);
        tokio::spawn(async move { worker.run(stopped.notified()).await })
    }
}

fn home_of(name: &str) -> Job {
    Job::PublishHome { member: MemberId::new(name) }
}

impl Handler for Slow {
    async fn handle(&self, work: &Work) -> Outcome {
        let Job::PublishHome { member } = &work.job else { panic!("{work:?}") };
        self.seen.lock().unwrap().push(member.to_string());
        match member.as_str() {
            "long" => self.first_may_end.notified().await,
            "quick" => self.clock.advance_to(start() + TimeDelta::seconds(50)),
            _ => {
                self.last.notify_one();
                self.last_may_end.notified().await;
            }
        }
        Outcome::Done
    }
}

/// Slack may keep one call waiting for ten seconds: the others go out meanwhile.
#[tokio::test]
async fn what_is_added_does_not_wait_for_a_job_that_takes_long() {
    on_both(async |given| {
        let ws = WorkspaceId::new("T1");
        let add = async |seed, name| {
            let (id, job) = (Chance::seeded(seed).id(start()), home_of(name));
            transaction!(given.store, |tx| {
                tx.enqueue(&ws, &job, start(), None, None, id, start()).await
            })
            .await
            .unwrap();
        };
        let handler = Slow::new(&given.clock);
        let stop = Arc::new(Notify::new());
        let running = handler.run(&given.store, &stop);
        add(1, "long").await;
        while handler.seen.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        add(2, "last").await;
        tokio::time::timeout(SOON, handler.last.notified()).await.expect("it waits for the first");
        handler.last_may_end.notify_one();
        handler.first_may_end.notify_one();
        stop.notify_one();
        running.await.unwrap();
        assert_eq!(*handler.seen.lock().unwrap(), ["long", "last"]);
    })
    .await;
}

#[tokio::test]
async fn a_lane_is_kept_for_as_long_as_it_is_worked_off() {
    on_both(async |given| {
        let ws = WorkspaceId::new("T1");
        transaction!(given.store, |tx| {
            for (seed, name, seconds) in [(1, "long", 0), (2, "quick", 0), (3, "last", 50)] {
                let (id, at) = (Chance::seeded(seed).id(start()), TimeDelta::seconds(seconds));
                let job = home_of(name);
                tx.enqueue(&ws, &job, start() + at, None, None, id, start()).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        let (handler, stop) = (Slow::new(&given.clock), Arc::new(Notify::new()));
        let running = handler.run(&given.store, &stop);
        tokio::time::timeout(SOON, handler.last.notified()).await.expect("it was claimed late");

        // To the other one the lease of the first claim is over, and the long job still runs.
        let now = start() + TimeDelta::seconds(70);
        let minute = TimeDelta::minutes(1);
        let another = transaction!(given.store, |tx| {
            tx.claim(&ws, Lane::Send, "another", now, minute, 9).await
        });
        assert_eq!(another.await.unwrap(), [], "each claim keeps the lane for another minute");

        handler.first_may_end.notify_one();
        handler.last_may_end.notify_one();
        stop.notify_one();
        running.await.unwrap();
        let mut seen = handler.seen.lock().unwrap().clone();
        seen.sort();
        assert_eq!(seen, ["last", "long", "quick"], "each once");
        let figures = given.store.read().await.unwrap().queue_figures(now).await.unwrap();
        assert_eq!((figures.waiting, figures.in_doubt), (0, 0));
    })
    .await;
}
