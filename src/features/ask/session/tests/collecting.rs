//! Questions come in and are voted for.

use super::{announced, bring, last, rust};
use crate::features::tests::world::TestWorld;
use crate::views::ask::session::names::field;

#[tokio::test]
async fn questions_are_voted_for_and_the_number_on_the_announcement_follows() {
    let world = rust().await;
    announced(&world).await;
    world.press("ana", "#rust", "Ask a question").await;
    insta::assert_snapshot!(world.modal("ana"), @"");
    let said = world.submit("ana", [(field::QUESTION, "Why <!channel> & Rust?")]).await;
    insta::assert_snapshot!(said, @"");
    world.close("ana");
    bring(&world, "odd", "What about Go?").await;
    assert!(!last(&world, "eve", "#rust", 3).contains("2 questions"), "one change in a while");
    world.advance_to("Fri 12:01").await;
    assert!(last(&world, "eve", "#rust", 3).contains("2 questions so far."));
    world.press("eve", "#rust", "See and vote").await;
    insta::assert_snapshot!(world.modal("eve"), @"");
    world.click("eve", "I want to know, too").await;
    world.click("eve", "I want to know, too").await;
    assert_eq!(votes(&world).await, [1, 1]);
    // Of the first one: now the younger question comes first.
    let after = world.click("eve", "Take my vote back").await;
    assert_eq!(votes(&world).await, [0, 1]);
    insta::assert_snapshot!(after, @"");
}

/// The votes of all questions, the oldest first.
async fn votes(world: &TestWorld) -> Vec<u32> {
    let (workspace, session) = (world.workspace(), super::session(world).await);
    let mut tx = world.store().read().await.unwrap();
    let all = tx.session_questions(&workspace, session.id).await.unwrap();
    all.into_iter().map(|it| it.votes).collect()
}

#[tokio::test]
async fn ones_own_question_can_be_taken_back() {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.press("eve", "#rust", "See and vote").await;
    assert!(!world.modal("eve").contains("Take it back"));
    world.press("ana", "#rust", "See and vote").await;
    let after = world.click("ana", "Take it back").await;
    assert!(after.contains("No question waits"), "{after}");
    assert!(votes(&world).await.is_empty());
}

#[tokio::test]
async fn nobody_asks_more_than_five_and_an_empty_one_is_none() {
    let world = rust().await;
    announced(&world).await;
    for number in 0..5 {
        bring(&world, "ana", &format!("Question {number}?")).await;
    }
    insta::assert_snapshot!(bring(&world, "ana", "One more?").await, @"");
    insta::assert_snapshot!(bring(&world, "eve", "   ").await, @"");
}

#[tokio::test]
async fn guests_are_told_kindly() {
    let world = rust().await;
    announced(&world).await;
    insta::assert_snapshot!(world.press("gil", "#rust", "Ask a question").await, @"");
    insta::assert_snapshot!(world.press("gil", "#rust", "See and vote").await, @"");
}
