//! Each thing that can be wrong is found, and named with what to do.

use chrono::TimeDelta;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::{Report, check};
use crate::clock::{Chance, Clock};
use crate::config::{Config, Mode, Secret};
use crate::demo::world::app_of_manifest;
use crate::domain::ids::WorkspaceId;
use crate::playground::{self, Playground, PlaygroundOptions, cast};
use crate::seal::{KeyRing, purpose};
use crate::store::{NewInstallation, SealedTokens, Store};
use crate::transaction;

struct Setting {
    config: Config,
    clock: Clock,
    _folder: TempDir,
}

/// A workspace in which the app is installed as `app` says, and the right settings for it.
async fn setting(app: playground::App) -> Setting {
    let folder = TempDir::new().unwrap();
    let clock = Clock::system();
    let playground = Playground::start(PlaygroundOptions {
        clock: clock.clone(),
        chance: Chance::seeded(1),
        cast: cast::invented(),
        app,
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    tokio::spawn(playground.serve(listener, axum::Router::new()).unwrap());
    let url = format!("sqlite://{}", folder.path().join("klatch.db").display());
    let config = Config {
        database_url: Secret::new(url),
        slack_bot_token: Some(Secret::new(playground.bot_token())),
        slack_app_token: Some(Secret::new(playground.app_token())),
        slack_api_url: playground.api_url(),
        ..Config::default()
    };
    Setting { config, clock, _folder: folder }
}

async fn installed() -> Setting {
    setting(app_of_manifest().unwrap()).await
}

impl Setting {
    async fn check(&self) -> Report {
        check(&self.config, &self.clock).await
    }

    /// What is found about something, with its sign and its remedy.
    async fn finds(&self, about: &str) -> String {
        let text = self.check().await.text();
        let mut lines = text.lines().skip_while(|line| !line.contains(&format!("{about}:")));
        let first = lines.next().unwrap_or_else(|| panic!("nothing about {about} in\n{text}"));
        let rest = lines.take_while(|line| line.starts_with("    ")).map(str::trim);
        [first].into_iter().chain(rest).collect::<Vec<_>>().join(" | ")
    }
}

/// Numbers that are another each time.
fn steady(text: &str) -> String {
    let mut steady = String::new();
    for sign in text.chars() {
        match sign {
            '0'..='9' if steady.ends_with('#') => {}
            '0'..='9' => steady.push('#'),
            other => steady.push(other),
        }
    }
    steady.replace("#.#", "#")
}

#[tokio::test]
async fn all_is_well() {
    let setting = installed().await;
    let url = setting.config.database_url.reveal();
    Store::connect_and_migrate(url, &setting.clock).await.unwrap().close().await;
    let report = setting.check().await;
    assert!(report.is_well(), "{}", report.text());
    insta::assert_snapshot!(steady(&report.text()), @r"
    ✓ Database: SQLite, can be written, # ms a commit.
    ✓ Slack: http://#.#:#/api answers in # ms.
    ✓ Clock: this machine and Slack agree.
    ✓ Bot token: it is @klatch in Juniper Works.
    ✓ Scopes: everything that manifest.yml needs is granted.
    ✓ Socket Mode: a connection opens and Slack says hello.

    All is well.
    ");
    assert_eq!(report.json()["well"], true);
    assert_eq!(report.json()["findings"][0]["mark"], "well");
}

#[tokio::test]
async fn it_changes_nothing() {
    let setting = installed().await;
    let found = setting.finds("Database").await;
    assert!(found.starts_with("· Database: SQLite, not there yet"), "{found}");
    assert_eq!(std::fs::read_dir(setting._folder.path()).unwrap().count(), 0);

    let url = setting.config.database_url.reveal();
    Store::open(url, &setting.clock).await.unwrap().close().await;
    let report = setting.check().await;
    assert!(report.is_well() && report.text().contains("migrations are to come"));
    let store = Store::open(url, &setting.clock).await.unwrap();
    assert!(!store.pending_migrations().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_database_that_cannot_be_used() {
    let mut setting = installed().await;
    setting.config.database_url = Secret::new("postgres://klatch:hunter2@127.0.0.1:1/klatch");
    let found = setting.finds("Database").await;
    assert!(
        found.starts_with("✗ Database: The PostgreSQL database in DATABASE_URL cannot be reached"),
        "{found}"
    );
    assert!(!found.contains("hunter2"), "{found}");
    setting.config.database_url = Secret::new("sqlite:///not/there/klatch.db");
    let found = setting.finds("Database").await;
    assert!(found.contains("The folder /not/there"), "{found}");
}

#[tokio::test]
async fn tokens_that_are_not_taken() {
    let mut setting = installed().await;
    setting.config.slack_bot_token = Some(Secret::new("xoxb-of-another-app"));
    setting.config.slack_app_token = Some(Secret::new("xapp-of-another-app"));
    let report = setting.check().await;
    assert!(!report.is_well());
    let text = report.text();
    assert!(text.contains("✗ Bot token: Slack does not take it (invalid_auth)."), "{text}");
    assert!(text.contains("Copy SLACK_BOT_TOKEN again"), "{text}");
    assert!(text.contains("– Scopes: not looked at: the token is not taken."), "{text}");
    assert!(text.contains("✗ Socket Mode: no connection comes about"), "{text}");
    assert!(!text.contains("of-another-app"), "{text}");

    setting.config.slack_bot_token = None;
    setting.config.slack_app_token = None;
    assert!(setting.finds("Bot token").await.contains("Set SLACK_BOT_TOKEN"));
    assert!(setting.finds("Socket Mode").await.contains("Set SLACK_APP_TOKEN"));
}

#[tokio::test]
async fn scopes_that_were_not_granted() {
    let mut app = app_of_manifest().unwrap();
    app.scopes.retain(|scope| scope != "mpim:write" && scope != "usergroups:read");
    app.scopes.push("admin".to_owned());
    let text = setting(app).await.check().await.text();
    assert!(text.contains("✗ Scopes: mpim:write not granted."), "{text}");
    let note = "· Scopes: usergroups:read is not granted; without it: no teams from user groups.";
    assert!(text.contains(note), "{text}");
    assert!(text.contains("· Scopes: admin granted and not needed."), "{text}");
}

#[tokio::test]
async fn a_clock_that_is_wrong() {
    let mut setting = installed().await;
    setting.clock = Clock::still(Clock::system().now() - TimeDelta::minutes(4));
    let found = setting.finds("Clock").await;
    assert!(found.starts_with("✗ Clock: this machine is 2"), "{found}");
    assert!(found.contains("NTP"), "{found}");
}

#[tokio::test]
async fn a_slack_that_is_not_reached() {
    let mut setting = installed().await;
    setting.config.slack_api_url = "http://127.0.0.1:1/api".to_owned();
    let text = setting.check().await.text();
    assert!(text.contains("✗ Slack: http://127.0.0.1:1/api does not answer"), "{text}");
    assert!(text.contains("– Tokens: not looked at"), "{text}");
    assert!(text.contains("– Socket Mode: not looked at"), "{text}");
}

#[tokio::test]
async fn http_mode_needs_its_settings() {
    let mut setting = installed().await;
    setting.config.mode = Mode::Http;
    setting.config.slack_client_id = Some("1.2".to_owned());
    let text = setting.check().await.text();
    assert!(text.contains("✗ Signing secret: there is none"), "{text}");
    assert!(text.contains("✗ Address: HTTP mode needs one"), "{text}");
    assert!(text.contains("✗ Install by OAuth: SLACK_CLIENT_SECRET, KLATCH_SECRET_KEY"), "{text}");

    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    setting.config.listen = Some(taken.local_addr().unwrap());
    setting.config.slack_signing_secret = Some(Secret::new("shh"));
    setting.config.public_url = Some("http://127.0.0.1:1".to_owned());
    drop(taken);
    let text = setting.check().await.text();
    assert!(text.contains("✓ Signing secret: it is set."), "{text}");
    assert!(text.contains("is free."), "{text}");
    assert!(text.contains("✗ Public address: http://127.0.0.1:1 is not reached"), "{text}");
}

#[tokio::test]
async fn a_list_of_people_is_of_one_workspace() {
    let mut setting = installed().await;
    setting.config.settings.people_file = Some("people.csv".into());
    setting.config.slack_client_id = Some("1.2".to_owned());
    let served_alone = setting.finds("Install by OAuth").await;
    assert!(served_alone.contains("not set"), "with a token the list is of its workspace");
    setting.config.slack_bot_token = None;
    let many = setting.finds("Install by OAuth").await;
    assert!(many.starts_with("✗ Install by OAuth: people.file says where"), "{many}");
    assert!(many.contains("Leave people.file out, or set SLACK_BOT_TOKEN"), "{many}");
}

#[tokio::test]
async fn an_address_may_be_taken_by_klatch_only() {
    let mut setting = installed().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    setting.config.listen = Some(listener.local_addr().unwrap());
    let healthy = axum::Router::new().route("/healthz", axum::routing::get(|| async { "ok\n" }));
    let serving = tokio::spawn(async move { axum::serve(listener, healthy).await });
    assert!(setting.finds("Address").await.starts_with("✓ Address: Klatch listens on"));
    serving.abort();
    let _ = serving.await;

    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    setting.config.listen = Some(other.local_addr().unwrap());
    let somebody = axum::Router::new();
    tokio::spawn(async move { axum::serve(other, somebody).await });
    assert!(setting.finds("Address").await.contains("end the program that uses it"));
}

/// Keeps that a workspace installed Klatch, its token sealed with that key.
async fn keep(setting: &Setting, workspace: &str, token: &str, key: &str) {
    let url = setting.config.database_url.reveal();
    let store = Store::connect_and_migrate(url, &setting.clock).await.unwrap();
    let ws = WorkspaceId::new(workspace);
    let keys = KeyRing::read(key).unwrap();
    let sealed = keys.seal(token, &purpose(workspace, "token"), [7; 12]).unwrap();
    let tokens = SealedTokens { token: Some(sealed), ..SealedTokens::default() };
    let new = NewInstallation { tokens, ..NewInstallation::default() };
    let now = setting.clock.now();
    transaction!(store, |tx| {
        tx.keep_workspace(&ws, workspace, &"UBOT".into(), now).await?;
        tx.keep_installation(&ws, &new, now).await.map(drop)
    })
    .await
    .unwrap();
    store.close().await;
}

#[tokio::test]
async fn every_installation_is_looked_at() {
    const OURS: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    const LOST: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
    let mut setting = installed().await;
    let good = setting.config.slack_bot_token.take().unwrap();
    setting.config.slack_client_id = Some("1.2".to_owned());
    setting.config.secret_key = Some(Secret::new(OURS));
    assert!(setting.finds("Installations").await.contains("no workspace has installed Klatch yet"));
    keep(&setting, "T0001", good.reveal(), OURS).await;
    keep(&setting, "T0002", "xoxb-gone", OURS).await;
    keep(&setting, "T0003", good.reveal(), LOST).await;
    let text = setting.check().await.text();
    assert!(text.contains("✓ Installation T0001: it is @klatch in"), "{text}");
    assert!(text.contains("✓ Installation T0001, scopes:"), "{text}");
    assert!(text.contains("✗ Installation T0002: Slack does not take it"), "{text}");
    assert!(text.contains("/slack/install"), "{text}");
    assert!(text.contains("✗ Installation T0003: its token cannot be opened"), "{text}");
    assert!(text.contains("Set KLATCH_SECRET_KEY as it was"), "{text}");
    assert!(!text.contains(good.reveal()) && !text.contains(OURS), "{text}");

    setting.config.secret_key = Some(Secret::new("no key"));
    assert!(setting.finds("Secret key").await.starts_with("✗"));
}
