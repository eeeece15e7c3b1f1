//! Messages that are held back, and let go.

use chrono::TimeDelta;
use klatch::domain::ids::WorkspaceId;
use klatch::job::Job;
use klatch::store::{HeldJobs, Released, Result, Tx, transaction};

use crate::given::{id, who, ws};
use crate::support::{on_both, start};

async fn put(tx: &mut Tx, n: u64, ws: &WorkspaceId, job: &Job, seconds: i64) -> Result<()> {
    let at = start() + TimeDelta::seconds(seconds);
    assert!(tx.enqueue(ws, job, at, None, None, id(n), start()).await?);
    Ok(())
}

#[tokio::test]
async fn what_is_held_is_listed_and_goes_out_slowly() {
    on_both(async |given| {
        let now = start() + TimeDelta::minutes(1);
        let other = WorkspaceId::new("T2");
        let (introduce, remind) =
            (Job::IntroduceGroup { group: id(1) }, Job::RemindGroup { group: id(1) });
        let home = Job::PublishHome { member: who("U-ana") };
        transaction!(given.store, |tx| {
            put(tx, 1, &ws(), &introduce, 0).await?;
            put(tx, 2, &ws(), &introduce, 1).await?;
            put(tx, 3, &ws(), &remind, 2).await?;
            put(tx, 4, &ws(), &home, 3).await?;
            put(tx, 5, &ws(), &introduce, 3_600).await?;
            put(tx, 6, &other, &introduce, 0).await?;
            assert!(!tx.is_held(&ws()).await?);
            assert_eq!(tx.held(None, now, 9).await?, [], "nothing is held yet");
            assert!(tx.hold(Some(&ws()), "U-ana", start()).await?);
            assert!(!tx.hold(Some(&ws()), "U-bo", now).await?, "it is held already");
            let hold = tx.hold_on(Some(&ws())).await?.unwrap();
            assert_eq!((hold.by.as_str(), hold.since, hold.everywhere), ("U-ana", start(), false));
            assert!(!tx.is_held(&other).await?);
            assert_eq!(tx.hold_on(None).await?, None, "not all of them");
            let kinds = [("introduce_group", 2, 0), ("remind_group", 1, 2)];
            let kinds = kinds.map(|(kind, count, seconds)| HeldJobs {
                workspace: ws(),
                kind: kind.to_owned(),
                count,
                oldest: start() + TimeDelta::seconds(seconds),
            });
            assert_eq!(tx.held(Some(&ws()), now, 9).await?, kinds);
            assert_eq!(tx.held(Some(&ws()), now, 1).await?, kinds[..1]);
            assert_eq!(tx.held(None, now, 9).await?, kinds);
            assert_eq!(tx.release(Some(&other), now).await?, None);
            let released = Released { waiting: 2, lapsed: 1 };
            assert_eq!(tx.release(Some(&ws()), now).await?, Some(released));
            let planned = tx.planned(&ws(), now + TimeDelta::minutes(1), 9).await?;
            let planned: Vec<_> =
                planned.iter().map(|job| (job.id, (job.run_at - now).num_seconds())).collect();
            assert_eq!(planned, [(id(4), -57), (id(1), 3), (id(2), 6)]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_two_holds_the_last_release_counts() {
    on_both(async |given| {
        let now = start() + TimeDelta::minutes(1);
        transaction!(given.store, |tx| {
            put(tx, 1, &ws(), &Job::IntroduceGroup { group: id(1) }, 0).await?;
            tx.hold(None, "an operator", start()).await?;
            tx.hold(Some(&ws()), "U-ana", start()).await?;
            assert!(tx.hold_on(Some(&ws())).await?.unwrap().everywhere);
            assert_eq!(tx.hold_on(None).await?.unwrap().by, "an operator");
            assert!(tx.is_held(&"T2".into()).await?);
            assert_eq!(tx.release(None, now).await?, Some(Released::default()));
            assert!(tx.is_held(&ws()).await?);
            assert!(!tx.is_held(&"T2".into()).await?);
            let released = Released { waiting: 1, lapsed: 0 };
            assert_eq!(tx.release(Some(&ws()), now).await?, Some(released));
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
