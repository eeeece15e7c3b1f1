//! A question that nobody was found for goes into the next session.

use super::{announced, last, rust, session};
use crate::domain::ids::QuestionId;
use crate::domain::question::{Asker, Question, State};
use crate::domain::session::SessionQuestion;
use crate::features::tests::world::TestWorld;
use crate::job::{Job, News};
use crate::store::transaction;

/// Somebody asks in #rust, nobody was found for it, and they are told.
async fn nobody_for(world: &TestWorld, person: &str, privacy: &str) -> QuestionId {
    world.ask(person, "dm", "").await;
    world.click(person, "More…").await;
    let title = ("title", "What is a mutex?");
    world.submit(person, [title, ("details", "And <!channel>?"), ("privacy", privacy)]).await;
    world.close(person);
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let question = transaction!(store, |tx| {
        let asked = tx.open_questions(&workspace, 9).await?.remove(0);
        let mut question = tx.lock_question(&workspace, asked.id).await?.unwrap();
        question.move_to(State::Nobody, context.now());
        tx.save_question(&workspace, &question).await?;
        let tell = Job::TellAsker { question: question.id, news: News::Nobody };
        context.queue_now(tx, &workspace, &tell).await?;
        Ok(question.id)
    });
    let question = question.await.unwrap();
    world.settle().await;
    question
}

async fn brought(world: &TestWorld) -> Vec<SessionQuestion> {
    let (workspace, session) = (world.workspace(), session(world).await);
    let mut tx = world.store().read().await.unwrap();
    tx.session_questions(&workspace, session.id).await.unwrap()
}

async fn again(world: &TestWorld, id: QuestionId) -> Question {
    let workspace = world.workspace();
    world.store().read().await.unwrap().question(&workspace, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_question_goes_into_the_next_clinic_once() {
    let world = rust().await;
    announced(&world).await;
    let id = nobody_for(&world, "ana", "open").await;
    insta::assert_snapshot!(last(&world, "ana", "dm", 3), @r"
      *Nobody yet.* I found nobody to ask, and nobody came by. What next?
      _What is a mutex?_
      [Next clinic] [Rephrase] [More…]
    ");
    assert!(world.home("ana").await.contains("[Next clinic] [Rephrase] [Keep open] [Close]"));
    let said = world.press("ana", "dm", "Next clinic").await;
    insta::assert_snapshot!(said, @r"
    *It's in the next Ask me anything:* with Bo, Thursday, November 26th at 2:00 PM. The others can vote for it; until it's asked you can take it back. Here it stays open: whoever knows may still answer.
    [See and vote]
    ");
    let there = brought(&world).await;
    assert_eq!(there.len(), 1);
    assert_eq!(there[0].text, "What is a mutex?\nAnd <!channel>?");
    assert_eq!(there[0].asker, Asker::Known("UANA".into()));
    assert_eq!(again(&world, id).await.state, State::KeptOpen);

    let said = world.press("ana", "dm", "Next clinic").await;
    assert!(said.starts_with("*It's there already:* with Bo"), "{said}");
    assert_eq!(brought(&world).await, there);
    assert!(!world.home("ana").await.contains("Next clinic"));
    let mine = world.press("ana", "dm", "More…").await;
    assert!(mine.contains("You keep it open") && mine.contains("[Rephrase] [Close]"), "{mine}");
    world.close("ana");

    // On the day it gets a thread of its own, beside the one that it has.
    world.advance_to("Thu 14:00").await;
    world.press("bo", "dm", "Next question").await;
    world.click("bo", "Ask it now").await;
    let asked = again(&world, there[0].id).await;
    assert_eq!((asked.title.as_str(), asked.asker), ("What is a mutex?", there[0].asker.clone()));
    assert!(asked.thread.is_some() && asked.thread != again(&world, id).await.thread);
}

#[tokio::test]
async fn nobody_learns_there_who_asks_anonymously() {
    let world = rust().await;
    announced(&world).await;
    let id = nobody_for(&world, "ana", "anonymous").await;
    let said = world.press("ana", "dm", "Next clinic").await;
    assert!(said.contains("Your name stays sealed there, too."), "{said}");
    let there = brought(&world).await;
    assert!(matches!(there[0].asker, Asker::Sealed(_)));
    assert_ne!(there[0].asker, again(&world, id).await.asker, "a key of its own");
    assert_eq!(there[0].asked_at.timestamp() % 3_600, 0, "no more than the hour");
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    let soon = world.world.clock.now() + chrono::TimeDelta::hours(1);
    let jobs = format!("{:?}", tx.planned(&workspace, soon, 99).await.unwrap());
    assert!(!jobs.contains("UANA"), "{jobs}");
    drop(tx);
    world.press("eve", "#rust", "See and vote").await;
    let seen = world.modal("eve");
    assert!(seen.contains("What is a mutex?") && !seen.contains("Ana"), "{seen}");
    world.close("eve");
    let again = world.press("ana", "dm", "Next clinic").await;
    assert!(again.starts_with("*It's there already:*"), "{again}");
    assert_eq!(brought(&world).await.len(), 1);
    // Until the end it is theirs.
    world.press("ana", "#rust", "See and vote").await;
    world.click("ana", "Take it back").await;
    assert_eq!(brought(&world).await.len(), 0);
}

#[tokio::test]
async fn where_nothing_is_collected_there_is_no_button() {
    let world = rust().await;
    nobody_for(&world, "ana", "open").await;
    assert!(last(&world, "ana", "dm", 1).contains("[Rephrase] [Keep open] [Close]"));
    assert!(!world.home("ana").await.contains("Next clinic"));
}

#[tokio::test]
async fn what_is_asked_in_private_or_of_oneself_is_not_offered_there() {
    let world = rust().await;
    announced(&world).await;
    nobody_for(&world, "ana", "private").await;
    assert!(!world.dm("ana").contains("Next clinic"));
    nobody_for(&world, "bo", "open").await;
    assert!(!last(&world, "bo", "dm", 1).contains("Next clinic"), "Bo answers that one");
}

#[tokio::test]
async fn a_session_that_is_over_by_then_takes_nothing() {
    let world = rust().await;
    announced(&world).await;
    let id = nobody_for(&world, "ana", "open").await;
    world.playground().deactivate("bo").unwrap();
    world.settle().await;
    let said = world.press("ana", "dm", "Next clinic").await;
    assert_eq!(said, "No Ask me anything takes it right now, so nothing was changed.");
    assert_eq!(again(&world, id).await.state, State::Nobody);
}
