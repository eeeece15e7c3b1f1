//! Who asked anonymously can be found out from no file once the question is closed: not from the
//! database, its free pages and its log, and at no time from a backup.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use klatch::clock::{Chance, Clock};
use klatch::domain::ids::{MemberId, QuestionId, WorkspaceId};
use klatch::domain::question::{Asker, Privacy, Question, Source, State};
use klatch::seal::KeyRing;
use klatch::store::{Store, back_up_sqlite, transaction};
use support::{TestDatabase, on_both, start};

fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

/// An anonymous question with its key and with what is sealed by it.
struct Secret {
    question: Question,
    key: String,
    sealed: String,
}

fn secrets(chance: &Chance, count: usize) -> Vec<Secret> {
    let one = |number: usize| {
        let id: QuestionId = chance.id(start());
        let key = KeyRing::fresh(chance.bytes());
        let keys = KeyRing::read(&key).unwrap();
        let asker = MemberId::new(format!("U-anonymous-{number}"));
        let sealed = keys.seal(asker.as_str(), &format!("asker/T1/{id}"), chance.bytes()).unwrap();
        let question = Question {
            id,
            community: None,
            asker: Asker::Sealed(sealed.clone()),
            privacy: Privacy::Anonymous,
            title: format!("How do I tell my lead, number {number}?"),
            details: "x".repeat(number % 700),
            topic: None,
            urgent: false,
            state: State::Routing,
            source: Source::Asked,
            thread: None,
            link: None,
            asked_at: start(),
            since: start(),
            first_answer_at: None,
            accepted: None,
            otherwise: None,
        };
        Secret { question, key, sealed }
    };
    (0..count).map(one).collect()
}

async fn ask(store: &Store, secrets: &[Secret]) {
    transaction!(store, |tx| tx.keep_workspace(&ws(), "Acme", &"B1".into(), start()).await)
        .await
        .unwrap();
    for secret in secrets {
        transaction!(store, |tx| {
            tx.insert_question(&ws(), &secret.question).await?;
            tx.keep_key(&ws(), secret.question.id, &secret.key).await
        })
        .await
        .unwrap();
    }
}

async fn close(store: &Store, secret: &Secret) {
    let closed =
        Question { asker: Asker::Forgotten, state: State::Closed, ..secret.question.clone() };
    transaction!(store, |tx| {
        assert!(tx.destroy_key(&ws(), closed.id).await?);
        tx.lock_question(&ws(), closed.id).await?.expect("the question");
        tx.save_question(&ws(), &closed).await
    })
    .await
    .unwrap();
}

fn path_of(database: &TestDatabase) -> PathBuf {
    PathBuf::from(database.url.strip_prefix("sqlite://").unwrap())
}

/// All bytes of a folder's files: the database, its log, its index, whatever else lies there.
fn bytes_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| (path.display().to_string(), std::fs::read(path).unwrap());
    files.filter(|path| path.is_file()).map(read).collect()
}

fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

/// Which of these can be read anywhere in the folder.
fn readable<'a>(folder: &Path, what: impl Iterator<Item = &'a str>) -> Vec<String> {
    let files = bytes_in(folder);
    let places = |what: &'a str| {
        let places = files.iter().filter(move |(_, bytes)| holds(bytes, what));
        places.map(move |(path, _)| format!("{what} in {path}"))
    };
    what.flat_map(places).collect()
}

#[tokio::test]
async fn a_destroyed_key_is_in_no_file_of_the_database() {
    let database = TestDatabase::sqlite();
    let store = Store::connect_and_migrate(&database.url, &Clock::still(start())).await.unwrap();
    let folder = path_of(&database).parent().unwrap().to_owned();
    let secrets = secrets(&Chance::seeded(7), 120);
    ask(&store, &secrets).await;
    let found = readable(&folder, [secrets[0].key.as_str(), &secrets[0].sealed].into_iter());
    assert!(found.len() >= 2, "the test can see what is kept: {found:?}");
    // In another order than they were asked in, so that pages are emptied, joined and used again.
    for at in (0..120).map(|at| at * 77 % 120).filter(|at| at % 5 != 0) {
        close(&store, &secrets[at]).await;
    }
    assert!(store.wipe().await.unwrap());
    let closed = secrets.iter().enumerate().filter(|(at, _)| at % 5 != 0).map(|(_, it)| it);
    let gone: Vec<&str> = closed.flat_map(|it| [it.key.as_str(), &it.sealed]).collect();
    assert_eq!(readable(&folder, gone.iter().copied()), [""; 0]);
    // The others are open still: whoever answers reaches their askers.
    let mut tx = store.read().await.unwrap();
    let kept = tx.key(&ws(), secrets[5].question.id).await.unwrap();
    assert_eq!(kept.as_ref(), Some(&secrets[5].key));
    drop(tx);
    store.close().await;
    assert_eq!(readable(&folder, gone.into_iter()), [""; 0]);
}

