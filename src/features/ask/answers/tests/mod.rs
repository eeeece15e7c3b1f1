//! Stories about answers and what is kept of them.

mod accepting;
mod carrying;
mod ending;
mod exporting;
mod keeping;
mod leaving;
mod owning;

use crate::domain::card::Card;
use crate::domain::expert::Willing;
use crate::domain::ids::QuestionId;
use crate::domain::question::{Answer, Question};
use crate::features::tests::world::TestWorld;
use crate::transaction;

/// A world with a community in #rust.
async fn with_community() -> TestWorld {
    let world = TestWorld::new().await;
    world.ask("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    world
}

/// Somebody asks, and it stands in the channel.
async fn asks<const N: usize>(
    world: &TestWorld,
    person: &str,
    fields: [(&str, &str); N],
) -> Question {
    world.ask(person, "#general", "").await;
    if N > 1 {
        world.click(person, "More…").await;
    }
    world.submit(person, fields).await;
    world.close(person);
    world.world.advance_to(world.world.clock.now() + chrono::Duration::hours(1)).await.unwrap();
    let (store, workspace) = (world.store(), world.workspace());
    store.read().await.unwrap().open_questions(&workspace, 9).await.unwrap().remove(0)
}

/// Somebody says what they can be asked.
async fn expert(world: &TestWorld, person: &str, topics: &[&str]) {
    let (store, workspace, id) = (world.store(), world.workspace(), world.id(person));
    let topics: Vec<String> = topics.iter().map(|topic| (*topic).to_owned()).collect();
    transaction!(store, |tx| {
        let mut expert = tx.lock_expert(&workspace, &id).await?;
        expert.willing = Some(Willing::Yes);
        expert.topics = topics.clone();
        tx.save_expert(&workspace, &expert).await
    })
    .await
    .unwrap();
}

/// The `ts` of a question's head.
fn head(question: &Question) -> String {
    question.thread.as_ref().unwrap().message.as_str().to_owned()
}

async fn question(world: &TestWorld, id: QuestionId) -> Question {
    let (store, workspace) = (world.store(), world.workspace());
    store.read().await.unwrap().question(&workspace, id).await.unwrap().unwrap()
}

async fn answers(world: &TestWorld, id: QuestionId) -> Vec<Answer> {
    let (store, workspace) = (world.store(), world.workspace());
    store.read().await.unwrap().answers_to(&workspace, &[id]).await.unwrap()
}

async fn card_of(world: &TestWorld, id: QuestionId) -> Option<Card> {
    let (store, workspace) = (world.store(), world.workspace());
    store.read().await.unwrap().card_of(&workspace, id).await.unwrap()
}
