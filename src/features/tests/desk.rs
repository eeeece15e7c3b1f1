//! A desk with more than fits on one page, and a steward's garden.

use super::world::TestWorld;
use crate::domain::coffee::Program;
use crate::domain::question::{Answer, Asker, Privacy, Question, Source, State};
use crate::transaction;

/// Somebody's open questions, so many.
async fn questions(world: &TestWorld, asker: &str, many: u32) -> Vec<Question> {
    let (store, workspace) = (world.store(), world.workspace());
    let (now, context) = (world.world.clock.now(), world.context());
    let mut tx = store.read().await.unwrap();
    let community = tx.communities(&workspace).await.unwrap().first().map(|it| it.id);
    drop(tx);
    let one = |n: u32| Question {
        id: context.chance.id(now),
        community,
        asker: Asker::Known(world.id(asker)),
        privacy: Privacy::Open,
        title: format!("Question {n}."),
        details: String::new(),
        topic: None,
        urgent: false,
        state: State::KeptOpen,
        source: Source::Asked,
        thread: None,
        link: None,
        asked_at: now - chrono::TimeDelta::minutes(i64::from(n)),
        since: now,
        first_answer_at: None,
        accepted: None,
        otherwise: None,
    };
    let all: Vec<Question> = (1..=many).map(one).collect();
    transaction!(store, |tx| {
        for question in &all {
            tx.insert_question(&workspace, question).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    all
}

async fn community(world: &TestWorld) {
    world.ask("ada", "#rust", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
}

#[tokio::test]
async fn one_turns_the_pages_of_a_section_and_the_others_stay() {
    let world = TestWorld::new().await;
    community(&world).await;
    questions(&world, "ana", 120).await;
    let first = world.home("ana").await;
    assert!(first.contains("*Question 1.*") && first.contains(" of 120"), "{first}");
    assert!(first.contains("[Show more]") && !first.contains("Back to the first"), "{first}");
    let second = world.click("ana", "Show more").await;
    assert!(!second.contains("*Question 1.*"), "{second}");
    assert!(second.contains("[Show more] [Back to the first]"), "{second}");
    assert!(second.contains("*My coffee*") && second.contains("*My settings*"), "{second}");
    let back = world.click("ana", "Back to the first").await;
    assert_eq!(back, first);
    world.click("ana", "Show more").await;
    assert_eq!(world.home("ana").await, first, "opened again it begins at the first");
}

#[tokio::test]
async fn a_steward_sees_what_needs_a_hand_and_nothing_about_fewer_than_five() {
    let world = TestWorld::new().await;
    community(&world).await;
    assert!(!world.home("ana").await.contains("What I tend"));
    let asked = questions(&world, "ana", 2).await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    let answer = Answer {
        id: world.context().chance.id(now),
        question: asked[0].id,
        author: world.id("bo"),
        text: "Like this.".to_owned(),
        spot: None,
        likes: 0,
        accepted_at: Some(now),
        written_at: now,
        edited_at: None,
        deleted_at: None,
    };
    transaction!(store, |tx| {
        tx.insert_answer(&workspace, &answer).await?;
        let mut question = tx.lock_question(&workspace, asked[0].id).await?.unwrap();
        question.move_to(State::Answered, now);
        question.first_answer_at = Some(now);
        tx.save_question(&workspace, &question).await
    })
    .await
    .unwrap();
    let home = world.home("ada").await;
    let (_, garden) = home.split_once("*What I tend*").unwrap();
    let (garden, _) = garden.split_once("*Workspace*").unwrap();
    insta::assert_snapshot!(garden, @r#"

    *rust*
    *To thank:* Bo for "Question 1."
    *Whose turn?* No Ask me anything is planned.  [… When the digest comes… | Preview the digest | What stories come to | Stories as a file]
    *Unanswered in rust*
    • Question 2. (nobody was found yet)
    [Open questions] [Plan a session] [Report]
    [Ask me anything…] [Radar] [Cards as a file] [Cards as a table]
    "#);
    let few: Vec<Program> = world.programs().await;
    assert!(few.is_empty() && !garden.contains("To connect"), "two people are too few: {garden}");
}

#[tokio::test]
async fn every_word_of_every_command_has_a_button_on_the_page() {
    let world = TestWorld::new().await;
    community(&world).await;
    world.home("ana").await;
    for (button, seen) in [
        ("Whom I met", "== "),
        ("Read stories", "== Stories"),
        ("My contributions", "== My contributions"),
        ("Ask me anything: those that I lead", "== "),
        ("How stories work", "/story list"),
        ("What communities can do", "/community digest preview"),
    ] {
        let shown = world.click("ana", button).await;
        assert!(shown.contains(seen), "{button}: {shown}");
        world.close("ana");
    }
    world.home("ada").await;
    for (button, seen) in [
        ("When the digest comes…", "== Digest"),
        ("Preview the digest", "== Digest"),
        ("What stories come to", "== "),
        ("Stories as a file", "== "),
        ("Cards as a table", "== "),
    ] {
        let shown = world.click("ada", button).await;
        assert!(shown.contains(seen), "{button}: {shown}");
        world.close("ada");
    }
    // Max is an admin who tends nothing.
    let home = world.home("max").await;
    assert!(home.contains("*All communities*") && home.contains("[Report]"), "{home}");
    assert!(home.contains("[Radar]") && !home.contains("What I tend"), "{home}");
}

#[tokio::test]
async fn a_steward_says_thanks_from_the_garden() {
    let world = TestWorld::new().await;
    community(&world).await;
    world.ask("ana", "#rust", "How do we rotate certificates?").await;
    world.submit("ana", []).await;
    world.close("ana");
    world.world.advance_to(world.world.clock.now() + chrono::Duration::hours(1)).await.unwrap();
    let (store, workspace) = (world.store(), world.workspace());
    let open = store.read().await.unwrap().open_questions(&workspace, 9).await.unwrap();
    let head = open[0].thread.as_ref().unwrap().message.as_str().to_owned();
    world.reply_in_thread("bo", "#rust", &head, "Two at a time.").await;
    world.press("ana", "dm", "That answers it").await;
    world.submit("ana", []).await;
    world.close("ana");
    world.home("ada").await;
    let page = world.click("ada", "Say thanks to Bo").await;
    assert!(page.starts_with("== Say thanks ==") && page.contains("Bo"), "{page}");
    world.submit("ada", [("sentence", "That saved us a weekend.")]).await;
    world.close("ada");
    let home = world.home("bo").await;
    assert!(home.contains("That saved us a weekend."), "{home}");
}
