//! Workspaces of a playground, the bots in them, the database, and the time of all of them.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, Mode, Secret};
use klatch::demo::world::app_of_manifest;
use klatch::error::Told;
use klatch::playground::{Endpoint, Fill, Outcome, Playground, PlaygroundOptions, Town, cast};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::browser::{Browser, Page, word};
use crate::gate::Gate;
use crate::support::log::begin_log;
use crate::support::{TestDatabase, start};

pub(crate) const SIGNING: &str = "a secret of Slack's and ours";
pub(crate) const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
/// How long anything may take, in real time.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Bot {
    pub(crate) app: Arc<App>,
    stop: watch::Sender<bool>,
    listening: JoinHandle<Result<(), Told>>,
}

pub(crate) struct House {
    pub(crate) clock: Clock,
    pub(crate) town: Town,
    pub(crate) gate: Gate,
    pub(crate) config: Config,
    pub(crate) database: TestDatabase,
    pub(crate) bots: Vec<Bot>,
    seed: u64,
}

impl House {
    /// One workspace whose token stands in the settings; no bot runs yet.
    pub(crate) async fn of_one(database: TestDatabase, mode: Mode) -> Self {
        let mut house = Self::of(database, mode, 1).await;
        let playground = house.playground();
        house.config.slack_bot_token = Some(Secret::new(playground.bot_token()));
        house
    }

    /// Several workspaces, none of which has installed Klatch; no bot runs yet.
    pub(crate) async fn of_many(database: TestDatabase, mode: Mode, count: u32) -> Self {
        let mut house = Self::of(database, mode, count).await;
        let (id, secret) = house.playground().oauth_client();
        house.config.slack_client_id = Some(id);
        house.config.slack_client_secret = Some(Secret::new(secret));
        house.config.secret_key = Some(Secret::new(KEY));
        house.config.public_url = Some(format!("http://{}", house.gate.address));
        for playground in house.town.playgrounds() {
            playground.without_app();
        }
        house
    }

    async fn of(database: TestDatabase, mode: Mode, count: u32) -> Self {
        begin_log();
        println!("on {}, {mode:?}:", database.engine());
        let clock = Clock::still(start());
        let workspace = |number: u32| {
            let options = PlaygroundOptions {
                clock: clock.clone(),
                chance: Chance::seeded(number.into()),
                cast: cast::invented(),
                app: app_of_manifest().unwrap(),
            };
            Playground::start_as(options, number)
        };
        let town = Town::of((1..=count).map(workspace).collect());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        tokio::spawn(town.serve(listener, axum::Router::new()).unwrap());
        let gate = Gate::open().await;
        if mode == Mode::Http {
            town.deliver_to(&Endpoint::all(
                format!("http://{}/slack/events", gate.address),
                SIGNING,
            ));
        }
        let first = town.playgrounds()[0].clone();
        let config = Config {
            database_url: Secret::new(database.url.clone()),
            mode,
            slack_app_token: Some(Secret::new(first.app_token())),
            slack_signing_secret: Some(Secret::new(SIGNING)),
            slack_api_url: first.api_url(),
            listen: Some("127.0.0.1:0".parse().unwrap()),
            ..Config::default()
        };
        Self { clock, town, gate, config, database, bots: Vec::new(), seed: 1 }
    }

    pub(crate) fn playground(&self) -> Playground {
        self.town.playgrounds()[0].clone()
    }

    pub(crate) fn app(&self) -> &App {
        &self.bots[0].app
    }

    /// One more copy of the bot.
    pub(crate) async fn start_bot(&mut self) {
        self.seed += 1;
        let chance = Chance::seeded(self.seed);
        let app = Arc::new(App::start(&self.config, self.clock.clone(), chance).await.unwrap());
        let (stop, stopped) = watch::channel(false);
        let mut connections = app.connections();
        let listening = tokio::spawn({
            let app = Arc::clone(&app);
            async move { app.listen(stopped).await }
        });
        let connected = connections.wait_for(|connections| *connections > 0);
        tokio::time::timeout(PATIENCE, connected).await.unwrap().unwrap();
        self.bots.push(Bot { app, stop, listening });
        self.lead();
        self.settle().await;
    }

