//! Claiming at a pace, pauses that Slack asked for, and what all processes know of them.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::domain::pacing::{BETWEEN_POSTS, EVERY_METHOD, Paces};
use klatch::job::{Job, Lane};
use klatch::store::{ClaimedJob, Result, Store, Tx, transaction};

use crate::given::{id, who, ws};
use crate::support::{on_both, start};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

fn introduce() -> Job {
    Job::IntroduceGroup { group: id(1) }
}

fn open() -> Job {
    Job::OpenConversation { group: id(1), then: start() }
}

async fn put(tx: &mut Tx, n: u64, job: &Job, channel: Option<&str>) -> Result<()> {
    let channel = channel.map(Into::into);
    assert!(tx.enqueue(&ws(), job, start(), None, channel.as_ref(), id(n), start()).await?);
    Ok(())
}

async fn claim(
    store: &Store,
    owner: &str,
    now: DateTime<Utc>,
    paces: &Paces,
) -> (Vec<ClaimedJob>, Paces) {
    transaction!(store, |tx| {
        let mut paces = paces.clone();
        let claimed = tx.claim_paced(&ws(), owner, now, MINUTE, 50, &mut paces).await?;
        Ok((claimed, paces))
    })
    .await
    .unwrap()
}

fn kinds(claimed: &[ClaimedJob]) -> Vec<&'static str> {
    let mut kinds: Vec<_> = claimed.iter().map(|job| job.job.kind()).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test]
async fn no_more_is_claimed_than_slack_allows_and_the_rest_is_due_later() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| {
            for n in 0..4 {
                put(tx, n, &open(), None).await?;
            }
            put(tx, 5, &Job::PublishHome { member: who("U-ana") }, None).await?;
            Ok(())
        })
        .await
        .unwrap();
        let (first, paces) = claim(store, "me", start(), &Paces::default()).await;
        assert_eq!(kinds(&first), ["open_conversation", "open_conversation", "publish_home"]);
        assert_eq!(claim(store, "me", start(), &paces).await.0, []);
        let mut tx = store.read().await.unwrap();
        let (due, brakes) =
            (tx.due(start(), &[]).await.unwrap(), tx.brakes(start()).await.unwrap());
        assert_eq!(due.len(), 1);
        let again = brakes.ready_at(&due[0], &paces, start()).unwrap();
        assert_eq!(again, start() + TimeDelta::milliseconds(1_250));
        let leases = start() + MINUTE;
        assert_eq!(tx.next_due_after(start()).await.unwrap(), Some(leases), "if they never end");
        drop(tx);
        assert_eq!(kinds(&claim(store, "me", again, &paces).await.0), ["open_conversation"]);
        assert_eq!(claim(store, "another", again, &Paces::default()).await.0, [], "one paces");
    })
    .await;
}

