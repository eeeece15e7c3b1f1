//! What is stored about one person, and that nothing of it is left once they are forgotten.

use std::collections::BTreeSet;

use klatch::clock::Clock;
use klatch::domain::coffee::Program;
use klatch::domain::community::Community;
use klatch::domain::people::{Profile, Standing};
use klatch::domain::stored::Kind;
use klatch::store::{Store, transaction};
use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _};

use crate::asking::community;
use crate::given::{joined, keep, profile, program, who, ws};
use crate::support::samples::{carry, connect};
use crate::support::{databases, on_both, start};

/// Every column of text, as `table.column`.
async fn columns(connection: &mut AnyConnection, url: &str) -> Vec<(String, String)> {
    let text = match url.starts_with("sqlite") {
        true => {
            "SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master AS m \
             JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table' AND p.type = 'TEXT'"
        }
        false => {
            "SELECT CAST(table_name AS TEXT) AS table_name, \
             CAST(column_name AS TEXT) AS column_name FROM information_schema.columns \
             WHERE table_schema = current_schema() AND data_type = 'text'"
        }
    };
    let rows = connection.fetch_all(text).await.unwrap();
    let all = rows.iter().map(|row| (row.get("table_name"), row.get("column_name")));
    all.filter(|(table, _): &(String, String)| !table.starts_with('_')).collect()
}

/// Where that id still stands, as a word by itself.
async fn traces(url: &str, id: &str) -> BTreeSet<String> {
    let mut connection = connect(url).await;
    let mut found = BTreeSet::new();
    for (table, column) in columns(&mut connection, url).await {
        let text = format!("SELECT {column} AS cell FROM {table} WHERE {column} IS NOT NULL");
        for row in connection.fetch_all(sqlx::AssertSqlSafe(text)).await.unwrap() {
            let cell: String = row.get("cell");
            let mut words = cell.split(|sign: char| !sign.is_alphanumeric());
            if words.any(|word| word == id) {
                found.insert(format!("{table}.{column}: {cell}"));
            }
        }
    }
    connection.close().await.unwrap();
    found
}

#[tokio::test]
async fn whoever_is_forgotten_stands_in_no_column_of_any_table() {
    for database in databases().await {
        println!("on {}:", database.engine());
        carry(&database.url).await;
        let store =
            Store::connect_and_migrate(&database.url, &Clock::still(start())).await.unwrap();
        for name in ["U3", "U1", "U2"] {
            assert!(!traces(&database.url, name).await.is_empty(), "{name} stands somewhere");
            let forgot =
                transaction!(store, |tx| tx.forget(&ws(), &who(name), "forgotten-1").await);
            assert!(forgot.await.unwrap() > 0);
            let mut left = traces(&database.url, name).await;
            // Whom others would rather not meet is theirs, and the account is still there.
            left.retain(|it| !it.starts_with("exclusions.other:"));
            assert!(left.is_empty(), "{name} is left in:\n{left:#?}");
            let mut tx = store.read().await.unwrap();
            assert_eq!(tx.stored_about(&ws(), &who(name)).await.unwrap(), []);
            assert_eq!(tx.all_about(&ws(), &who(name)).await.unwrap(), serde_json::json!({}));
        }
        // What is left can still be read.
        let mut tx = store.read().await.unwrap();
        assert_eq!(tx.audit_trail(&ws(), 10).await.unwrap().len(), 1);
        for program in tx.programs(&ws()).await.unwrap() {
            assert!(tx.participations(&ws(), program.id).await.unwrap().is_empty());
        }
        drop(tx);
        store.close().await;
    }
}

