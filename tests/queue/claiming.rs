//! Several processes claim from one queue: no job is handed out twice, and none overtakes another
//! in its channel.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use klatch::clock::Chance;
use klatch::domain::ids::{ChannelId, JobId, MemberId, WorkspaceId};
use klatch::job::{Job, Lane};
use klatch::store::{ClaimedJob, Store, transaction};
use proptest::prelude::{ProptestConfig, Strategy, any, prop};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::support::{on_both, start};

const LEASE: TimeDelta = TimeDelta::seconds(60);

fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn job(n: usize) -> Job {
    Job::PublishHome { member: MemberId::new(format!("U{n}")) }
}

/// For every job: its second, and its channel if it has one.
fn plans() -> impl Strategy<Value = Vec<(i64, Option<u8>)>> {
    prop::collection::vec((0_i64..4, prop::option::weighted(0.7, 0_u8..3)), 1..24)
}

type Order = BTreeMap<JobId, (Option<ChannelId>, DateTime<Utc>)>;

async fn fill(store: &Store, plan: &[(i64, Option<u8>)], seed: u64) -> Order {
    let chance = Chance::seeded(seed);
    let mut order = Order::new();
    for (n, (second, channel)) in plan.iter().enumerate() {
        let (id, at) = (chance.id(start()), start() + TimeDelta::seconds(*second));
        let channel = channel.map(|channel| ChannelId::new(format!("C{channel}")));
        transaction!(store, |tx| tx
            .enqueue(&ws(), &job(n), at, None, channel.as_ref(), id, start())
            .await)
        .await
        .unwrap();
        order.insert(id, (channel, at));
    }
    order
}

async fn claim(store: &Store, owner: &str, now: DateTime<Utc>) -> Vec<ClaimedJob> {
    transaction!(store, |tx| tx.claim(&ws(), Lane::Send, owner, now, LEASE, 3).await).await.unwrap()
}

/// Claims and ends jobs until none is left; some are tried again first.
async fn work_off(store: Store, owner: String, now: DateTime<Utc>, log: Arc<Mutex<Vec<JobId>>>) {
    loop {
        let claimed = claim(&store, &owner, now).await;
        for job in &claimed {
            // Within the lease: two entries of one job would be two owners.
            log.lock().unwrap().push(job.id);
            let ended =
                transaction!(store, |tx| tx.finish(&ws(), job.id, &job.lease).await).await.unwrap();
            assert!(ended, "the lease was ours");
        }
        if claimed.is_empty() {
            transaction!(store, |tx| tx.release_lanes(&owner).await).await.unwrap();
            if store.read().await.unwrap().queue_figures(now).await.unwrap().waiting == 0 {
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

fn in_order(log: &[JobId], order: &Order) {
    let mut last: BTreeMap<&ChannelId, (DateTime<Utc>, JobId)> = BTreeMap::new();
    for id in log {
        let (Some(channel), at) = &order[id] else { continue };
        let before = last.insert(channel, (*at, *id));
        assert!(before < Some((*at, *id)), "{channel}: {id} overtook another");
    }
}

/// Values of a strategy, the same in every run: a failure can be seen again.
fn samples<S: Strategy>(strategy: S, count: usize) -> impl Iterator<Item = S::Value> {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    (0..count).map(move |_| strategy.new_tree(&mut runner).unwrap().current())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_job_is_handed_out_twice_and_channels_keep_their_order() {
    on_both(async |given| {
        for (plan, seed) in samples((plans(), any::<u64>()), 12) {
            let order = fill(&given.store, &plan, seed).await;
            let log = Arc::new(Mutex::new(Vec::new()));
            let now = start() + TimeDelta::seconds(10);
            let mut claimers = tokio::task::JoinSet::new();
            for n in 0..4 {
                let (store, log) = (given.store.clone(), Arc::clone(&log));
                claimers.spawn(work_off(store, format!("process {n}"), now, log));
            }
            while let Some(ended) = claimers.join_next().await {
                ended.unwrap();
            }
            let log = log.lock().unwrap();
            assert_eq!(log.len(), order.len(), "{plan:?}: each once");
            assert_eq!(log.iter().collect::<BTreeSet<_>>(), order.keys().collect());
            in_order(&log, &order);
        }
    })
    .await;
}

/// One process at a time, each of which may die in the middle: its jobs come back after their
/// leases, in the same order, and what it still says then is not heard.
#[tokio::test]
async fn what_a_dead_process_held_is_taken_over() {
    on_both(async |given| {
        let deaths = prop::collection::vec(any::<bool>(), 40);
        let mut now = start() + TimeDelta::seconds(10);
        for (plan, seed, deaths) in samples((plans(), any::<u64>(), deaths), 8) {
            let order = fill(&given.store, &plan, seed).await;
            let store = &given.store;
            let (mut log, mut dead): (Vec<JobId>, Vec<ClaimedJob>) = (Vec::new(), Vec::new());
            for n in 0.. {
                let claimed = claim(store, &format!("process {n}"), now).await;
                now += LEASE;
                if claimed.is_empty() {
                    break;
                }
                let dies = deaths.get(n).copied().unwrap_or_default();
                for job in claimed {
                    if dies {
                        dead.push(job);
                        continue;
                    }
                    log.push(job.id);
                    for late in dead.iter().filter(|late| late.id == job.id) {
                        transaction!(store, |tx| {
                            assert!(!tx.finish(&ws(), late.id, &late.lease).await?);
                            assert!(!tx.retry(&ws(), late.id, &late.lease, "late", now).await?);
                            Ok(())
                        })
                        .await
                        .unwrap();
                    }
                    let ended =
                        transaction!(store, |tx| tx.finish(&ws(), job.id, &job.lease).await);
                    assert!(ended.await.unwrap());
                }
            }
            assert_eq!(log.len(), order.len());
            in_order(&log, &order);
        }
    })
    .await;
}
