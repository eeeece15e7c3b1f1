//! How a question ends, and what is not lost when it does.

use chrono::Duration;

use super::{asks, head, question, with_community};
use crate::domain::question::State;
use crate::features::tests::world::TestWorld;

const TITLE: (&str, &str) = ("title", "How do we rotate certificates?");

async fn days(world: &TestWorld, days: i64) {
    let at = world.world.clock.now() + Duration::days(days);
    world.world.advance_to(at).await.unwrap();
}

#[tokio::test]
async fn a_word_that_answers_nothing_does_not_end_the_search_for_good() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    world.reply_in_thread("bo", "#rust", &head(&asked), "Which cluster?").await;
    assert!(question(&world, asked.id).await.first_answer_at.is_some());
    let home = world.home("ana").await;
    assert!(home.contains("It has an answer; I stopped looking. Your word?"), "{home}");
    assert!(home.contains("[Accept an answer] [Keep looking]"), "{home}");
    let said = world.press("ana", "dm", "Keep looking").await;
    assert!(said.contains("*I keep looking.* What was answered so far stays"), "{said}");
    let now = question(&world, asked.id).await;
    assert_eq!((now.first_answer_at, now.state), (None, asked.state));
    let again = world.press("ana", "dm", "Keep looking").await;
    assert!(again.contains("That's so already"), "{again}");
    let home = world.home("ana").await;
    assert!(home.contains("It has an answer.") && !home.contains("Keep looking"), "{home}");
    world.advance_to("Fri 20:00").await;
    assert!(question(&world, asked.id).await.state > asked.state, "it goes on");
    world.reply_in_thread("cy", "#rust", &head(&asked), "Two at a time.").await;
    let dm = world.dm("ana");
    assert!(dm.contains("*Cy answered your question*"), "{dm}");
}

#[tokio::test]
async fn what_was_typed_stays_in_its_field_when_the_question_ended_meanwhile() {
    let world = with_community().await;
    asks(&world, "ana", [TITLE]).await;
    world.press("bo", "#rust", "Answer").await;
    world.home("ana").await;
    world.click("ana", "Withdraw").await;
    world.close("ana");
    let said = world.submit("bo", [("answer", "Two at a time.")]).await;
    assert!(said.contains("It was closed meanwhile. Copy your words"), "{said}");
}

#[tokio::test]
async fn rephrasing_what_is_over_loses_no_words() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    world.home("ana").await;
    world.click("ana", "Rephrase").await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    world.react("ana", "#rust", &answer, "white_check_mark").await;
    let said = world.submit("ana", [("title", "In other words?")]).await;
    assert!(said.contains("The question is over by now"), "{said}");
}

#[tokio::test]
async fn whoever_helped_is_thanked_once() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    for _ in 0..3 {
        world.react("ana", "#rust", &answer, "white_check_mark").await;
        let soon = world.world.clock.now() + Duration::minutes(5);
        world.world.advance_to(soon).await.unwrap();
    }
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
    days(&world, 5).await;
    let dm = world.dm("bo");
    assert_eq!(dm.matches("Your answer helped.").count(), 1, "{dm}");
}

#[tokio::test]
async fn when_its_asker_has_left_a_steward_says_which_answer_helped() {
    let world = with_community().await;
    let asked = asks(&world, "eve", [TITLE]).await;
    world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    world.playground().deactivate("eve").unwrap();
    world.settle().await;
    assert_eq!(question(&world, asked.id).await.state, State::KeptOpen);
    world.advance_to("Fri 15:00").await;
    let dm = world.dm("ada");
    assert!(dm.contains("*Which answer helped?* Whoever asked"), "{dm}");
    let modal = world.press("ada", "dm", "Say which one").await;
    assert!(modal.contains("Which answer helped?"), "{modal}");
    world.submit("ada", []).await;
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
}

#[tokio::test]
async fn if_no_steward_says_it_the_question_closes() {
    let world = with_community().await;
    let asked = asks(&world, "eve", [TITLE]).await;
    world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    world.playground().deactivate("eve").unwrap();
    world.settle().await;
    days(&world, 13).await;
    assert_eq!(question(&world, asked.id).await.state, State::KeptOpen);
    days(&world, 3).await;
    assert_eq!(question(&world, asked.id).await.state, State::Closed);
}

#[tokio::test]
async fn a_word_after_it_was_closed_is_no_answer_to_it() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    days(&world, 7).await;
    world.home("ana").await;
    world.click("ana", "Close").await;
    world.close("ana");
    world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    let now = question(&world, asked.id).await;
    assert_eq!((now.state, now.first_answer_at), (State::Closed, None));
}
