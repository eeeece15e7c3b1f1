//! What an asker sees of their questions, and does with them.

use super::{again, asks, came_to, referred, with_community};
use crate::domain::question::State;
use crate::domain::referral::ReferralState;
use crate::features::tests::world::TestWorld;
use crate::job::{Job, News};
use crate::transaction;

async fn nobody_for(world: &TestWorld, question: &crate::domain::question::Question) {
    came_to(world, question, State::Nobody).await;
    let (context, workspace) = (world.context(), world.workspace());
    let tell = Job::TellAsker { question: question.id, news: News::Nobody };
    transaction!(context.store, |tx| context.queue_now(tx, &workspace, &tell).await).await.unwrap();
    world.settle().await;
}

#[tokio::test]
async fn its_asker_sees_where_a_question_stands() {
    let world = with_community().await;
    insta::assert_snapshot!(world.home("ana").await, @"");
    let question = asks(&world, "ana", "Who owns billing?").await;
    let part = |home: String| {
        let lines = home.lines().skip_while(|line| !line.contains("My questions"));
        lines.take(4).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(part(world.home("ana").await), @"");
    referred(&world, &question, "bo", ReferralState::Declined).await;
    referred(&world, &question, "cy", ReferralState::Offered).await;
    let home = part(world.home("ana").await);
    insta::assert_snapshot!(home, @"");
    assert!(
        !home.contains("Bo") && !home.contains("Cy"),
        "who thinks about it, or said no: nobody"
    );
    referred(&world, &question, "di", ReferralState::Accepted).await;
    insta::assert_snapshot!(part(world.home("ana").await), @"");
    for state in [State::Channel, State::Steward, State::KeptOpen] {
        let other = asks(&world, "ana", "Another?").await;
        came_to(&world, &other, state).await;
    }
    insta::assert_snapshot!(world.ask("ana", "dm", "mine").await, @"");
}

#[tokio::test]
async fn a_question_can_be_taken_back_once() {
    let world = with_community().await;
    let question = asks(&world, "ana", "Who owns billing?").await;
    referred(&world, &question, "bo", ReferralState::Offered).await;
    world.home("ana").await;
    insta::assert_snapshot!(world.click("ana", "Withdraw").await, @"");
    world.close("ana");
    insta::assert_snapshot!(world.read("bo", "#rust"), @"");
    let workspace = world.workspace();
    let asked =
        world.store().read().await.unwrap().referrals(&workspace, question.id).await.unwrap();
    assert_eq!(asked[0].state, ReferralState::Recalled);
    assert_eq!(again(&world, &question).await.state, State::Withdrawn);
    let home = world.home("ana").await;
    assert!(!home.contains("billing"), "{home}");
}

#[tokio::test]
async fn when_nobody_was_found_its_asker_decides() {
    let world = with_community().await;
    let question = asks(&world, "ana", "Who owns billing?").await;
    referred(&world, &question, "bo", ReferralState::Declined).await;
    referred(&world, &question, "cy", ReferralState::Lapsed).await;
    nobody_for(&world, &question).await;
    insta::assert_snapshot!(world.dm("ana"), @"");
    insta::assert_snapshot!(world.press("ana", "dm", "Keep open").await, @"");
    assert_eq!(again(&world, &question).await.state, State::KeptOpen);
    insta::assert_snapshot!(world.press("ana", "dm", "Keep open").await, @"");
    insta::assert_snapshot!(world.press("ana", "dm", "Rephrase").await, @"");
    insta::assert_snapshot!(world.submit("ana", [("title", " ")]).await, @"");
    insta::assert_snapshot!(world.submit("ana", [("title", "Who looks after invoices?")]).await, @"");
    world.close("ana");
    assert!(world.read("bo", "#rust").contains("Who looks after invoices?"));
    assert_eq!(again(&world, &question).await.state, State::Routing);
    insta::assert_snapshot!(world.press("ana", "dm", "Close").await, @"");
    insta::assert_snapshot!(world.press("ana", "dm", "Keep open").await, @"");
    insta::assert_snapshot!(world.press("ana", "dm", "Rephrase").await, @"");
}

#[tokio::test]
async fn news_that_are_not_so_any_more_are_not_told() {
    let world = with_community().await;
    let question = asks(&world, "ana", "Who owns billing?").await;
    nobody_for(&world, &question).await;
    assert!(world.dm("ana").contains("I found nobody to ask"));
    came_to(&world, &question, State::Answered).await;
    let before = world.dm("ana");
    let (context, workspace) = (world.context(), world.workspace());
    let tell = Job::TellAsker { question: question.id, news: News::Nobody };
    transaction!(context.store, |tx| context.queue_now(tx, &workspace, &tell).await).await.unwrap();
    world.settle().await;
    assert_eq!(world.dm("ana"), before);
}
