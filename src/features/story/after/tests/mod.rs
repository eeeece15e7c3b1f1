//! Stories about what comes after a story, what people read, and thanks.

mod following;
mod going;
mod reading;
mod thanking;
mod winning;

use chrono::TimeDelta;

use crate::clock::Chance;
use crate::domain::community::Community;
use crate::domain::ids::StoryId;
use crate::domain::story::{Audience, Claim, Concerned, Cycle, Kind, Part, Source, State, Story};
use crate::features::story::plan_follow_up;
use crate::features::story::wins::changed;
use crate::features::tests::world::TestWorld;
use crate::transaction;

/// A world with a community in #rust, which Ada tends.
async fn with_community() -> TestWorld {
    let world = TestWorld::new().await;
    world.ask("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    world
}

async fn community(world: &TestWorld) -> Community {
    let (store, workspace) = (world.store(), world.workspace());
    store.read().await.unwrap().communities(&workspace).await.unwrap().remove(0)
}

fn concerned(world: &TestWorld, person: &str, part: Part, audience: Audience) -> Concerned {
    let (member, audience) = (world.id(person), Some(audience));
    Concerned { member, part, audience, named: true, out_at: None }
}

/// What Ana tells of herself: Bo helped her.
async fn anas(world: &TestWorld, seed: u64, happened: &str, audience: Audience) -> Story {
    let now = world.world.clock.now();
    let mut people = vec![
        concerned(world, "ana", Part::Helped, audience),
        concerned(world, "bo", Part::Helper, Audience::Everyone),
    ];
    people.sort_by(|a, b| a.member.cmp(&b.member));
    Story {
        id: Chance::seeded(seed).id(now),
        community: Some(community(world).await.id),
        teller: world.id("ana"),
        helped: world.id("ana"),
        people,
        happened: happened.to_owned(),
        changed: None,
        kind: Kind::Support,
        goal: None,
        claim: Some(Claim {
            measure: None,
            low: 360,
            likely: 590,
            high: 600,
            before: None,
            after: None,
            confidence: 80,
            attribution: 100,
        }),
        state: State::Confirmed,
        cycle: Cycle::Immediate,
        evidence: None,
        source: Source::Told,
        post: None,
        told_at: now,
        since: now,
        published_at: None,
        fell_through: false,
    }
}

/// They are told, and planned to be asked about.
async fn told(world: &TestWorld, stories: &[&Story]) {
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let context = &context;
    transaction!(store, |tx| {
        for story in stories {
            assert!(tx.insert_story(&workspace, story).await?);
            plan_follow_up(context, tx, &workspace, story).await?;
            plan_follow_up(context, tx, &workspace, story).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

async fn story(world: &TestWorld, id: StoryId) -> Story {
    let (store, workspace) = (world.store(), world.workspace());
    store.read().await.unwrap().story(&workspace, id).await.unwrap().unwrap()
}

/// Somebody changes a story, as the rooms do that tell and withdraw.
async fn change(world: &TestWorld, id: StoryId, how: impl Fn(&mut Story) + Copy + Send) {
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let context = &context;
    transaction!(store, |tx| {
        let mut story = tx.lock_story(&workspace, id).await?.unwrap();
        how(&mut story);
        tx.save_story(&workspace, &story).await?;
        changed(context, tx, &workspace, &story).await
    })
    .await
    .unwrap();
    world.settle().await;
}

async fn days_later(world: &TestWorld, days: i64) {
    let at = world.world.clock.now() + TimeDelta::days(days);
    world.world.advance_to(at).await.unwrap();
    world.settle().await;
}
