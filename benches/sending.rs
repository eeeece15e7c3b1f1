//! How long 5,000 introductions take at Slack's pace, in virtual time: the real queue and its paces
//! before a simulated Slack with the limits that it publishes. Run it with
//! `cargo bench --bench sending`; `KLATCH_GROUPS` asks for another number.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench that cannot go on says why and ends"
)]

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use klatch::clock::{Chance, Clock};
use klatch::domain::ids::{ChannelId, GroupId, WorkspaceId};
use klatch::domain::pacing::Call;
use klatch::job::{Job, Outcome, Work};
use klatch::queue::{Handler, Worker};
use klatch::store::{Store, transaction};

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Slack, as far as its limits go: so many calls in any sixty seconds.
#[derive(Default)]
struct Slack {
    opened: VecDeque<DateTime<Utc>>,
    posted: VecDeque<DateTime<Utc>>,
    last: HashMap<ChannelId, DateTime<Utc>>,
    refusals: u32,
    introduced: u32,
    ended: Option<DateTime<Utc>>,
}

fn room(calls: &mut VecDeque<DateTime<Utc>>, limit: u32, now: DateTime<Utc>) -> bool {
    while calls.front().is_some_and(|at| *at + MINUTE <= now) {
        calls.pop_front();
    }
    let free = calls.len() < usize::try_from(limit).unwrap();
    if free {
        calls.push_back(now);
    }
    free
}

impl Slack {
    fn open(&mut self, now: DateTime<Utc>) -> bool {
        let free = room(&mut self.opened, Call::OpenConversation.pace().limit, now);
        self.refusals += u32::from(!free);
        free
    }

    fn post(&mut self, channel: &ChannelId, now: DateTime<Utc>) -> bool {
        let second = |at: &DateTime<Utc>| *at + TimeDelta::seconds(1) <= now;
        let free = self.last.get(channel).is_none_or(second)
            && room(&mut self.posted, Call::PostMessage.pace().limit, now);
        self.refusals += u32::from(!free);
        if free {
            self.last.insert(channel.clone(), now);
            self.introduced += 1;
            self.ended = Some(now);
        }
        free
    }
}

/// Does what the features do of it: opens, queues the introduction, posts.
struct Sends {
    store: Store,
    clock: Clock,
    chance: Chance,
    slack: Arc<Mutex<Slack>>,
}

impl Sends {
    fn limited(call: Call) -> Outcome {
        Outcome::Limited { method: call.method(), pause: Duration::from_secs(30) }
    }

    async fn open(&self, work: &Work, group: GroupId, then: DateTime<Utc>) -> Outcome {
        let now = self.clock.now();
        if !self.slack.lock().unwrap().open(now) {
            return Self::limited(Call::OpenConversation);
        }
        let channel = ChannelId::new(format!("G{group}"));
        let (job, id) = (Job::IntroduceGroup { group }, self.chance.id(now));
        transaction!(self.store, |tx| {
            let at = then.max(now);
            tx.enqueue(&work.workspace, &job, at, None, Some(&channel), id, now).await?;
            tx.finish(&work.workspace, work.id, &work.lease).await
        })
        .await
        .unwrap();
        Outcome::Done
    }
}

impl Handler for Sends {
    async fn handle(&self, work: &Work) -> Outcome {
        match &work.job {
            Job::OpenConversation { group, then } => self.open(work, *group, *then).await,
            Job::IntroduceGroup { group } => {
                let channel = ChannelId::new(format!("G{group}"));
                let sent = self.slack.lock().unwrap().post(&channel, self.clock.now());
                if sent { Outcome::Done } else { Self::limited(Call::PostMessage) }
            }
            other => panic!("{} is none of this", other.kind()),
        }
    }
}

/// How long after the hour the last introduction was sent, with conversations opened so much ahead.
async fn run(groups: u32, ahead: TimeDelta, bound: f64, name: &str) {
    let begun = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let start: DateTime<Utc> = "2026-01-05T06:00:00Z".parse().unwrap();
    let (clock, chance, hour) = (Clock::still(start), Chance::seeded(7), start + ahead);
    let url = format!("sqlite://{}", folder.path().join("klatch.db").display());
    let store = Store::connect_and_migrate(&url, &clock).await.unwrap();
    let ws = WorkspaceId::new("T1");
    transaction!(store, |tx| {
        for _ in 0..groups {
            let job = Job::OpenConversation { group: chance.id(start), then: hour };
            tx.enqueue(&ws, &job, start, None, None, chance.id(start), start).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let slack = Arc::new(Mutex::new(Slack::default()));
    let handler = Sends {
        store: store.clone(),
        clock: clock.clone(),
        chance: chance.clone(),
        slack: Arc::clone(&slack),
    };
    let worker = Worker::new(store.clone(), clock.clone(), handler, "bench");
    while let Some(due) = worker.next_due().await.unwrap() {
        clock.advance_to(due);
        worker.run_due(clock.now()).await.unwrap();
    }
    store.close().await;
    let slack = slack.lock().unwrap();
    assert_eq!(slack.introduced, groups);
    let took = (slack.ended.unwrap() - hour).as_seconds_f64() / 60.0;
    println!(
        "{name}: {groups} introductions in {took:.1} min after the hour; bound {bound:.1} min \
         ({:+.1} %); refused for being too fast: {}; {:.0} s of real time",
        (took / bound - 1.0) * 100.0,
        slack.refusals,
        begun.elapsed().as_secs_f64(),
    );
}

fn main() {
    let groups = std::env::var("KLATCH_GROUPS").ok().and_then(|number| number.parse().ok());
    let groups = groups.unwrap_or(5_000);
    let minutes = |limit: Call| f64::from(groups) / f64::from(limit.pace().limit);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (open, post) = (minutes(Call::OpenConversation), minutes(Call::PostMessage));
        run(groups, TimeDelta::zero(), open, "cold").await;
        run(groups, TimeDelta::minutes(120), post, "opened ahead").await;
    });
}
