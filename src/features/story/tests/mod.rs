//! Value stories, told.

mod agreed;
mod publishing;
mod telling;

use chrono::Duration;

use crate::domain::story::Story;
use crate::features::tests::world::TestWorld;

/// A world with a community in #rust that Ada tends.
async fn with_community() -> TestWorld {
    let world = TestWorld::new().await;
    world.ask("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    world
}

/// Somebody gives the command in #rust, and what they see then.
async fn story(world: &TestWorld, person: &str, words: &str) -> String {
    world.playground().command(person, "#rust", "/story", words).await.unwrap();
    world.settle().await;
    let whispers = world.playground().ephemerals(person);
    match (world.modal(person), whispers.last()) {
        (modal, Some(last)) if modal.is_empty() => world.playground().render_text(person, last),
        (modal, _) => modal,
    }
}

/// Somebody tells that Bo helped them.
async fn tells<const N: usize>(
    world: &TestWorld,
    person: &str,
    happened: &str,
    fields: [(&str, &str); N],
) -> String {
    story(world, person, happened).await;
    if fields.iter().any(|(name, _)| !matches!(*name, "happened" | "helpers" | "saved")) {
        world.click(person, "More…").await;
    }
    world.submit(person, fields).await
}

/// The stories that somebody is in, the newest first.
async fn stories_of(world: &TestWorld, person: &str) -> Vec<Story> {
    let (store, workspace) = (world.store(), world.workspace());
    let mut tx = store.read().await.unwrap();
    tx.stories_with(&workspace, &world.id(person), 9).await.unwrap()
}

async fn latest(world: &TestWorld, person: &str) -> Story {
    stories_of(world, person).await.remove(0)
}

/// A minute later.
async fn a_minute(world: &TestWorld) {
    world.world.advance_to(world.world.clock.now() + Duration::minutes(1)).await.unwrap();
}
