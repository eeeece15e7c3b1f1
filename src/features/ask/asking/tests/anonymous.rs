//! Anonymous questions: hidden while they are open, forgotten when they close.

use chrono::Duration;

use super::{again, latest, with_community};
use crate::domain::question::{Asker, Privacy, Question, State};
use crate::features::tests::world::TestWorld;

/// Ana asks something, without her name.
async fn asked(world: &TestWorld) -> Question {
    world.ask("ana", "#general", "").await;
    world.click("ana", "More…").await;
    world.submit("ana", [("title", "Is it all right to say no?"), ("privacy", "anonymous")]).await;
    world.close("ana");
    latest(world).await
}

async fn half_an_hour(world: &TestWorld) {
    let at = world.world.clock.now() + Duration::minutes(30);
    world.world.advance_to(at).await.unwrap();
}

#[tokio::test]
async fn nobody_sees_who_asks_and_only_they_find_it() {
    let world = with_community().await;
    world.ask("ana", "#general", "").await;
    world.click("ana", "More…").await;
    let fields = [("title", "Is it all right to say no?"), ("privacy", "anonymous")];
    insta::assert_snapshot!(world.submit("ana", fields).await, @"");
    world.close("ana");
    let question = latest(&world).await;
    assert_eq!(question.privacy, Privacy::Anonymous);
    assert!(matches!(question.asker, Asker::Sealed(_)));
    assert_eq!(question.asked_at.timestamp() % 3_600, 0, "only the hour is kept");
    assert_eq!(question.id.made_at().unwrap().timestamp() % 3_600, 0, "also by its id");
    assert!(!world.read("bo", "#rust").contains("say no"), "the moment does not tell");
    half_an_hour(&world).await;
    insta::assert_snapshot!(world.read("bo", "#rust"), @"");
    insta::assert_snapshot!(world.ask("ana", "dm", "mine").await, @"");
    world.close("ana");
    assert!(!world.ask("bo", "dm", "mine").await.contains("say no"));
}

#[tokio::test]
async fn its_asker_replies_as_the_asker() {
    let world = with_community().await;
    asked(&world).await;
    half_an_hour(&world).await;
    world.home("ana").await;
    insta::assert_snapshot!(world.click("ana", "Reply").await, @"");
    insta::assert_snapshot!(world.submit("ana", [("reply", "To <!here> my manager, I mean.")]).await, @"");
    world.close("ana");
    half_an_hour(&world).await;
    insta::assert_snapshot!(world.read("bo", "#rust"), @"");
}

#[tokio::test]
async fn when_it_closes_it_is_forgotten_who_asked() {
    let world = with_community().await;
    let question = asked(&world).await;
    half_an_hour(&world).await;
    world.home("ana").await;
    insta::assert_snapshot!(world.click("ana", "Withdraw").await, @"");
    world.close("ana");
    let after = again(&world, &question).await;
    assert_eq!((after.state, after.asker), (State::Withdrawn, Asker::Forgotten));
    let workspace = world.workspace();
    let key = world.store().read().await.unwrap().key(&workspace, question.id).await.unwrap();
    assert_eq!(key, None);
    half_an_hour(&world).await;
    assert!(world.read("bo", "#rust").contains("taken back"));
    assert!(!world.home("ana").await.contains("say no"));
}

#[tokio::test]
async fn who_leaves_is_forgotten() {
    let world = with_community().await;
    let question = asked(&world).await;
    half_an_hour(&world).await;
    world.playground().deactivate("ana").unwrap();
    world.settle().await;
    let after = again(&world, &question).await;
    assert_eq!((after.state, after.asker), (State::Closed, Asker::Forgotten));
}
