//! Who asks anonymously stays so.

use super::{announced, last, rust, session};
use crate::domain::question::Asker;
use crate::features::tests::world::TestWorld;
use crate::playground::Fill;
use crate::views::ask::session::names::field;

/// Somebody asks anonymously.
async fn ask(world: &TestWorld, person: &str, text: &str) {
    world.press(person, "#rust", "Ask a question").await;
    let fields = [(field::QUESTION, Fill::from(text)), (field::ANONYMOUS, Fill::from(["yes"]))];
    world.playground().submit_form(person, &fields).await.unwrap();
    world.settle().await;
    world.close(person);
}

#[tokio::test]
async fn nothing_but_the_sealed_column_knows_who_asked() {
    let world = rust().await;
    announced(&world).await;
    ask(&world, "ana", "What is a mutex?").await;
    let there = questions(&world).await;
    assert!(matches!(there[0].asker, Asker::Sealed(_)));
    world.press("eve", "#rust", "See and vote").await;
    assert!(!world.modal("eve").contains("Ana") && !world.modal("eve").contains("Take it back"));
    world.close("eve");
    world.press("ana", "#rust", "See and vote").await;
    assert!(world.modal("ana").contains("Take it back"), "until the end it is theirs");
    world.close("ana");
    world.advance_to("Thu 14:00").await;
    world.press("bo", "dm", "Next question").await;
    let desk = world.modal("bo");
    assert!(desk.contains("What is a mutex?") && desk.contains("anonymous"), "{desk}");
    world.click("bo", "Ask it now").await;
    insta::assert_snapshot!(last(&world, "eve", "#rust", 2), @r"
    > What is a mutex?
    · :question: Somebody asks anonymously. Bo, would you answer in the thread?
    ");
    let session = session(&world).await;
    world.click("bo", "End").await;
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    let after = tx.session_questions(&workspace, session.id).await.unwrap();
    assert_eq!(after[0].asker, Asker::Forgotten);
    let question = tx.question(&workspace, after[0].id).await.unwrap().unwrap();
    assert_eq!(question.asker, Asker::Forgotten);
    assert_eq!(tx.key(&workspace, question.id).await.unwrap(), None);
}

#[tokio::test]
async fn an_anonymous_question_can_be_taken_back_without_a_trace() {
    let world = rust().await;
    announced(&world).await;
    ask(&world, "ana", "What is a mutex?").await;
    let id = questions(&world).await[0].id;
    world.press("ana", "#rust", "See and vote").await;
    world.click("ana", "Take it back").await;
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    assert_eq!(tx.key(&workspace, id).await.unwrap(), None);
    drop(tx);
    assert!(questions(&world).await.is_empty());
}

async fn questions(world: &TestWorld) -> Vec<crate::domain::session::SessionQuestion> {
    let (workspace, session) = (world.workspace(), session(world).await);
    let mut tx = world.store().read().await.unwrap();
    tx.session_questions(&workspace, session.id).await.unwrap()
}
