//! Nobody is offered a question before they said yes.

use super::Stage;
use crate::domain::expert::Willing;
use crate::domain::question::{Question, Source, State};
use crate::domain::referral::ReferralState::{Declined, Hello, Lapsed, Offered};

const HOW: &str = "How do borrowed slices work?";

/// Bo answered something about borrowing a while ago, and was never asked whether they want to be.
async fn around() -> (Stage, Question) {
    let stage = Stage::new().await;
    let mut before = stage.question("ana", "What does borrowing cost?");
    before.topic = Some("borrowing".to_owned());
    before.state = State::KeptOpen;
    stage.ask(&before).await;
    stage.answer(before.id, "bo").await;
    let mut question = stage.question("ana", HOW);
    question.topic = Some("Borrowing".to_owned());
    (stage, question)
}

#[tokio::test]
async fn the_hello_says_what_this_is_and_why_them_but_not_the_question() {
    let (stage, question) = around().await;
    stage.ask(&question).await;
    let dm = stage.world.dm("bo");
    assert!(!dm.contains("slices"), "{dm}");
    insta::assert_snapshot!(dm, @"");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Hello)]);
    insta::assert_snapshot!(stage.world.press("bo", "dm", "Yes, ask me").await, @"");
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
}

#[tokio::test]
async fn never_is_final_and_the_question_goes_on() {
    let (stage, question) = around().await;
    stage.ask(&question).await;
    insta::assert_snapshot!(stage.world.press("bo", "dm", "Never").await, @"");
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Declined)]);
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    stage.world.advance_to("Wed 10:00").await;
    let mut again = stage.question("ana", "Borrowing, again?");
    again.topic = Some("borrowing".to_owned());
    stage.ask(&again).await;
    assert_eq!(stage.asked(again.id).await, []);
    let said = stage.world.dm("bo").lines().filter(|line| line.starts_with("Klatch")).count();
    assert_eq!(said, 1);
}

#[tokio::test]
async fn who_keeps_silent_is_never_greeted_again_but_may_still_say_yes() {
    let (stage, question) = around().await;
    stage.ask(&question).await;
    stage.world.advance_to("Thu 14:30").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Lapsed)]);
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
    stage.world.advance_to("Wed 10:00").await;
    let mut again = stage.question("ana", "Borrowing, again?");
    again.topic = Some("borrowing".to_owned());
    stage.ask(&again).await;
    assert_eq!(stage.asked(again.id).await, []);
    insta::assert_snapshot!(stage.world.press("bo", "dm", "At most once a month").await, @"");
    insta::assert_snapshot!(stage.world.dm("bo"), @"");
    let mut third = stage.question("ana", "Borrowing, a third time?");
    third.topic = Some("borrowing".to_owned());
    stage.ask(&third).await;
    assert_eq!(stage.asked(third.id).await.len(), 0, "they were asked once this month");
}

#[tokio::test]
async fn an_archive_ranks_nobody_who_did_not_agree() {
    let stage = Stage::new().await;
    let mut before = stage.question("ana", "What does borrowing cost?");
    before.topic = Some("borrowing".to_owned());
    before.source = Source::Imported;
    stage.ask(&before).await;
    stage.answer(before.id, "bo").await;
    let mut question = stage.question("ana", HOW);
    question.topic = Some("borrowing".to_owned());
    stage.ask(&question).await;
    assert_eq!(stage.asked(question.id).await, []);
    stage.expert("bo", Willing::Yes, &[]).await;
    let mut again = stage.question("ana", "Borrowing, again?");
    again.topic = Some("borrowing".to_owned());
    stage.ask(&again).await;
    assert_eq!(stage.asked(again.id).await, [("bo".to_owned(), Offered)]);
}

#[tokio::test]
async fn who_left_gives_the_question_to_the_next_and_the_stewards_learn_what_only_they_knew() {
    let (stage, question) = around().await;
    stage.expert("bo", Willing::Yes, &[]).await;
    stage.expert("cy", Willing::Yes, &["borrowed slices"]).await;
    stage.ask(&question).await;
    let first = stage.asked(question.id).await[0].0.clone();
    stage.world.playground().deactivate("bo").unwrap();
    stage.world.settle().await;
    if first == "bo" {
        assert_eq!(stage.asked(question.id).await.len(), 2);
    }
    insta::assert_snapshot!(stage.world.dm("max"), @"");
}
