//! Answers in threads, and which of them it was.

use super::{answers, asks, card_of, head, question, with_community};
use crate::domain::card::CardState;
use crate::domain::question::{Asker, State};

const TITLE: (&str, &str) = ("title", "How do we rotate certificates?");

#[tokio::test]
async fn what_others_say_in_the_thread_is_an_answer_and_its_asker_accepts_one() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let head = head(&asked);
    world.reply_in_thread("ana", "#rust", &head, "Without downtime, I mean.").await;
    assert_eq!(answers(&world, asked.id).await.len(), 0, "her own words are no answer");
    world.reply_in_thread("bo", "#rust", &head, "Two at a time, see <!channel>.").await;
    world.reply_in_thread("cy", "#rust", &head, "Restart it.").await;
    let given = answers(&world, asked.id).await;
    assert_eq!(given.iter().map(|it| it.author.as_str()).collect::<Vec<_>>(), ["UBO", "UCY"]);
    assert!(question(&world, asked.id).await.first_answer_at.is_some());
    let dm = world.dm("ana");
    assert!(dm.contains("*Bo answered your question* “How do we rotate certificates?”"), "{dm}");
    assert!(!dm.contains("Cy answered"), "only of the first she is told: {dm}");
    let modal = world.press("ana", "dm", "That answers it").await;
    assert!(modal.contains("What would this have cost you otherwise?"), "{modal}");
    let thanks = world.submit("ana", [("otherwise", "An afternoon")]).await;
    assert!(thanks.contains("*Lovely.* I thank Bo for you."), "{thanks}");
    let now = question(&world, asked.id).await;
    assert_eq!((now.state, now.otherwise.as_deref()), (State::Answered, Some("An afternoon")));
    let card = card_of(&world, asked.id).await.unwrap();
    assert_eq!((card.state, card.owner.as_str()), (CardState::Current, "UBO"));
    assert!(card.text.starts_with("Two at a time"), "{}", card.text);
    world.close("ana");
    world.advance_to("Fri 15:00").await;
    let dm = world.dm("bo");
    assert!(dm.contains("*Your answer helped.* Ana accepted it"), "{dm}");
    assert_eq!(dm.matches("helped").count(), 1, "{dm}");
    let home = world.home("bo").await;
    assert!(home.contains("*Thanks I got*"), "{home}");
    let found = world.ask("di", "#general", "search rotate").await;
    assert!(found.contains("*How do we rotate certificates?*"), "{found}");
    let open = world.click("di", "Open").await;
    assert!(open.contains("Answered by Bo"), "{open}");
    let noted = world.click("di", "Solved it for me too").await;
    assert!(noted.contains("Noted, and lovely to hear."), "{noted}");
}

#[tokio::test]
async fn a_check_mark_of_the_asker_accepts_and_others_only_like() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let head = head(&asked);
    let (first, second) = (
        world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await,
        world.reply_in_thread("cy", "#rust", &head, "Restart it.").await,
    );
    world.react("di", "#rust", &second, "white_check_mark").await;
    assert_eq!(question(&world, asked.id).await.state, asked.state, "hers is not the word");
    assert_eq!(answers(&world, asked.id).await[1].likes, 1);
    world.react("ana", "#rust", &first, "white_check_mark").await;
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
    // A slip: she takes it off at once, and the other one was it.
    world.react("ana", "#rust", &first, "white_check_mark").await;
    assert_eq!(question(&world, asked.id).await.state, State::KeptOpen);
    assert_eq!(card_of(&world, asked.id).await.unwrap().state, CardState::Retired);
    world.react("ana", "#rust", &second, "white_check_mark").await;
    let now = question(&world, asked.id).await;
    assert_eq!(now.accepted, Some(answers(&world, asked.id).await[1].id));
    let card = card_of(&world, asked.id).await.unwrap();
    assert_eq!((card.state, card.owner.as_str()), (CardState::Current, "UCY"));
    world.advance_to("Fri 15:00").await;
    assert!(world.dm("cy").contains("Your answer helped."), "{}", world.dm("cy"));
    assert!(!world.dm("bo").contains("helped"), "{}", world.dm("bo"));
    // Later it is not a slip any more.
    world.react("ana", "#rust", &second, "white_check_mark").await;
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
}

