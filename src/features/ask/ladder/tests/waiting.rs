//! Time that passes while nobody can be written to, and what the queue gave up.

use chrono::{DateTime, TimeDelta, Utc};

use super::Stage;
use crate::domain::expert::Willing;
use crate::domain::ids::MemberId;
use crate::domain::question::{Privacy, State};
use crate::domain::quiet::Budget;
use crate::domain::referral::ReferralState::{Lapsed, Offered, Recalled};
use crate::job::{Job, Lane};
use crate::store::transaction;

const HOW: &str = "How do we rotate the staging certificates?";

impl Stage {
    async fn stop_messages(&self) {
        let (store, now) = (self.world.store(), self.world.world.clock.now());
        transaction!(store, |tx| tx.hold(None, "operator", now).await).await.unwrap();
    }

    async fn let_them_go(&self) {
        let (store, now) = (self.world.store(), self.world.world.clock.now());
        transaction!(store, |tx| tx.release(None, now).await).await.unwrap();
        self.world.settle().await;
    }

    /// The queue gives up whatever of that kind waits.
    async fn give_up(&self, kind: &str) {
        let (store, workspace) = (self.world.store(), self.world.workspace());
        let far: DateTime<Utc> = self.world.world.clock.now() + TimeDelta::days(30);
        let minute = TimeDelta::minutes(1);
        transaction!(store, |tx| {
            for lane in [Lane::Work, Lane::Send] {
                for it in tx.claim(&workspace, lane, "breaker", far, minute, 99).await? {
                    if it.job.kind() == kind {
                        tx.cancel(&workspace, it.id, &it.lease, "given up").await?;
                    } else {
                        tx.snooze(&workspace, it.id, &it.lease, far).await?;
                    }
                }
            }
            tx.release_lanes("breaker").await
        })
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn while_messages_are_stopped_nobodys_time_passes() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    stage.expert("cy", Willing::Yes, &["staging databases"]).await;
    stage.stop_messages().await;
    let question = stage.question("ana", HOW);
    stage.ask(&question).await;
    stage.world.advance_to("Fri 17:00").await;
    assert_eq!(stage.asked(question.id).await, [], "nobody is chosen who cannot be written to");
    assert_eq!(stage.now(question.id).await.state, State::Routing);
    stage.let_them_go().await;
    stage.world.advance_to("Mon 09:00").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
}

#[tokio::test]
async fn an_offer_that_is_still_on_its_way_does_not_lapse() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    let mut question = stage.question("ana", HOW);
    // It is evening in Berlin: Bo is asked tomorrow, and then everything is stopped.
    stage.world.advance_to("Thu 19:00").await;
    question.since = stage.world.world.clock.now();
    stage.ask(&question).await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
    stage.stop_messages().await;
    stage.world.advance_to("Fri 20:00").await;
    stage.let_them_go().await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
    stage.world.advance_to("Mon 10:00").await;
    assert!(stage.world.dm("bo").contains("A question that may be yours"));
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
    stage.world.advance_to("Mon 15:00").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Lapsed)]);
}

#[tokio::test]
async fn an_offer_that_was_given_up_takes_nobodys_place() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    stage.world.advance_to("Thu 19:00").await;
    let mut question = stage.question("ana", HOW);
    question.since = stage.world.world.clock.now();
    stage.ask(&question).await;
    let job = Job::Offer { referral: stage.referrals(question.id).await[0].id };
    stage.give_up(job.kind()).await;
    stage.route(question.id).await;
    stage.world.advance_to("Fri 20:00").await;
    stage.route(question.id).await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Recalled)]);
    assert_eq!(stage.now(question.id).await.state, State::Channel);
}

#[tokio::test]
async fn what_the_queue_gave_up_goes_on_the_next_night() {
    let stage = Stage::new().await;
    let mut question = stage.question("ana", HOW);
    question.privacy = Privacy::Private;
    question.thread = None;
    let (store, workspace) = (stage.world.store(), stage.world.workspace());
    transaction!(store, |tx| tx.insert_question(&workspace, &question).await).await.unwrap();
    assert_eq!(stage.now(question.id).await.state, State::Routing);
    stage.world.advance_to("Fri 06:00").await;
    assert_eq!(stage.now(question.id).await.state, State::Nobody, "nobody knows, and ana is told");
}

#[tokio::test]
async fn the_channels_time_begins_when_it_was_asked() {
    let stage = Stage::new().await;
    let question = stage.question("ana", HOW);
    stage.ask(&question).await;
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    let asked_at = stage.now(question.id).await.since;
    stage.stop_messages().await;
    stage.world.advance_to("Fri 12:00").await;
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    stage.let_them_go().await;
    stage.world.advance_to("Mon 09:30").await;
    let now = stage.now(question.id).await;
    assert_eq!(now.state, State::Steward);
    assert!(now.since > asked_at);
}

/// Who was chosen in the evening, and changes something before the morning.
async fn chosen_for_tomorrow() -> (Stage, crate::domain::question::Question) {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    stage.expert("cy", Willing::Yes, &["staging databases"]).await;
    stage.world.advance_to("Thu 19:00").await;
    let mut question = stage.question("ana", HOW);
    question.since = stage.world.world.clock.now();
    stage.ask(&question).await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
    (stage, question)
}

async fn change(
    stage: &Stage,
    id: &MemberId,
    paused: Option<DateTime<Utc>>,
    budget: Option<Budget>,
) {
    let (store, workspace) = (stage.world.store(), stage.world.workspace());
    transaction!(store, |tx| {
        let mut expert = tx.lock_expert(&workspace, id).await?;
        expert.paused_until = paused;
        tx.save_expert(&workspace, &expert).await?;
        if let Some(budget) = budget {
            let mut preferences = tx.member(&workspace, id).await?.unwrap().preferences;
            preferences.budget = budget;
            tx.keep_preferences(&workspace, id, &preferences).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn who_paused_in_the_meantime_is_not_asked() {
    let (stage, question) = chosen_for_tomorrow().await;
    let far = stage.world.world.clock.now() + TimeDelta::days(9);
    change(&stage, &stage.world.id("bo"), Some(far), None).await;
    stage.world.advance_to("Fri 12:00").await;
    assert_eq!(stage.world.dm("bo"), "");
    let both = [("bo".to_owned(), Recalled), ("cy".to_owned(), Offered)];
    assert_eq!(stage.asked(question.id).await, both);
}

#[tokio::test]
async fn who_wants_only_their_coffee_by_now_is_not_asked() {
    let (stage, question) = chosen_for_tomorrow().await;
    change(&stage, &stage.world.id("bo"), None, Some(Budget::only_coffee())).await;
    stage.world.advance_to("Fri 12:00").await;
    assert_eq!(stage.world.dm("bo"), "");
    assert_eq!(stage.asked(question.id).await[0], ("bo".to_owned(), Recalled));
}

#[tokio::test]
async fn what_is_urgent_is_not_kept_for_whoever_begins_tomorrow() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    stage.world.advance_to("Thu 19:00").await;
    let mut question = stage.question("ana", HOW);
    question.urgent = true;
    question.since = stage.world.world.clock.now();
    stage.ask(&question).await;
    assert_eq!(stage.asked(question.id).await, []);
    assert_eq!(stage.now(question.id).await.state, State::Channel, "whoever is here is asked");
}
