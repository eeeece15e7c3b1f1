//! Saying thanks.

use super::{days_later, with_community};
use crate::domain::people::{Belongs, Source};
use crate::features::story::thanks_blocks;
use crate::features::tests::world::TestWorld;
use crate::transaction;

/// Cy manages Bo.
async fn with_manager() -> TestWorld {
    let world = with_community().await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    let manager = Some(world.id("cy").as_str().to_owned());
    let place = [(world.id("bo"), Belongs { manager, ..Belongs::default() })];
    transaction!(store, |tx| tx.keep_places(&workspace, Source::File, &place, now).await)
        .await
        .unwrap();
    world
}

async fn thanks(world: &TestWorld, from: &str, place: &str, ts: &str, text: &str) -> String {
    world.shortcut_on(from, "story_thanks", place, ts).await;
    let said = world.submit(from, [("sentence", text)]).await;
    world.close(from);
    said
}

#[tokio::test]
async fn a_sentence_reaches_who_is_thanked_and_their_manager_if_they_like() {
    let world = with_manager().await;
    let ts = world.say("bo", "#rust", "Two at a time.").await;
    let modal = world.shortcut_on("ana", "story_thanks", "#rust", &ts).await;
    assert!(modal.contains("One sentence") && modal.contains("Just them"), "{modal}");
    let empty = world.submit("ana", [("sentence", " \u{7} ")]).await;
    assert!(empty.contains("A few words, please."), "{empty}");
    let said = world.submit("ana", [("sentence", "You saved\nmy <!channel> day")]).await;
    assert!(said.contains("*Said.* Bo finds it in App Home at once"), "{said}");
    world.close("ana");
    let dm = world.dm("bo");
    assert!(dm.contains("*Ana says thank you:*"), "{dm}");
    assert!(!world.dm("cy").contains("thank you"), "not without his word");
    assert!(!world.read("bo", "#rust").contains("thank you"), "just them");
    let pressed = world.press("bo", "dm", "Manager may read it").await;
    assert!(pressed.contains("Cy gets to read it"), "{pressed}");
    days_later(&world, 1).await;
    let dm = world.dm("cy");
    assert!(
        dm.contains("*Ana says thank you to Bo:*") && dm.contains("Bo likes you to know"),
        "{dm}"
    );
    assert!(world.dm("bo").contains("Cy may read it, too"), "{}", world.dm("bo"));
}

#[tokio::test]
async fn thanks_are_taken_back_wherever_they_stand() {
    let world = with_manager().await;
    let ts = world.say("bo", "#rust", "Two at a time.").await;
    thanks(&world, "ana", "#rust", &ts, "You saved my day").await;
    world.press("bo", "dm", "Manager may read it").await;
    days_later(&world, 1).await;
    let window = world.slash("ana", "#rust", "/story", "contributions").await;
    assert!(window.contains("*Thanks I said*") && window.contains("You saved my day"), "{window}");
    let done = world.click("ana", "Take it back").await;
    assert!(done.contains("Taken back."), "{done}");
    for person in ["bo", "cy"] {
        let dm = world.dm(person);
        assert!(!dm.contains("You saved my day") && dm.contains("were taken back"), "{dm}");
    }
    world.close("ana");
    // And may be said in other words.
    let again = thanks(&world, "ana", "#rust", &ts, "You saved my week").await;
    assert!(again.contains("*Said.*"), "{again}");
}

#[tokio::test]
async fn in_the_thread_who_is_thanked_is_mentioned_and_nobody_else() {
    let world = with_community().await;
    let ts = world.say("bo", "#rust", "Two at a time.").await;
    world.shortcut_on("ana", "story_thanks", "#rust", &ts).await;
    let fields = [("sentence", "Thanks, <@UCY> says so, too"), ("where", "thread")];
    let said = world.submit("ana", fields).await;
    assert!(said.contains("It goes into the thread"), "{said}");
    days_later(&world, 1).await;
    let thread = world.read("di", "#rust");
    assert!(thread.contains("Ana says thank you to @Bo"), "{thread}");
    assert!(!thread.contains("@Cy") && thread.contains("says so, too"), "{thread}");
    assert!(!world.dm("bo").contains("thank you"), "once is enough: {}", world.dm("bo"));
    let done = world.click("ana", "Take it back").await;
    assert!(done.contains("Taken back."), "{done}");
    assert!(!world.read("di", "#rust").contains("says so, too"));
}

