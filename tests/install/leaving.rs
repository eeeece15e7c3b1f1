//! Taking Klatch out, coming back, and being forgotten.

use chrono::TimeDelta;
use klatch::event::Happening;

use crate::slack::Giving;
use crate::support::{start, texts};
use crate::town::{Town, at, on_both};

const POST: &str = "chat.postMessage";

#[tokio::test]
async fn taken_out_in_the_middle_of_a_round_and_back_before_its_end() {
    on_both(async |town| {
        town.install("T1").await;
        town.begin_coffee("T1").await;
        town.advance_to(at("2026-01-13T18:00:00Z")).await;
        assert_eq!(town.slack.count(POST, "T1"), 4, "four pairs were introduced");

        town.slack.take_out("T1");
        town.tell("T1", Happening::Uninstalled).await;
        let gone = town.installation("T1").await.unwrap();
        assert_eq!((gone.token, gone.refresh_token), (None, None), "at once");
        assert_eq!(gone.erase_at, Some(town.clock.now() + TimeDelta::days(30)));
        let calls = town.slack.inside().calls.len();
        town.tell("T1", Happening::HomeOpened { member: "U1".into() }).await;
        town.advance_to(at("2026-01-21T18:00:00Z")).await;
        assert_eq!(town.slack.inside().calls.len(), calls, "nothing is asked of Slack");

        town.install("T1").await;
        assert_eq!(town.slack.count(POST, "T1"), 4, "what is late does not come in a burst");
        town.advance_to(at("2026-01-23T18:00:00Z")).await;
        assert_eq!(town.slack.count(POST, "T1"), 8, "the check-ins of its last day");
        town.advance_to(at("2026-01-27T18:00:00Z")).await;
        assert!(town.slack.count(POST, "T1") >= 12, "the next round opened");
        town.advance_to(at("2026-02-13T00:00:00Z")).await;
        assert!(town.installation("T1").await.is_some(), "its data is not erased");
    })
    .await;
}

#[tokio::test]
async fn news_of_an_uninstall_that_is_older_than_the_installation_does_nothing() {
    on_both(async |town| {
        town.install("T1").await;
        town.tell("T1", Happening::TokensRevoked).await;
        town.tell("T1", Happening::Uninstalled).await;
        assert!(town.installation("T1").await.unwrap().token.is_some());
    })
    .await;
}

#[tokio::test]
async fn a_revoked_token_is_noticed_without_any_news() {
    on_both(async |town| {
        town.install("T1").await;
        town.install("T2").await;
        town.slack.take_out("T1");
        town.tell("T1", Happening::HomeOpened { member: "U1".into() }).await;
        assert!(town.installation("T1").await.unwrap().uninstalled_at.is_some());
        assert!(town.installation("T2").await.unwrap().uninstalled_at.is_none(), "not the others");
    })
    .await;
}

#[tokio::test]
async fn an_address_that_slack_does_not_allow_is_no_uninstall() {
    on_both(async |town| {
        town.install("T1").await;
        town.slack.inside().blocks = true;
        town.tell("T1", Happening::HomeOpened { member: "U1".into() }).await;
        town.tell("T1", Happening::TokensRevoked).await;
        town.advance_to(start() + TimeDelta::hours(1)).await;
        assert!(town.installation("T1").await.unwrap().uninstalled_at.is_none());
        town.slack.inside().blocks = false;
        let before = town.slack.count("views.publish", "T1");
        town.install("T1").await;
        assert!(town.slack.count("views.publish", "T1") > before, "at once: the pause is over");
    })
    .await;
}

/// Rows of a workspace, over all tables that the database has.
async fn rows(town: &Town, team: &str) -> Vec<(String, String)> {
    let query = if town.database.is_postgres() {
        "SELECT CAST(table_name AS TEXT) FROM information_schema.columns \
         WHERE column_name = 'workspace_id' AND table_schema = 'public'"
    } else {
        "SELECT tables.name FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS it \
         WHERE tables.type = 'table' AND it.name = 'workspace_id'"
    };
    let mut found = Vec::new();
    for table in texts(&town.database.url, query).await {
        let count =
            format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table} WHERE workspace_id = '{team}'");
        let count = texts(&town.database.url, &count).await.remove(0);
        if count != "0" {
            found.push((table, count));
        }
    }
    found
}

#[tokio::test]
async fn after_the_time_of_the_settings_everything_is_erased() {
    on_both(async |town| {
        town.install("T1").await;
        town.install("T2").await;
        town.begin_coffee("T1").await;
        town.advance_to(at("2026-01-13T18:00:00Z")).await;
        let others = rows(town, "T2").await.len();
        town.slack.take_out("T1");
        town.tell("T1", Happening::Uninstalled).await;
        town.advance_to(at("2026-02-12T17:00:00Z")).await;
        assert!(rows(town, "T1").await.len() > 8, "not yet");
        town.advance_to(at("2026-02-12T19:00:00Z")).await;
        assert_eq!(rows(town, "T1").await, []);
        assert!(rows(town, "T2").await.len() >= others, "the other workspace has all it had");
        town.tell("T1", Happening::HomeOpened { member: "U1".into() }).await;
        town.install("T1").await;
        assert_eq!(town.installation("T1").await.unwrap().version, 1, "a new beginning");
    })
    .await;
}

#[tokio::test]
async fn another_process_sees_it_within_seconds() {
    on_both(async |town| {
        town.install("T1").await;
        let other = town.another(&town.config, 7).await.unwrap();
        // It has looked, and remembers.
        town.clock.advance_to(start() + TimeDelta::days(1));
        other.work_off().await.unwrap();
        town.slack.take_out("T1");
        town.tell("T1", Happening::Uninstalled).await;
        town.install_as("T1", Giving::Plain).await;
        town.clock.advance_to(start() + TimeDelta::days(1) + TimeDelta::minutes(11));
        other.work_off().await.unwrap();
        assert_eq!(town.slack.count("users.list", "T1"), 3, "with the new token");
        let inside = town.slack.inside();
        let last = inside.calls.iter().rfind(|call| call.0 == "users.list").unwrap();
        assert!(inside.tokens.contains_key(&last.1));
    })
    .await;
}
