//! Transactions: from anywhere, all or nothing, and again when others are in the way.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use klatch::error::Told;
use klatch::event::{Event, Happening};
use klatch::store::{Error, Result, Store, Tx, transaction};
use tokio::sync::Barrier;

use crate::given::{id, joined, keep, program, who, ws};
use crate::support::{on_both, start};

async fn helper(tx: &mut Tx, name: &str) -> Result<usize> {
    tokio::task::yield_now().await;
    Ok(name.len() + usize::from(tx.now() != start()))
}

async fn borrowing(store: &Store, name: &str) -> Result<usize> {
    let mut last = 0;
    let owned = name.to_owned();
    let value = transaction!(store, |tx| {
        if name.is_empty() {
            return Ok(0);
        }
        last = helper(tx, &owned).await?;
        helper(tx, name).await
    })
    .await?;
    Ok(value + last)
}

#[tokio::test]
async fn a_write_borrows_and_can_be_spawned_or_boxed() {
    on_both(async |given| {
        let store = given.store.clone();
        let task = tokio::spawn(async move {
            let boxed: Pin<Box<dyn Future<Output = Result<usize>> + Send + '_>> =
                Box::pin(borrowing(&store, "four"));
            boxed.await
        });
        assert_eq!(task.await.unwrap().unwrap(), 8);
    })
    .await;
}

#[tokio::test]
async fn an_error_takes_everything_back() {
    on_both(async |given| {
        let store = &given.store;
        let refused: Result<()> = transaction!(store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            Err(Error::Unusable(Told::new("enough", "")))
        })
        .await;
        assert!(matches!(refused, Err(Error::Unusable(told)) if told.what() == "enough"));
        assert_eq!(store.read().await.unwrap().workspace(&ws()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_only_reads_cannot_write() {
    on_both(async |given| {
        let mut tx = given.store.read().await.unwrap();
        tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn a_reader_sees_one_moment() {
    on_both(async |given| {
        let store = &given.store;
        let mut tx = store.read().await.unwrap();
        assert_eq!(tx.workspaces().await.unwrap(), []);
        transaction!(store, |tx| tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await)
            .await
            .unwrap();
        assert_eq!(tx.workspaces().await.unwrap(), []);
        drop(tx);
        assert_eq!(store.read().await.unwrap().workspaces().await.unwrap().len(), 1);
    })
    .await;
}

/// Each takes the number of rounds one up, in its own task, all at once and from two processes:
/// none is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_none_is_lost() {
    on_both(async |given| {
        let plan = program(1);
        keep(&given.store, &plan, &[]).await.unwrap();
        let other = Store::open(&given.database.url, &given.clock).await.unwrap();
        let together = Arc::new(Barrier::new(16));
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..16 {
            let store = if n % 2 == 0 { given.store.clone() } else { other.clone() };
            let (together, id) = (Arc::clone(&together), plan.id);
            tasks.spawn(async move {
                together.wait().await;
                transaction!(store, |tx| {
                    let mut plan = tx.lock_program(&ws(), id).await?.unwrap();
                    plan.rounds += 1;
                    tx.save_program(&ws(), &plan).await
                })
                .await
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
        let mut tx = given.store.read().await.unwrap();
        assert_eq!(tx.program(&ws(), plan.id).await.unwrap().unwrap().rounds, 16);
        other.close().await;
    })
    .await;
}

/// What guards several rows at once: each looks whether the other has joined, and joins if not.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_that_decide_on_each_others_rows_do_not_both_win() {
    on_both(async |given| {
        for attempt in 0..10 {
            let plan = program(attempt);
            keep(&given.store, &plan, &[]).await.unwrap();
            let together = Arc::new(Barrier::new(2));
            let join = |name: &'static str| {
                let (store, together) = (given.store.clone(), Arc::clone(&together));
                let joining = joined(&plan, name);
                tokio::spawn(async move {
                    together.wait().await;
                    transaction!(store, |tx| {
                        if !tx.participations(&ws(), joining.program).await?.is_empty() {
                            return Ok(false);
                        }
                        tx.keep_participation(&ws(), &joining).await?;
                        Ok(true)
                    })
                    .await
                })
            };
            let (ana, bo) = (join("U-ana"), join("U-bo"));
            let won = [ana.await.unwrap().unwrap(), bo.await.unwrap().unwrap()];
            assert_eq!(won.iter().filter(|won| **won).count(), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn saving_what_was_never_inserted_is_an_error() {
    on_both(async |given| {
        let refused =
            transaction!(given.store, |tx| tx.save_program(&ws(), &program(1)).await).await;
        assert!(matches!(refused, Err(Error::Unwritable { .. })));
    })
    .await;
}

#[tokio::test]
async fn the_worker_is_told_of_committed_jobs_only() {
    use klatch::job::Job;

    on_both(async |given| {
        let store = &given.store;
        let job = Job::PublishHome { member: who("U-ana") };
        let told = async || {
            let soon = Duration::ZERO;
            tokio::time::timeout(soon, store.work_added().notified()).await.is_ok()
        };
        let _: Result<()> = transaction!(store, |tx| {
            tx.enqueue(&ws(), &job, start(), None, None, id(1), start()).await?;
            Err(Error::Unusable(Told::new("no", "")))
        })
        .await;
        assert!(!told().await);
        transaction!(store, |tx| tx
            .enqueue(&ws(), &job, start(), None, None, id(1), start())
            .await)
        .await
        .unwrap();
        assert!(told().await);
    })
    .await;
}

/// Somebody's patience ends, or a page is left, while a transaction begins: on PostgreSQL the
/// connection must not stay inside of it, for an event that is kept there would never be committed.
#[tokio::test]
async fn a_beginning_that_is_cut_off_takes_no_event_along() {
    on_both(async |given| {
        let store = &given.store;
        let open = (0..8).map(|_| store.read());
        drop(futures_util::future::join_all(open).await);
        let mut kept = 0;
        for patience in (0..200).step_by(5).map(Duration::from_micros) {
            for turn in 0..8 {
                let begun = Instant::now();
                let over = async {
                    while begun.elapsed() < patience {
                        tokio::task::yield_now().await;
                    }
                };
                let mut attempts = store.attempts();
                tokio::select! {
                    biased;
                    _ = store.read(), if turn == 0 => {}
                    _ = attempts.begin(), if turn != 0 => {}
                    () = over => {}
                }
            }
            for _ in 0..8 {
                let what = Happening::HomeOpened { member: who("U-ana") };
                let event = Event { workspace: ws(), id: format!("Ev{kept}"), at: None, what };
                let mut intake = store.intake().await.unwrap();
                assert_eq!(intake.receive(&[event], start()).await.unwrap(), 1);
                kept += 1;
            }
        }
        let other = Store::open(&given.database.url, &given.clock).await.unwrap();
        let seen = other.read().await.unwrap().next_events(start(), 1_000).await.unwrap();
        assert_eq!(seen.len(), kept, "somebody else sees them");
        other.close().await;
    })
    .await;
}
