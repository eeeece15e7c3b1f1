//! Opening: what cannot be used is refused with a sentence that says what to do.

use klatch::clock::Clock;
use klatch::store::{Engine, Error, Store, transaction};

use crate::given::{who, ws};
use crate::support::{TestDatabase, databases, execute, on_both, start};

async fn refusal(url: &str) -> String {
    match Store::open(url, &Clock::still(start())).await {
        Err(Error::Unusable(told)) => told.to_string(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn an_address_must_name_a_database() {
    for url in ["", "klatch.db", "mysql://localhost/klatch"] {
        assert!(
            refusal(url).await.starts_with("DATABASE_URL names no database that Klatch knows.")
        );
    }
    for url in ["sqlite://", "sqlite::memory:", "sqlite://klatch.db?mode=ro"] {
        assert!(refusal(url).await.starts_with("DATABASE_URL names no file of SQLite"));
    }
}

#[tokio::test]
async fn a_file_must_be_writable() {
    let directory = tempfile::tempdir().unwrap();
    let nowhere = format!("sqlite://{}/not there/klatch.db", directory.path().display());
    let is_a_directory = format!("sqlite://{}", directory.path().display());
    for url in [nowhere, is_a_directory] {
        let sentence = refusal(&url).await;
        assert!(sentence.contains("this user must be able to write to it and to its folder"));
    }
    let no_database = directory.path().join("letter.txt");
    std::fs::write(&no_database, "Dear Ana, ".repeat(1000)).unwrap();
    let sentence = refusal(&format!("sqlite://{}", no_database.display())).await;
    assert!(sentence.contains("file is not a database"), "{sentence}");
}

#[tokio::test]
async fn a_path_may_look_like_anything() {
    let directory = tempfile::tempdir().unwrap();
    let odd = directory.path().join("100% #1 käffchen & co.db");
    let url = format!("sqlite://{}", odd.display());
    let store = Store::connect_and_migrate(&url, &Clock::still(start())).await.unwrap();
    assert_eq!(store.engine(), Engine::Sqlite);
    assert!(odd.is_file());
}

#[tokio::test]
async fn a_server_must_be_there() {
    let sentence = refusal("postgres://klatch@127.0.0.1:1/klatch").await;
    assert!(sentence.starts_with("The PostgreSQL database in DATABASE_URL cannot be reached"));
}

#[tokio::test]
async fn text_must_sort_by_its_bytes_on_postgresql() {
    for database in databases().await.into_iter().filter(TestDatabase::is_postgres) {
        let other = database.url.replace("klatch_test_", "klatch_icu_");
        let name = url::Url::parse(&other).unwrap().path()[1..].to_owned();
        let create = format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' \
             LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'"
        );
        execute(&database.url, &create).await;
        let sentence = refusal(&other).await;
        execute(&database.url, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        assert!(sentence.contains("ENCODING 'UTF8' LOCALE 'C'"), "{sentence}");
    }
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    on_both(async |given| {
        let url = &given.database.url;
        Store::open(url, &given.clock).await.unwrap().close().await;
        let newer = "UPDATE _sqlx_migrations SET version = 9999 \
                     WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
        execute(url, newer).await;
        let sentence = refusal(url).await;
        assert!(sentence.starts_with("The database is newer than this program"), "{sentence}");
    })
    .await;
}

#[tokio::test]
async fn migrating_is_for_everybody_at_once_and_changes_nothing_twice() {
    for database in databases().await {
        let clock = Clock::still(start());
        let store = Store::open(&database.url, &clock).await.unwrap();
        let pending = store.pending_migrations().await.unwrap();
        assert_eq!(pending.first().map(String::as_str), Some("house"));
        let other = Store::open(&database.url, &clock).await.unwrap();
        let (one, two) = tokio::join!(store.migrate(), other.migrate());
        one.unwrap();
        two.unwrap();
        store.migrate().await.unwrap();
        assert_eq!(store.pending_migrations().await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_written_is_there_when_it_is_opened_again() {
    on_both(async |given| {
        klatch::store::transaction!(given.store, |tx| tx
            .keep_workspace(&ws(), "Acme", &who("B1"), start())
            .await)
        .await
        .unwrap();
        given.store.close().await;
        let again = Store::open(&given.database.url, &given.clock).await.unwrap();
        let kept = again.read().await.unwrap().workspace(&ws()).await.unwrap();
        assert_eq!(kept.unwrap().name, "Acme");
        again.close().await;
    })
    .await;
}

#[tokio::test]
async fn looking_makes_no_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("klatch.db");
    let url = format!("sqlite://{}", path.display());
    assert!(Store::look(&url, &Clock::still(start())).await.unwrap().is_none());
    assert!(!path.exists());
    Store::connect_and_migrate(&url, &Clock::still(start())).await.unwrap().close().await;
    assert!(Store::look(&url, &Clock::still(start())).await.unwrap().is_some());
    let nowhere = format!("sqlite://{}/not there/klatch.db", directory.path().display());
    let refused = Store::look(&nowhere, &Clock::still(start())).await.unwrap_err().to_string();
    assert!(refused.contains("is not there"), "{refused}");
}

#[tokio::test]
async fn an_operator_looks_without_changing_anything() {
    on_both(async |given| {
        given.store.ping().await.unwrap();
        assert!(given.store.time_commit().await.unwrap() < std::time::Duration::from_secs(5));
        assert_eq!(given.store.read().await.unwrap().inbox_waiting().await.unwrap(), 0);
        let held = transaction!(given.store, |tx| {
            tx.hold(Some(&ws()), "operator", start()).await?;
            tx.holds_count().await
        });
        assert_eq!(held.await.unwrap(), 1);
        assert!(given.store.pending_migrations().await.unwrap().is_empty());
    })
    .await;
}