#[tokio::test]
async fn what_is_somebodys_is_counted_and_listed_and_nothing_of_others() {
    for database in databases().await {
        println!("on {}:", database.engine());
        carry(&database.url).await;
        let store =
            Store::connect_and_migrate(&database.url, &Clock::still(start())).await.unwrap();
        let mut tx = store.read().await.unwrap();
        let counted = tx.stored_about(&ws(), &who("U1")).await.unwrap();
        let kinds: BTreeSet<Kind> = counted.iter().map(|(kind, _)| *kind).collect();
        for kind in [Kind::Directory, Kind::Coffee, Kind::Questions, Kind::Messages, Kind::Trail] {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
        let all = tx.all_about(&ws(), &who("U1")).await.unwrap();
        let rows: usize =
            all.as_object().unwrap().values().map(|it| it.as_array().unwrap().len()).sum();
        let counted: u32 = counted.iter().map(|(_, entries)| entries).sum();
        assert_eq!(u32::try_from(rows).unwrap(), counted, "the file has what is counted");
        assert_eq!(all["members"][0]["member_id"], "U1");
        assert!(all["members"][0].get("workspace_id").is_none());
        // Whom somebody would rather not meet is theirs alone.
        for theirs in all["exclusions"].as_array().into_iter().flatten() {
            assert_eq!(theirs["member_id"], "U1");
        }
        assert_eq!(tx.all_about(&"T2".into(), &who("U1")).await.unwrap(), serde_json::json!({}));
        drop(tx);
        store.close().await;
    }
}

/// Somebody alone tends a private community and its coffee.
async fn tended_alone(store: &Store, steward: &str) -> (Community, Program) {
    let community = Community { stewards: vec![who(steward)], ..community() };
    let program = Program { private: true, steward: who(steward), ..program(2) };
    keep(store, &program, &[]).await.unwrap();
    transaction!(store, |tx| {
        let admins = ["U-ada", "U-max"].map(|name| Profile { admin: true, ..profile(name) });
        tx.keep_profiles(&ws(), &[&admins[..], &[profile(steward)]].concat(), start()).await?;
        tx.insert_community(&ws(), &community).await?;
        tx.hide_community(&ws(), community.id).await?;
        tx.keep_steward(&ws(), program.id, &who(steward)).await
    })
    .await
    .unwrap();
    (community, program)
}

#[tokio::test]
async fn what_is_private_goes_to_no_admin_who_may_not_be_in_it() {
    on_both(async |it| {
        let (community, program) = tended_alone(&it.store, "U-lena").await;
        transaction!(it.store, |tx| {
            tx.keep_insider(&ws(), community.id, &who("U-ada"), false).await?;
            tx.keep_participation(&ws(), &joined(&program, "U-ada")).await?;
            tx.forget(&ws(), &who("U-lena"), "forgotten-1").await?;
            let left = tx.community(&ws(), community.id).await?.unwrap();
            assert_eq!(left.stewards, [], "Ada left it, and of Max nothing is known");
            assert_eq!(tx.stewards(&ws(), program.id).await?, []);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_private_goes_to_an_admin_who_was_seen_in_it() {
    on_both(async |it| {
        let (community, program) = tended_alone(&it.store, "U-lena").await;
        transaction!(it.store, |tx| {
            tx.keep_insider(&ws(), community.id, &who("U-max"), true).await?;
            tx.forget(&ws(), &who("U-lena"), "forgotten-1").await?;
            let left = tx.community(&ws(), community.id).await?.unwrap();
            assert_eq!(left.stewards, [who("U-max")], "not the first by name");
            assert_eq!(tx.stewards(&ws(), program.id).await?, [who("U-max")]);
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}

#[tokio::test]
async fn whom_others_would_rather_not_meet_stays_theirs_as_long_as_they_can_meet() {
    on_both(async |it| {
        transaction!(it.store, |tx| {
            let people = ["U-ana", "U-bo", "U-cy"].map(profile);
            tx.keep_profiles(&ws(), &people, start()).await?;
            tx.keep_apart(&ws(), &who("U-ana"), &[who("U-bo")]).await?;
            tx.keep_apart(&ws(), &who("U-bo"), &[who("U-cy")]).await?;
            tx.forget(&ws(), &who("U-bo"), "forgotten-1").await?;
            assert_eq!(tx.kept_apart_by(&ws(), &who("U-ana")).await?, [who("U-bo")]);
            assert_eq!(tx.kept_apart_by(&ws(), &who("U-bo")).await?, []);
            let gone = Profile { standing: Standing::Deactivated, ..profile("U-bo") };
            tx.keep_profiles(&ws(), &[gone], start()).await?;
            tx.forget(&ws(), &who("U-bo"), "forgotten-2").await?;
            assert_eq!(tx.kept_apart_by(&ws(), &who("U-ana")).await?, [], "nobody to meet");
            Ok(())
        })
        .await
        .unwrap();
    })
    .await;
}
