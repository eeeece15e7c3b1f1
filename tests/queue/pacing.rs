//! The pace of what goes to Slack, also where several processes share a database.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use klatch::clock::Chance;
use klatch::job::{Job, Outcome, Work};
use klatch::queue::{Handler, Worker};
use klatch::store::transaction;

use crate::support::{TestStore, on_both, start};

/// Notes whose App Home was drawn; the first answer may be another.
#[derive(Clone, Default)]
struct Homes {
    drawn: Arc<Mutex<Vec<String>>>,
    first: Arc<Mutex<Option<Outcome>>>,
}

impl Homes {
    fn first(outcome: Outcome) -> Self {
        Self { first: Arc::new(Mutex::new(Some(outcome))), ..Self::default() }
    }

    fn count(&self) -> usize {
        self.drawn.lock().unwrap().len()
    }
}

impl Handler for Homes {
    async fn handle(&self, work: &Work) -> Outcome {
        let Job::PublishHome { member } = &work.job else { return Outcome::Done };
        assert_eq!(work.attempt, 1, "waiting costs no try");
        if let Some(outcome) = self.first.lock().unwrap().take() {
            return outcome;
        }
        self.drawn.lock().unwrap().push(member.to_string());
        Outcome::Done
    }
}

fn process(given: &TestStore, homes: &Homes, name: &str) -> Worker<Homes> {
    Worker::new(given.store.clone(), given.clock.clone(), homes.clone(), name)
}

async fn put(given: &TestStore, homes: u64) {
    let ws = "T1".into();
    transaction!(given.store, |tx| {
        for n in 0..homes {
            let job = Job::PublishHome { member: format!("U{n}").as_str().into() };
            let id = Chance::seeded(n).id(start());
            tx.enqueue(&ws, &job, start(), None, None, id, start()).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn what_is_too_much_at_once_goes_out_in_steps_and_only_from_one_process() {
    on_both(async |given| {
        let homes = Homes::default();
        let (one, two) = (process(given, &homes, "one"), process(given, &homes, "two"));
        put(given, 20).await;
        assert_eq!(one.run_due(start()).await.unwrap(), 10, "a small burst");
        assert_eq!(two.run_due(start()).await.unwrap(), 0, "one process sends at a time");
        let mut steps = 0;
        while let Some(due) = one.next_due().await.unwrap() {
            assert!(due > given.clock.now(), "no busy loop");
            given.clock.advance_to(due);
            assert_eq!(one.run_due(due).await.unwrap(), 1);
            steps += 1;
        }
        assert_eq!((steps, homes.count()), (10, 20));
        let took = given.clock.now() - start();
        assert!(
            took >= TimeDelta::seconds(6) && took < TimeDelta::seconds(8),
            "90 a minute: {took}"
        );
    })
    .await;
}

#[tokio::test]
async fn when_slack_asks_one_process_to_slow_down_all_do() {
    on_both(async |given| {
        let pause = Duration::from_secs(30);
        let homes = Homes::first(Outcome::Limited { method: "views.publish", pause });
        let (one, two) = (process(given, &homes, "one"), process(given, &homes, "two"));
        put(given, 3).await;
        assert_eq!(one.run_due(start()).await.unwrap(), 1);
        one.give_back().await;
        assert_eq!(two.run_due(start()).await.unwrap(), 0);
        let over = start() + TimeDelta::seconds(30);
        assert_eq!(two.next_due().await.unwrap(), Some(over));
        given.clock.advance_to(over);
        assert_eq!(two.run_due(over).await.unwrap(), 3);
        assert_eq!(homes.count(), 3);
    })
    .await;
}

#[tokio::test]
async fn when_the_token_is_refused_all_of_the_workspace_waits() {
    on_both(async |given| {
        let homes = Homes::first(Outcome::Refused("auth.test: token_revoked".to_owned()));
        let worker = process(given, &homes, "one");
        put(given, 2).await;
        assert_eq!(worker.run_due(start()).await.unwrap(), 1);
        let later = start() + TimeDelta::minutes(10);
        assert_eq!(worker.next_due().await.unwrap(), Some(later));
        given.clock.advance_to(later);
        assert_eq!(worker.run_due(later).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn while_messages_are_held_back_homes_are_drawn_all_the_same() {
    on_both(async |given| {
        let homes = Homes::default();
        let worker = process(given, &homes, "one");
        put(given, 1).await;
        let ws = "T1".into();
        let greet = Job::Greet { member: "U1".into(), channel: "D1".into(), thread: None };
        let invite = Job::Invite { program: Chance::seeded(50).id(start()) };
        transaction!(given.store, |tx| {
            for (n, job) in [(60, &greet), (61, &invite)] {
                let id = Chance::seeded(n).id(start());
                tx.enqueue(&ws, job, start(), None, None, id, start()).await?;
            }
            tx.hold(Some(&ws), "U-ana", start()).await
        })
        .await
        .unwrap();
        assert_eq!(worker.run_due(start()).await.unwrap(), 1);
        assert_eq!(worker.next_due().await.unwrap(), None, "nothing goes by itself");
        let released = transaction!(given.store, |tx| tx.release(Some(&ws), start()).await).await;
        let released = released.unwrap().unwrap();
        assert_eq!((released.waiting, released.lapsed), (1, 1), "a late greeting is none");
        assert_eq!(worker.next_due().await.unwrap(), Some(start() + TimeDelta::seconds(3)));
    })
    .await;
}
