//! What is kept besides, and whether it still holds.

use chrono::Duration;

use super::{asks, card_of, head, with_community};
use crate::domain::card::CardState;
use crate::transaction;

const TITLE: (&str, &str) = ("title", "How do we rotate certificates?");

#[tokio::test]
async fn a_message_is_kept_once_its_author_agrees() {
    let world = with_community().await;
    let said = world.say("bo", "#rust", "Lifetimes, in short:\nborrow less.").await;
    let modal = world.shortcut_on("cy", "Keep for the community", "#rust", &said).await;
    assert!(modal.contains("I ask Bo first: without a yes nobody sees it."), "{modal}");
    let asking = world.submit("cy", []).await;
    assert!(asking.contains("*Thank you.* I ask Bo first"), "{asking}");
    world.close("cy");
    let again = world.shortcut_on("di", "Keep for the community", "#rust", &said).await;
    assert!(again.contains("Somebody proposed this before"), "{again}");
    world.close("di");
    let none = world.ask("di", "#general", "search lifetimes").await;
    assert!(none.contains("Nothing is kept about “lifetimes” yet."), "{none}");
    world.close("di");
    world.advance_to("Fri 15:00").await;
    let dm = world.dm("bo");
    assert!(dm.contains("*May we keep this?* Cy found something you wrote worth keeping"), "{dm}");
    let kept = world.press("bo", "dm", "Keep it").await;
    assert!(kept.contains("*Kept, thank you.*"), "{kept}");
    let twice = world.press("bo", "dm", "No, thanks").await;
    assert!(twice.contains("That was said before"), "{twice}");
    world.advance_to("Mon 15:00").await;
    assert!(world.dm("cy").contains("is kept.* Bo said yes."), "{}", world.dm("cy"));
    let found = world.ask("di", "#general", "search lifetimes").await;
    assert!(found.contains("*Lifetimes, in short:*"), "{found}");
}

#[tokio::test]
async fn only_what_a_person_here_wrote_can_be_kept() {
    let world = with_community().await;
    for (author, why) in
        [("hana", "guest or from another organization"), ("gil", "guest or from another")]
    {
        let said = world.say(author, "#rust", "Lifetimes.").await;
        let no = world.shortcut_on("cy", "Keep for the community", "#rust", &said).await;
        assert!(no.contains(why), "{no}");
        world.close("cy");
    }
    let own = world.say("cy", "#rust", "Borrow less.").await;
    world.shortcut_on("cy", "Keep for the community", "#rust", &own).await;
    let kept = world.submit("cy", []).await;
    assert!(kept.contains("*Kept, thank you.*"), "{kept}");
}

#[tokio::test]
async fn whom_it_solved_it_for_counts_once_and_not_the_two_themselves() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let head = head(&asked);
    let too = "Solved it for me too";
    let none = world.shortcut_on("cy", too, "#rust", &head).await;
    assert!(none.contains("Nobody has answered it yet."), "{none}");
    world.close("cy");
    let answer = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    let elsewhere = world.say("di", "#rust", "Lunch?").await;
    for (person, ts, expected) in [
        ("cy", &answer, "You are the first besides whoever asked."),
        ("cy", &head, "You said so before"),
        ("di", &head, "It has helped 2 people"),
        ("ana", &answer, "You asked it"),
        ("bo", &answer, "You wrote it yourself."),
        ("cy", &elsewhere, "This counts how often an answer helped again."),
    ] {
        let said = world.shortcut_on(person, too, "#rust", ts).await;
        assert!(said.contains(expected), "{person}: {said}");
        world.close(person);
    }
}

#[tokio::test]
async fn after_half_a_year_its_owner_is_asked_and_silence_is_written_on_the_card() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    world.react("ana", "#rust", &answer, "white_check_mark").await;
    world.advance_to("Fri 15:00").await;
    let (store, workspace) = (world.store(), world.workspace());
    let soon = world.world.clock.now() + Duration::days(2);
    let id = card_of(&world, asked.id).await.unwrap().id;
    transaction!(store, |tx| {
        let mut card = tx.lock_card(&workspace, id).await?.unwrap();
        card.review_at = soon;
        tx.save_card(&workspace, &card).await
    })
    .await
    .unwrap();
    world.advance_to("Wed 15:00").await;
    let dm = world.dm("bo");
    assert!(dm.contains("*Is this still true?* Half a year ago you wrote:"), "{dm}");
    for _ in 0..3 {
        world.advance_to("Wed 15:00").await;
    }
    assert_eq!(world.dm("bo").matches("still true").count(), 1, "{}", world.dm("bo"));
    assert_eq!(card_of(&world, asked.id).await.unwrap().state, CardState::Stale);
    let found = world.ask("di", "#general", "search rotate").await;
    assert!(found.contains("not confirmed since"), "{found}");
    let yes = world.press("bo", "dm", "Still true").await;
    assert!(yes.contains("*Thank you.* It counts as true until"), "{yes}");
    assert_eq!(card_of(&world, asked.id).await.unwrap().state, CardState::Current);
}