#[tokio::test]
async fn a_conversation_gets_one_message_a_second() {
    on_both(async |given| {
        let store = &given.store;
        transaction!(store, |tx| {
            put(tx, 1, &introduce(), Some("C1")).await?;
            put(tx, 2, &introduce(), Some("C1")).await?;
            put(tx, 3, &introduce(), Some("C2")).await
        })
        .await
        .unwrap();
        let (first, paces) = claim(store, "me", start(), &Paces::default()).await;
        assert_eq!(first.len(), 2, "one each");
        let in_c1 = first.iter().find(|job| job.channel == Some("C1".into())).unwrap();
        transaction!(store, |tx| tx.finish(&ws(), in_c1.id, &in_c1.lease).await).await.unwrap();
        assert_eq!(claim(store, "me", start(), &paces).await.0, [], "its second is not over");
        let mut tx = store.read().await.unwrap();
        let busy: Vec<_> = paces.busy_channels(start()).cloned().collect();
        let due = tx.due(start(), &busy).await.unwrap();
        assert_eq!(due[0].busy, Some("C1".into()));
        let ready = tx.brakes(start()).await.unwrap().ready_at(&due[0], &paces, start());
        assert_eq!(ready, Some(start() + BETWEEN_POSTS));
        drop(tx);
        assert_eq!(claim(store, "me", start() + BETWEEN_POSTS, &paces).await.0.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_pause_holds_in_every_process_and_a_longer_one_stays() {
    on_both(async |given| {
        let (store, fresh) = (&given.store, Paces::default());
        transaction!(store, |tx| {
            put(tx, 1, &introduce(), None).await?;
            put(tx, 2, &open(), None).await?;
            tx.pause(&ws(), "chat.postMessage", start() + MINUTE * 2, "slow down").await?;
            tx.pause(&ws(), "chat.postMessage", start() + MINUTE, "slow down").await?;
            tx.pause(&"T2".into(), EVERY_METHOD, start() + MINUTE * 9, "no").await
        })
        .await
        .unwrap();
        let (claimed, _) = claim(store, "one", start(), &fresh).await;
        assert_eq!(kinds(&claimed), ["open_conversation"]);
        let soon = start() + MINUTE;
        let put_off = transaction!(store, |tx| {
            tx.put_off(&ws(), id(2), &claimed[0].lease, start() + MINUTE * 2, "why").await
        });
        assert!(put_off.await.unwrap());
        assert_eq!(claim(store, "two", soon, &fresh).await.0, [], "it still lasts");
        let mut tx = store.read().await.unwrap();
        let (due, brakes) = (tx.due(soon, &[]).await.unwrap(), tx.brakes(soon).await.unwrap());
        assert_eq!(due[0].lane, Lane::Send);
        assert_eq!(brakes.ready_at(&due[0], &fresh, soon), Some(start() + MINUTE * 2));
        drop(tx);
        assert_eq!(claim(store, "two", start() + MINUTE * 2, &fresh).await.0.len(), 2);
        transaction!(store, |tx| {
            tx.pause(&ws(), EVERY_METHOD, start() + MINUTE * 9, "no").await?;
            put(tx, 3, &introduce(), None).await
        })
        .await
        .unwrap();
        let soon = start() + MINUTE * 2 + TimeDelta::seconds(30);
        assert_eq!(claim(store, "two", soon, &fresh).await.0, [], "the token");
        transaction!(store, |tx| tx.end_pauses(&ws()).await).await.unwrap();
        assert_eq!(claim(store, "two", soon, &fresh).await.0.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_pause_is_of_that_very_method() {
    on_both(async |given| {
        let (store, fresh) = (&given.store, Paces::default());
        transaction!(store, |tx| {
            for (n, job) in
                [Job::ReadFieldLabels, Job::ReadFields, Job::ReadTeamGroups].iter().enumerate()
            {
                put(tx, n as u64, job, None).await?;
            }
            // Its name is the end of `usergroups.users.list`.
            tx.pause(&ws(), "users.list", start() + MINUTE, "slow down").await?;
            tx.pause(&ws(), "users.profile.get", start() + MINUTE, "slow down").await
        })
        .await
        .unwrap();
        let (claimed, _) = claim(store, "me", start(), &fresh).await;
        assert_eq!(kinds(&claimed), ["read_field_labels", "read_team_groups"]);
        let mut tx = store.read().await.unwrap();
        let (due, brakes) =
            (tx.due(start(), &[]).await.unwrap(), tx.brakes(start()).await.unwrap());
        assert_eq!(brakes.ready_at(&due[0], &fresh, start()), Some(start() + MINUTE));
        drop(tx);
        let (claimed, _) = claim(store, "me", start() + MINUTE, &fresh).await;
        assert!(kinds(&claimed).contains(&"read_fields"));
    })
    .await;
}

#[tokio::test]
async fn what_is_held_back_is_not_claimed() {
    on_both(async |given| {
        let (store, fresh) = (&given.store, Paces::default());
        transaction!(store, |tx| {
            put(tx, 1, &introduce(), None).await?;
            put(tx, 2, &Job::ShowMet { group: id(1) }, None).await?;
            put(tx, 3, &Job::PublishHome { member: who("U-ana") }, None).await?;
            tx.hold(None, "an operator", start()).await
        })
        .await
        .unwrap();
        assert_eq!(kinds(&claim(store, "me", start(), &fresh).await.0), ["publish_home"]);
        let mut tx = store.read().await.unwrap();
        let (due, brakes) =
            (tx.due(start(), &[]).await.unwrap(), tx.brakes(start()).await.unwrap());
        assert!(due.iter().all(|due| brakes.ready_at(due, &fresh, start()).is_none()));
        drop(tx);
        transaction!(store, |tx| tx.release(None, start()).await).await.unwrap();
        let three = TimeDelta::seconds(3);
        assert_eq!(claim(store, "me", start(), &fresh).await.0, [], "slowly");
        assert_eq!(
            kinds(&claim(store, "me", start() + three, &fresh).await.0),
            ["introduce_group"]
        );
        assert_eq!(kinds(&claim(store, "me", start() + three * 2, &fresh).await.0), ["show_met"]);
    })
    .await;
}
