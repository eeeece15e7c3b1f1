//! Questions come in and are voted for.

use super::{announced, bring, last, rust};
use crate::features::tests::world::TestWorld;
use crate::views::ask::session::names::field;

#[tokio::test]
async fn questions_are_voted_for_and_the_number_on_the_announcement_follows() {
    let world = rust().await;
    announced(&world).await;
    world.press("ana", "#rust", "Ask a question").await;
    insta::assert_snapshot!(world.modal("ana"), @r"
    == Ask a question ==
    Your question to Bo: <>
    Your name (optional): [ ] Ask anonymously
    · Anonymous means: colleagues, the expert and stewards don't see who asks. Until the session ends your name is kept sealed, so that you can take the question back; till then whoever runs Klatch and its database could open it, and your company's Slack export policy applies as always. Then the key is destroyed.
    [Cancel] [Ask]
    ");
    let said = world.submit("ana", [(field::QUESTION, "Why <!channel> & Rust?")]).await;
    insta::assert_snapshot!(said, @r"
    == Ask me anything ==
    :white_check_mark: *Your question is in.* The others can vote for it, and you for theirs. Until it's asked you can take it back under *See and vote*.
    [See and vote]
    [Close]
    ");
    world.close("ana");
    bring(&world, "odd", "What about Go?").await;
    assert!(!last(&world, "eve", "#rust", 3).contains("2 questions"), "one change in a while");
    world.advance_to("Fri 12:01").await;
    assert!(last(&world, "eve", "#rust", 3).contains("2 questions so far."));
    world.press("eve", "#rust", "See and vote").await;
    insta::assert_snapshot!(world.modal("eve"), @r"
    == See and vote ==
    *Ask me anything: Bo*
    Most votes come first; of as many, the older question. Only the number of votes shows, never whose they are.
    ---
    > Why <!channel> & Rust?
    0 votes
    [I want to know, too]
    ---
    > What about Go?
    0 votes
    [I want to know, too]
    [Close]
    ");
    world.click("eve", "I want to know, too").await;
    world.click("eve", "I want to know, too").await;
    assert_eq!(votes(&world).await, [1, 1]);
    // Of the first one: now the younger question comes first.
    let after = world.click("eve", "Take my vote back").await;
    assert_eq!(votes(&world).await, [0, 1]);
    insta::assert_snapshot!(after, @r"
    == See and vote ==
    *Ask me anything: Bo*
    Most votes come first; of as many, the older question. Only the number of votes shows, never whose they are.
    ---
    > What about Go?
    1 vote
    [Take my vote back]
    ---
    > Why <!channel> & Rust?
    0 votes
    [I want to know, too]
    [Close]
    ");
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
    insta::assert_snapshot!(bring(&world, "ana", "One more?").await, @"session_question: You have asked five. Leave some room for the others.");
    insta::assert_snapshot!(bring(&world, "eve", "   ").await, @"session_question: Please complete this required field.");
}

#[tokio::test]
async fn guests_are_told_kindly() {
    let world = rust().await;
    announced(&world).await;
    insta::assert_snapshot!(world.press("gil", "#rust", "Ask a question").await, @"Ask me anything is for the members of this workspace, so nothing was changed.");
    insta::assert_snapshot!(world.press("gil", "#rust", "See and vote").await, @"Ask me anything is for the members of this workspace, so nothing was changed.");
}
