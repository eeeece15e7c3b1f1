//! Installations, who is on the way in, and erasing.

use chrono::TimeDelta;
use klatch::clock::Clock;
use klatch::job::{Job, Lane};
use klatch::store::{NewInstallation, SealedTokens, Store, transaction};

use crate::given::{day, group, id, joined, keep, profile, program, round, who, ws};
use crate::support::{TestStore, databases, on_both, samples, start};

fn sealed(name: &str) -> SealedTokens {
    SealedTokens {
        token: Some(format!("sealed {name}")),
        refresh_token: Some(format!("sealed refresh {name}")),
        expires_at: Some(start() + TimeDelta::hours(12)),
    }
}

fn new(name: &str) -> NewInstallation {
    NewInstallation {
        app: Some("A1".to_owned()),
        installer: Some(who("U-ana")),
        scopes: vec!["commands".to_owned(), "chat:write".to_owned()],
        tokens: sealed(name),
    }
}

async fn due(store: &Store, now: chrono::DateTime<chrono::Utc>) -> usize {
    store.read().await.unwrap().due(now, &[]).await.unwrap().len()
}

#[tokio::test]
async fn what_is_taken_out_waits_and_what_is_back_goes_on() {
    on_both(async |given| {
        let later = start() + TimeDelta::days(1);
        let erase_at = start() + TimeDelta::days(30);
        transaction!(given.store, |tx| {
            assert_eq!(tx.installation(&ws()).await?, None);
            assert_eq!(tx.keep_installation(&ws(), &new("one"), start()).await?, 1);
            tx.enqueue(&ws(), &Job::TidyUp, later, None, None, id(1), start()).await?;
            let kept = tx.installation(&ws()).await?.unwrap();
            assert_eq!(kept.scopes, ["commands", "chat:write"]);
            assert_eq!(kept.token.as_deref(), Some("sealed one"));
            assert_eq!(tx.installations().await?, [kept]);

            assert!(!tx.end_installation(&ws(), 7, start(), erase_at).await?, "of another version");
            assert!(tx.end_installation(&ws(), 1, start(), erase_at).await?);
            assert!(!tx.end_installation(&ws(), 2, start(), erase_at).await?, "once only");
            let ended = tx.installation(&ws()).await?.unwrap();
            assert_eq!((ended.token, ended.refresh_token, ended.expires_at), (None, None, None));
            assert_eq!((ended.version, ended.erase_at), (2, Some(erase_at)));
            assert_eq!(tx.installations().await?, []);
            assert!(!tx.keep_tokens(&ws(), 2, &sealed("two")).await?, "it is over");
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(due(&given.store, later + TimeDelta::days(3650)).await, 0, "it waits");
        let before = given.store.moves();
        transaction!(given.store, |tx| {
            assert_eq!(tx.keep_installation(&ws(), &new("three"), later).await?, 3);
            assert!(tx.keep_tokens(&ws(), 3, &sealed("four")).await?);
            assert!(!tx.keep_tokens(&ws(), 3, &sealed("five")).await?, "somebody was faster");
            let back = tx.installation(&ws()).await?.unwrap();
            assert_eq!((back.version, back.uninstalled_at, back.erase_at), (4, None, None));
            assert_eq!(back.token.as_deref(), Some("sealed four"));
            assert_eq!(
                tx.planned(&ws(), later, 10).await?.len(),
                1,
                "at the time it was meant for"
            );
            Ok(())
        })
        .await
        .unwrap();
        assert!(given.store.moves() > before, "whoever remembers it looks again");
        assert_eq!(due(&given.store, later).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_state_is_good_once_in_its_browser_and_for_a_while() {
    on_both(async |given| {
        let hash = |sign: &str| sign.repeat(64);
        let (end, now) = (start() + TimeDelta::minutes(10), start());
        transaction!(given.store, |tx| {
            tx.keep_state(&hash("a"), &hash("b"), now, end).await?;
            assert!(!tx.take_state(&hash("c"), &hash("b"), now).await?, "forged");
            assert!(!tx.take_state(&hash("a"), &hash("c"), now).await?, "another browser");
            assert!(!tx.take_state(&hash("a"), &hash("b"), end).await?, "too late");
            assert!(tx.take_state(&hash("a"), &hash("b"), now).await?);
            assert!(!tx.take_state(&hash("a"), &hash("b"), now).await?, "used");

            tx.keep_state(&hash("a"), &hash("b"), now, end - TimeDelta::seconds(1)).await?;
            for number in 0..999 {
                tx.keep_state(&format!("{number:064}"), &hash("b"), now, end).await?;
            }
            tx.keep_state(&hash("d"), &hash("b"), now, end).await?;
            assert!(!tx.take_state(&hash("a"), &hash("b"), now).await?, "the oldest made place");
            assert!(tx.take_state(&hash("d"), &hash("b"), now).await?, "nobody is locked out");
            assert_eq!(tx.sweep_states(now).await?, 0);
            tx.keep_state(&hash("d"), &hash("b"), end, end + TimeDelta::minutes(10)).await?;
            assert_eq!(tx.sweep_states(end + TimeDelta::hours(1)).await?, 1);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

/// Every table that holds rows of workspaces, as the database itself says.
async fn tables(given: &TestStore) -> Vec<String> {
    let query = if given.database.is_postgres() {
        "SELECT CAST(table_name AS TEXT) AS name FROM information_schema.columns \
         WHERE column_name = 'workspace_id' AND table_schema = 'public' ORDER BY table_name"
    } else {
        "SELECT tables.name AS name FROM sqlite_master AS tables \
         JOIN pragma_table_info(tables.name) AS columns \
         WHERE tables.type = 'table' AND columns.name = 'workspace_id' ORDER BY tables.name"
    };
    crate::support::texts(&given.database.url, query).await
}

async fn rows_of(given: &TestStore, table: &str, workspace: &str) -> i64 {
    let query = format!(
        "SELECT CAST(COUNT(*) AS TEXT) AS name FROM {table} WHERE workspace_id = '{workspace}'"
    );
    crate::support::texts(&given.database.url, &query).await[0].parse().unwrap()
}

#[tokio::test]
async fn erasing_leaves_nothing_of_a_workspace_in_any_table() {
    for database in databases().await {
        println!("on {}:", database.engine());
        samples::carry(&database.url).await;
        let clock = Clock::still(start());
        let store = Store::open(&database.url, &clock).await.unwrap();
        let given = &TestStore { store, clock, database };
        let store = &given.store;
        let tables = tables(given).await;
        assert!(tables.len() >= 17, "{tables:?}");
        for table in &tables {
            assert_ne!(rows_of(given, table, "T1").await, 0, "{table} has no sample row of T1");
        }
        let other = who("U-zoe");
        transaction!(store, |tx| {
            assert_eq!(tx.erase_workspace(&ws()).await?, 0, "it is installed");
            tx.keep_profiles(&"T9".into(), &[profile("U-zoe")], start()).await?;
            assert!(tx.end_installation(&ws(), 2, start(), start()).await?);
            assert!(tx.erase_workspace(&ws()).await? > 17);
            assert!(tx.member(&"T9".into(), &other).await?.is_some(), "others are left alone");
            Ok(())
        })
        .await
        .unwrap();
        for table in &tables {
            assert_eq!(rows_of(given, table, "T1").await, 0, "{table}: add it to store/erase.rs");
        }
        store.close().await;
    }
}

/// Whoever ran the erasing may have held the lane a moment longer.
#[tokio::test]
async fn leases_of_a_workspace_that_is_gone_are_swept() {
    on_both(async |given| {
        let week = TimeDelta::days(7);
        transaction!(given.store, |tx| {
            tx.keep_workspace(&"T2".into(), "Here", &who("B"), start()).await?;
            for workspace in ["T1", "T2"] {
                let (ws, minute) = (workspace.into(), TimeDelta::minutes(1));
                tx.claim(&ws, Lane::Work, "one", start(), minute, 1).await?;
            }
            assert_eq!(tx.sweep_lanes(start()).await?, 0);
            assert_eq!(tx.sweep_lanes(start() + week).await?, 1);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

/// A whole program goes, whatever refers to what.
#[tokio::test]
async fn a_program_with_its_rounds_is_erased() {
    on_both(async |given| {
        let program = program(1);
        let round = round(&program, 1, "2026-01-05");
        let groups = vec![group(&round, 2, &["U-ana", "U-bo"])];
        keep(&given.store, &program, &[(round, groups)]).await.unwrap();
        transaction!(given.store, |tx| {
            tx.keep_participation(&ws(), &joined(&program, "U-ana")).await?;
            tx.claim_day(&ws(), &who("U-ana"), day("2026-01-05"), "coffee").await?;
            tx.keep_installation(&ws(), &NewInstallation::default(), start()).await?;
            tx.end_installation(&ws(), 1, start(), start()).await?;
            assert!(tx.erase_workspace(&ws()).await? >= 7);
            assert_eq!(tx.programs(&ws()).await?.len(), 0);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
