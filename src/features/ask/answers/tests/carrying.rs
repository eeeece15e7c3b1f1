//! What is brought from one side to the other: answers in private, and those that are sent in a modal.

use super::{answers, asks, card_of, expert, question, with_community};
use crate::domain::question::State;
use crate::features::tests::world::TestWorld;

const TITLE: (&str, &str) = ("title", "How do we rotate certificates?");

/// Somebody answers by the button in their direct message.
async fn answer(world: &TestWorld, person: &str, text: &str) -> String {
    world.press(person, "dm", "Answer").await;
    let said = world.submit(person, [("answer", text)]).await;
    world.close(person);
    said
}

/// The last lines of somebody's direct message with the bot.
fn last(world: &TestWorld, person: &str, lines: usize) -> String {
    let dm = world.dm(person);
    let all: Vec<&str> = dm.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

#[tokio::test]
async fn in_private_the_two_write_back_and_forth_until_it_is_answered() {
    let world = with_community().await;
    expert(&world, "bo", &["certificates"]).await;
    let before = world.read("cy", "#rust");
    let asked = asks(&world, "ana", [TITLE, ("privacy", "private")]).await;
    world.press("bo", "dm", "I can answer").await;
    let sent = answer(&world, "bo", "Two at a time, <!channel>.").await;
    assert!(sent.contains("Your answer is on its way to whoever asked."), "{sent}");
    insta::assert_snapshot!(last(&world, "ana", 5), @r"
    Klatch:
      *Bo answered your question* “How do we rotate certificates?”
      Two at a time, <!channel>.
      [That answers it] [Keep looking] [Reply]
      · Nobody else reads this.
    ");

    let modal = world.press("ana", "dm", "Reply").await;
    assert!(modal.contains("Only Bo reads it."), "{modal}");
    let sent = world.submit("ana", [("reply", "Which two & when?")]).await;
    assert!(sent.contains("*On its way.*"), "{sent}");
    world.close("ana");
    insta::assert_snapshot!(last(&world, "bo", 4), @r"
    Klatch:
      *Ana replies* about “How do we rotate certificates?”
      Which two & when?
      [Answer]
    ");
    assert_eq!(answers(&world, asked.id).await.len(), 1, "what she writes back is no answer");

    // The second answer comes as well: it stands nowhere else.
    answer(&world, "bo", "The oldest two, at night.").await;
    assert!(last(&world, "ana", 4).contains("The oldest two, at night."));
    let modal = world.press("ana", "dm", "That answers it").await;
    assert!(modal.contains("What would this have cost you otherwise?"), "{modal}");
    let thanks = world.submit("ana", []).await;
    assert!(thanks.contains("I thank Bo for you.") && !thanks.contains("card"), "{thanks}");
    world.close("ana");
    assert_eq!(question(&world, asked.id).await.state, State::Answered);
    assert_eq!(card_of(&world, asked.id).await, None, "what was private is not kept for others");
    assert_eq!(world.read("cy", "#rust"), before, "nothing of it stood in the channel");
    let late = world.press("ana", "dm", "Reply").await;
    assert!(late.contains("That question is closed"), "{late}");
    world.press("bo", "dm", "Answer").await;
    assert!(world.dm("bo").contains("answered meanwhile"), "{}", world.dm("bo"));
}

#[tokio::test]
async fn only_who_was_asked_in_private_can_answer() {
    let world = with_community().await;
    expert(&world, "bo", &["certificates"]).await;
    let asked = asks(&world, "ana", [TITLE, ("privacy", "private")]).await;
    let (context, workspace) = (world.context(), world.workspace());
    for (person, allowed) in [("bo", true), ("cy", false), ("ana", false)] {
        let member = world.id(person);
        let modal = crate::features::ask::answers::answering::answer_modal(
            &context, &workspace, &member, asked.id,
        );
        assert_eq!(modal.await.unwrap().is_ok(), allowed, "{person}");
    }
}

#[tokio::test]
async fn an_answer_from_the_modal_stands_in_the_thread() {
    let world = with_community().await;
    expert(&world, "bo", &["certificates"]).await;
    let asked = asks(&world, "ana", [TITLE]).await;
    world.press("bo", "dm", "I can answer").await;
    let empty = answer(&world, "bo", " ").await;
    assert!(!empty.contains("Thank you"), "{empty}");
    let sent = answer(&world, "bo", "Two at a time, <!channel>.").await;
    assert!(sent.contains("*Thank you.* Your answer goes into"), "{sent}");
    insta::assert_snapshot!(world.read("cy", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch:
      *Ana asks:* How do we rotate certificates?
      · Do you know? Answer in the thread.
        Klatch:
          *Bo answers:*
          Two at a time, <!channel>.
          [Edit…]
    ");
    let given = answers(&world, asked.id).await;
    assert!(given[0].spot.is_some(), "it can be accepted by a check mark there");
    assert!(world.dm("ana").contains("*Bo answered your question*"));
    let mark = given[0].spot.clone().unwrap().message;
    world.react("ana", "#rust", mark.as_str(), "white_check_mark").await;
    assert_eq!(question(&world, asked.id).await.accepted, Some(given[0].id));
    world.advance_to("Fri 15:00").await;
    assert!(world.dm("bo").contains("*Your answer helped.*"), "{}", world.dm("bo"));
}
