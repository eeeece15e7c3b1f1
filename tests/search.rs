//! The search index beside its database, on both engines: what is written is found, by every process,
//! whatever happens to the index's files.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::TimeDelta;
use klatch::clock::Chance;
use klatch::domain::ids::{MemberId, WorkspaceId};
use klatch::domain::question::{Answer, Asker, Privacy, Question, Source, State};
use klatch::search::{Kind, Like, Shelf};
use klatch::store::{Store, transaction};
use support::{TestStore, execute, on_both, start};
use uuid::Uuid;

fn ws() -> WorkspaceId {
    WorkspaceId::new("T1")
}

fn id<Id: From<Uuid>>(seed: u64) -> Id {
    Chance::seeded(seed).id(start())
}

fn question(seed: u64, title: &str) -> Question {
    Question {
        id: id(seed),
        community: None,
        asker: Asker::Known(MemberId::new("U-asker")),
        privacy: Privacy::Open,
        title: title.to_owned(),
        details: String::new(),
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
    }
}

fn answer(seed: u64, question: u64, text: &str) -> Answer {
    Answer {
        id: id(seed),
        question: id(question),
        author: MemberId::new("U-bo"),
        text: text.to_owned(),
        spot: None,
        likes: 0,
        accepted_at: None,
        written_at: start(),
        edited_at: None,
        deleted_at: None,
    }
}

async fn asked(store: &Store, seed: u64, title: &str) {
    let it = question(seed, title);
    let done = transaction!(store, |tx| tx.insert_question(&ws(), &it).await);
    done.await.unwrap();
}

async fn changed(store: &Store, seed: u64, change: impl Fn(&mut Question)) {
    let done = transaction!(store, |tx| {
        let mut it = tx.lock_question(&ws(), id(seed)).await?.unwrap();
        change(&mut it);
        tx.save_question(&ws(), &it).await
    });
    done.await.unwrap();
}

async fn moved_in(it: &TestStore) {
    let bot = MemberId::new("UBOT");
    let done = transaction!(it.store, |tx| tx.keep_workspace(&ws(), "Acme", &bot, start()).await);
    done.await.unwrap();
}

/// The seeds of what is found.
async fn found(shelf: &Shelf, words: &str, kind: Kind) -> Vec<u64> {
    let hits = shelf.find(&ws(), words, kind, 50, start()).await.unwrap();
    let seed = |key: &str| (0..100).find(|seed| id::<Uuid>(*seed).to_string() == key).unwrap();
    let mut seeds: Vec<u64> = hits.iter().map(|hit| seed(&hit.key)).collect();
    seeds.sort_unstable();
    seeds
}

fn in_files(folder: &Path, store: &Store) -> Shelf {
    Shelf::new(store.clone(), Some(folder.to_owned()))
}

/// Every file of an index.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

#[tokio::test]
async fn what_is_written_is_found_by_every_process_at_once() {
    on_both(async |it| {
        moved_in(it).await;
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (in_files(folder.path(), &it.store), in_files(folder.path(), &it.store));
        assert_eq!(found(&one, "certificates", Kind::Question).await, [0; 0]);
        asked(&it.store, 1, "Rotating certificates").await;
        assert_eq!(found(&one, "certificate", Kind::Question).await, [1]);
        assert_eq!(found(&other, "certificate", Kind::Question).await, [1]);
        let given = answer(2, 1, "Use the vault");
        transaction!(it.store, |tx| tx.insert_answer(&ws(), &given).await).await.unwrap();
        assert_eq!(found(&one, "vaults", Kind::Answer).await, [2]);
        changed(&it.store, 1, |it| "Rotating passwords".clone_into(&mut it.title)).await;
        assert_eq!(found(&other, "certificate", Kind::Question).await, [0; 0]);
        assert_eq!(found(&other, "password", Kind::Question).await, [1]);
        let like = Like { title: "How do I rotate a password?".to_owned(), ..Like::default() };
        let hits = one.similar(&ws(), like.clone(), Kind::Question, 3, start()).await.unwrap();
        assert_eq!(hits[0].key, id::<Uuid>(1).to_string());
        assert_eq!(hits[0].author, None, "who asked is not in it");
        let own = Like { but: Some(hits[0].key.clone()), ..like };
        assert_eq!(one.similar(&ws(), own, Kind::Question, 3, start()).await.unwrap(), []);
        // Withdrawn, and its answer with it.
        changed(&it.store, 1, |it| it.state = State::Withdrawn).await;
        for shelf in [&one, &other] {
            assert_eq!(found(shelf, "password", Kind::Question).await, [0; 0]);
            assert_eq!(found(shelf, "vault", Kind::Answer).await, [0; 0]);
        }
    })
    .await;
}

