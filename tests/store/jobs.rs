//! Jobs: put into the queue, claimed under a lease, ended by whoever holds it.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::domain::ids::{ChannelId, JobId, WorkspaceId};
use klatch::job::{Job, Lane};
use klatch::store::{ClaimedJob, NewJob, PlannedJob, QueueFigures, Result, Store, Tx, transaction};

use crate::given::{id, who, ws};
use crate::support::{on_both, start};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

fn send() -> Job {
    Job::PublishHome { member: who("U-ana") }
}

fn work() -> Job {
    Job::PairRound { round: id(7) }
}

/// Puts a job into the queue, so many seconds from the start.
async fn put(tx: &mut Tx, n: u64, seconds: i64, channel: Option<&str>) -> Result<JobId> {
    let (run_at, channel) = (start() + TimeDelta::seconds(seconds), channel.map(ChannelId::from));
    let new = tx.enqueue(&ws(), &send(), run_at, None, channel.as_ref(), id(n), start()).await?;
    assert!(new);
    Ok(id(n))
}

async fn claim(store: &Store, owner: &str, now: DateTime<Utc>, limit: u32) -> Vec<ClaimedJob> {
    transaction!(store, |tx| tx.claim(&ws(), Lane::Send, owner, now, MINUTE, limit).await)
        .await
        .unwrap()
}

