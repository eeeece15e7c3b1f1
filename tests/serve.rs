//! The bot as an operator runs it, listening and working on its own, on a machine's own time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, Secret};
use klatch::playground::{Cast, Playground, cast};
use support::workspace::workspace;
use support::{TestDatabase, databases};
use tokio::sync::watch;
use tokio::task::JoinHandle;

struct Served {
    app: Arc<App>,
    playground: Playground,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

/// A workspace that is served, and the settings of a bot in it.
async fn prepared(database: &TestDatabase, cast: Cast) -> (Playground, Config) {
    let playground = workspace(cast).await;
    let config = Config {
        database_url: Secret::new(database.url.clone()),
        slack_bot_token: Some(Secret::new(playground.bot_token())),
        slack_app_token: Some(Secret::new(playground.app_token())),
        slack_api_url: playground.api_url(),
        ..Config::default()
    };
    (playground, config)
}

impl Served {
    async fn start(database: &TestDatabase, cast: Cast) -> Self {
        let (playground, config) = prepared(database, cast).await;
        let clock = Clock::system();
        let app = Arc::new(App::start(&config, clock, Chance::seeded(2)).await.unwrap());
        let (stop, stopped) = watch::channel(false);
        let mut connections = app.connections();
        let running = tokio::spawn({
            let app = Arc::clone(&app);
            async move { app.run(stopped).await.unwrap() }
        });
        let connected = connections.wait_for(|connections| *connections > 0);
        tokio::time::timeout(Duration::from_secs(10), connected).await.unwrap().unwrap();
        Self { app, playground, stop, running }
    }

    /// Waits until the bot has read who is in the workspace.
    async fn knows_everybody(&self) {
        let last = self.playground.person("carlos").unwrap().id;
        let known = async {
            loop {
                let mut tx = self.app.store().read().await.unwrap();
                let member =
                    tx.member(self.app.workspace().unwrap(), &last.as_str().into()).await.unwrap();
                if member.is_some() {
                    return;
                }
                drop(tx);
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), known).await.unwrap();
    }

    /// Stops as an operator does; the bot ends by itself within its ten seconds.
    async fn stop(self) {
        self.stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(12), self.running).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_steward_sets_coffee_up_and_somebody_joins() {
    for database in databases().await {
        let served = Served::start(&database, cast::invented()).await;
        served.knows_everybody().await;
        let playground = &served.playground;

        playground.command("lena", "#rust", "/coffee", "setup").await.unwrap();
        let rust = playground.conversation("#rust").unwrap().id;
        playground.submit_form("lena", &[("channel", rust.as_str().into())]).await.unwrap();
        let invited = |playground: &Playground| {
            let messages = playground.messages("priya", "#rust");
            messages.iter().any(|message| message.text.starts_with("Coffee with somebody new"))
        };
        playground.until("the invitation in #rust", invited).await.unwrap();

        playground.press_button("priya", "#rust", "Join coffee").await.unwrap();
        let welcomed = |playground: &Playground| {
            playground.ephemerals("priya").iter().any(|message| message.text.contains("Welcome"))
        };
        playground.until("the answer to the press", welcomed).await.unwrap();

        playground.open_home("priya").unwrap();
        let home = |playground: &Playground| playground.home_of("priya").is_some();
        playground.until("the App Home", home).await.unwrap();
        assert!(playground.faults().is_empty(), "{:?}", playground.faults());
        served.stop().await;
    }
}

#[tokio::test]
async fn a_bot_that_is_not_let_in_ends_and_says_why() {
    let database = TestDatabase::sqlite();
    let (_playground, config) = prepared(&database, cast::invented()).await;
    let config = Config { slack_app_token: Some(Secret::new("xapp-of-another-app")), ..config };
    let app = App::start(&config, Clock::system(), Chance::seeded(2)).await.unwrap();
    let (_stop, stopped) = watch::channel(false);
    let ended = tokio::time::timeout(Duration::from_secs(20), app.run(stopped)).await;
    let told = ended.expect("it ends by itself").unwrap_err().to_string();
    assert!(told.contains("SLACK_APP_TOKEN"), "{told}");
}
