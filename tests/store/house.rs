//! The inbox, receipts, claims of days, the audit trail, and what is purged.

use chrono::TimeDelta;
use klatch::event::{Event, Happening, Reply};
use klatch::job::{Job, Lane};
use klatch::store::{DayClaim, transaction};
use serde_json::json;

use crate::given::{day, id, who, ws};
use crate::support::{on_both, start};

fn opened(workspace: &str, event: &str) -> Event {
    Event {
        workspace: workspace.into(),
        id: event.to_owned(),
        at: Some(start()),
        what: Happening::HomeOpened { member: who("U-ana") },
    }
}

#[tokio::test]
async fn an_event_that_comes_twice_is_kept_once_and_in_order() {
    on_both(async |given| {
        let store = &given.store;
        let (z, a, foreign) = (opened("T1", "z"), opened("T1", "a"), opened("T2", "a"));
        let batch = [z.clone(), a.clone(), z.clone(), foreign.clone()];
        let mut intake = store.intake().await.unwrap();
        let new = intake.receive(&batch, start()).await.unwrap();
        assert_eq!(new, 3);
        let again = intake.receive(&[opened("T1", "b"), a.clone()], start()).await.unwrap();
        assert_eq!(again, 1);
        // On SQLite it is the one that writes.
        drop(intake);
        transaction!(store, |tx| {
            let waiting = tx.next_events(start(), 3).await?;
            assert_eq!(waiting, [z.clone(), a.clone(), foreign.clone()]);
            assert!(tx.event_done(&ws(), "z", start()).await?);
            assert!(!tx.event_done(&ws(), "z", start()).await?, "once only");
            let waiting = tx.next_events(start(), 10).await?;
            assert_eq!(waiting, [a.clone(), foreign.clone(), opened("T1", "b")]);
            Ok(())
        })
        .await
        .unwrap();
        let mut intake = store.intake().await.unwrap();
        let done = intake.receive(std::slice::from_ref(&z), start()).await.unwrap();
        assert_eq!(done, 0, "it counts also when it is done");
        // Five are padded to six; the last one came before.
        let five: Vec<Event> =
            ["5", "3", "4", "2", "b"].into_iter().map(|id| opened("T1", id)).collect();
        assert_eq!(intake.receive(&five, start() + TimeDelta::seconds(1)).await.unwrap(), 4);
        drop(intake);
        let mut tx = store.read().await.unwrap();
        let waiting = tx.next_events(start() + TimeDelta::seconds(1), 10).await.unwrap();
        assert_eq!(waiting[3..], five[..4], "as they came in");
        drop(tx);
        let mut intake = store.intake().await.unwrap();
        let many: Vec<Event> =
            (0..513).map(|number| opened("T1", &format!("many-{number}"))).collect();
        assert!(intake.receive(&many, start()).await.is_err(), "all of them or none");
        assert_eq!(intake.receive(&many[..500], start()).await.unwrap(), 500);
        assert_eq!(intake.receive(&[], start()).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_fails_waits_longer_each_time_and_is_kept_in_the_end() {
    on_both(async |given| {
        let event = opened("T1", "a");
        given
            .store
            .intake()
            .await
            .unwrap()
            .receive(std::slice::from_ref(&event), start())
            .await
            .unwrap();
        transaction!(given.store, |tx| {
            assert_eq!(tx.event_failed(&ws(), "a", "no").await?, 1);
            assert_eq!(tx.next_events(start() + TimeDelta::seconds(1), 10).await?, []);
            assert_eq!(tx.next_events(start() + TimeDelta::seconds(2), 10).await?.len(), 1);
            for attempts in 2..=8 {
                assert_eq!(tx.event_failed(&ws(), "a", "no").await?, attempts);
            }
            assert_eq!(tx.next_events(start() + TimeDelta::days(9), 10).await?, []);
            assert_eq!(tx.event_failed(&ws(), "a", "no").await?, 0);
            assert_eq!(tx.purge(&ws(), start() + TimeDelta::days(9)).await?, 0);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_first_answer_of_a_key_is_repeated() {
    on_both(async |given| {
        let said = Reply::Ephemeral(json!({ "text": "Welcome \u{0} <b>" }));
        transaction!(given.store, |tx| {
            assert_eq!(tx.receipt(&ws(), "trigger").await?, None);
            tx.keep_receipt(&ws(), "trigger", &said, start()).await?;
            tx.keep_receipt(&ws(), "trigger", &Reply::CloseModal, start()).await?;
            assert_eq!(tx.receipt(&ws(), "trigger").await?, Some(said.clone()));
            assert_eq!(tx.receipt(&"T2".into(), "trigger").await?, None);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_day_belongs_to_whoever_claimed_it_first() {
    on_both(async |given| {
        let ana = who("U-ana");
        let (mon, tue) = (day("2026-01-12"), day("2026-01-13"));
        transaction!(given.store, |tx| {
            assert!(tx.claim_day(&ws(), &ana, mon, "coffee").await?);
            assert!(tx.claim_day(&ws(), &ana, mon, "coffee").await?, "it has it already");
            assert!(!tx.claim_day(&ws(), &ana, mon, "pulse").await?);
            assert!(tx.claim_day(&ws(), &ana, tue, "pulse").await?);
            assert!(tx.claim_day(&"T2".into(), &ana, mon, "pulse").await?);
            let taken = tx.claimed_days(&ws(), &ana, mon, tue).await?;
            assert_eq!(taken, [(mon, "coffee".to_owned()), (tue, "pulse".to_owned())]);
            assert_eq!(tx.claimed_days(&ws(), &ana, tue, tue).await?.len(), 1);
            assert_eq!(tx.claim_of(&ws(), &ana, "coffee").await?, Some(mon));
            tx.release_claim(&ws(), &ana, "coffee").await?;
            assert_eq!(tx.claim_of(&ws(), &ana, "coffee").await?, None);
            assert!(tx.claim_day(&ws(), &ana, mon, "pulse").await?);
            assert_eq!(tx.claim_of(&ws(), &ana, "pulse").await?, Some(tue), "the latest");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn many_days_are_claimed_together_and_who_has_none_is_known() {
    on_both(async |given| {
        let monday = day("2026-01-12");
        let wants = |name: &str, claimed_by: &str| DayClaim {
            member: who(name),
            day: monday,
            claimed_by: claimed_by.to_owned(),
        };
        transaction!(given.store, |tx| {
            assert!(tx.claim_day(&ws(), &who("U-bo"), monday, "pulse").await?);
            assert!(tx.claim_day(&ws(), &who("U-cy"), monday, "coffee").await?);
            let all = ["U-cy", "U-bo", "U-ana"].map(|name| wants(name, "coffee"));
            assert_eq!(tx.claim_days(&ws(), &all).await?, [who("U-bo")], "it is the pulse's");
            assert_eq!(tx.claim_days(&ws(), &[]).await?, []);
            assert_eq!(tx.claim_of(&ws(), &who("U-ana"), "coffee").await?, Some(monday));
            assert_eq!(tx.claim_of(&ws(), &who("U-bo"), "coffee").await?, None);
            let elsewhere = tx.claim_days(&"T2".into(), &all).await?;
            assert_eq!(elsewhere, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_audit_trail_is_read_backwards() {
    on_both(async |given| {
        let trail = transaction!(given.store, |tx| {
            for (n, action) in [(1, "set_up"), (2, "end")] {
                let at = start() + TimeDelta::hours(n);
                let (id, actor) = (id(n.unsigned_abs()), who("U-ana"));
                tx.audit(&ws(), id, at, &actor, action, "program", &json!({ "n": n })).await?;
            }
            assert_eq!(tx.audit_trail(&"T2".into(), 10).await?, []);
            assert_eq!(tx.audit_trail(&ws(), 1).await?.len(), 1);
            tx.audit_trail(&ws(), 10).await
        })
        .await
        .unwrap();
        assert_eq!(
            trail.iter().map(|it| it.action.as_str()).collect::<Vec<_>>(),
            ["end", "set_up"]
        );
        assert_eq!(trail[0].detail, json!({ "n": 2 }));
        assert_eq!(trail[0].at, start() + TimeDelta::hours(2));
        assert_eq!((trail[0].id, &trail[0].actor), (id(2), &who("U-ana")));
    })
    .await;
}

#[tokio::test]
async fn what_has_ended_long_ago_is_purged() {
    on_both(async |given| {
        let job = Job::PublishHome { member: who("U-ana") };
        let later = start() + TimeDelta::days(1);
        let events = [opened("T1", "a"), opened("T1", "b")];
        given.store.intake().await.unwrap().receive(&events, start()).await.unwrap();
        transaction!(given.store, |tx| {
            tx.keep_receipt(&ws(), "old", &Reply::Done, start()).await?;
            tx.keep_receipt(&ws(), "new", &Reply::Done, later).await?;
            tx.event_done(&ws(), "a", start()).await?;
            tx.claim_day(&ws(), &who("U-ana"), day("2026-01-05"), "old").await?;
            tx.claim_day(&ws(), &who("U-ana"), day("2026-01-06"), "new").await?;
            for (n, key) in [(1, "done"), (2, "discarded"), (3, "waiting")] {
                tx.enqueue(&ws(), &job, start(), Some(key), None, id(n), start()).await?;
            }
            let leased =
                tx.claim(&ws(), Lane::Send, "me", start(), TimeDelta::minutes(1), 9).await?;
            for claimed in &leased {
                let (id_, lease) = (claimed.id, &claimed.lease);
                if id_ == id(1) {
                    tx.finish(&ws(), id_, lease).await?;
                } else if id_ == id(2) {
                    tx.discard(&ws(), id_, lease, "broken").await?;
                }
            }
            assert_eq!(tx.purge(&"T2".into(), later).await?, 0);
            assert_eq!(tx.purge(&ws(), later).await?, 4, "a receipt, an event, a day and a job");
            assert_eq!(tx.receipt(&ws(), "old").await?, None);
            assert_eq!(tx.receipt(&ws(), "new").await?, Some(Reply::Done));
            let again =
                tx.enqueue(&ws(), &job, start(), Some("done"), None, id(4), start()).await?;
            assert!(again, "its key is free again");
            assert_eq!(tx.queue_figures(start()).await?.discarded, 1);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
