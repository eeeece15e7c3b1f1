//! The worker: what becomes of a job by what its handler answers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use klatch::clock::{Chance, Clock};
use klatch::domain::ids::{ChannelId, JobId, MemberId, WorkspaceId};
use klatch::job::Job;
use klatch::job::{Outcome, Work};
use klatch::queue::{Handler, Worker};
use klatch::store::{Store, transaction};
use tokio::sync::Notify;

use crate::support::{TestStore, on_both, start};

fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn who(name: &str) -> MemberId {
    MemberId::new(name)
}

fn id(seed: u64) -> JobId {
    Chance::seeded(seed).id(start())
}

/// May be sent twice.
fn publish(name: &str) -> Job {
    Job::PublishHome { member: who(name) }
}

/// May not.
fn greet(name: &str) -> Job {
    Job::Greet { member: who(name), channel: "C1".into(), thread: Some("1.0".into()) }
}

/// Can be looked for.
fn greet_in_person(name: &str) -> Job {
    Job::Greet { member: who(name), channel: "D1".into(), thread: None }
}

/// Notes what it was given, and answers what it was told to: by the member's name, in turn.
#[derive(Clone, Default)]
struct Script {
    seen: Arc<Mutex<Vec<(String, u32, bool)>>>,
    answers: Arc<Mutex<HashMap<String, Vec<Outcome>>>>,
    store: Option<Store>,
    idle: Arc<Notify>,
}

impl Script {
    fn new(given: &TestStore) -> Self {
        Self { store: Some(given.store.clone()), ..Self::default() }
    }

    fn answers(self, name: &str, mut outcomes: Vec<Outcome>) -> Self {
        outcomes.reverse();
        self.answers.lock().unwrap().insert(name.to_owned(), outcomes);
        self
    }

    fn names(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|(name, ..)| name.clone()).collect()
    }
}

impl Handler for Script {
    async fn handle(&self, work: &Work) -> Outcome {
        let (Job::PublishHome { member } | Job::Greet { member, .. }) = &work.job else {
            return Outcome::Cancel("not of this test".to_owned());
        };
        let name = member.to_string();
        self.seen.lock().unwrap().push((name.clone(), work.attempt, work.in_doubt.is_some()));
        self.idle.notify_one();
        let store = self.store.as_ref().unwrap();
        let marked =
            transaction!(store, |tx| tx.mark_sending(&work.workspace, work.id, &work.lease).await)
                .await
                .unwrap();
        assert!(marked);
        if name == "panics" && work.attempt == 1 {
            panic!("on purpose");
        }
        let next = self.answers.lock().unwrap().get_mut(&name).and_then(Vec::pop);
        next.unwrap_or(Outcome::Done)
    }
}

fn worker(given: &TestStore, script: &Script) -> Worker<Script> {
    Worker::new(given.store.clone(), given.clock.clone(), script.clone(), "this process")
}

async fn put(store: &Store, n: u64, job: Job, seconds: i64, channel: Option<&str>) {
    let (at, channel) = (start() + TimeDelta::seconds(seconds), channel.map(ChannelId::from));
    transaction!(store, |tx| tx
        .enqueue(&ws(), &job, at, None, channel.as_ref(), id(n), start())
        .await)
    .await
    .unwrap();
}

/// Steps from due job to due job until nothing waits, as a test of several weeks does.
async fn run_all(given: &TestStore, worker: &Worker<Script>) -> usize {
    let mut run = 0;
    while let Some(due) = worker.next_due().await.unwrap() {
        given.clock.advance_to(due);
        let some = worker.run_due(given.clock.now()).await.unwrap();
        assert!(some > 0, "something was due at {due}");
        run += some;
    }
    run
}