#[tokio::test]
async fn an_accepted_answer_is_edited_and_then_taken_back() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    world.react("ana", "#rust", &answer, "white_check_mark").await;
    world.edit("bo", "#rust", &answer, "Three at a time.").await;
    assert_eq!(card_of(&world, asked.id).await.unwrap().text, "Three at a time.");
    world.delete("bo", "#rust", &answer).await;
    assert_eq!(card_of(&world, asked.id).await.unwrap().state, CardState::Retired);
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
    world.advance_to("Fri 15:00").await;
    let dm = world.dm("ana");
    assert!(dm.contains("was taken back by whoever wrote it. The question stays answered"), "{dm}");
    assert!(world.dm("ada").contains("its card is not shown any more"), "{}", world.dm("ada"));
    assert!(!world.dm("bo").contains("helped"), "{}", world.dm("bo"));
}

#[tokio::test]
async fn what_its_owner_wrote_on_a_card_is_not_overwritten_by_an_edit() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    world.react("ana", "#rust", &answer, "white_check_mark").await;
    world.ask("bo", "#general", "search rotate").await;
    world.click("bo", "Open").await;
    world.click("bo", "Edit…").await;
    world.submit("bo", [("card_text", "By hand.")]).await;
    world.close("bo");
    assert_eq!(card_of(&world, asked.id).await.unwrap().text, "By hand.");
    world.edit("bo", "#rust", &answer, "Three at a time.").await;
    assert_eq!(answers(&world, asked.id).await[0].text, "Three at a time.");
    assert_eq!(card_of(&world, asked.id).await.unwrap().text, "By hand.");
}

#[tokio::test]
async fn an_answer_that_goes_before_it_was_accepted_sets_the_search_going_again() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "Two at a time.").await;
    assert!(question(&world, asked.id).await.first_answer_at.is_some());
    world.delete("bo", "#rust", &answer).await;
    assert_eq!(answers(&world, asked.id).await, []);
    let now = question(&world, asked.id).await;
    assert!(now.state.is_open() && now.first_answer_at.is_none(), "{now:?}");
    let late = world.press("ana", "dm", "That answers it").await;
    assert!(late.contains("Nobody has answered it yet."), "{late}");
}

#[tokio::test]
async fn an_anonymous_asker_accepts_in_private_and_is_forgotten() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE, ("privacy", "anonymous")]).await;
    assert!(matches!(asked.asker, Asker::Sealed(_)));
    let head = head(&asked);
    // In the thread she is one of many.
    world.reply_in_thread("ana", "#rust", &head, "I wonder, too.").await;
    let answer = world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    world.react("ana", "#rust", &answer, "white_check_mark").await;
    assert!(question(&world, asked.id).await.state.is_open(), "her check mark says nothing");
    assert_eq!(answers(&world, asked.id).await.len(), 2);
    let dm = world.dm("ana");
    assert!(dm.contains("Bo answered your question") && !dm.contains("Ana answered"), "{dm}");
    world.press("ana", "dm", "That answers it").await;
    let thanks = world.submit("ana", []).await;
    assert!(thanks.contains("*Lovely.*"), "{thanks}");
    world.close("ana");
    let now = question(&world, asked.id).await;
    assert_eq!((now.state, now.asker), (State::Answered, Asker::Forgotten));
    let again = world.press("ana", "dm", "That answers it").await;
    assert!(again.contains("who asked is forgotten"), "{again}");
    world.advance_to("Fri 15:00").await;
    let dm = world.dm("bo");
    assert!(dm.contains("Whoever asked accepted it") && !dm.contains("Ana"), "{dm}");
}

#[tokio::test]
async fn the_only_answer_is_taken_back_and_the_next_person_is_asked() {
    let world = with_community().await;
    let asked = asks(&world, "ana", [TITLE]).await;
    let before = question(&world, asked.id).await;
    let answer = world.reply_in_thread("bo", "#rust", &head(&asked), "Which ones?").await;
    assert!(question(&world, asked.id).await.first_answer_at.is_some());
    world.delete("bo", "#rust", &answer).await;
    let now = question(&world, asked.id).await;
    assert_eq!((now.first_answer_at, now.state), (None, before.state), "somebody is looked for");
    world.advance_to("Fri 20:00").await;
    let later = question(&world, asked.id).await.state;
    assert!(later > before.state, "it goes on: {later:?}");
}
