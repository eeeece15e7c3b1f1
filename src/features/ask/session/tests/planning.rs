//! Planning a session, and agreeing on its date.

use super::{announced, ask, at, last, planned, rust, session};
use crate::domain::session::State;
use crate::features::tests::world::TestWorld;
use crate::views::ask::session::names::field;

#[tokio::test]
async fn the_expert_is_asked_first_and_then_it_is_announced() {
    let world = rust().await;
    let modal = ask(&world, "cy", "ama").await;
    insta::assert_snapshot!(modal, @"");
    world.close("cy");
    planned(&world).await;
    assert!(!world.read("ana", "#rust").contains("Ask me anything"), "not before Bo's yes");
    insta::assert_snapshot!(last(&world, "bo", "dm", 6), @"");
    insta::assert_snapshot!(world.press("bo", "dm", "Gladly").await, @"");
    insta::assert_snapshot!(last(&world, "ana", "#rust", 6), @"");
    insta::assert_snapshot!(last(&world, "cy", "dm", 2), @"");
    let again = world.press("bo", "dm", "Gladly").await;
    assert_eq!(again, "That has gone on meanwhile, so nothing was changed.");
    let other = world.press("bo", "dm", "No, thanks").await;
    insta::assert_snapshot!(other, @"");
}

#[tokio::test]
async fn another_date_is_the_stewards_to_take() {
    let world = rust().await;
    planned(&world).await;
    world.press("bo", "dm", "Another date").await;
    insta::assert_snapshot!(world.modal("bo"), @"");
    let soon = at("2026-11-20T11:30:00Z");
    insta::assert_snapshot!(world.submit("bo", [(field::WHEN, soon.as_str())]).await, @"");
    let later = at("2026-11-27T13:00:00Z");
    insta::assert_snapshot!(world.submit("bo", [(field::WHEN, later.as_str())]).await, @"");
    world.close("bo");
    insta::assert_snapshot!(last(&world, "cy", "dm", 3), @"");
    let yes = world.press("bo", "dm", "Gladly").await;
    assert_eq!(yes, "That has gone on meanwhile, so nothing was changed.");
    insta::assert_snapshot!(world.press("cy", "dm", "Take that date").await, @"");
    let session = session(&world).await;
    assert_eq!(session.starts_at.to_rfc3339(), "2026-11-27T13:00:00+00:00");
    assert!(last(&world, "ana", "#rust", 6).contains("Ask me anything: Bo"));
}

#[tokio::test]
async fn a_no_is_fine_and_only_the_steward_reads_it() {
    let world = rust().await;
    planned(&world).await;
    insta::assert_snapshot!(world.press("bo", "dm", "No, thanks").await, @"");
    insta::assert_snapshot!(last(&world, "cy", "dm", 2), @"");
    assert!(!world.read("ana", "#rust").contains("Ask me anything"));
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for_forever() {
    let world = rust().await;
    planned(&world).await;
    world.advance_to("Thu 14:01").await;
    insta::assert_snapshot!(last(&world, "cy", "dm", 1), @"");
    let late = world.press("bo", "dm", "Gladly").await;
    assert_eq!(late, "That has gone on meanwhile, so nothing was changed.");
}

#[tokio::test]
async fn a_move_asks_the_expert_again_and_keeps_the_questions() {
    let world = rust().await;
    announced(&world).await;
    super::bring(&world, "ana", "Why Rust?").await;
    ask(&world, "cy", "ama").await;
    world.click("cy", "Open").await;
    world.click("cy", "Move it").await;
    let later = at("2026-11-30T13:00:00Z");
    insta::assert_snapshot!(world.submit("cy", [(field::WHEN, later.as_str())]).await, @"");
    world.close("cy");
    insta::assert_snapshot!(last(&world, "ana", "#rust", 5), @"");
    world.advance_to("Mon 12:00").await;
    world.press("bo", "dm", "Gladly").await;
    assert!(last(&world, "ana", "#rust", 3).contains("has a new date"));
    // The old hour does nothing.
    world.advance_to("Thu 14:30").await;
    assert_eq!(session(&world).await.state, State::Collecting);
    world.advance_to("Mon 14:01").await;
    assert_eq!(session(&world).await.state, State::Live);
}

#[tokio::test]
async fn only_stewards_plan() {
    let world = rust().await;
    insta::assert_snapshot!(ask(&world, "ana", "ama").await, @"");
    world.close("ana");
    let nobody = TestWorld::new().await;
    let modal = ask(&nobody, "ana", "ama").await;
    assert!(modal.contains("None is planned that you lead."), "{modal}");
}

#[tokio::test]
async fn an_expert_is_a_member_and_the_date_an_hour_ahead() {
    let world = rust().await;
    ask(&world, "cy", "ama").await;
    let when = at("2026-11-26T13:00:00Z");
    let guest = [(field::EXPERT, "UGIL"), (field::WHEN, when.as_str())];
    insta::assert_snapshot!(world.submit("cy", guest).await, @"");
    let soon = at("2026-11-19T09:30:00Z");
    let soon = [(field::EXPERT, "UBO"), (field::WHEN, soon.as_str())];
    insta::assert_snapshot!(world.submit("cy", soon).await, @"");
    world.click("cy", "More…").await;
    let long = [(field::EXPERT, "UBO"), (field::WHEN, when.as_str()), (field::LENGTH, "90")];
    insta::assert_snapshot!(world.submit("cy", long).await, @"");
    assert_eq!(session(&world).await.minutes, 90);
}
