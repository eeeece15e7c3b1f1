//! What authors do with their words: those that were given in a window, and those that an import read.

use super::{answers, asks, card_of, expert, question, with_community};
use crate::clock::Chance;
use crate::domain::card::CardState;
use crate::domain::question::{Answer, Asker, Privacy, Question, Source, Spot, State};
use crate::features::tests::world::TestWorld;
use crate::transaction;

const TITLE: (&str, &str) = ("title", "How do we rotate certificates?");

/// Somebody answers by the button in their direct message.
async fn answer(world: &TestWorld, person: &str, text: &str) -> String {
    world.press(person, "dm", "I can answer").await;
    world.press(person, "dm", "Answer").await;
    let said = world.submit(person, [("answer", text)]).await;
    world.close(person);
    said
}

/// Whether the bot's check mark stands under a message.
fn marked(world: &TestWorld, ts: &str) -> bool {
    let bot = world.playground().bot().unwrap().id;
    let all = world.playground().messages("ana", "#rust");
    let message = all.into_iter().find(|it| it.ts == ts).unwrap();
    message.reactions.iter().any(|it| it.people.contains(&bot))
}

#[tokio::test]
async fn an_answer_of_the_window_is_changed_and_taken_back_by_its_author_alone() {
    let world = with_community().await;
    expert(&world, "bo", &["certificates"]).await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let sent = answer(&world, "bo", "Two at a time.").await;
    assert!(sent.contains("[Edit…]"), "{sent}");
    let no = world.press("cy", "#rust", "Edit…").await;
    assert!(no.contains("Only whoever wrote an answer can change it"), "{no}");
    world.press("ana", "dm", "That answers it").await;
    world.submit("ana", []).await;
    world.close("ana");
    let given = answers(&world, asked.id).await.remove(0);
    let ts = given.spot.clone().unwrap().message;
    assert!(marked(&world, ts.as_str()));

    let modal = world.press("bo", "#rust", "Edit…").await;
    assert!(modal.contains("Your answer: <Two at a time.>"), "{modal}");
    let saved = world.submit("bo", [("answer", "Three at a time, <!channel>.")]).await;
    assert!(saved.contains("*Saved.*"), "{saved}");
    world.close("bo");
    let thread = world.read("cy", "#rust");
    assert!(thread.contains("Three at a time, <!channel>.") && !thread.contains("Two"), "{thread}");
    let card = card_of(&world, asked.id).await.unwrap();
    assert_eq!(card.text, "Three at a time, <!channel>.");

    world.press("bo", "#rust", "Edit…").await;
    let gone = world.click("bo", "Take it back").await;
    assert!(gone.contains("*Taken back.*"), "{gone}");
    let thread = world.read("cy", "#rust");
    assert!(thread.contains("Bo took this answer back.") && !thread.contains("Three"), "{thread}");
    assert_eq!(card_of(&world, asked.id).await.unwrap().state, CardState::Retired);
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
    assert!(!marked(&world, ts.as_str()), "what is gone is not marked as accepted");
    assert!(world.dm("ana").contains("was taken back by whoever wrote it"), "{}", world.dm("ana"));
}

#[tokio::test]
async fn a_private_answer_is_changed_from_app_home_and_its_asker_reads_the_new_words() {
    let world = with_community().await;
    expert(&world, "bo", &["certificates"]).await;
    let asked = asks(&world, "ana", [TITLE, ("privacy", "private")]).await;
    answer(&world, "bo", "Two at a time.").await;
    let home = world.home("bo").await;
    assert!(home.contains("*Answers of mine that only whoever asked reads*"), "{home}");
    world.click("bo", "Edit…").await;
    world.submit("bo", [("answer", "Three at a time.")]).await;
    world.close("bo");
    let dm = world.dm("ana");
    assert!(dm.contains("*Bo changed their answer to your question*"), "{dm}");
    assert!(dm.contains("Three at a time."), "{dm}");

    world.home("bo").await;
    world.click("bo", "Edit…").await;
    world.click("bo", "Take it back").await;
    assert_eq!(answers(&world, asked.id).await, []);
    let dm = world.dm("ana");
    assert!(dm.contains("was taken back by whoever wrote it. The question is still open."), "{dm}");
    world.close("bo");
    let home = world.home("bo").await;
    assert!(!home.contains("Answers of mine"), "{home}");
}