#[tokio::test]
async fn what_is_due_runs_by_its_time_over_all_lanes() {
    on_both(async |given| {
        let script = Script::new(given);
        put(&given.store, 1, publish("third"), 3, None).await;
        put(&given.store, 2, publish("first"), 1, Some("C1")).await;
        put(&given.store, 3, Job::PairRound { round: Chance::seeded(99).id(start()) }, 2, None)
            .await;
        put(&given.store, 4, publish("last"), 9, None).await;
        let worker = worker(given, &script);
        assert_eq!(worker.run_due(start()).await.unwrap(), 0);
        let now = start() + TimeDelta::seconds(5);
        given.clock.advance_to(now);
        assert_eq!(worker.run_due(now).await.unwrap(), 3);
        assert_eq!(script.names(), ["first", "third"]);
        assert_eq!(run_all(given, &worker).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_fails_is_tried_later_and_given_up_in_the_end() {
    on_both(async |given| {
        let again = || Outcome::Retry("no".to_owned());
        let script = Script::new(given)
            .answers("slow", vec![again(), again()])
            .answers("never", vec![again(); 20])
            .answers("asked", vec![Outcome::RetryAfter(Duration::from_secs(30), "429".into())])
            .answers("later", vec![Outcome::Snooze(Duration::from_secs(60)); 20])
            .answers("off", vec![Outcome::Cancel("nobody there".into())]);
        for (n, name) in ["slow", "never", "asked", "later", "off"].into_iter().enumerate() {
            put(&given.store, n as u64, publish(name), 0, None).await;
        }
        let worker = worker(given, &script);
        assert_eq!(run_all(given, &worker).await, 3 + 12 + 2 + 21 + 1);
        let seen = script.seen.lock().unwrap().clone();
        assert!(seen.iter().all(|(_, _, in_doubt)| !in_doubt), "what failed was not sent");
        let later: Vec<_> = seen.iter().filter(|(name, ..)| name == "later").collect();
        assert!(later.iter().all(|(_, attempt, _)| *attempt == 1), "putting off costs nothing");
        let figures = given.store.read().await.unwrap().queue_figures(given.clock.now()).await;
        assert_eq!(figures.unwrap().discarded, 1);
    })
    .await;
}

#[tokio::test]
async fn a_panic_ends_only_its_own_job() {
    on_both(async |given| {
        let script = Script::new(given);
        put(&given.store, 1, publish("panics"), 0, None).await;
        put(&given.store, 2, publish("other"), 1, None).await;
        let worker = worker(given, &script);
        assert_eq!(run_all(given, &worker).await, 3);
        assert_eq!(script.names(), ["panics", "other", "panics"]);
        assert!(script.seen.lock().unwrap()[2].2, "perhaps it was sent before the panic");
    })
    .await;
}

#[tokio::test]
async fn in_doubt_some_are_sent_again_and_some_never() {
    on_both(async |given| {
        let lost = || Outcome::InDoubt("no answer".to_owned());
        let script =
            Script::new(given).answers("home", vec![lost()]).answers("hello", vec![lost()]);
        put(&given.store, 1, publish("home"), 0, None).await;
        put(&given.store, 2, greet("hello"), 1, None).await;
        let worker = worker(given, &script);
        run_all(given, &worker).await;
        let seen = script.seen.lock().unwrap().clone();
        let expected = [("home", 1, false), ("hello", 1, false), ("home", 2, true)];
        assert_eq!(seen, expected.map(|(name, n, doubt)| (name.to_owned(), n, doubt)));
        let figures = given.store.read().await.unwrap().queue_figures(given.clock.now()).await;
        assert_eq!(figures.unwrap().in_doubt, 2);
    })
    .await;
}

#[tokio::test]
async fn what_can_be_looked_for_waits_a_minute_and_for_its_turn_to_read() {
    on_both(async |given| {
        let lost = || Outcome::InDoubt("no answer".to_owned());
        let slower = Duration::from_secs(300);
        let later = Outcome::LookAgain { after: slower, limited: Some("conversations.history") };
        let script = Script::new(given)
            .answers("one", vec![lost(), later])
            .answers("other", vec![lost(), Outcome::LetGo]);
        put(&given.store, 1, greet_in_person("one"), 0, None).await;
        put(&given.store, 2, greet_in_person("other"), 0, None).await;
        let worker = worker(given, &script);
        let mut moments = Vec::new();
        while let Some(due) = worker.next_due().await.unwrap() {
            given.clock.advance_to(due);
            worker.run_due(given.clock.now()).await.unwrap();
            let seen = script.seen.lock().unwrap().drain(..).collect::<Vec<_>>();
            let minutes = (due - start()).num_minutes();
            moments
                .extend(seen.into_iter().map(|(name, try_, doubt)| (minutes, name, try_, doubt)));
        }
        let expected = [
            (0, "one", 1, false),
            (0, "other", 1, false),
            (1, "one", 2, true),
            // Nobody reads while Slack asks to wait, and looking later is no try.
            (6, "other", 2, true),
            (7, "one", 2, true),
        ];
        let expected = expected.map(|(at, name, n, doubt)| (at, name.to_owned(), n, doubt));
        assert_eq!(moments, expected);
        let figures = given.store.read().await.unwrap().queue_figures(given.clock.now()).await;
        assert_eq!(figures.unwrap().in_doubt, 2);
    })
    .await;
}

#[tokio::test]
async fn what_failed_and_was_not_sent_does_not_wait_for_a_turn_to_read() {
    on_both(async |given| {
        let failed = || Outcome::Retry("HTTP 500".to_owned());
        let script =
            Script::new(given).answers("one", vec![failed()]).answers("two", vec![failed()]);
        put(&given.store, 1, greet_in_person("one"), 0, None).await;
        put(&given.store, 2, greet_in_person("two"), 0, None).await;
        let worker = worker(given, &script);
        assert_eq!(run_all(given, &worker).await, 4);
        assert!(given.clock.now() < start() + TimeDelta::seconds(4));
        assert!(script.seen.lock().unwrap().iter().all(|(_, _, doubt)| !doubt));
    })
    .await;
}

/// A job that ends the process every time would do so for ever.
#[tokio::test]
async fn a_job_that_never_comes_to_an_end_is_given_up() {
    on_both(async |given| {
        put(&given.store, 1, publish("deadly"), 0, None).await;
        let lane = klatch::job::Lane::Send;
        let mut now = start();
        for _ in 0..12 {
            let lease = TimeDelta::seconds(60);
            let claimed =
                transaction!(given.store, |tx| tx.claim(&ws(), lane, "dies", now, lease, 1).await)
                    .await;
            assert_eq!(claimed.unwrap().len(), 1);
            now += lease;
        }
        given.clock.advance_to(now);
        let script = Script::new(given);
        assert_eq!(worker(given, &script).run_due(now).await.unwrap(), 1);
        assert_eq!(script.names(), Vec::<String>::new());
        let figures = given.store.read().await.unwrap().queue_figures(now).await.unwrap();
        assert_eq!((figures.discarded, figures.waiting), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_handler_may_finish_in_its_own_transaction() {
    struct Finishes(Store);

    impl Handler for Finishes {
        async fn handle(&self, work: &Work) -> Outcome {
            let Work { workspace, id, lease, .. } = work;
            let finished = transaction!(self.0, |tx| {
                tx.home_opened(workspace, &who("U-ana"), start()).await?;
                tx.finish(workspace, *id, lease).await
            })
            .await;
            assert!(finished.unwrap());
            Outcome::Done
        }
    }

    on_both(async |given| {
        put(&given.store, 1, publish("U-ana"), 0, None).await;
        let handler = Finishes(given.store.clone());
        let worker = Worker::new(given.store.clone(), given.clock.clone(), handler, "me");
        assert_eq!(worker.run_due(start()).await.unwrap(), 1);
        assert_eq!(given.store.read().await.unwrap().next_due().await.unwrap(), None);
    })
    .await;
}

/// The loop of a running program: it wakes up by itself, and leaves the lanes free.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_worker_takes_what_is_added_and_stops_when_told() {
    on_both(async |given| {
        let script = Script::new(given);
        let clock = Clock::system();
        let store = Store::open(&given.database.url, &clock).await.unwrap();
        let script = Script { store: Some(store.clone()), ..script };
        let worker = Worker::new(store.clone(), clock, script.clone(), "running");
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        let task = tokio::spawn(async move { worker.run(stopped.notified()).await });
        for (n, name) in [(1, "one"), (2, "two"), (3, "three")] {
            put(&store, n, publish(name), 0, Some("C1")).await;
            let soon = Duration::from_secs(10);
            tokio::time::timeout(soon, script.idle.notified()).await.expect("it ran");
        }
        stop.notify_one();
        task.await.unwrap();
        assert_eq!(script.names(), ["one", "two", "three"]);
        let figures = store.read().await.unwrap().queue_figures(start()).await.unwrap();
        assert_eq!(figures.waiting, 0, "what ran was also written down");
        put(&store, 4, publish("four"), 0, None).await;
        let free = transaction!(store, |tx| tx
            .claim(&ws(), klatch::job::Lane::Send, "another", start(), TimeDelta::seconds(1), 1)
            .await)
        .await;
        assert_eq!(free.unwrap().len(), 1, "the lane is free at once");
        store.close().await;
    })
    .await;
}