#[tokio::test]
async fn where_klatch_is_not_they_go_to_one_person_and_it_says_so() {
    let world = with_community().await;
    let ts = world.say("bo", "#go", "Use a channel.").await;
    world.shortcut_on("ana", "story_thanks", "#go", &ts).await;
    world.submit("ana", [("sentence", "That was it"), ("where", "thread")]).await;
    world.close("ana");
    days_later(&world, 1).await;
    assert!(world.dm("bo").contains("*Ana says thank you:*"), "{}", world.dm("bo"));
    assert!(world.dm("ana").contains("I'm not in #go"), "{}", world.dm("ana"));
}

#[tokio::test]
async fn nobody_is_thanked_who_cannot_be() {
    let world = with_community().await;
    let mine = world.say("ana", "#rust", "I did it.").await;
    let refused = world.shortcut_on("ana", "story_thanks", "#rust", &mine).await;
    assert!(refused.contains("You wrote that yourself."), "{refused}");
    world.close("ana");
    let theirs = world.say("hana", "#rust", "From outside.").await;
    let refused = world.shortcut_on("ana", "story_thanks", "#rust", &theirs).await;
    assert!(refused.contains("belongs to another organization"), "{refused}");
    world.close("ana");
    let bos = world.say("bo", "#rust", "Two at a time.").await;
    let refused = world.shortcut_on("gil", "story_thanks", "#rust", &bos).await;
    assert!(refused.contains("Only members of this workspace"), "{refused}");
    thanks(&world, "ana", "#rust", &bos, "Lovely").await;
    let refused = world.shortcut_on("ana", "story_thanks", "#rust", &bos).await;
    assert!(refused.contains("You've thanked them for this before"), "{refused}");
}

#[tokio::test]
async fn several_that_wait_come_in_one_message_of_a_day() {
    let world = with_community().await;
    let ts = world.say("bo", "#rust", "Two at a time.").await;
    for (person, text) in [("ana", "First"), ("cy", "Second"), ("di", "Third")] {
        thanks(&world, person, "#rust", &ts, text).await;
    }
    let dm = world.dm("bo");
    assert!(dm.contains("First") && !dm.contains("Second"), "one message a day: {dm}");
    let (store, workspace, bo) = (world.store(), world.workspace(), world.id("bo"));
    let mut tx = store.read().await.unwrap();
    let blocks = thanks_blocks(&world.context(), &mut tx, &workspace, &bo).await.unwrap();
    let page = serde_json::to_string(&blocks).unwrap();
    assert!(page.contains("Second") && page.contains("Third"), "App Home has them: {page}");
    drop(tx);
    days_later(&world, 1).await;
    let dm = world.dm("bo");
    assert!(dm.contains("Second") && dm.contains("Third"), "{dm}");
    days_later(&world, 6).await;
    let after = world.dm("bo");
    assert_eq!(after.matches("says thank you").count(), 3, "{after}");
}

#[tokio::test]
async fn thanks_leave_room_for_the_next_introduction() {
    let world = with_community().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    let (store, workspace, bo) = (world.store(), world.workspace(), world.id("bo"));
    transaction!(store, |tx| {
        for day in ["2026-11-17", "2026-11-18"] {
            tx.claim_day(&workspace, &bo, day.parse().unwrap(), day).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let ts = world.say("bo", "#rust", "Two at a time.").await;
    thanks(&world, "ana", "#rust", &ts, "You saved my day").await;
    world.advance_to("Mon 12:00").await;
    assert!(!world.dm("bo").contains("says thank you"), "it would be the third of the week");
    assert_eq!(world.groups_of("bo").len(), 1, "so that he is introduced");
    world.advance_to("Tue 18:00").await;
    assert!(world.dm("bo").contains("Ana says thank you"), "{}", world.dm("bo"));
}
