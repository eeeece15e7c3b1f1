//! Where SQLite and PostgreSQL differ, and the store does not.

use std::sync::Arc;

use klatch::domain::people::Profile;
use klatch::event::Reply;
use klatch::job::Job;
use klatch::store::{Error, Placement, Result, transaction};

use crate::given::{answer, group, id, joined, keep, profile, program, round, who, ws};
use crate::support::{on_both, start, try_execute};

/// `lower` and `LIKE` fold ASCII only on SQLite, and by locale on PostgreSQL: we fold.
#[tokio::test]
async fn emails_are_found_in_any_case_and_script() {
    on_both(async |given| {
        let written = ["ÉMILE@example.org", "ИВАН@example.org", "Straße@EXAMPLE.org"];
        let asked = ["émile@EXAMPLE.ORG", "иван@example.org", "STRAßE@example.org"];
        let people: Vec<Profile> = (0..3)
            .map(|n| Profile { email: Some(written[n].into()), ..profile(&format!("U{n}")) })
            .collect();
        let placements =
            asked.map(|email| Placement { email: email.into(), ..Placement::default() });
        let placed = transaction!(given.store, |tx| {
            tx.keep_profiles(&ws(), &people, start()).await?;
            tx.place_in_teams(&ws(), &placements).await
        })
        .await
        .unwrap();
        assert_eq!(placed, 3);
    })
    .await;
}

