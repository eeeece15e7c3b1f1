//! On the day.

use super::{announced, ask, bring, last, rust, session};
use crate::domain::card::{CardState, LONGEST_TEXT, Origin};
use crate::domain::ids::WorkspaceId;
use crate::domain::question::{Answer, Source, Spot, State as QuestionState};
use crate::domain::session::State;
use crate::event::Happening;
use crate::features::tests::world::TestWorld;
use crate::store::{Tx, transaction};

/// Three questions, and the hour has come.
async fn live() -> TestWorld {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.advance_to("Fri 12:01").await;
    bring(&world, "odd", "What about <!channel>?").await;
    world.advance_to("Fri 12:02").await;
    bring(&world, "eve", "And Go?").await;
    // The last one gets a vote.
    world.press("gus", "#rust", "See and vote").await;
    world.click("gus", "I want to know, too").await;
    world.click("gus", "I want to know, too").await;
    world.click("gus", "I want to know, too").await;
    world.click("gus", "Take my vote back").await;
    world.click("gus", "Take my vote back").await;
    world.close("gus");
    world.advance_to("Thu 14:00").await;
    world
}

/// Somebody answers in the thread of a question, as the room of answers writes it down.
async fn answer(world: &TestWorld, author: &str, title: &str, text: &str) {
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let author = world.id(author);
    transaction!(store, |tx| {
        let session = tx.open_sessions(&workspace).await?.remove(0);
        let all = tx.session_questions(&workspace, session.id).await?;
        let asked = all.iter().find(|it| it.text == title).unwrap();
        let question = tx.question(&workspace, asked.id).await?.unwrap();
        let thread = question.thread.clone().unwrap();
        // A number of its own: the context's chance begins anew each time.
        let id = uuid::Uuid::from_u128(text.len() as u128).into();
        let message = format!("1795698000.{:06}", text.len()).as_str().into();
        let answer = Answer {
            id,
            question: asked.id,
            author: author.clone(),
            text: text.to_owned(),
            spot: Some(Spot { message, ..thread }),
            likes: 0,
            accepted_at: None,
            written_at: context.now(),
            edited_at: None,
            deleted_at: None,
        };
        tx.insert_answer(&workspace, &answer).await
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn questions_are_asked_one_by_one_and_what_was_answered_is_kept() {
    let world = live().await;
    insta::assert_snapshot!(last(&world, "ana", "#rust", 4), @r"
      [Ask a question] [… Send it to me as well | Leave me out of it | In the channel is fine]
    Klatch:
      :wave: *It's time: ask @Bo anything.* 3 questions so far; each comes as a message of its own, and its thread is the place for answers and for asking back.
      [Ask a question] [See and vote]
    ");
    insta::assert_snapshot!(last(&world, "bo", "dm", 3), @r"
    Klatch:
      *It's time for your Ask me anything in #rust.* 3 questions wait for you. *Next question* puts the one with the most votes into the channel; you answer in its thread, then come back for the next.
      [Next question]
    ");
    world.press("bo", "dm", "Next question").await;
    insta::assert_snapshot!(world.modal("bo"), @r"
    == Ask me anything ==
    *Ask me anything: Bo* in #rust, today at 3:00 PM
    It's on. 0 asked, 3 questions wait.
    *Next:*
    > And Go?
    · Eve · 1 vote
    [Ask it now] [Skip] [Pause] [End]
    [Close]
    ");
    let after = world.click("bo", "Ask it now").await;
    insta::assert_snapshot!(after, @r"
    == Ask me anything ==
    :white_check_mark: *It's in the channel.* Answer in its thread.
    *Ask me anything: Bo* in #rust, today at 3:00 PM
    It's on. 1 asked, 2 questions wait.
    *Next:*
    > Why Rust?
    · Ana · 0 votes
    [Ask it now] [Skip] [Pause] [End]
    [Close]
    ");
    insta::assert_snapshot!(last(&world, "ana", "#rust", 2), @r"
    > And Go?
    · :question: Eve asks · 1 vote. Bo, would you answer in the thread?
    ");
    answer(&world, "bo", "And Go?", "Go where it fits.").await;
    answer(&world, "bo", "And Go?", "And then stay right there.").await;
    goes_on_to_the_end(&world).await;
    kept(&world).await;
}

async fn goes_on_to_the_end(world: &TestWorld) {
    world.click("bo", "Skip").await;
    world.click("bo", "Ask it now").await;
    insta::assert_snapshot!(last(world, "ana", "#rust", 2), @r"
    > What about <!channel>?
    · :question: <!channel> & *Odd* asks. Bo, would you answer in the thread?
    ");
    let empty = world.modal("bo");
    assert!(empty.contains("No question waits."), "{empty}");
    let over = world.click("bo", "End").await;
    insta::assert_snapshot!(over, @r"
    == Ask me anything ==
    *Ask me anything: Bo* in #rust, today at 3:00 PM
    It's over: 2 asked.
    [Close]
    ");
    insta::assert_snapshot!(last(world, "ana", "#rust", 7), @r"
    Klatch:
      *That was Ask me anything with Bo.* 2 questions, 1 answered. Thank you!
      :white_check_mark: And Go?
      :hourglass: What about <!channel>? _(no answer yet)_
      · What was answered is kept: find it with `/ask search …`.
      One question was not reached.
      [See them]
    ");
    insta::assert_snapshot!(world.press("ana", "#rust", "See them").await, @r"
    == Not reached ==
    These were not reached. If one is yours, or you would like to know as well, ask it any time: `/ask …`
    ---
    > Why Rust?
    0 votes
    [Close]
    ");
}

#[tokio::test]
async fn the_card_follows_what_the_expert_does_with_their_words() {
    let world = live().await;
    world.press("bo", "dm", "Next question").await;
    world.click("bo", "Ask it now").await;
    answer(&world, "bo", "And Go?", "Go where it fits.").await;
    answer(&world, "bo", "And Go?", "And then stay right there.").await;
    world.click("bo", "End").await;
    kept(&world).await;
    changes(&world, "Go where it fits.", Some("Go where it fits best.")).await;
    let text = "Go where it fits best.\n\nAnd then stay right there.";
    assert_eq!(card(&world).await, (text.to_owned(), CardState::Current));
    changes(&world, "And then stay right there.", None).await;
    assert_eq!(card(&world).await, ("Go where it fits best.".to_owned(), CardState::Current));
    changes(&world, "Go where it fits best.", None).await;
    let mut tx = world.store().read().await.unwrap();
    assert_eq!(tx.shown_cards(&world.workspace(), 9).await.unwrap(), [], "it went with them");
}

#[tokio::test]
async fn what_was_taken_back_before_the_end_makes_no_card() {
    let world = live().await;
    world.press("bo", "dm", "Next question").await;
    world.click("bo", "Ask it now").await;
    answer(&world, "bo", "And Go?", "Go where it fits.").await;
    let (store, workspace) = (world.store(), world.workspace());
    let now = world.world.clock.now();
    transaction!(store, |tx| {
        let session = tx.open_sessions(&workspace).await?.remove(0);
        let all = tx.session_questions(&workspace, session.id).await?;
        let asked = all.iter().find(|it| it.text == "And Go?").unwrap();
        let mut question = tx.lock_question(&workspace, asked.id).await?.unwrap();
        question.move_to(QuestionState::Withdrawn, now);
        tx.save_question(&workspace, &question).await
    })
    .await
    .unwrap();
    world.advance_to("Thu 15:31").await;
    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.shown_cards(&workspace, 10).await.unwrap(), []);
}

/// The one answer with that text is edited, or deleted.
async fn changes(world: &TestWorld, text: &str, to: Option<&str>) {
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    transaction!(store, |tx| {
        let Origin::Session { question } = origin(tx, &workspace).await? else { panic!() };
        let answers = tx.answers_to(&workspace, &[question]).await?;
        let it = answers.into_iter().find(|it| it.text == text).unwrap();
        let Spot { channel, message } = it.spot.unwrap();
        let what = match to {
            Some(text) => Happening::ReplyEdited { channel, message, text: text.to_owned() },
            None => Happening::ReplyDeleted { channel, message },
        };
        crate::features::ask::said(&context, tx, &workspace, &what).await
    })
    .await
    .unwrap();
}

async fn origin(tx: &mut Tx, workspace: &WorkspaceId) -> crate::store::Result<Origin> {
    Ok(tx.shown_cards(workspace, 1).await?.remove(0).origin)
}

async fn card(world: &TestWorld) -> (String, CardState) {
    let (store, workspace) = (world.store(), world.workspace());
    let mut tx = store.read().await.unwrap();
    let card = tx.shown_cards(&workspace, 9).await.unwrap().remove(0);
    (card.text, card.state)
}

async fn kept(world: &TestWorld) {
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    let cards = tx.shown_cards(&workspace, 10).await.unwrap();
    assert_eq!(cards.len(), 1);
    let card = &cards[0];
    assert_eq!((card.title.as_str(), card.owner.as_str()), ("And Go?", "UBO"));
    assert_eq!(card.text, "Go where it fits.\n\nAnd then stay right there.");
    assert_eq!(card.state, CardState::Current);
    let Origin::Session { question } = card.origin else { panic!("{card:?}") };
    let question = tx.question(&workspace, question).await.unwrap().unwrap();
    assert_eq!((question.state, question.source), (QuestionState::Answered, Source::Session));
    assert_eq!(card.link, question.link);
    assert!(question.link.unwrap().starts_with("https://slack.com/archives/"));
}

#[tokio::test]
async fn a_long_answer_is_kept_as_far_as_its_owner_can_change_it() {
    let world = live().await;
    world.press("bo", "dm", "Next question").await;
    world.click("bo", "Ask it now").await;
    let (one, two) = ("é".repeat(LONGEST_TEXT - 10), "ü".repeat(LONGEST_TEXT));
    answer(&world, "bo", "And Go?", &one).await;
    answer(&world, "bo", "And Go?", &two).await;
    world.click("bo", "End").await;
    let workspace = world.workspace();
    let cards = world.store().read().await.unwrap().shown_cards(&workspace, 10).await.unwrap();
    let text = &cards[0].text;
    assert_eq!(text.chars().count(), LONGEST_TEXT);
    assert!(text.starts_with(&one) && text.ends_with("üü…"), "{text}");
}

#[tokio::test]
async fn two_who_press_at_once_ask_one_question() {
    let world = live().await;
    world.press("bo", "dm", "Next question").await;
    ask(&world, "cy", "ama").await;
    world.click("cy", "Open").await;
    world.click("bo", "Ask it now").await;
    let late = world.click("cy", "Ask it now").await;
    assert!(late.contains("It has gone on meanwhile"), "{late}");
    assert_eq!(world.read("ana", "#rust").matches("would you answer in the thread?").count(), 1);
    world.click("cy", "Pause").await;
    let paused = world.modal("cy");
    assert!(paused.contains("A short break."), "{paused}");
    assert!(world.read("ana", "#rust").contains("It's on, with a short break."));
    let late = world.click("bo", "Skip").await;
    assert!(late.contains("It has gone on meanwhile") && late.contains("A short break."), "{late}");
    world.click("cy", "Go on").await;
    assert_eq!(session(&world).await.state, State::Live);
}

#[tokio::test]
async fn nobody_else_leads_it() {
    let world = live().await;
    let list = ask(&world, "eve", "ama").await;
    assert!(list.contains("None is planned that you lead."), "{list}");
}

#[tokio::test]
async fn one_that_nobody_ends_ends_by_itself() {
    let world = live().await;
    world.advance_to("Thu 15:29").await;
    assert_eq!(session(&world).await.state, State::Live);
    world.advance_to("Thu 15:31").await;
    let recap = last(&world, "ana", "#rust", 3);
    assert!(recap.contains("No question was asked this time."), "{recap}");
    let late = world.press("bo", "dm", "Next question").await;
    assert!(late.contains("It's over: 0 asked."), "{late}");
}

#[tokio::test]
async fn the_working_day_before_the_expert_is_reminded() {
    let world = rust().await;
    announced(&world).await;
    bring(&world, "ana", "Why Rust?").await;
    world.advance_to("Wed 18:00").await;
    insta::assert_snapshot!(last(&world, "bo", "dm", 2), @r"
    *Your Ask me anything in #rust:* tomorrow at 3:00 PM. 1 question so far.
    [See the questions] [Can't make it]
    ");
    assert!(!world.dm("cy").contains("No questions yet"));
}

#[tokio::test]
async fn without_any_question_it_is_called_off_kindly() {
    let world = rust().await;
    announced(&world).await;
    world.advance_to("Wed 18:00").await;
    insta::assert_snapshot!(last(&world, "cy", "dm", 2), @r"
    *No questions yet* for the Ask me anything with Bo in #rust, tomorrow at 2:00 PM. A question of your own often breaks the ice. If there are none by then and you say nothing, I call it off kindly.
    [Ask a question] [Keep it] [Call it off]
    ");
    world.advance_to("Thu 14:01").await;
    insta::assert_snapshot!(last(&world, "ana", "#rust", 2), @r"
    *Ask me anything with Bo:* Nobody had a question this time, so today at 2:00 PM stays free. Another time!
    · What you wanted to know you can ask any time: `/ask …`
    ");
    insta::assert_snapshot!(last(&world, "bo", "dm", 1), @"  *The Ask me anything with Bo in #rust, today at 3:00 PM, doesn't take place.* Nobody had a question this time.");
}

#[tokio::test]
async fn a_steward_can_keep_it_all_the_same() {
    let world = rust().await;
    announced(&world).await;
    world.advance_to("Wed 18:00").await;
    let said = world.press("cy", "dm", "Keep it").await;
    assert_eq!(said, "It stays. Questions can still come, also on the day.");
    world.advance_to("Thu 14:01").await;
    assert_eq!(session(&world).await.state, State::Live);
    bring(&world, "ana", "Why Rust?").await;
    world.press("bo", "dm", "Next question").await;
    assert!(world.modal("bo").contains("Why Rust?"));
}
