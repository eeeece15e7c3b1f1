//! The bot as an operator runs it, many jobs at once and on the machine's own time, on a bad day.

use std::sync::Arc;
use std::time::Duration;

use klatch::app::App;
use klatch::clock::{Chance, Clock};
use klatch::config::{Config, Secret};
use klatch::playground::Trick;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::round::{PAIRS, Round};
use crate::support::{TestDatabase, databases};

/// How often each kind of misfortune befalls a call or an event.
const SHARE: f64 = 0.06;

struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    async fn start(round: &Round) -> Self {
        let config = Config {
            database_url: Secret::new(round.database.url.clone()),
            slack_bot_token: Some(Secret::new(round.playground.bot_token())),
            slack_app_token: Some(Secret::new(round.playground.app_token())),
            slack_api_url: round.playground.api_url(),
            ..Config::default()
        };
        let app = App::start(&config, Clock::system(), Chance::seeded(2)).await.unwrap();
        let (stop, stopped) = watch::channel(false);
        let app = Arc::new(app);
        let task = tokio::spawn(async move { app.run(stopped).await.unwrap() });
        Self { stop, task }
    }

    /// Stops as an operator does, and ends by itself.
    async fn stop(self) {
        self.stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(12), self.task).await.unwrap().unwrap();
    }
}

async fn a_round_on_a_bad_day(database: TestDatabase, seed: u64) {
    let name = format!("seed {seed} on {}", database.engine());
    let round = Round::prepare(database, name).await;
    round.misbehave(seed, SHARE);
    for trick in [Trick::LostAfter, Trick::TooMany] {
        round.playground.next("chat.postMessage", trick);
    }
    let running = Running::start(&round).await;
    round.until(|_| round.said().len() >= PAIRS / 2).await;
    // In the middle of it an operator starts it anew.
    running.stop().await;
    let running = Running::start(&round).await;
    for person in ["person00", "person01", "person02"] {
        round.playground.open_home(person).unwrap();
        round.playground.say(person, "dm", "Hello?").unwrap();
    }
    round.until(|_| round.said().len() >= PAIRS).await;
    let seen = |person| round.playground.home_of(person).is_some();
    round.until(|_| ["person00", "person01", "person02"].into_iter().all(seen)).await;
    round.assert_once(0).await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_jobs_at_once_do_everything_once() {
    let mut all = JoinSet::new();
    for seed in 1..=4 {
        for database in databases().await {
            all.spawn(a_round_on_a_bad_day(database, seed));
        }
    }
    while let Some(ended) = all.join_next().await {
        ended.unwrap();
    }
}