/// NULLs come first on SQLite and last on PostgreSQL: no order of ours goes by a column that may
/// be NULL, unless it says where they go.
#[test]
fn no_order_is_left_to_nulls() {
    let may_be_null = migrations()
        .lines()
        .filter(|line| line.starts_with("    ") && !line.contains("NOT NULL"))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| word.chars().all(|it| it.is_ascii_lowercase() || it == '_'))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    assert!(may_be_null.contains(&"lease_until".to_owned()));
    // What is a key in its own table may be NULL where another one refers to it: an order by it is of
    // the table whose key it is.
    let keys: Vec<String> = migrations()
        .lines()
        .filter(|line| line.trim_start().starts_with("PRIMARY KEY"))
        .flat_map(|line| {
            line.split(['(', ',', ')']).map(|it| it.trim().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    for (file, source) in sources("src/store") {
        for order in source.split("ORDER BY ").skip(1) {
            let order = order.split(['"', ')']).next().unwrap().split(" LIMIT").next().unwrap();
            for word in order.split(|it: char| !it.is_ascii_alphanumeric() && it != '_') {
                let wanders = may_be_null.iter().any(|it| it == word);
                let told = order.contains("NULLS ") || keys.iter().any(|it| it == word);
                assert!(!wanders || told, "{file}: ORDER BY {order}");
            }
        }
    }
}

/// SQLite would keep it, PostgreSQL fail in the middle: both refuse before anything is asked.
#[tokio::test]
async fn a_nul_in_a_text_is_refused() {
    on_both(async |given| {
        let refused = transaction!(given.store, |tx| {
            tx.keep_workspace(&ws(), "Ac\0me", &who("B1"), start()).await
        })
        .await;
        assert!(matches!(refused, Err(Error::Unwritable { .. })));
        let escaped = Reply::Ephemeral(serde_json::json!("a\0b"));
        let kept = transaction!(given.store, |tx| {
            tx.keep_receipt(&ws(), "key", &escaped, start()).await?;
            tx.receipt(&ws(), "key").await
        })
        .await;
        assert_eq!(kept.unwrap(), Some(escaped.clone()), "in JSON it is escaped");
    })
    .await;
}

/// SQLite keeps text in a column of numbers unless a CHECK is in the way.
#[tokio::test]
async fn numbers_flags_and_names_are_what_they_should_be() {
    on_both(async |given| {
        let plan = program(1);
        let first = round(&plan, 1, "2026-01-12");
        let pair = group(&first, 1, &["U-ana", "U-bo"]);
        keep(&given.store, &plan, &[(first, vec![pair.clone()])]).await.unwrap();
        transaction!(given.store, |tx| {
            tx.keep_profiles(&ws(), &[profile("U-ana")], start()).await?;
            tx.keep_answer(&ws(), &answer(&pair, "U-ana", true)).await?;
            tx.keep_participation(&ws(), &joined(&plan, "U-ana")).await?;
            let job = Job::PublishHome { member: who("U-ana") };
            tx.enqueue(&ws(), &job, start(), None, None, id(1), start()).await
        })
        .await
        .unwrap();
        for wrong in [
            "UPDATE members SET admin = 2",
            "UPDATE members SET standing = 'boss'",
            "UPDATE members SET updated_at = 'noon'",
            "UPDATE members SET updated_at = -1",
            "UPDATE programs SET group_size = 7",
            "UPDATE programs SET weekday = 'Mo'",
            "UPDATE programs SET next_opening = '2026-1-1'",
            "UPDATE participations SET pause_until = '2026-01-01', pause_rounds = 1",
            "UPDATE rounds SET state = 'over'",
            "UPDATE rounds SET number = 'one'",
            "UPDATE answers SET met = 'yes'",
            "UPDATE jobs SET state = 'running'",
            "UPDATE jobs SET run_at = 'now'",
            "UPDATE jobs SET lane = NULL",
            "UPDATE jobs SET lease_owner = 'me'",
            "UPDATE jobs SET finished_at = 1",
            "INSERT INTO stewards (workspace_id, program_id, member_id) VALUES ('T1', 'x', 'U')",
            "DELETE FROM rounds",
        ] {
            let refused = try_execute(&given.database.url, wrong).await;
            assert!(refused.is_err(), "{}: {wrong}", given.database.engine());
        }
    })
    .await;
}

/// PostgreSQL drops a transaction in which a statement failed, even if it is then committed, and
/// says nothing; SQLite keeps the rest. Here neither commits, and both say so.
#[tokio::test]
async fn an_error_that_was_swallowed_is_one_in_the_end() {
    on_both(async |given| {
        let store = &given.store;
        let plan = program(1);
        let swallowed: Result<()> = transaction!(store, |tx| {
            tx.keep_workspace(&ws(), "Acme", &who("B1"), start()).await?;
            let _ = tx.keep_participation(&ws(), &joined(&plan, "U-ana")).await;
            Ok(())
        })
        .await;
        assert!(matches!(swallowed, Err(Error::Unwritable { .. })));
        assert_eq!(store.read().await.unwrap().workspace(&ws()).await.unwrap(), None);
    })
    .await;
}

/// PostgreSQL refuses to touch a row twice in one upsert.
#[tokio::test]
async fn of_the_same_person_twice_in_a_batch_the_last_counts() {
    on_both(async |given| {
        let second = Profile { name: "Ana".into(), ..profile("U-ana") };
        let kept = transaction!(given.store, |tx| {
            tx.keep_profiles(&ws(), &[profile("U-ana"), second.clone()], start()).await?;
            tx.member(&ws(), &who("U-ana")).await
        })
        .await
        .unwrap();
        assert_eq!(kept.unwrap().profile, second);
    })
    .await;
}

/// Batches that touch the same rows in another order would wait for each other on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn batches_in_any_order_at_once_all_go_through() {
    on_both(async |given| {
        let together = Arc::new(tokio::sync::Barrier::new(8));
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..8 {
            let (store, together) = (given.store.clone(), Arc::clone(&together));
            tasks.spawn(async move {
                let mut people: Vec<_> = (0..200).map(|n| profile(&format!("U{n:03}"))).collect();
                if n % 2 == 0 {
                    people.reverse();
                }
                together.wait().await;
                transaction!(store, |tx| tx.keep_profiles(&ws(), &people, start()).await).await
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap().unwrap();
        }
    })
    .await;
}

/// By bytes, as in Rust, not as in a dictionary.
#[tokio::test]
async fn names_sort_by_their_bytes() {
    on_both(async |given| {
        let mut names = ["U-a", "U-B", "U-ä", "U_a", "UB", "Ua", "U-Z", "U a"].map(who);
        let listed = transaction!(given.store, |tx| {
            let people: Vec<_> = names.iter().map(|it| profile(it.as_str())).collect();
            tx.keep_profiles(&ws(), &people, start()).await?;
            tx.members(&ws(), &names).await
        })
        .await
        .unwrap();
        names.sort();
        assert_eq!(listed.into_iter().map(|it| it.profile.member).collect::<Vec<_>>(), names);
    })
    .await;
}

/// Every query is run by a story here.
#[test]
fn no_query_goes_untried() {
    let stories: String = sources("tests/store").into_iter().map(|(_, source)| source).collect();
    let mut untried = Vec::new();
    for (_, source) in sources("src/store") {
        for (_, body) in source.split("\nimpl Tx {").skip(1).map(|it| ("", it)) {
            for line in body.split("\n}").next().unwrap().lines() {
                let Some(rest) = line.trim().strip_prefix("pub async fn ") else { continue };
                let name = rest.split('(').next().unwrap();
                if !stories.contains(&format!(".{name}(")) {
                    untried.push(name.to_owned());
                }
            }
        }
    }
    assert_eq!(untried, Vec::<String>::new());
}

/// Tenants are kept apart: every statement names the workspace, except those that look over all.
#[test]
fn every_query_names_the_workspace() {
    let over_all = [
        "next_due",
        "due",
        "next_due_after",
        "brakes",
        "first_due",
        "next_events",
        "queue_figures",
        "inbox_waiting",
        "holds_count",
        "ping",
        "time_commit",
        "release_lanes",
        "workspaces",
        "installations",
        "receive",
        // Nobody knows yet which workspace it will be.
        "keep_state",
        "take_state",
        "sweep_states",
    ];
    for (file, source) in sources("src/store") {
        for function in source.split("async fn ").skip(1) {
            let name = function.split('(').next().unwrap();
            for statement in ["\"SELECT ", "\"UPDATE ", "\"DELETE ", "\"INSERT "] {
                if function.contains(statement) && !over_all.contains(&name) {
                    let named = function.contains("workspace_id") || function.contains("groups!(");
                    // A copy of the whole database is cleaned of all keys.
                    let whole = file.ends_with("store/open.rs") || file.ends_with("backup.rs");
                    assert!(named || whole, "{file}: {name}");
                }
            }
        }
    }
}

fn sources(directory: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        match path.is_dir() {
            true => all.extend(sources(&name)),
            false => all.push((name, std::fs::read_to_string(&path).unwrap())),
        }
    }
    all.sort();
    all
}

fn migrations() -> String {
    let files = std::fs::read_dir("migrations").unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap()).collect()
}