    /// Stops the oldest one, as an operator does. Requests may come in meanwhile.
    pub(crate) async fn stop_bot(&mut self) {
        let bot = self.bots.remove(0);
        bot.stop.send(true).unwrap();
        tokio::time::timeout(PATIENCE, bot.listening).await.unwrap().unwrap().unwrap();
        bot.app.idle().await;
        bot.app.store().close().await;
        self.lead();
    }

    fn lead(&self) {
        self.gate.lead_to(self.bots.iter().filter_map(|bot| bot.app.address()).collect());
    }

    /// Waits until everything that happened is worked off; time moves on by what a pace takes.
    pub(crate) async fn settle(&self) {
        let latest = self.clock.now() + TimeDelta::minutes(2);
        loop {
            for playground in self.town.playgrounds() {
                playground.settled().await.unwrap();
            }
            let (mut worked, mut paced) = (0, Vec::new());
            for bot in &self.bots {
                bot.app.idle().await;
                worked += bot.app.work_off().await.unwrap();
                paced.extend(bot.app.paced_until().await.unwrap());
            }
            if worked > 0 {
                continue;
            }
            match paced.into_iter().min().filter(|at| *at <= latest) {
                Some(at) => self.move_clock(at.max(self.clock.now() + TimeDelta::milliseconds(1))),
                None => return,
            }
        }
    }

    /// From one due job to the next.
    pub(crate) async fn advance_to(&self, at: DateTime<Utc>) {
        self.settle().await;
        loop {
            let mut due = Vec::new();
            for bot in &self.bots {
                due.extend(bot.app.next_due().await.unwrap());
            }
            let Some(due) = due.into_iter().min().filter(|due| *due <= at) else { break };
            let now = self.clock.now();
            if now >= at {
                break;
            }
            // What is due and lies there waits for the lease of another copy to run out.
            self.move_clock(if due > now { due } else { (now + TimeDelta::seconds(1)).min(at) });
            self.settle().await;
        }
        self.move_clock(at);
        self.settle().await;
    }

    pub(crate) fn move_clock(&self, at: DateTime<Utc>) {
        self.clock.advance_to(at);
        self.town.playgrounds().iter().for_each(Playground::time_moved);
    }

    /// An administrator lets Klatch in; what they read in the end.
    pub(crate) async fn install(&self, playground: &Playground) -> Page {
        let mut browser = Browser::default();
        let gone = browser.get(&format!("http://{}/slack/install", self.gate.address)).await;
        assert_eq!(gone.status, 302, "{}", gone.text);
        assert_eq!(Some(word(&gone.location(), "client_id")), self.config.slack_client_id);
        let back = playground.allow(gone.location().as_str()).unwrap();
        let page = browser.get(&back).await;
        self.settle().await;
        page
    }

    /// Lena sets a weekly coffee up in #rust, and six people join.
    pub(crate) async fn begin_coffee(&self, playground: &Playground) {
        let opened = playground.command("lena", "#rust", "/coffee", "setup").await;
        assert!(opened.is_ok(), "{opened:?}");
        let rust = playground.conversation("#rust").unwrap().id;
        let sent = playground.submit_form("lena", &[("channel", Fill::from(rust))]).await;
        assert_eq!(sent, Ok(Outcome::Updated));
        self.settle().await;
        for person in self.joiners(playground) {
            let joined = playground.press_button(&person, "#rust", "Join coffee").await;
            assert_eq!(joined, Ok(Outcome::Done), "{person} joins");
            self.settle().await;
        }
    }

    /// Six full members of #rust.
    pub(crate) fn joiners(&self, playground: &Playground) -> Vec<String> {
        let rust = playground.conversation("#rust").unwrap();
        let people = playground.people().into_iter();
        let full = people.filter(|person| !person.is_bot && !person.is_restricted);
        let there = full.filter(|person| rust.members.contains(&person.id));
        let joiners: Vec<String> = there.map(|person| person.id).take(6).collect();
        assert_eq!(joiners.len(), 6);
        joiners
    }

    /// A figure of `/metrics`, over all copies.
    pub(crate) async fn figure(&self, name: &str, of: &str) -> u64 {
        let line = format!("{name}{{name=\"{of}\"}} ");
        let mut sum = 0;
        for bot in &self.bots {
            let address = bot.app.address().unwrap();
            let page = Browser::default().get(&format!("http://{address}/metrics")).await;
            let figure = page.text.lines().find_map(|one| one.strip_prefix(&line));
            sum += figure.map_or(0, |figure| figure.parse::<u64>().unwrap());
        }
        sum
    }
}