/// The lanes in which something is due.
async fn lanes(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<(WorkspaceId, Lane)>> {
    let due = tx.due(now, &[]).await?;
    Ok(due.into_iter().map(|due| (due.workspace, due.lane)).collect())
}

fn ids(claimed: &[ClaimedJob]) -> Vec<JobId> {
    claimed.iter().map(|job| job.id).collect()
}

#[tokio::test]
async fn a_job_waits_for_its_time_and_is_planned_once_a_key() {
    on_both(async |given| {
        let later = start() + TimeDelta::hours(1);
        transaction!(given.store, |tx| {
            assert_eq!(tx.next_due().await?, None);
            assert!(tx.enqueue(&ws(), &work(), later, Some("pair"), None, id(1), start()).await?);
            assert!(!tx.enqueue(&ws(), &work(), later, Some("pair"), None, id(2), start()).await?);
            assert!(!tx.enqueue(&ws(), &work(), later, None, None, id(1), start()).await?);
            let other = "T2".into();
            assert!(tx.enqueue(&other, &work(), later, Some("pair"), None, id(1), start()).await?);
            assert_eq!(tx.next_due().await?, Some(later));
            assert_eq!(lanes(tx, start()).await?, []);
            assert_eq!(tx.first_due(start()).await?, None);
            assert_eq!(tx.planned(&ws(), start(), 10).await?, []);
            let planned = PlannedJob { id: id(1), job: work(), run_at: later };
            assert_eq!(tx.planned(&ws(), later, 10).await?, [planned]);
            let due = [(ws(), Lane::Work), (other.clone(), Lane::Work)];
            assert_eq!(lanes(tx, later).await?, due);
            assert_eq!(tx.first_due(later).await?, Some((ws(), Lane::Work)));
            assert_eq!(tx.claim(&ws(), Lane::Work, "me", start(), MINUTE, 9).await?, []);
            let mine = tx.claim(&ws(), Lane::Work, "me", later, MINUTE, 9).await?;
            assert_eq!(ids(&mine), [id(1)]);
            assert_eq!((mine[0].attempt, &mine[0].job, mine[0].run_at), (1, &work(), later));
            assert_eq!(lanes(tx, later).await?, [(other.clone(), Lane::Work)]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_job_keeps_its_name() {
    on_both(async |given| {
        transaction!(given.store, |tx| {
            for (n, key) in [(1, "first"), (2, "second")] {
                tx.enqueue(&ws(), &send(), start(), Some(key), None, id(n), start()).await?;
            }
            let claimed = tx.claim(&ws(), Lane::Send, "me", start(), MINUTE, 9).await?;
            assert_eq!(ids(&claimed), [id(1), id(2)]);
            assert!(tx.cancel(&ws(), id(1), &claimed[0].lease, "nobody left").await?);
            let key = Some("first");
            assert!(!tx.enqueue(&ws(), &send(), start(), key, None, id(3), start()).await?);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn one_process_holds_a_lane_until_its_lease_runs_out() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| {
            for n in 0..4 {
                put(tx, n, 0, None).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(claim(store, "one", start(), 2).await.len(), 2);
        assert_eq!(claim(store, "two", start(), 9).await, []);
        assert_eq!(claim(store, "one", start(), 9).await.len(), 2);
        let soon = start() + MINUTE;
        assert_eq!(claim(store, "two", soon, 9).await.len(), 4, "leases are taken over");
        transaction!(store, |tx| tx.release_lanes("two").await).await.unwrap();
        assert_eq!(claim(store, "one", soon, 9).await, [], "the lane is free, the jobs are not");
        transaction!(store, |tx| put(tx, 9, 0, None).await).await.unwrap();
        assert_eq!(claim(store, "one", soon, 9).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_the_lease_changes_nothing() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| put(tx, 1, 0, None).await).await.unwrap();
        let lost = claim(store, "me", start(), 1).await.remove(0).lease;
        given.clock.advance_to(start() + MINUTE);
        let kept = claim(store, "me", start() + MINUTE, 1).await.remove(0);
        assert_eq!(kept.attempt, 2);
        transaction!(store, |tx| {
            let (job, later) = (kept.id, start() + MINUTE * 2);
            assert!(!tx.mark_sending(&ws(), job, &lost).await?);
            assert!(!tx.finish(&ws(), job, &lost).await?);
            assert!(!tx.cancel(&ws(), job, &lost, "no").await?);
            assert!(!tx.discard(&ws(), job, &lost, "no").await?);
            assert!(!tx.let_go(&ws(), job, &lost).await?);
            assert!(!tx.retry(&ws(), job, &lost, "no", later).await?);
            assert!(!tx.retry_in_doubt(&ws(), job, &lost, "no", later).await?);
            assert!(!tx.look_again(&ws(), job, &lost, later).await?);
            assert!(!tx.snooze(&ws(), job, &lost, later).await?);
            assert!(!tx.finish(&"T2".into(), job, &kept.lease).await?);
            assert!(tx.mark_sending(&ws(), job, &kept.lease).await?);
            assert!(tx.finish(&ws(), job, &kept.lease).await?);
            assert!(!tx.finish(&ws(), job, &kept.lease).await?, "it has ended");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn nothing_is_sent_on_a_lease_that_ran_out() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| put(tx, 1, 0, None).await).await.unwrap();
        let mine = claim(store, "me", start(), 1).await.remove(0);
        given.clock.advance_to(start() + MINUTE);
        transaction!(store, |tx| {
            assert!(!tx.mark_sending(&ws(), mine.id, &mine.lease).await?);
            assert!(tx.finish(&ws(), mine.id, &mine.lease).await?, "nobody took it over");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn within_a_channel_nothing_is_overtaken() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| {
            put(tx, 1, 0, Some("C1")).await?;
            put(tx, 2, 1, Some("C1")).await?;
            put(tx, 3, 1, Some("C2")).await?;
            put(tx, 4, 1, None).await?;
            Ok(())
        })
        .await
        .unwrap();
        let now = start() + TimeDelta::seconds(5);
        let claimed = claim(store, "me", now, 9).await;
        let mut free = [id::<JobId>(3), id(4)];
        free.sort();
        assert_eq!(ids(&claimed), [id(1), free[0], free[1]]);

        let first = &claimed[0];
        let again = now + TimeDelta::seconds(30);
        transaction!(store, |tx| {
            assert!(tx.retry(&ws(), first.id, &first.lease, "not now", again).await?);
            assert_eq!(lanes(tx, now).await?, [], "the second waits for the first");
            assert_eq!(tx.first_due(now).await?, None);
            let released = claimed[1].lease.clone();
            tx.finish(&ws(), claimed[1].id, &released).await?;
            tx.finish(&ws(), claimed[2].id, &claimed[2].lease).await?;
            assert_eq!(tx.next_due().await?, Some(again));
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(claim(store, "me", now, 9).await, []);
        let first = claim(store, "me", again, 9).await;
        assert_eq!(ids(&first), [id(1)]);
        transaction!(store, |tx| tx.finish(&ws(), id(1), &first[0].lease).await).await.unwrap();
        assert_eq!(ids(&claim(store, "me", again, 9).await), [id(2)]);
    })
    .await;
}

#[tokio::test]
async fn a_marked_job_that_comes_back_is_in_doubt() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| put(tx, 1, 0, None).await).await.unwrap();
        let mut now = start();
        let mut next = async |how: &str| {
            now += MINUTE;
            given.clock.advance_to(now);
            let job = claim(store, "me", now, 1).await.remove(0);
            transaction!(store, |tx| {
                tx.mark_sending(&ws(), job.id, &job.lease).await?;
                let (id, lease) = (job.id, &job.lease);
                match how {
                    "crash" => Ok(true),
                    "lost answer" => tx.retry_in_doubt(&ws(), id, lease, how, now).await,
                    "refused" => tx.retry(&ws(), id, lease, how, now).await,
                    "put off" => tx.snooze(&ws(), id, lease, now).await,
                    _ => tx.let_go(&ws(), id, lease).await,
                }
            })
            .await
            .unwrap();
            (job.in_doubt.is_some(), job.attempt)
        };
        assert_eq!(next("refused").await, (false, 1));
        assert_eq!(next("put off").await, (false, 2));
        assert_eq!(next("crash").await, (false, 2), "putting off costs no attempt");
        assert_eq!(next("lost answer").await, (true, 3));
        assert_eq!(next("let go").await, (true, 4));
        let figures = store.read().await.unwrap().queue_figures(now).await.unwrap();
        assert_eq!(figures, QueueFigures { in_doubt: 1, ..QueueFigures::default() });
    })
    .await;
}

#[tokio::test]
async fn the_operator_sees_how_the_queue_is_doing() {
    on_both(async |given| {
        let store = &given.store;
        let now = start() + TimeDelta::seconds(9);
        transaction!(store, |tx| {
            assert_eq!(tx.queue_figures(now).await?, QueueFigures::default());
            for (n, seconds) in [(1, 0), (2, 4), (3, 60)] {
                put(tx, n, seconds, None).await?;
            }
            let claimed = tx.claim(&ws(), Lane::Send, "me", start(), MINUTE, 1).await?;
            tx.discard(&ws(), claimed[0].id, &claimed[0].lease, "broken").await?;
            let expected = QueueFigures {
                waiting: 2,
                discarded: 1,
                in_doubt: 0,
                oldest: Some(TimeDelta::seconds(5)),
            };
            assert_eq!(tx.queue_figures(now).await?, expected);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

/// Beside a newer version: its jobs wait, and cost us nothing.
#[tokio::test]
async fn a_job_that_this_version_does_not_know_rests() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| put(tx, 1, 0, None).await).await.unwrap();
        let newer =
            "UPDATE jobs SET payload = '{\"kind\":\"send_flowers\"}', kind = 'send_flowers'";
        crate::support::execute(&given.database.url, newer).await;
        transaction!(store, |tx| put(tx, 2, 0, None).await).await.unwrap();
        assert_eq!(ids(&claim(store, "me", start(), 9).await), [id(2)]);
        // Why is kept with it and logged, so it does not repeat what stands there.
        let why = "SELECT last_error FROM jobs WHERE kind = 'send_flowers'";
        let why = crate::support::texts(&given.database.url, why).await;
        let form = "cannot read payload from the database: it does not have the form expected";
        assert!(why.iter().all(|why| why.starts_with(form) && !why.contains("flowers")), "{why:?}");
        assert_eq!(why.len(), 1);
        let older = format!(
            "UPDATE jobs SET payload = '{}' WHERE kind = 'send_flowers'",
            serde_json::to_string(&send()).unwrap()
        );
        crate::support::execute(&given.database.url, &older).await;
        let later = claim(store, "me", start() + MINUTE, 9).await;
        let rested = later.iter().find(|job| job.id == id(1)).unwrap();
        assert_eq!(rested.attempt, 1);
    })
    .await;
}

#[tokio::test]
async fn a_redraw_that_nobody_has_begun_makes_another_one_needless() {
    on_both(async |given| {
        let store = &given.store;
        let redraw = async |n: u64, channel: &str, at: DateTime<Utc>| {
            let channel = ChannelId::from(channel);
            transaction!(store, |tx| tx.enqueue_redraw(&ws(), &send(), &channel, id(n), at).await)
                .await
                .unwrap()
        };
        assert!(redraw(1, "U-ana", start()).await);
        assert!(!redraw(2, "U-ana", start()).await, "it will see this, too");
        assert!(redraw(3, "U-bo", start() + MINUTE).await, "another one's");
        let elsewhere = transaction!(store, |tx| {
            tx.enqueue_redraw(&"T2".into(), &send(), &"U-ana".into(), id(1), start()).await
        });
        assert!(elsewhere.await.unwrap());

        let begun = claim(store, "me", start(), 9).await.remove(0);
        assert_eq!(begun.id, id(1));
        // The clock of whoever queues it may be behind.
        assert!(redraw(4, "U-ana", start() - MINUTE).await, "it may have looked already");
        assert!(!redraw(5, "U-ana", start()).await);
        assert_eq!(claim(store, "me", start(), 9).await, [], "the newer one comes last");
        let later = start() + MINUTE * 10;
        transaction!(store, |tx| tx.retry(&ws(), begun.id, &begun.lease, "no", later).await)
            .await
            .unwrap();
        assert_eq!(claim(store, "me", start(), 9).await, [], "the first is tried again later");
        assert!(!redraw(6, "U-ana", start()).await, "the newer one still waits");
        assert_eq!(
            ids(&claim(store, "me", start(), 9).await),
            [id(1)],
            "at once, as somebody looks"
        );
    })
    .await;
}

#[tokio::test]
async fn a_redraw_that_failed_may_be_given_up_so_that_it_counts_for_nothing() {
    on_both(async |given| {
        let store = &given.store;
        let redraw = async |n: u64| {
            transaction!(store, |tx| {
                tx.enqueue_redraw(&ws(), &send(), &"U-ana".into(), id(n), start()).await
            })
            .await
            .unwrap()
        };
        assert!(redraw(1).await);
        let begun = claim(store, "me", start(), 9).await.remove(0);
        transaction!(store, |tx| tx.retry(&ws(), begun.id, &begun.lease, "no", start()).await)
            .await
            .unwrap();
        assert!(redraw(2).await);
        let again = claim(store, "me", start(), 9).await;
        assert_eq!(ids(&again), [id(1)], "still in their order");
        transaction!(store, |tx| tx.discard(&ws(), id(1), &again[0].lease, "no").await)
            .await
            .unwrap();
        assert_eq!(ids(&claim(store, "me", start(), 9).await), [id(2)]);
    })
    .await;
}

#[tokio::test]
async fn many_jobs_are_queued_together_each_name_once() {
    on_both(async |given| {
        let later = start() + MINUTE;
        let new =
            |n: u64, name: Option<String>| NewJob { id: id(n), job: work(), run_at: later, name };
        let mut jobs: Vec<NewJob> = (0..600).map(|n| new(n, Some(format!("pair:{n}")))).collect();
        jobs.push(new(900, None));
        transaction!(given.store, |tx| {
            assert_eq!(tx.enqueue_all(&ws(), &[], start()).await?, 0);
            assert_eq!(tx.enqueue_all(&ws(), &jobs, start()).await?, 601);
            let again = [new(901, Some("pair:7".to_owned())), new(902, None)];
            assert_eq!(tx.enqueue_all(&ws(), &again, start()).await?, 1, "a name counts once");
            assert_eq!(tx.enqueue_all(&"T2".into(), &again, start()).await?, 2);
            assert_eq!(tx.planned(&ws(), later, 999).await?.len(), 602);
            let claimed = tx.claim(&ws(), Lane::Work, "me", later, MINUTE, 1).await?;
            assert_eq!((&claimed[0].job, &claimed[0].channel), (&work(), &None));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
