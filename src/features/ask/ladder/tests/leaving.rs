//! Somebody is gone, and Slack's word of it never came.

use chrono::TimeDelta;

use super::{Stage, id_of};
use crate::domain::expert::Willing;
use crate::domain::ids::MemberId;
use crate::domain::people::{Profile, Standing};
use crate::domain::question::{Question, State};
use crate::domain::referral::Referral;
use crate::domain::referral::ReferralState::{Offered, Recalled};
use crate::store::transaction;

/// The directory has somebody as a full member, and a question of Ana's waits for their word.
async fn waits_for(stage: &Stage, id: &str) -> Question {
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    let question = stage.question("ana", "How do we rotate the staging certificates?");
    let (store, workspace) = (stage.world.store(), stage.world.workspace());
    let now = stage.world.world.clock.now();
    let member = MemberId::new(id);
    transaction!(store, |tx| {
        let ana = tx.member(&workspace, &"UANA".into()).await?.unwrap().profile;
        let known = tx.member(&workspace, &member).await?.map(|it| it.profile);
        let known =
            Profile { member: member.clone(), name: "Somebody".to_owned(), ..known.unwrap_or(ana) };
        let here = Profile { standing: Standing::Full, ..known };
        tx.keep_profiles(&workspace, &[here], now).await?;
        tx.insert_question(&workspace, &question).await?;
        let asked = Referral {
            id: id_of(member.as_str()).into(),
            question: question.id,
            member: member.clone(),
            rung: 1,
            state: Offered,
            because: "[]".to_owned(),
            made_at: now,
            offered_at: Some(now),
            due_at: Some(now + TimeDelta::days(9)),
            ended_at: None,
            handed_to: None,
            spot: None,
        };
        tx.insert_referral(&workspace, &asked).await
    })
    .await
    .unwrap();
    stage.route(question.id).await;
    assert_eq!(stage.world.dm("bo"), "", "somebody has it");
    question
}

/// The night's reading of the directory finds it out, and the next person is asked in the morning.
async fn the_night_passes_it_on(stage: &Stage, question: &Question, name: &str) {
    stage.world.advance_to("Fri 09:30").await;
    let both = [(name.to_owned(), Recalled), ("bo".to_owned(), Offered)];
    assert_eq!(stage.asked(question.id).await, both);
    assert!(stage.world.dm("bo").contains("A question that may be yours."));
    assert_eq!(stage.now(question.id).await.state, State::Routing);
}

#[tokio::test]
async fn whom_slack_does_not_list_any_more_waits_for_nothing() {
    let stage = Stage::new().await;
    let question = waits_for(&stage, "UZED").await;
    the_night_passes_it_on(&stage, &question, "zed").await;
}

#[tokio::test]
async fn whom_slack_lists_as_switched_off_waits_for_nothing() {
    let stage = Stage::new().await;
    let question = waits_for(&stage, "UPAT").await;
    the_night_passes_it_on(&stage, &question, "pat").await;
}

#[tokio::test]
async fn what_they_asked_is_closed_too() {
    let stage = Stage::new().await;
    let question = waits_for(&stage, "UPAT").await;
    let theirs = stage.question("ana", "What is a mutex?");
    let theirs = Question { asker: crate::domain::question::Asker::Known("UPAT".into()), ..theirs };
    stage.ask(&theirs).await;
    the_night_passes_it_on(&stage, &question, "pat").await;
    assert_eq!(stage.now(theirs.id).await.state, State::Closed);
}