#[tokio::test]
async fn a_backup_never_has_a_key_not_even_of_an_open_question() {
    let database = TestDatabase::sqlite();
    let store = Store::connect_and_migrate(&database.url, &Clock::still(start())).await.unwrap();
    let secrets = secrets(&Chance::seeded(8), 40);
    ask(&store, &secrets).await;
    let apart = tempfile::tempdir().unwrap();
    let copy = apart.path().join("copy.db");
    // What a backup that was killed left behind does not stay.
    std::fs::write(apart.path().join(".copy.db.with-keys"), &secrets[0].key).unwrap();
    let bytes = back_up_sqlite(&database.url, &copy, false).await.unwrap();
    assert_eq!(std::fs::metadata(&copy).unwrap().len(), bytes);
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(bytes_in(apart.path()).len(), 1, "nothing else is left there");
    assert_eq!(readable(apart.path(), secrets.iter().map(|it| it.key.as_str())), [""; 0]);

    // The one that runs is as it was, and the copy has everything else.
    let mut tx = store.read().await.unwrap();
    assert!(tx.key(&ws(), secrets[0].question.id).await.unwrap().is_some());
    drop(tx);
    let url = format!("sqlite://{}", copy.display());
    let restored = Store::connect_and_migrate(&url, &Clock::still(start())).await.unwrap();
    let mut tx = restored.read().await.unwrap();
    for secret in &secrets {
        let question = tx.question(&ws(), secret.question.id).await.unwrap().unwrap();
        assert_eq!(question.title, secret.question.title);
        assert_eq!(tx.key(&ws(), question.id).await.unwrap(), None);
    }
    drop(tx);
    restored.close().await;
    store.close().await;
}

#[tokio::test]
async fn a_backup_is_whole_while_others_write() {
    let database = TestDatabase::sqlite();
    let store = Store::connect_and_migrate(&database.url, &Clock::still(start())).await.unwrap();
    let secrets = secrets(&Chance::seeded(9), 150);
    ask(&store, &secrets[..50]).await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let (writing, copying) =
        tokio::join!(ask(&store, &secrets[50..]), back_up_sqlite(&database.url, &copy, false));
    let () = writing;
    copying.unwrap();
    let url = format!("sqlite://{}", copy.display());
    let restored = Store::open(&url, &Clock::still(start())).await.unwrap();
    let mut tx = restored.read().await.unwrap();
    let mut there = Vec::new();
    for secret in &secrets {
        there.push(tx.question(&ws(), secret.question.id).await.unwrap().is_some());
    }
    // One moment: what came after it is not there, and nothing is missing before it.
    let until = there.iter().filter(|there| **there).count();
    assert!(until >= 50 && there[..until].iter().all(|there| *there), "{there:?}");
    drop(tx);
    restored.close().await;
    store.close().await;
}

#[tokio::test]
async fn a_backup_replaces_nothing_unless_it_is_told_to() {
    let database = TestDatabase::sqlite();
    let store = Store::connect_and_migrate(&database.url, &Clock::still(start())).await.unwrap();
    let apart = tempfile::tempdir().unwrap();
    let copy = apart.path().join("copy.db");
    std::fs::write(&copy, "mine").unwrap();
    let refused = async |to: &Path, replace| {
        back_up_sqlite(&database.url, to, replace).await.unwrap_err().told().to_string()
    };
    let said = refused(&copy, false).await;
    assert!(said.contains("is there already") && said.contains("--force"), "{said}");
    assert_eq!(std::fs::read(&copy).unwrap(), b"mine");
    let own = path_of(&database);
    for own in [own.clone(), own.with_file_name("klatch.db-wal")] {
        let said = refused(&own, true).await;
        assert!(said.contains("belongs to the database itself"), "{said}");
    }
    assert!(refused(apart.path(), true).await.contains("is a folder"));
    let said = refused(&apart.path().join("nowhere/copy.db"), false).await;
    assert!(said.contains("cannot be written"), "{said}");
    back_up_sqlite(&database.url, &copy, true).await.unwrap();
    assert!(std::fs::read(&copy).unwrap().starts_with(b"SQLite format 3"));
    assert_eq!(bytes_in(apart.path()).len(), 1);
    store.close().await;
}

#[tokio::test]
async fn what_is_wiped_changes_nothing_that_is_kept() {
    on_both(async |it| {
        let secrets = secrets(&Chance::seeded(10), 3);
        ask(&it.store, &secrets).await;
        close(&it.store, &secrets[1]).await;
        assert!(it.store.wipe().await.unwrap());
        let mut tx = it.store.read().await.unwrap();
        assert_eq!(
            tx.key(&ws(), secrets[0].question.id).await.unwrap(),
            Some(secrets[0].key.clone())
        );
        assert_eq!(tx.key(&ws(), secrets[1].question.id).await.unwrap(), None);
    })
    .await;
}
