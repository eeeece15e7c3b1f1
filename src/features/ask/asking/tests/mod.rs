//! Stories about asking.

mod anonymous;
mod asking;
mod bad;
mod communities;
mod experts;
mod mine;
mod ways;

use crate::domain::community::Community;
use crate::domain::question::{Answer, Question, State};
use crate::domain::referral::{Referral, ReferralState};
use crate::features::tests::world::TestWorld;
use crate::transaction;

/// Ada begins a community in a channel.
async fn community_in(world: &TestWorld, channel: &str) -> Community {
    world.ask("ada", channel, "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    let channel = world.playground().conversation(channel).unwrap().id;
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    tx.community_in(&workspace, &channel.as_str().into()).await.unwrap().unwrap()
}

/// A world with a community in #rust.
async fn with_community() -> TestWorld {
    let world = TestWorld::new().await;
    community_in(&world, "#rust").await;
    world
}

/// Somebody asks something in the only community there is.
async fn asks(world: &TestWorld, person: &str, title: &str) -> Question {
    world.ask(person, "dm", "").await;
    world.submit(person, [("title", title)]).await;
    world.close(person);
    let asked = all(world).await.into_iter().find(|question| question.title == title);
    asked.unwrap()
}

/// The question that was asked last.
async fn latest(world: &TestWorld) -> Question {
    all(world).await.remove(0)
}

/// All open questions, the newest first.
async fn all(world: &TestWorld) -> Vec<Question> {
    let workspace = world.workspace();
    world.store().read().await.unwrap().open_questions(&workspace, 100).await.unwrap()
}

/// A question as it stands.
async fn again(world: &TestWorld, question: &Question) -> Question {
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    tx.question(&workspace, question.id).await.unwrap().unwrap()
}

/// Somebody answered it, and its asker accepted that.
async fn answered(world: &TestWorld, question: &Question, author: &str, text: &str) {
    let (store, workspace) = (world.store(), world.workspace());
    let (now, author) = (world.world.clock.now(), world.id(author));
    transaction!(store, |tx| {
        let mut question = tx.lock_question(&workspace, question.id).await?.unwrap();
        let answer = Answer {
            id: world.context().chance.id(now),
            question: question.id,
            author: author.clone(),
            text: text.to_owned(),
            spot: None,
            likes: 0,
            accepted_at: Some(now),
            written_at: now,
            edited_at: None,
            deleted_at: None,
        };
        tx.insert_answer(&workspace, &answer).await?;
        question.accepted = Some(answer.id);
        question.move_to(State::Answered, now);
        tx.save_question(&workspace, &question).await
    })
    .await
    .unwrap();
}

/// Somebody is asked about it.
async fn referred(world: &TestWorld, question: &Question, member: &str, state: ReferralState) {
    let (store, workspace) = (world.store(), world.workspace());
    let now = world.world.clock.now();
    // One of their own for each person.
    let number = member.bytes().fold(uuid::Uuid::from(question.id).as_u128(), |number, byte| {
        number.wrapping_mul(31).wrapping_add(byte.into())
    });
    let referral = Referral {
        id: uuid::Uuid::from_u128(number).into(),
        question: question.id,
        member: world.id(member),
        rung: 1,
        state,
        because: "[]".to_owned(),
        made_at: now,
        offered_at: Some(now),
        due_at: Some(now + chrono::Duration::hours(4)),
        ended_at: None,
        handed_to: None,
        spot: None,
    };
    transaction!(store, |tx| tx.insert_referral(&workspace, &referral).await).await.unwrap();
}

/// It came so far.
async fn came_to(world: &TestWorld, question: &Question, state: State) {
    let (store, workspace) = (world.store(), world.workspace());
    let now = world.world.clock.now();
    transaction!(store, |tx| {
        let mut question = tx.lock_question(&workspace, question.id).await?.unwrap();
        question.move_to(state, now);
        tx.save_question(&workspace, &question).await
    })
    .await
    .unwrap();
}
