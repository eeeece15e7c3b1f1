//! The channel, the stewards, and nobody.

use super::Stage;
use crate::domain::expert::Willing;
use crate::domain::question::{Privacy, State};

const HOW: &str = "Who has used <!channel> logical replication?";

#[tokio::test]
async fn nobody_knows_so_the_channel_is_asked_then_the_stewards_then_its_asker_decides() {
    let stage = Stage::new().await;
    let question = stage.question("ana", HOW);
    stage.ask(&question).await;
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    let channel = stage.world.read("ana", "#rust");
    let thread = channel.rsplit("Ana:").next().unwrap();
    insta::assert_snapshot!(thread, @r"
    Who has used <!channel> logical replication?
      Klatch:
        *Does anybody here know?* A question of this channel is still open (its thread). A hunch or a link in its thread helps, too.
        [Answer]
    ");
    // The channel has one working day of Ada's.
    stage.world.advance_to("Fri 09:59").await;
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    stage.world.advance_to("Fri 10:01").await;
    assert_eq!(stage.now(question.id).await.state, State::Steward);
    insta::assert_snapshot!(stage.world.dm("max"), @r#"
    Klatch:
      *A question of your community is still open.* Ana asks in #rust: "Who has used <!channel> logical replication?" Neither the people I asked nor the channel have answered so far. Do you know somebody who may? It stands in its thread.
      [Answer]
      · After two working days I tell whoever asked that nobody was found yet.
    "#);
    stage.world.advance_to("Tue 09:59").await;
    assert_eq!(stage.now(question.id).await.state, State::Steward);
    stage.world.advance_to("Tue 10:01").await;
    assert_eq!(stage.now(question.id).await.state, State::Nobody);
    let asked = stage.world.read("ana", "#rust").matches("Does anybody here know?").count();
    assert_eq!(asked, 1, "the channel is asked once");
}

#[tokio::test]
async fn an_answer_in_the_channel_ends_it() {
    let stage = Stage::new().await;
    let question = stage.question("ana", HOW);
    stage.ask(&question).await;
    stage.answer(question.id, "di").await;
    stage.world.advance_to("Wed 10:00").await;
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    assert_eq!(stage.world.dm("max"), "");
}

#[tokio::test]
async fn a_private_question_never_reaches_the_channel() {
    let stage = Stage::new().await;
    let mut question = stage.question("ana", HOW);
    question.privacy = Privacy::Private;
    question.thread = None;
    stage.ask(&question).await;
    assert_eq!(stage.now(question.id).await.state, State::Nobody);
    assert_eq!(stage.world.dm("max"), "");
}

#[tokio::test]
async fn an_urgent_question_goes_to_the_channel_after_one_person() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["replication"]).await;
    stage.expert("cy", Willing::Yes, &["replication"]).await;
    let mut question = stage.question("ana", HOW);
    question.urgent = true;
    stage.ask(&question).await;
    assert_eq!(stage.asked(question.id).await.len(), 1);
    stage.world.advance_to("Thu 11:01").await;
    assert_eq!(stage.asked(question.id).await.len(), 1);
    assert_eq!(stage.now(question.id).await.state, State::Channel);
    stage.world.advance_to("Thu 13:01").await;
    assert_eq!(stage.now(question.id).await.state, State::Steward);
}

#[tokio::test]
async fn an_asker_who_tends_the_community_alone_is_not_told_of_their_own_question() {
    let stage = Stage::new().await;
    let question = stage.question("max", HOW);
    stage.ask(&question).await;
    stage.world.advance_to("Fri 12:00").await;
    assert_eq!(stage.world.dm("max"), "");
    assert!(stage.world.dm("ada").contains("still open"));
}
