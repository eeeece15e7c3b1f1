//! App Home, and the report for stewards.

use super::Stage;
use crate::domain::expert::Willing;
use crate::domain::referral::ReferralState::Accepted;
use crate::event::{Gesture, Interaction, Place, Reply};

const HOW: &str = "How do we rotate the staging certificates?";

#[tokio::test]
async fn what_waits_for_somebody_stands_in_app_home_with_its_buttons() {
    let stage = Stage::new().await;
    stage.expert("bo", Willing::Yes, &["certificates"]).await;
    let question = stage.question("ana", HOW);
    stage.ask(&question).await;
    let home = stage.world.home("bo").await;
    let (waiting, _) = home.split_once("*My coffee*").unwrap();
    insta::assert_snapshot!(waiting, @r#"
    # Hello Bo
    *Waiting for me*
    "How do we rotate the staging certificates?"
    [I can answer] [Not for me] [Ask someone else…]
    "#);
    stage.world.click("bo", "I can answer").await;
    assert_eq!(stage.asked(question.id).await, [("bo".to_owned(), Accepted)]);
    stage.world.close("bo");
    let home = stage.world.home_as_it_is("bo");
    let (waiting, _) = home.split_once("*My coffee*").unwrap();
    insta::assert_snapshot!(waiting, @r#"
    # Hello Bo
    *Waiting for me*
    You can answer "How do we rotate the staging certificates?" · its thread
    [Answer]
    "#);
    let home = stage.world.home("ada").await;
    let (_, garden) = home.split_once("*What I tend*\n").unwrap();
    let (garden, _) = garden.split_once("*Workspace*").unwrap();
    insta::assert_snapshot!(garden, @r"
    *rust*
    *Whose turn?* No Ask me anything is planned.  [… When the digest comes… | Preview the digest | What stories come to | Stories as a file]
    *Unanswered in rust*
    • How do we rotate the staging certificates? (one person after the other is asked, its thread)
    [Open questions] [Plan a session] [Report]
    [Ask me anything…] [Radar] [Cards as a file] [Cards as a table]
    ");
}

async fn report(stage: &Stage, person: &str) -> String {
    let interaction = Interaction {
        workspace: stage.world.workspace(),
        member: stage.world.id(person),
        trigger: "t".to_owned(),
        what: Gesture::Command {
            name: "/ask".to_owned(),
            words: "report".to_owned(),
            place: Place { channel: "D1".into(), name: "directmessage".to_owned() },
        },
    };
    match super::super::report(&stage.world.context(), &interaction).await.unwrap() {
        Reply::Ephemeral(body) => body["blocks"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|block| block["text"]["text"].as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn stewards_read_how_questions_fare_and_nothing_about_fewer_than_five() {
    let stage = Stage::new().await;
    let people = ["ana", "bo", "cy", "di", "eve", "finn"];
    for (number, asker) in people.into_iter().enumerate() {
        if number == 4 {
            insta::assert_snapshot!(report(&stage, "ada").await, @r"
            *Questions of the last 90 days*
            *rust*
            Fewer than five people asked, so there are no figures.
            ");
        }
        let question = stage.question(asker, &format!("What is {number}?"));
        stage.ask(&question).await;
        stage.world.advance_to(&format!("Thu 1{}:30", number % 5)).await;
        if number != 5 {
            stage.answer(question.id, people[(number + 1) % 4]).await;
        }
    }
    insta::assert_snapshot!(report(&stage, "ada").await, @r"
    *Questions of the last 90 days*
    *rust*
    6 questions, 5 answered (83 %). Fewer than five people answered, so nothing is said of times.
    ");
    insta::assert_snapshot!(report(&stage, "eve").await, @"This is for stewards of a community, and you tend none so far.");
}