#[tokio::test]
async fn the_check_mark_goes_where_the_asker_goes() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let head = super::head(&asked);
    let first = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    let second = world.reply_in_thread("cy", "#rust", &head, "Restart it.").await;
    world.react("ana", "#rust", &first, "white_check_mark").await;
    world.world.advance_to(world.world.clock.now() + chrono::Duration::hours(2)).await.unwrap();
    assert!(marked(&world, &first));
    world.react("ana", "#rust", &second, "white_check_mark").await;
    world.world.advance_to(world.world.clock.now() + chrono::Duration::hours(2)).await.unwrap();
    assert_eq!((marked(&world, &first), marked(&world, &second)), (false, true));
}

/// A thread of #rust that an import read: Bo asked, Cy answered.
async fn imported(world: &TestWorld) -> (Question, Spot, Spot) {
    let asked = world.say("bo", "#rust", "How do we renew the licenses?").await;
    let answer =
        world.reply_in_thread("cy", "#rust", &asked, "The finance desk renews them.").await;
    // Not in the import; the thread goes on after the other answer is gone.
    world.reply_in_thread("di", "#rust", &asked, "I wonder, too.").await;
    let channel = world.playground().conversation("#rust").unwrap().id;
    let at = |ts: &str| Spot { channel: channel.as_str().into(), message: ts.into() };
    let (chance, now) = (Chance::seeded(9), world.world.clock.now());
    let mut question = Question {
        id: chance.id(now),
        community: None,
        asker: Asker::Known(world.id("bo")),
        privacy: Privacy::Open,
        title: "How do we renew the licenses?".to_owned(),
        details: String::new(),
        topic: None,
        urgent: false,
        state: State::Answered,
        source: Source::Imported,
        thread: Some(at(&asked)),
        link: None,
        asked_at: now,
        since: now,
        first_answer_at: Some(now),
        accepted: None,
        otherwise: None,
    };
    let given = Answer {
        id: chance.id(now),
        question: question.id,
        author: world.id("cy"),
        text: "The finance desk renews them.".to_owned(),
        spot: Some(at(&answer)),
        likes: 0,
        accepted_at: Some(now),
        written_at: now,
        edited_at: None,
        deleted_at: None,
    };
    question.accepted = Some(given.id);
    let (store, workspace) = (world.store(), world.workspace());
    transaction!(store, |tx| {
        let key = format!("{channel}/{asked}");
        tx.insert_imported(&workspace, &[(key, question.clone())], std::slice::from_ref(&given))
            .await
    })
    .await
    .unwrap();
    (question, at(&asked), at(&answer))
}

/// What somebody reads before they ask it again.
async fn asks_again(world: &TestWorld, person: &str) -> String {
    world.ask(person, "#general", "").await;
    world.submit(person, [("title", "How do we renew licenses?")]).await
}

#[tokio::test]
async fn what_an_import_read_follows_its_messages_in_slack() {
    let world = with_community().await;
    let (asked, head, answer) = imported(&world).await;
    world.edit("cy", "#rust", answer.message.as_str(), "The legal desk renews them.").await;
    assert_eq!(answers(&world, asked.id).await[0].text, "The legal desk renews them.");
    world.edit("bo", "#rust", head.message.as_str(), "How do we renew the new licenses?").await;
    let now = question(&world, asked.id).await;
    assert_eq!(now.title, "How do we renew the new licenses?");
    let found = asks_again(&world, "ana").await;
    assert!(found.contains("The legal desk renews them."), "{found}");
    world.close("ana");

    world.delete("cy", "#rust", answer.message.as_str()).await;
    assert_eq!(answers(&world, asked.id).await, []);
    world.delete("bo", "#rust", head.message.as_str()).await;
    let now = question(&world, asked.id).await;
    assert_eq!((now.state, now.title.as_str()), (State::Withdrawn, "(taken back)"));
    let found = asks_again(&world, "ana").await;
    assert!(!found.contains("answered already"), "{found}");
    assert!(!world.dm("bo").contains("taken back"), "nobody is told: {}", world.dm("bo"));
}

#[tokio::test]
async fn whoever_wrote_what_an_import_read_takes_it_back_where_they_read_it() {
    let world = with_community().await;
    let (asked, ..) = imported(&world).await;
    let found = asks_again(&world, "ana").await;
    assert!(found.contains("[That answers it]") && !found.contains("take it back"), "{found}");
    world.close("ana");
    let found = asks_again(&world, "bo").await;
    assert!(found.contains("[I asked that: take it back]"), "{found}");
    world.close("bo");
    asks_again(&world, "cy").await;
    let gone = world.click("cy", "I wrote that: take it back").await;
    assert!(gone.contains("*Taken back.* Nobody finds it here any more."), "{gone}");
    assert_eq!(answers(&world, asked.id).await, []);
    world.close("cy");
    let found = asks_again(&world, "ana").await;
    assert!(!found.contains("finance desk"), "{found}");
}
