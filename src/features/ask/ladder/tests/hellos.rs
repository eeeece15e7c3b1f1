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
    insta::assert_snapshot!(dm, @r#"
    Klatch:
      *May I ask you something now and then?* When somebody here has a question that you may know the answer to, I'd bring it to you: one person is asked at a time, you never hear of it more than three times a week, and "Not for me" is always fine. There is one now. You answered one like it (*What does borrowing cost?*). You answer questions on this topic these days.
      [Yes, ask me] [At most once a month] [Never]
      · I ask this once. `/ask expert` changes it whenever you like, and nobody else reads what you say.
    "#);
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Hello)]);
    insta::assert_snapshot!(stage.world.press("bo", "dm", "Yes, ask me").await, @"*Lovely, thank you!* The question is above. How often, what about and when not: `/ask expert`.");
    insta::assert_snapshot!(stage.world.dm("bo"), @r#"
    Klatch (edited):
      *A question that may be yours.* Ana asks in #rust: "How do borrowed slices work?" You answered one like it (*What does borrowing cost?*). You answer questions on this topic these days.
      [I can answer] [Not for me] [Ask someone else…]
      · Only you are asked right now. If you can't, nobody is told, and I ask the next person; if you can, whoever asks sees that you have it.
    Klatch (only you):
      *Lovely, thank you!* The question is above. How often, what about and when not: `/ask expert`.
    "#);
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Offered)]);
}

#[tokio::test]
async fn never_is_final_and_the_question_goes_on() {
    let (stage, question) = around().await;
    stage.ask(&question).await;
    insta::assert_snapshot!(stage.world.press("bo", "dm", "Never").await, @"That's fine, I won't ask you. `/ask expert` is there if you change your mind.");
    insta::assert_snapshot!(stage.world.dm("bo"), @r"
    Klatch (edited):
      I won't ask you. `/ask expert` is there if you change your mind.
    Klatch (only you):
      That's fine, I won't ask you. `/ask expert` is there if you change your mind.
    ");
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Declined)]);
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    stage.world.advance_to("Wed 10:00").await;
    let mut again = stage.question("ana", "Borrowing, again?");
    again.topic = Some("borrowing".to_owned());
    stage.ask(&again).await;
    assert_eq!(stage.asked(again.id).await, []);
    let said =
        stage.world.dm("bo").lines().filter(|line| line.starts_with("Klatch (edited)")).count();
    assert_eq!(said, 1);
}

#[tokio::test]
async fn who_keeps_silent_is_never_greeted_again_but_may_still_say_yes() {
    let (stage, question) = around().await;
    stage.ask(&question).await;
    stage.world.advance_to("Thu 14:30").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Lapsed)]);
    insta::assert_snapshot!(stage.world.dm("bo"), @r"
    Klatch (edited):
      There was a question that you might have known the answer to; it's taken care of. May I ask you another time?
      [Yes, ask me] [At most once a month] [Never]
    ");
    stage.world.advance_to("Wed 10:00").await;
    let mut again = stage.question("ana", "Borrowing, again?");
    again.topic = Some("borrowing".to_owned());
    stage.ask(&again).await;
    assert_eq!(stage.asked(again.id).await, []);
    insta::assert_snapshot!(stage.world.press("bo", "dm", "At most once a month").await, @"*Thank you!* At most once a month, then. That one is taken care of; I'll come to you with another. `/ask expert` changes it.");
    insta::assert_snapshot!(stage.world.dm("bo"), @r"
    Klatch (edited):
      Thank you for saying yes! I'll come to you with a question.
    Klatch (only you):
      *Thank you!* At most once a month, then. That one is taken care of; I'll come to you with another. `/ask expert` changes it.
    ");
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
    // What fits by his title does not bring him in, either: only the archive knows of him.
    let mut data = stage.question("ana", "Which data engineer knows what borrowing costs?");
    data.topic = Some("borrowing".to_owned());
    stage.ask(&data).await;
    assert_eq!(stage.asked(data.id).await, []);
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
