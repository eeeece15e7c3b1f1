//! What people write to each other leaves no trace: not in the database, not in the log.

use std::path::Path;

use klatch::config::Mode;
use serde_json::json;
use sqlx::{Connection, PgConnection, Row};

use super::wire::{JSON, Served};
use crate::support::log::{begin_log, logged};
use crate::support::{TestDatabase, databases};

const SECRET: &str = "zwetschgenkuchen-between-us";

#[tokio::test]
async fn a_message_in_a_channel_leaves_no_trace() {
    begin_log();
    for mode in [Mode::Socket, Mode::Http] {
        for database in databases().await {
            println!("on {}, {mode:?}:", database.engine());
            let served = Served::start(&database, mode).await;
            match mode {
                Mode::Socket => said_over_the_socket(&served).await,
                Mode::Http => said_over_http(&served).await,
            }
            let home = served.event(
                &format!("EvSeen{mode:?}"),
                &json!({ "type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home" }),
            );
            if mode == Mode::Http {
                assert_eq!(served.post(JSON, home.as_bytes()).await.0, 200);
            }
            served.stop().await;
            assert!(logged().contains("said elsewhere"), "what is logged would be found");
            let kept = everything_in(&database).await;
            for secret in [SECRET, "EvSecret"] {
                assert!(!kept.contains(secret), "{secret} is in the database");
                assert!(!logged().contains(secret), "{secret} is in the log");
            }
            if mode == Mode::Http {
                assert!(kept.contains("EvSeenHttp"), "what is kept would be found");
            }
        }
    }
}

/// The bot is in the channel, and Slack tells it what is said there.
async fn said_over_the_socket(served: &Served) {
    let playground = &served.playground;
    let bot = playground.bot().unwrap().id;
    playground.invite("lena", "#rust", &bot).unwrap();
    let ts = playground.say("lena", "#rust", SECRET).unwrap();
    let reply = playground.reply("lena", "#rust", &ts, SECRET).unwrap();
    playground.edit("lena", "#rust", &reply, &format!("{SECRET}, and more")).unwrap();
    playground.react("lena", "#rust", &reply, "white_check_mark").unwrap();
    let other = playground.reply("lena", "#rust", &ts, SECRET).unwrap();
    playground.delete("lena", "#rust", &other).unwrap();
    playground.settled().await.unwrap();
    served.app.idle().await;
}

async fn said_over_http(served: &Served) {
    for (number, kind) in ["channel", "group", "mpim"].iter().enumerate() {
        let said = served.event(
            &format!("EvSecret{number}"),
            &json!({
                "type": "message", "channel": "C1", "channel_type": kind, "user": "U1",
                "text": SECRET, "ts": "1795000000.000100", "thread_ts": "1795000000.000001",
                "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": SECRET } }],
            }),
        );
        assert_eq!(served.post(JSON, said.as_bytes()).await, (200, String::new()));
    }
    let reply = json!({
        "user": "U1", "ts": "1795000000.000100", "thread_ts": "1795000000.000001", "text": SECRET,
    });
    let changed = json!({
        "type": "message", "subtype": "message_changed", "channel": "C1", "channel_type": "channel",
        "message": reply, "previous_message": { "text": "before" },
    });
    let deleted = json!({
        "type": "message", "subtype": "message_deleted", "channel": "C1", "channel_type": "channel",
        "deleted_ts": "1795000000.000100", "previous_message": reply,
    });
    for (number, what) in [changed, deleted].iter().enumerate() {
        let said = served.event(&format!("EvSecretFate{number}"), what);
        assert_eq!(served.post(JSON, said.as_bytes()).await, (200, String::new()));
    }
}

/// All that is written down: the bytes of SQLite's files, or every row of PostgreSQL.
pub(super) async fn everything_in(database: &TestDatabase) -> String {
    if let Some(path) = database.url.strip_prefix("sqlite://") {
        // The search index stands in a folder beside it.
        let mut bytes = Vec::new();
        let mut places = vec![Path::new(path).parent().unwrap().to_owned()];
        while let Some(place) = places.pop() {
            if place.is_dir() {
                let inside = std::fs::read_dir(place).unwrap();
                places.extend(inside.map(|file| file.unwrap().path()));
            } else {
                bytes.extend(std::fs::read(place).unwrap());
            }
        }
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let tables =
        sqlx::query("SELECT CAST(table_name AS TEXT) AS name FROM information_schema.tables WHERE table_schema = 'public'")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert!(tables.len() > 5);
    let mut everything = String::new();
    for table in tables {
        let name: String = table.get("name");
        let rows = format!("SELECT CAST(one AS TEXT) AS text FROM \"{name}\" one");
        let rows = sqlx::query(sqlx::AssertSqlSafe(rows)).fetch_all(&mut connection).await.unwrap();
        for row in rows {
            everything.push_str(&row.get::<String, _>("text"));
            everything.push('\n');
        }
    }
    everything
}
