//! A real process of `klatch serve`, killed with SIGKILL in the middle of a round and started
//! again, while Slack has a bad day: what was done is done once, and what was sent is sent once,
//! unless nobody could know.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that finds something else than it expects is to fail"
)]

mod support;

#[path = "killed/round.rs"]
mod round;

use std::fs::{File, OpenOptions};
use std::process::{Child, Command, Stdio};

use round::{PAIRS, Round};
use support::{TestDatabase, databases};
use tokio::task::JoinSet;

/// When the process is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    Connected,
    /// It has opened so many conversations.
    Opened(usize),
    /// It has introduced so many groups.
    Said(usize),
}

const MOMENTS: [Moment; 5] = [
    Moment::Connected,
    Moment::Opened(1),
    Moment::Said(1),
    Moment::Said(3),
    Moment::Said(PAIRS - 1),
];

struct Killed {
    round: Round,
    moment: Moment,
    /// What both processes say.
    log: tempfile::NamedTempFile,
}

impl Killed {
    async fn prepare(database: TestDatabase, moment: Moment, seed: u64) -> Self {
        let name = format!("{moment:?} on {}", database.engine());
        let round = Round::prepare(database, name).await;
        round.misbehave(seed, 0.03);
        Self { round, moment, log: tempfile::NamedTempFile::new().unwrap() }
    }

    fn serve(&self) -> Child {
        let log: File = OpenOptions::new().append(true).open(self.log.path()).unwrap();
        Command::new(env!("CARGO_BIN_EXE_klatch"))
            .arg("serve")
            .env_clear()
            .env("DATABASE_URL", &self.round.database.url)
            .env("SLACK_BOT_TOKEN", self.round.playground.bot_token())
            .env("SLACK_APP_TOKEN", self.round.playground.app_token())
            .env("SLACK_API_URL", self.round.playground.api_url())
            .env("KLATCH_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    async fn play(self) {
        let mut first = self.serve();
        let (round, moment) = (&self.round, self.moment);
        round
            .until(|playground| match moment {
                Moment::Connected => playground.connections() > 0,
                Moment::Opened(count) => round.opened() >= count,
                Moment::Said(count) => round.said().len() >= count,
            })
            .await;
        // SIGKILL: no goodbye, no lease given back.
        first.kill().unwrap();
        first.wait().unwrap();
        let mut second = self.serve();
        round.until(|_| round.said().len() >= PAIRS).await;
        round.assert_once(1).await;
        second.kill().unwrap();
        second.wait().unwrap();
        self.assert_quiet();
    }

    /// A bad day of Slack's is no error of ours: the queue goes on.
    fn assert_quiet(&self) {
        let log = std::fs::read_to_string(self.log.path()).unwrap();
        let errors: Vec<&str> = log.lines().filter(|line| line.contains("ERROR")).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", self.round.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_does_everything_once() {
    sqlx::any::install_default_drivers();
    let mut all = JoinSet::new();
    for (seed, moment) in (1..).zip(MOMENTS) {
        for database in databases().await {
            all.spawn(async move { Killed::prepare(database, moment, seed).await.play().await });
        }
    }
    while let Some(ended) = all.join_next().await {
        ended.unwrap();
    }
}
