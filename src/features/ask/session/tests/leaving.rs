//! Who leaves, and what goes away.

use super::{announced, ask, bring, last, rust};

async fn open(world: &crate::features::tests::world::TestWorld) -> usize {
    let workspace = world.workspace();
    world.store().read().await.unwrap().open_sessions(&workspace).await.unwrap().len()
}

#[tokio::test]
async fn an_expert_who_leaves_is_missed_and_nothing_else() {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.playground().deactivate("bo").unwrap();
    world.settle().await;
    assert_eq!(open(&world).await, 0);
    insta::assert_snapshot!(last(&world, "cy", "dm", 1), @"  *The Ask me anything with Bo in #rust, Thursday, November 26th at 2:00 PM, doesn't take place.* Bo's account was switched off.");
    insta::assert_snapshot!(last(&world, "ana", "#rust", 2), @r"
    *Ask me anything with Bo:* It can't take place as planned (Thursday, November 26th at 2:00 PM). Another time!
    · What you wanted to know you can ask any time: `/ask …`
    ");
}

#[tokio::test]
async fn an_expert_who_leaves_in_the_middle_ends_it() {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.advance_to("Thu 14:00").await;
    world.playground().deactivate("bo").unwrap();
    world.settle().await;
    assert_eq!(open(&world).await, 0);
    assert!(last(&world, "ana", "#rust", 4).contains("That was Ask me anything with Bo."));
}

#[tokio::test]
async fn the_expert_steps_back() {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.advance_to("Wed 18:00").await;
    insta::assert_snapshot!(world.press("bo", "dm", "Can't make it").await, @"That's fine. The channel reads that it can't take place.");
    insta::assert_snapshot!(last(&world, "cy", "dm", 1), @"  *The Ask me anything with Bo in #rust, tomorrow at 2:00 PM, doesn't take place.* Bo can't come after all.");
    assert!(last(&world, "ana", "#rust", 3).contains("It can't take place as planned"));
    let announcement = world.read("ana", "#rust");
    assert!(!announcement.contains("[Ask a question]"), "{announcement}");
}

#[tokio::test]
async fn when_the_steward_has_left_the_others_of_the_community_read_it() {
    let world = rust().await;
    super::planned(&world).await;
    world.playground().deactivate("cy").unwrap();
    world.settle().await;
    world.press("bo", "dm", "Gladly").await;
    assert!(world.dm("ada").contains("Bo is in"), "{}", world.dm("ada"));
}

#[tokio::test]
async fn a_channel_that_is_archived_takes_its_session_along() {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.playground().archive("#rust").unwrap();
    world.settle().await;
    assert_eq!(open(&world).await, 0);
    let told = world.dm("cy");
    assert!(told.contains("Its channel is gone."), "{told}");
    assert!(world.dm("bo").contains("Its channel is gone."));
}

#[tokio::test]
async fn a_steward_calls_it_off() {
    let world = rust().await;
    announced(&world).await;
    ask(&world, "ada", "ama").await;
    world.click("ada", "Open").await;
    let said = world.click("ada", "Call it off").await;
    assert!(said.contains("It's called off."), "{said}");
    assert_eq!(open(&world).await, 0);
    assert!(world.dm("bo").contains("A steward called it off."));
    assert!(world.dm("cy").contains("A steward called it off."));
}

#[tokio::test]
async fn a_community_that_ends_takes_its_sessions_with_it() {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.playground().command("cy", "#rust", "/ask", "setup").await.unwrap();
    world.settle().await;
    world.click("cy", "End it…").await;
    assert_eq!(open(&world).await, 0);
    assert!(last(&world, "ana", "#rust", 3).contains("It can't take place as planned"));
    assert!(last(&world, "bo", "dm", 1).contains("A steward called it off."));
}
