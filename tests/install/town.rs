//! Klatch as it is installed in several workspaces, its Slack, and the time of both.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday};
use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, Secret};
use klatch::domain::coffee::{Participation, Program};
use klatch::domain::ids::WorkspaceId;
use klatch::domain::schedule::Cadence;
use klatch::error::Told;
use klatch::event::{Event, Happening};
use klatch::store::{Installation, transaction};
use tokio::net::TcpListener;

use crate::browser::{Browser, Page, word};
use crate::slack::{Giving, Slack};
use crate::support::{TestDatabase, databases, start};

pub(crate) const FIRST_KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
pub(crate) const SECOND_KEY: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

pub(crate) struct Town {
    pub(crate) slack: Slack,
    pub(crate) clock: Clock,
    pub(crate) app: Arc<App>,
    pub(crate) address: String,
    pub(crate) config: Config,
    pub(crate) database: TestDatabase,
    events: u32,
}

/// Runs a story once on every engine.
pub(crate) async fn on_both(mut story: impl AsyncFnMut(&mut Town)) {
    for database in databases().await {
        println!("on {}:", database.engine());
        let mut town = Town::found(database).await;
        story(&mut town).await;
    }
}

/// Serves a bot's pages, and says where.
async fn serve(app: &App) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = app.routes();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

impl Town {
    async fn found(database: TestDatabase) -> Self {
        let (slack, api) = Slack::start().await;
        let config = Config {
            database_url: Secret::new(database.url.clone()),
            slack_app_token: Some(Secret::new("xapp-1")),
            slack_client_id: Some("client".to_owned()),
            slack_client_secret: Some(Secret::new("client-secret")),
            slack_api_url: api,
            listen: Some("127.0.0.1:0".parse().unwrap()),
            public_url: Some("http://localhost:3000".to_owned()),
            secret_key: Some(Secret::new(FIRST_KEY)),
            ..Config::default()
        };
        let clock = Clock::still(start());
        let app = App::start(&config, clock.clone(), Chance::seeded(1)).await.unwrap();
        let address = serve(&app).await;
        Self { slack, clock, app: Arc::new(app), address, config, database, events: 0 }
    }

    /// Another process on the same database, perhaps with other settings.
    pub(crate) async fn another(&self, config: &Config, seed: u64) -> Result<App, Told> {
        App::start(config, self.clock.clone(), Chance::seeded(seed)).await
    }

    /// The process ends, and another one starts in its place.
    pub(crate) async fn restart(&mut self, config: Config, seed: u64) {
        self.app = Arc::new(self.another(&config, seed).await.unwrap());
        self.address = serve(&self.app).await;
        self.config = config;
    }

    /// Somebody is sent to Slack; returns the `state` they take along.
    pub(crate) async fn set_off(&self, browser: &mut Browser) -> String {
        let page = browser.get(&format!("{}/slack/install", self.address)).await;
        assert_eq!(page.status, 302);
        word(&page.location(), "state")
    }

    pub(crate) async fn come_back(&self, browser: &mut Browser, query: &str) -> Page {
        browser.get(&format!("{}/slack/oauth_redirect?{query}", self.address)).await
    }

    /// The whole way, as an administrator walks it.
    pub(crate) async fn install_as(&self, team: &str, giving: Giving) -> Page {
        let mut browser = Browser::default();
        let state = self.set_off(&mut browser).await;
        let code = self.slack.consent(team, giving);
        self.come_back(&mut browser, &format!("code={code}&state={state}")).await
    }

    pub(crate) async fn install(&self, team: &str) {
        let page = self.install_as(team, Giving::Plain).await;
        assert_eq!(page.status, 200, "{}", page.text);
        self.app.work_off().await.unwrap();
    }

    /// Slack delivers an event, and it is worked off.
    pub(crate) async fn tell(&mut self, team: &str, what: Happening) {
        self.events += 1;
        let id = format!("Ev{}", self.events);
        let event = Event { workspace: team.into(), id, at: None, what };
        let events = [event];
        let now = self.clock.now();
        self.app.store().intake().await.unwrap().receive(&events, now).await.unwrap();
        self.app.work_off().await.unwrap();
    }

    /// Moves the clock from one due job to the next.
    pub(crate) async fn advance_to(&self, to: DateTime<Utc>) {
        loop {
            self.app.work_off().await.unwrap();
            match self.app.next_due().await.unwrap().filter(|due| *due <= to) {
                Some(due) => {
                    self.clock.advance_to(due.max(self.clock.now() + TimeDelta::milliseconds(1)));
                }
                None => break,
            }
        }
        self.clock.advance_to(to);
        self.app.work_off().await.unwrap();
    }

    /// How many requests were refused for that reason, as `/metrics` says.
    pub(crate) async fn refused(&self, reason: &str) -> u64 {
        let page = Browser::default().get(&format!("{}/metrics", self.address)).await;
        let line = format!("klatch_refused_requests_total{{name=\"{reason}\"}} ");
        let figure = page.text.lines().find_map(|one| one.strip_prefix(&line));
        figure.map_or(0, |figure| figure.parse().unwrap())
    }

    pub(crate) async fn installation(&self, team: &str) -> Option<Installation> {
        let mut tx = self.app.store().read().await.unwrap();
        tx.installation(&team.into()).await.unwrap()
    }

    /// Eight people have coffee every two weeks, from the next Monday on.
    pub(crate) async fn begin_coffee(&self, team: &str) {
        let ws = WorkspaceId::new(team);
        let program = Program {
            id: Chance::seeded(9).id(start()),
            channel: "C1".into(),
            steward: "U0".into(),
            cadence: Cadence::weekly(
                2,
                Weekday::Mon,
                NaiveTime::from_hms_opt(9, 30, 0).unwrap(),
                chrono_tz::Europe::Berlin,
            ),
            rules: klatch::domain::pairing::Rules::default(),
            managers_apart: false,
            style: klatch::domain::plan::Style::default(),
            minimum: 6,
            next_opening: "2026-01-12".parse().unwrap(),
            rounds: 0,
            invitation: None,
            private: false,
            ended: false,
            created_at: start(),
        };
        transaction!(self.app.store(), |tx| {
            tx.insert_program(&ws, &program).await?;
            for number in 0..8 {
                let member = format!("U{number}").as_str().into();
                let joined = Participation::new(program.id, member, start());
                tx.keep_participation(&ws, &joined).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    }
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}
