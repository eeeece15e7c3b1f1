//! Tokens at rest: sealed, sealed again, renewed.

use chrono::TimeDelta;
use klatch::config::{Config, Secret};
use klatch::event::Happening;

use crate::slack::Giving;
use crate::support::{start, texts};
use crate::town::{FIRST_KEY, SECOND_KEY, Town, on_both};

/// All that the database holds, as text.
async fn dump(town: &Town) -> String {
    if town.database.is_postgres() {
        let tables = "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
                      WHERE table_schema = 'public'";
        let mut all = String::new();
        for table in texts(&town.database.url, tables).await {
            let rows = format!("SELECT CAST({table} AS TEXT) FROM {table}");
            all.extend(texts(&town.database.url, &rows).await);
        }
        return all;
    }
    let path = town.database.url.strip_prefix("sqlite://").unwrap();
    ["", "-wal"]
        .iter()
        .filter_map(|ending| std::fs::read(format!("{path}{ending}")).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

fn with_keys(config: &Config, keys: &[&str]) -> Config {
    Config { secret_key: Some(Secret::new(keys.join(","))), ..config.clone() }
}

#[tokio::test]
async fn no_token_state_or_code_is_in_the_database_in_clear() {
    on_both(async |town| {
        assert_eq!(town.install_as("T1", Giving::Rotating).await.status, 200);
        town.app.work_off().await.unwrap();
        let mut browser = crate::browser::Browser::default();
        let state = town.set_off(&mut browser).await;
        let dump = dump(town).await;
        assert!(dump.contains("v1."), "the sealed ones are there");
        assert!(dump.contains("Person 7"), "and people");
        let cookie = browser.cookie.unwrap();
        let cookie = cookie.split('=').next_back().unwrap().to_owned();
        for secret in ["xoxb-", "xoxe-", "secret-", "code-", FIRST_KEY, &state, &cookie] {
            assert!(!dump.contains(secret), "{secret}");
        }
    })
    .await;
}

#[tokio::test]
async fn keys_can_be_changed_and_a_wrong_one_is_told() {
    on_both(async |town| {
        town.install("T1").await;
        let first = town.installation("T1").await.unwrap().token.unwrap();

        let wrong = with_keys(&town.config, &[SECOND_KEY]);
        let told = town.another(&wrong, 3).await.err().expect("it cannot start").to_string();
        let id = first.split('.').nth(1).unwrap();
        assert!(told.contains(id) && told.contains("KLATCH_SECRET_KEY"), "{told}");
        assert!(!told.contains(SECOND_KEY), "{told}");

        town.restart(with_keys(&town.config, &[SECOND_KEY, FIRST_KEY]), 4).await;
        let second = town.installation("T1").await.unwrap().token.unwrap();
        assert_eq!(second, first, "another process may not have the second key yet");
        town.advance_to(start() + TimeDelta::days(1)).await;
        let second = town.installation("T1").await.unwrap().token.unwrap();
        assert_ne!(second.split('.').nth(1), first.split('.').nth(1), "sealed again by night");
        town.restart(with_keys(&town.config, &[SECOND_KEY]), 5).await;
        let asked = town.slack.count("users.list", "T1");
        town.advance_to(start() + TimeDelta::days(2)).await;
        assert!(town.slack.count("users.list", "T1") > asked, "it is served as before");
    })
    .await;
}

#[tokio::test]
async fn a_token_that_ends_is_renewed_before_and_by_one_process() {
    on_both(async |town| {
        town.install_as("T1", Giving::Rotating).await;
        town.app.work_off().await.unwrap();
        let other = town.another(&town.config, 8).await.unwrap();
        assert_eq!(town.slack.exchanges(), 1);
        let before = town.installation("T1").await.unwrap();
        town.clock.advance_to(start() + TimeDelta::minutes(11 * 60 + 29));
        town.app.work_off().await.unwrap();
        assert_eq!(town.slack.exchanges(), 1, "not yet");
        town.clock.advance_to(start() + TimeDelta::minutes(11 * 60 + 30));
        let (one, two) = tokio::join!(town.app.work_off(), other.work_off());
        one.unwrap();
        two.unwrap();
        assert_eq!(town.slack.exchanges(), 2);
        let after = town.installation("T1").await.unwrap();
        assert!(after.token != before.token && after.refresh_token != before.refresh_token);
        assert_eq!(after.expires_at, Some(town.clock.now() + TimeDelta::hours(12)));

        town.advance_to(start() + TimeDelta::days(7)).await;
        assert!((14..=17).contains(&town.slack.exchanges()), "{}", town.slack.exchanges());
        assert!(town.installation("T1").await.unwrap().uninstalled_at.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_token_that_cannot_be_opened_holds_up_its_own_workspace_only() {
    on_both(async |town| {
        town.install("T1").await;
        town.restart(with_keys(&town.config, &[SECOND_KEY, FIRST_KEY]), 4).await;
        town.install("T2").await;
        town.restart(with_keys(&town.config, &[FIRST_KEY]), 5).await;
        // What the process before had leased is free again.
        town.advance_to(start() + TimeDelta::minutes(5)).await;
        town.tell("T2", Happening::HomeOpened { member: "U1".into() }).await;
        town.tell("T1", Happening::HomeOpened { member: "U1".into() }).await;
        assert_eq!(town.slack.count("views.publish", "T1"), 1);
        assert_eq!(town.slack.count("views.publish", "T2"), 0);

        town.restart(with_keys(&town.config, &[FIRST_KEY, SECOND_KEY]), 6).await;
        town.advance_to(start() + TimeDelta::minutes(10)).await;
        assert_eq!(town.slack.count("views.publish", "T2"), 1, "its event waited");
    })
    .await;
}

#[tokio::test]
async fn a_renewal_whose_answer_is_lost_does_not_end_the_installation() {
    on_both(async |town| {
        town.install_as("T1", Giving::Rotating).await;
        town.app.work_off().await.unwrap();
        town.slack.inside().loses_renewals = true;
        town.advance_to(start() + TimeDelta::minutes(11 * 60 + 30)).await;
        assert_eq!(town.slack.exchanges(), 2);
        town.slack.inside().loses_renewals = false;
        town.advance_to(start() + TimeDelta::minutes(11 * 60 + 50)).await;
        assert!(town.slack.exchanges() > 2, "the refresh token is refused now");
        let kept = town.installation("T1").await.unwrap();
        assert!(kept.uninstalled_at.is_none() && kept.token.is_some());
        town.tell("T1", Happening::HomeOpened { member: "U1".into() }).await;
        assert_eq!(town.slack.count("views.publish", "T1"), 1, "with the old token");

        town.slack.take_out("T1");
        town.advance_to(start() + TimeDelta::minutes(12 * 60 + 5)).await;
        assert!(town.installation("T1").await.unwrap().uninstalled_at.is_some());
    })
    .await;
}
