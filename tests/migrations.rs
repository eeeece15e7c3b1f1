//! Every migration, one after the other, with rows of the version before in the tables: nothing
//! is lost and nothing fails, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

use std::path::Path;

use klatch::clock::Clock;
use klatch::domain::ids::{MemberId, WorkspaceId};
use klatch::store::Store;
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, Connection as _, Executor as _, Row as _};

use support::samples::{self, connect};
use support::{databases, start};

/// What the samples say they put into the tables: `INSERT INTO table …`, a row each.
fn inserted(sql: &str) -> Vec<String> {
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    sql.lines()
        .filter(|line| line.starts_with("INSERT INTO "))
        .map(|line| words(line)[2].clone())
        .collect()
}

async fn count(connection: &mut AnyConnection, table: &str) -> i64 {
    let count = format!("SELECT COUNT(*) AS rows FROM {table}");
    let row = connection.fetch_one(sqlx::AssertSqlSafe(count)).await.unwrap();
    row.get("rows")
}

#[tokio::test]
async fn rows_are_carried_through_every_migration() {
    for database in databases().await {
        println!("on {}:", database.engine());
        let migrations = Migrator::new(Path::new("migrations")).await.unwrap();
        let mut connection = connect(&database.url).await;
        let mut expected = std::collections::BTreeMap::<String, i64>::new();
        for migration in migrations.iter() {
            migrations.run_direct(Some(migration.version), &mut connection, false).await.unwrap();
            for (table, rows) in &expected {
                assert_eq!(count(&mut connection, table).await, *rows, "{table}");
            }
            let sql = samples::rows(migration.version);
            connection.execute(sqlx::AssertSqlSafe(sql.clone())).await.unwrap();
            for table in inserted(&sql) {
                *expected.entry(table).or_insert(0) += 1;
            }
        }
        for (table, rows) in &expected {
            assert_eq!(count(&mut connection, table).await, *rows, "{table}");
        }
        connection.close().await.unwrap();
        the_program_reads_them(&database.url).await;
    }
}

/// The program of today reads what the program of then wrote.
async fn the_program_reads_them(url: &str) {
    let store = Store::connect_and_migrate(url, &Clock::still(start())).await.unwrap();
    assert_eq!(store.pending_migrations().await.unwrap(), Vec::<String>::new());
    let ws = WorkspaceId::new("T1");
    let ana = MemberId::new("U1");
    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.workspaces().await.unwrap().len(), 1);
    assert_eq!(tx.member(&ws, &ana).await.unwrap().unwrap().team.as_deref(), Some("Core"));
    assert_eq!(tx.next_events(start(), 10).await.unwrap().len(), 1);
    assert!(tx.receipt(&ws, "trigger-1").await.unwrap().is_some());
    assert_eq!(tx.audit_trail(&ws, 10).await.unwrap().len(), 1);
    assert_eq!(tx.planned(&ws, start(), 10).await.unwrap().len(), 1);
    assert!(tx.home_opened_at(&ws, &ana).await.unwrap().is_some());
    let programs = tx.programs(&ws).await.unwrap();
    let round = tx.current_round(&ws, programs[0].id).await.unwrap().unwrap();
    let groups = tx.groups_of_round(&ws, round.id).await.unwrap();
    assert_eq!(groups[0].members, [ana.clone(), MemberId::new("U2")]);
    assert_eq!(groups[0].meeting.offered.len(), 2);
    assert_eq!(tx.withdrawals(&ws, round.id).await.unwrap().len(), 1);
    assert_eq!(tx.answers(&ws, groups[0].id).await.unwrap().len(), 1);
    assert_eq!(tx.participants(&ws, programs[0].id).await.unwrap().len(), 1);
    assert_eq!(tx.stewards(&ws, programs[0].id).await.unwrap(), [ana]);
    let rules: Vec<String> =
        programs.iter().map(|program| program.cadence.recurrence.to_string()).collect();
    assert_eq!(rules, ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU"]);
    assert_eq!(programs[0].rules, klatch::domain::pairing::Rules::default());
    assert_eq!((programs[1].rules.group_size, programs[1].managers_apart), (4, true));
    assert_eq!(programs[1].style.called.as_str(), "lunch");
    assert_eq!(tx.history(&ws, programs[0].id).await.unwrap().len(), 1);
    drop(tx);
    store.close().await;
}

/// A migration that was published is not changed any more; a new one is added instead.
#[tokio::test]
async fn every_table_has_a_sample_and_a_key_that_begins_with_the_workspace() {
    let migrations = Migrator::new(Path::new("migrations")).await.unwrap();
    for migration in migrations.iter() {
        let sql = migration.sql.as_str();
        let samples = samples::rows(migration.version);
        for table in sql.split("CREATE TABLE ").skip(1) {
            let name = table.split_whitespace().next().unwrap();
            assert!(inserted(&samples).contains(&name.to_owned()), "{name} has no sample row");
            let body = table.split("\n);").next().unwrap();
            let begins = body.contains("PRIMARY KEY (workspace_id")
                || body.contains("workspace_id TEXT NOT NULL PRIMARY KEY")
                // Before anybody knows which workspace it will be.
                || name == "oauth_states";
            assert!(begins, "{name}: the key begins with the workspace");
            for line in body.lines().skip(1).map(str::trim) {
                let mut words = line.split_whitespace();
                let (Some(column), Some(kind)) = (words.next(), words.next()) else { continue };
                if column.chars().all(|it| it.is_ascii_lowercase() || it == '_') {
                    let kind = kind.trim_end_matches(',');
                    let known = ["TEXT", "BIGINT", "DOUBLE"].contains(&kind);
                    assert!(known, "{name}.{column} is {kind}");
                }
            }
        }
    }
}
