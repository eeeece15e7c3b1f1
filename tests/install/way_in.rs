//! Installing.

use chrono::TimeDelta;

use crate::browser::{Browser, word};
use crate::rows::{difference, rows};
use crate::slack::Giving;
use crate::support::start;
use crate::town::on_both;

#[tokio::test]
async fn two_workspaces_install_it_and_each_is_served_with_its_own_token() {
    on_both(async |town| {
        let page = town.install_as("T1", Giving::Plain).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Klatch is in &lt;T1&gt; &amp; Sons"), "{}", page.text);
        assert!(page.text.contains("/app_redirect?app=A1&amp;team=T1"), "{}", page.text);
        for (header, says) in [
            ("content-security-policy", "default-src 'none'"),
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
        ] {
            assert!(page.headers[header].to_str().unwrap().starts_with(says), "{header}");
        }
        town.install("T2").await;
        assert_eq!(town.slack.count("users.list", "T1"), 1);
        assert_eq!(town.slack.count("users.list", "T2"), 1);
        let mut tx = town.app.store().read().await.unwrap();
        for team in ["T1", "T2"] {
            let member = tx.member(&team.into(), &"U7".into()).await.unwrap();
            assert!(member.is_some(), "the directory of {team}");
        }
        assert_eq!(tx.installations().await.unwrap().len(), 2);
        let kept = tx.installation(&"T1".into()).await.unwrap().unwrap();
        assert_eq!(kept.scopes, ["commands", "chat:write"]);
        assert!(kept.token.unwrap().starts_with("v1."));
    })
    .await;
}

#[tokio::test]
async fn slack_is_asked_for_what_the_manifest_says() {
    on_both(async |town| {
        let mut browser = Browser::default();
        let page = browser.get(&format!("{}/slack/install", town.address)).await;
        let there = page.location();
        assert_eq!(there.path(), "/oauth/v2/authorize");
        assert_eq!(word(&there, "client_id"), "client");
        assert_eq!(word(&there, "redirect_uri"), "http://localhost:3000/slack/oauth_redirect");
        let scopes = word(&there, "scope");
        assert!(scopes.split(',').any(|scope| scope == "mpim:write"), "{scopes}");
        assert!(!scopes.contains("users:read.email"), "it is optional: {scopes}");
        assert!(word(&there, "optional_scope").contains("users:read.email"));
    })
    .await;
}

#[tokio::test]
async fn a_state_that_is_forged_used_old_or_of_another_browser_does_nothing() {
    on_both(async |town| {
        let mut browser = Browser::default();
        let state = town.set_off(&mut browser).await;
        let code = town.slack.consent("T1", Giving::Plain);

        let before = rows(&town.database).await;
        let forged = format!("code={code}&state={}", "A".repeat(43));
        let none = format!("code={code}");
        for query in [forged.as_str(), &none, "", "state=%00", "state=a&state=b"] {
            let page = town.come_back(&mut browser, query).await;
            assert_eq!(page.status, 400, "{query}");
            assert!(page.text.contains("does not work any more"), "{}", page.text);
        }
        assert_eq!(difference(&before, &rows(&town.database).await), [""; 0]);
        assert_eq!(town.refused("unexpected state").await, 5);
        let mut stranger = Browser::default();
        town.set_off(&mut stranger).await;
        let query = format!("code={code}&state={state}");
        assert_eq!(town.come_back(&mut stranger, &query).await.status, 400, "another browser");
        assert_eq!(town.come_back(&mut Browser::default(), &query).await.status, 400, "no cookie");
        assert_eq!(town.slack.exchanges(), 0, "nobody asked Slack");

        assert_eq!(town.come_back(&mut browser, &query).await.status, 200);
        town.set_off(&mut browser).await;
        assert_eq!(town.come_back(&mut browser, &query).await.status, 400, "used");
        assert_eq!(town.slack.exchanges(), 1);

        let old = town.set_off(&mut browser).await;
        let code = town.slack.consent("T2", Giving::Plain);
        town.clock.advance_to(start() + TimeDelta::minutes(10));
        let page = town.come_back(&mut browser, &format!("code={code}&state={old}")).await;
        assert_eq!(page.status, 400, "too old");
        assert_eq!(town.slack.exchanges(), 1);
        assert!(town.installation("T2").await.is_none());
    })
    .await;
}

#[tokio::test]
async fn who_says_no_reads_a_friendly_page() {
    on_both(async |town| {
        let mut browser = Browser::default();
        let state = town.set_off(&mut browser).await;
        let query = format!("error=access_denied&state={state}");
        let page = town.come_back(&mut browser, &query).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Nothing was installed"), "{}", page.text);
        assert_eq!(town.slack.exchanges(), 0);

        let state = town.set_off(&mut browser).await;
        let page = town.come_back(&mut browser, &format!("code=wrong&state={state}")).await;
        assert_eq!(page.status, 400);
        assert!(page.text.contains("ref "), "{}", page.text);
    })
    .await;
}

#[tokio::test]
async fn a_whole_organization_is_told_to_choose_and_leaves_no_token() {
    on_both(async |town| {
        let page = town.install_as("T1", Giving::Organization).await;
        assert_eq!(page.status, 400);
        assert!(page.text.contains("workspace by workspace"), "{}", page.text);
        assert!(town.slack.inside().tokens.is_empty(), "it was revoked");
        assert!(town.installation("T1").await.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_token_of_another_workspace_is_refused_and_revoked() {
    on_both(async |town| {
        let before = rows(&town.database).await;
        let page = town.install_as("T1", Giving::Lying).await;
        assert_eq!(page.status, 400);
        assert_eq!(difference(&before, &rows(&town.database).await), [""; 0]);
        assert_eq!(town.refused("installation").await, 1);
        assert!(town.slack.inside().tokens.is_empty(), "it was revoked");
        assert!(town.installation("T1").await.is_none());
        assert!(town.installation("T-other").await.is_none());

        town.install("T1").await;
        assert_eq!(town.install_as("T1", Giving::Lying).await.status, 400);
        assert_eq!(town.slack.inside().tokens.len(), 2, "it may be the one that is in use");
    })
    .await;
}

#[tokio::test]
async fn one_list_of_people_is_not_for_many_workspaces() {
    on_both(async |town| {
        let mut config = town.config.clone();
        config.settings.people_file = Some("people.csv".into());
        let told = town.another(&config, 3).await.err().expect("it cannot start").to_string();
        assert!(told.contains("people.file"), "{told}");
    })
    .await;
}
