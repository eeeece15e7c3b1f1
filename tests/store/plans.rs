//! How the engines find what is due among ten thousand jobs that wait and ten thousand that are
//! done: by an index, asked of the statements that the store really runs.

use std::sync::{Mutex, OnceLock};

use chrono::TimeDelta;
use klatch::domain::pacing::Paces;
use klatch::job::{Job, Lane};
use klatch::store::transaction;
use sqlx::{AssertSqlSafe, Connection, Row};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::given::{id, ws};
use crate::support::{TestStore, execute, on_both, start};

/// What this process asked its databases.
fn asked() -> &'static Mutex<Vec<String>> {
    static ASKED: OnceLock<Mutex<Vec<String>>> = OnceLock::new();
    ASKED.get_or_init(|| {
        let listens = tracing_subscriber::registry().with(Listener);
        tracing::subscriber::set_global_default(listens).expect("the only one");
        Mutex::default()
    })
}

/// Hears the statements that sqlx logs.
struct Listener;

impl<S: tracing::Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            event.record(&mut Statement);
        }
    }
}

struct Statement;

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        // A short one is its own summary.
        if ["summary", "db.statement"].contains(&field.name()) {
            asked().lock().unwrap().push(value.trim().to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// The statement with such words in it, its values filled in.
fn statement(words: &str, values: &[&str]) -> String {
    let asked = asked().lock().unwrap();
    let found = asked.iter().rfind(|one| one.contains(words) && !one.ends_with('…'));
    let mut sql = found.unwrap_or_else(|| panic!("nobody asked: {words}")).clone();
    for (place, value) in values.iter().enumerate().rev() {
        sql = sql.replace(&format!("${}", place + 1), value);
    }
    assert!(!sql.contains('$'), "{sql}");
    sql
}

async fn plan(given: &TestStore, sql: &str) -> String {
    let explain = if given.database.is_postgres() { "EXPLAIN" } else { "EXPLAIN QUERY PLAN" };
    let mut connection = sqlx::AnyConnection::connect(&given.database.url).await.unwrap();
    let sql = AssertSqlSafe(format!("{explain} {sql}"));
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let line = |row: &sqlx::any::AnyRow| row.get::<String, _>(row.len() - 1);
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Ten thousand that wait for the weeks to come, as many that are done, and three that are due.
async fn many_jobs(given: &TestStore) {
    let hour = 3_600_000;
    for (state, finished, base) in [("waiting", "NULL", 1), ("done", "1", 2)] {
        let now = start().timestamp_millis();
        let at = format!("{now} + {hour} * (1 + n % 500)");
        let sql = format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers \
             WHERE n < 10000) INSERT INTO jobs (workspace_id, job_id, kind, payload, lane, \
             channel, place_at, run_at, state, calls, created_at, finished_at) \
             SELECT 'T1', '0000000{base}-0000-7000-8000-' || CAST(100000000000 + n AS TEXT), \
             'remind_group', '', 'send', 'G' || CAST(n AS TEXT), {at}, {at}, '{state}', \
             'chat.postMessage', 1, {finished} FROM numbers"
        );
        execute(&given.database.url, &sql).await;
    }
    transaction!(given.store, |tx| {
        for (n, channel) in (1..).zip(["G1", "G2", "C1"]) {
            let (job, channel) = (Job::IntroduceGroup { group: id(1) }, channel.into());
            tx.enqueue(&ws(), &job, start(), None, Some(&channel), id(n), start()).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    if given.database.is_postgres() {
        execute(&given.database.url, "ANALYZE").await;
    }
}

#[tokio::test]
async fn what_is_due_is_found_by_an_index() {
    asked();
    on_both(async |given| {
        many_jobs(given).await;
        let (store, now, minute) = (&given.store, start(), TimeDelta::minutes(1));
        let mut tx = store.read().await.unwrap();
        assert!(tx.first_due(now).await.unwrap().is_some());
        assert!(tx.next_due_after(now).await.unwrap().is_some());
        assert_eq!(tx.due(now, &[]).await.unwrap().len(), 1);
        drop(tx);
        transaction!(store, |tx| {
            let mut paces = Paces::default();
            assert_eq!(tx.claim(&ws(), Lane::Send, "me", now, minute, 1).await?.len(), 1);
            let paced = tx.claim_paced(&ws(), "me", now, minute, 1, &mut paces).await?;
            assert_eq!(paced.len(), 1);
            Ok(())
        })
        .await
        .unwrap();
        let now = now.timestamp_millis().to_string();
        let claim = ["'T1'", "'send'", &now, "'me'", &now];
        for (words, values) in [
            ("AS busy", &[now.as_str(), "','"][..]),
            ("SELECT job.workspace_id, job.lane FROM", &[&now]),
            ("MIN(run_at) AS due", &[&now]),
            ("job_id LIMIT $6", &[&claim[..], &["10"]].concat()),
            ("job_id LIMIT 1)", &[&claim[..], &["','"]].concat()),
        ] {
            let plan = plan(given, &statement(words, values)).await;
            println!("{words}:\n{plan}\n");
            let walks = ["SCAN job", "SCAN candidate", "SCAN earlier", "Seq Scan on jobs"];
            assert!(!walks.iter().any(|walk| plan.contains(walk)), "{words}:\n{plan}");
            assert!(plan.contains("jobs_"), "{words} goes by no index:\n{plan}");
            // PostgreSQL goes by its statistics: with so few that are due, either index will do.
            if words.contains("LIMIT") && !given.database.is_postgres() {
                let by_id = plan.contains("autoindex_jobs_1");
                assert!(by_id, "{words} looks at more than it claims:\n{plan}");
            }
        }
    })
    .await;
}
