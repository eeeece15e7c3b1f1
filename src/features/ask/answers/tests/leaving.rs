//! Somebody or something is gone while a question is open.

use super::{answers, asks, card_of, expert, head, question, with_community};
use crate::domain::card::CardState;
use crate::domain::question::{Asker, State};

const TITLE: (&str, &str) = ("title", "How do we rotate certificates?");

#[tokio::test]
async fn where_its_asker_has_left_a_steward_says_which_answer_it_was() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let head = head(&asked);
    let answer = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    world.react("ada", "#rust", &answer, "white_check_mark").await;
    assert!(question(&world, asked.id).await.state.is_open(), "Ana is here to say so");
    world.playground().deactivate("ana").unwrap();
    world.settle().await;
    assert!(question(&world, asked.id).await.state.is_open(), "its answer waits for a steward");
    world.react("cy", "#rust", &answer, "white_check_mark").await;
    assert!(question(&world, asked.id).await.state.is_open(), "Cy tends nothing");
    // Hers stood there as a like: she takes it off and sets it again.
    world.react("ada", "#rust", &answer, "white_check_mark").await;
    world.react("ada", "#rust", &answer, "white_check_mark").await;
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
    let card = card_of(&world, asked.id).await.unwrap();
    assert_eq!((card.state, card.owner.as_str()), (CardState::Current, "UBO"));
    world.advance_to("Fri 15:00").await;
    assert!(world.dm("bo").contains("*Your answer helped.*"), "{}", world.dm("bo"));
}

#[tokio::test]
async fn of_an_anonymous_question_nobody_knows_that_its_asker_left() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE, ("privacy", "anonymous")]).await;
    let head = head(&asked);
    let answer = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    world.playground().deactivate("ana").unwrap();
    world.settle().await;
    world.react("ada", "#rust", &answer, "white_check_mark").await;
    let now = question(&world, asked.id).await;
    // It goes on as it would have, so that nothing shows with Ana's account.
    assert_eq!((now.state.is_open(), now.asker), (true, Asker::Forgotten));
    assert_eq!(answers(&world, asked.id).await[0].likes, 0, "no check mark there is looked at");
}

#[tokio::test]
async fn a_channel_that_is_archived_leaves_each_asker_with_a_choice_and_the_private_one_goes_on() {
    let world = with_community().await;
    expert(&world, "bo", &["certificates"]).await;
    let open = asks(&world, "ana", [TITLE]).await;
    let second = asks(&world, "eve", [("title", "Who owns billing?")]).await;
    let title = ("title", "May I take a sabbatical?");
    let private = asks(&world, "di", [title, ("privacy", "private")]).await;
    let stood = question(&world, private.id).await.state;
    world.press("bo", "dm", "I can answer").await;
    world.press("bo", "dm", "Answer").await;
    world.playground().archive("#rust").unwrap();
    world.settle().await;
    for (person, id) in [("ana", open.id), ("eve", second.id)] {
        let now = question(&world, id).await;
        assert_eq!((now.state, now.thread), (State::Nobody, None));
        let told = world.dm(person).matches("The channel of your question is gone").count();
        assert_eq!(told, 1, "{}", world.dm(person));
    }
    assert_eq!(question(&world, private.id).await.state, stood, "it needs no channel");
    // What Bo was writing meanwhile is not lost.
    let sent = world.submit("bo", [("answer", "Two at a time.")]).await;
    assert!(sent.contains("Your answer is on its way to whoever asked."), "{sent}");
    world.close("bo");
    let dm = world.dm("ana");
    assert!(dm.contains("*Bo answered your question*") && dm.contains("Two at a time."), "{dm}");
    assert!(dm.contains("It stands in no thread, only here."), "{dm}");
    world.press("ana", "dm", "That answers it").await;
    world.submit("ana", []).await;
    world.close("ana");
    assert_eq!(question(&world, open.id).await.state, State::Answered);
}