#[tokio::test]
async fn whatever_happens_to_its_files_it_is_made_again() {
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 6] = [
        ("removed", |folder| fs::remove_dir_all(folder).unwrap()),
        ("emptied", |folder| files(folder).iter().for_each(|file| fs::write(file, "").unwrap())),
        ("cut short", |folder| {
            for file in files(folder) {
                let half = fs::metadata(&file).unwrap().len() / 2;
                fs::File::options().write(true).open(file).unwrap().set_len(half).unwrap();
            }
        }),
        ("garbage", |folder| {
            for file in files(folder) {
                let length = fs::read(&file).unwrap().len();
                fs::write(file, vec![0xa5; length]).unwrap();
            }
        }),
        ("one missing", |folder| {
            let segment = files(folder)
                .into_iter()
                .find(|file| file.extension().is_some_and(|it| it != "json" && it != "lock"));
            fs::remove_file(segment.unwrap()).unwrap();
        }),
        ("of another version", |folder| {
            for file in files(folder).iter().filter(|file| file.ends_with("meta.json")) {
                let meta = fs::read_to_string(file).unwrap();
                fs::write(file, meta.replace(r#"\"format\":1"#, r#"\"format\":0"#)).unwrap();
            }
        }),
    ];
    on_both(async |it| {
        moved_in(it).await;
        let folder = tempfile::tempdir().unwrap();
        asked(&it.store, 1, "Rotating certificates").await;
        for (number, (name, harm)) in (2..).zip(harms) {
            println!("{name}, while it is closed");
            let shelf = in_files(folder.path(), &it.store);
            assert!(found(&shelf, "certificates", Kind::Question).await.contains(&1));
            shelf.tidy(start() + TimeDelta::hours(1));
            while shelf.open() > 0 || !is_closed(folder.path()) {
                tokio::task::yield_now().await;
            }
            harm(folder.path());
            assert!(found(&shelf, "certificates", Kind::Question).await.contains(&1));
            println!("{name}, while it is open");
            harm(folder.path());
            asked(&it.store, number, "More certificates").await;
            let all: Vec<u64> = (1..=number).collect();
            assert_eq!(found(&shelf, "certificates", Kind::Question).await, all);
        }
    })
    .await;
}

/// Whether its lock is free.
fn is_closed(folder: &Path) -> bool {
    let lock = fs::File::options().write(true).open(folder.join("T1/0.lock")).unwrap();
    lock.try_lock().is_ok()
}

#[tokio::test]
async fn a_restored_backup_is_behind_its_index_which_is_made_again() {
    on_both(async |it| {
        moved_in(it).await;
        let folder = tempfile::tempdir().unwrap();
        asked(&it.store, 1, "Rotating certificates").await;
        asked(&it.store, 2, "Lost certificates").await;
        let shelf = in_files(folder.path(), &it.store);
        assert_eq!(found(&shelf, "certificates", Kind::Question).await, [1, 2]);
        execute(&it.database.url, "DELETE FROM questions WHERE title = 'Lost certificates'").await;
        execute(&it.database.url, "UPDATE workspaces SET seq = 1").await;
        assert_eq!(found(&shelf, "certificates", Kind::Question).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn an_operator_has_it_made_again_and_a_workspace_leaves_nothing() {
    on_both(async |it| {
        moved_in(it).await;
        let folder = tempfile::tempdir().unwrap();
        asked(&it.store, 1, "Rotating certificates").await;
        let (serving, operator) =
            (in_files(folder.path(), &it.store), in_files(folder.path(), &it.store));
        assert_eq!(found(&serving, "certificates", Kind::Question).await, [1]);
        // Past the number that readers follow: only a reading from the start finds it.
        let past = "UPDATE questions SET title = 'Rotating passwords'";
        execute(&it.database.url, past).await;
        assert_eq!(found(&serving, "passwords", Kind::Question).await, [0; 0]);
        let progress = Arc::new(|read, newest| assert_eq!((read, newest), (1, 1)));
        assert!(operator.rebuild(&ws(), "again", start(), progress).await.unwrap());
        assert_eq!(found(&operator, "passwords", Kind::Question).await, [1]);
        assert_eq!(found(&serving, "passwords", Kind::Question).await, [1]);
        serving.forget(&ws()).await.unwrap();
        assert!(!folder.path().join("T1").exists());
    })
    .await;
}

#[tokio::test]
async fn few_indexes_are_open_at_once_and_none_that_nobody_asks() {
    on_both(async |it| {
        let folder = tempfile::tempdir().unwrap();
        let shelf = in_files(folder.path(), &it.store);
        for number in 0..20 {
            let ws = WorkspaceId::new(format!("T{number}"));
            let later = start() + TimeDelta::seconds(number);
            assert_eq!(shelf.find(&ws, "x", Kind::Card, 5, later).await.unwrap(), []);
        }
        assert_eq!(shelf.open(), 16);
        shelf.tidy(start() + TimeDelta::hours(1));
        assert_eq!(shelf.open(), 0);
    })
    .await;
}

/// Whatever is done in whatever order, an index that followed is as one that was made afterwards.
#[tokio::test]
async fn to_follow_is_to_read_from_the_start() {
    on_both(async |it| {
        moved_in(it).await;
        let chance = Chance::seeded(5);
        let following = Shelf::new(it.store.clone(), None);
        for step in 0..120_u32 {
            let [what, which, word] = chance.bytes::<3>();
            let (seed, word) =
                (u64::from(which % 8), ["tea", "coffee", "milk"][usize::from(word % 3)]);
            let known = {
                let mut tx = it.store.read().await.unwrap();
                tx.question(&ws(), id(seed)).await.unwrap().is_some()
            };
            if !known {
                asked(&it.store, seed, word).await;
            } else if what % 3 == 0 {
                changed(&it.store, seed, |it| word.clone_into(&mut it.title)).await;
            } else if what % 3 == 1 {
                let state = if what % 2 == 0 { State::Withdrawn } else { State::Routing };
                changed(&it.store, seed, |it| it.state = state).await;
            } else {
                let given = answer(10 + u64::from(step % 60), seed, word);
                let exists = {
                    let mut tx = it.store.read().await.unwrap();
                    tx.given_answer(&ws(), given.id).await.unwrap().is_some()
                };
                if !exists {
                    transaction!(it.store, |tx| tx.insert_answer(&ws(), &given).await)
                        .await
                        .unwrap();
                }
            }
            if step % 10 == 9 {
                let afterwards = Shelf::new(it.store.clone(), None);
                for kind in [Kind::Question, Kind::Answer] {
                    for word in ["tea", "coffee", "milk"] {
                        let followed = found(&following, word, kind).await;
                        assert_eq!(followed, found(&afterwards, word, kind).await, "{step} {word}");
                    }
                }
            }
        }
    })
    .await;
}
