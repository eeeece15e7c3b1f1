//! Planning a session, and agreeing on its date.

use super::{announced, ask, at, last, planned, rust, session};
use crate::domain::session::State;
use crate::features::tests::world::TestWorld;
use crate::views::ask::session::names::field;

#[tokio::test]
async fn the_expert_is_asked_first_and_then_it_is_announced() {
    let world = rust().await;
    let modal = ask(&world, "cy", "ama").await;
    insta::assert_snapshot!(modal, @r"
    == Ask me anything ==
    One colleague answers what the others most want to know. They are asked first; it is announced when they say yes, and then questions and votes come in until the day.
    Who answers?: <>
    When?: <>
    · By the clock in Berlin; the others see theirs.
    A sentence about it (optional): <What can people ask about?>
    [More…]
    [Cancel] [Ask them]
    ");
    world.close("cy");
    planned(&world).await;
    assert!(!world.read("ana", "#rust").contains("Ask me anything"), "not before Bo's yes");
    insta::assert_snapshot!(last(&world, "bo", "dm", 6), @r"
    Klatch:
      *Would you be up for an Ask me anything?* Cy would love to have you in #rust: Thursday, November 26th at 3:00 PM, 60 minutes. People ask beforehand and vote, and on the day you answer what they most want to know, in writing and at your pace.
      > Pipelines & <!channel>.
      [Gladly] [Another date] [No, thanks]
      · Nothing is announced before you say yes, and a no is fine.
    ");
    insta::assert_snapshot!(world.press("bo", "dm", "Gladly").await, @"Lovely! It's announced in the channel now. I'll remind you the working day before.");
    insta::assert_snapshot!(last(&world, "ana", "#rust", 6), @r"
    Klatch:
      :raised_hand: *Ask me anything: Bo*
      Thursday, November 26th at 2:00 PM, 60 minutes, here in the channel.
      > Pipelines & <!channel>.
      [Ask a question] [See and vote]
      · No questions yet: yours can be the first. Ask under your name or anonymously; what most of you vote for comes first. Cy planned it.
    ");
    insta::assert_snapshot!(last(&world, "cy", "dm", 2), @r"
    Klatch:
      *Bo is in:* Thursday, November 26th at 2:00 PM. It's announced in #rust, with the questions.
    ");
    let again = world.press("bo", "dm", "Gladly").await;
    assert_eq!(again, "That has gone on meanwhile, so nothing was changed.");
    let other = world.press("bo", "dm", "No, thanks").await;
    insta::assert_snapshot!(other, @"That's fine. The channel reads that it can't take place.");
}

#[tokio::test]
async fn another_date_is_the_stewards_to_take() {
    let world = rust().await;
    planned(&world).await;
    world.press("bo", "dm", "Another date").await;
    insta::assert_snapshot!(world.modal("bo"), @r"
    == Another date ==
    It's planned for Thursday, November 26th at 3:00 PM. Which date would you rather have?
    When?: <>
    · By the clock in Helsinki.
    [Never mind] [Propose it]
    ");
    let soon = at("2026-11-20T11:30:00Z");
    insta::assert_snapshot!(world.submit("bo", [(field::WHEN, soon.as_str())]).await, @"session_when: People need time to ask: pick a time at least an hour ahead.");
    let later = at("2026-11-27T13:00:00Z");
    insta::assert_snapshot!(world.submit("bo", [(field::WHEN, later.as_str())]).await, @r"
    == Ask me anything ==
    Noted. The steward reads which date you would rather have.
    [Close]
    ");
    world.close("bo");
    insta::assert_snapshot!(last(&world, "cy", "dm", 3), @r"
    Klatch:
      *Bo would gladly, on another date:* Friday, November 27th at 2:00 PM instead of Thursday, November 26th at 2:00 PM.
      [Take that date] [Another date] [Call it off]
    ");
    let yes = world.press("bo", "dm", "Gladly").await;
    assert_eq!(yes, "That has gone on meanwhile, so nothing was changed.");
    insta::assert_snapshot!(world.press("cy", "dm", "Take that date").await, @"It's that date then: it's announced in the channel now.");
    let session = session(&world).await;
    assert_eq!(session.starts_at.to_rfc3339(), "2026-11-27T13:00:00+00:00");
    assert!(last(&world, "ana", "#rust", 6).contains("Ask me anything: Bo"));
}

#[tokio::test]
async fn a_no_is_fine_and_only_the_steward_reads_it() {
    let world = rust().await;
    planned(&world).await;
    insta::assert_snapshot!(world.press("bo", "dm", "No, thanks").await, @"That's fine. Nothing was announced; the steward reads that it's a no.");
    insta::assert_snapshot!(last(&world, "cy", "dm", 2), @r"
    *Bo can't do the Ask me anything* of Thursday, November 26th at 2:00 PM. Perhaps somebody else?
    [Plan another]
    ");
    assert!(!world.read("ana", "#rust").contains("Ask me anything"));
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for_forever() {
    let world = rust().await;
    planned(&world).await;
    world.advance_to("Thu 14:01").await;
    insta::assert_snapshot!(last(&world, "cy", "dm", 1), @"  *The Ask me anything with Bo in #rust, today at 2:00 PM, doesn't take place.* Bo hadn't found the time to say yes.");
    let late = world.press("bo", "dm", "Gladly").await;
    assert_eq!(late, "That has gone on meanwhile, so nothing was changed.");
}

#[tokio::test]
async fn a_date_that_the_expert_proposed_outlives_the_old_hour() {
    let world = rust().await;
    planned(&world).await;
    world.press("bo", "dm", "Another date").await;
    let later = at("2026-11-27T13:00:00Z");
    world.submit("bo", [(field::WHEN, later.as_str())]).await;
    world.close("bo");
    world.advance_to("Thu 14:30").await;
    assert_eq!(session(&world).await.state, State::Invited);
    assert!(!world.dm("cy").contains("doesn't take place"));
    let taken = world.press("cy", "dm", "Take that date").await;
    assert_eq!(taken, "It's that date then: it's announced in the channel now.");
}

#[tokio::test]
async fn a_proposed_date_that_nobody_takes_is_not_the_experts_silence() {
    let world = rust().await;
    planned(&world).await;
    world.press("bo", "dm", "Another date").await;
    let later = at("2026-11-27T13:00:00Z");
    world.submit("bo", [(field::WHEN, later.as_str())]).await;
    world.close("bo");
    world.advance_to("Thu 14:30").await;
    world.advance_to("Fri 14:01").await;
    assert!(last(&world, "cy", "dm", 1).contains("No date was agreed on in time."));
}

#[tokio::test]
async fn a_steward_reads_that_the_invitation_did_not_arrive() {
    let world = rust().await;
    world.home("bo").await;
    world.click("bo", "How I like it…").await;
    world.click("bo", "More…").await;
    world.submit("bo", [("messages", "only_coffee")]).await;
    world.close("bo");
    planned(&world).await;
    assert!(!world.dm("bo").contains("Ask me anything"));
    insta::assert_snapshot!(last(&world, "cy", "dm", 3), @r"
    Klatch:
      *My invitation hasn't reached Bo.* I write to people no more often than suits them. A word from you may help: in `/ask ama` they can say yes to Thursday, November 26th at 2:00 PM.
      [Another date] [Call it off]
    ");
    ask(&world, "bo", "ama").await;
    world.click("bo", "Open").await;
    world.click("bo", "Gladly").await;
    assert_eq!(session(&world).await.state, State::Collecting);
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
    insta::assert_snapshot!(world.submit("cy", [(field::WHEN, later.as_str())]).await, @r"
    == Ask me anything ==
    Noted. The expert is asked about the new date first.
    [Close]
    ");
    world.close("cy");
    insta::assert_snapshot!(last(&world, "ana", "#rust", 5), @r"
    :raised_hand: *Ask me anything: Bo*
    The date is being agreed on anew; your questions and votes stay.
    > Pipelines & <!channel>.
    [Ask a question] [See and vote]
    · 1 question so far. Ask under your name or anonymously; what most of you vote for comes first. Cy planned it.
    ");
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
    insta::assert_snapshot!(ask(&world, "ana", "ama").await, @r"
    == Ask me anything ==
    *Ask me anything:* one colleague answers what the others most want to know. None is planned that you lead.
    · A community's stewards plan them: tell one whom you would like to ask.
    [Close]
    ");
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
    insta::assert_snapshot!(world.submit("cy", guest).await, @"session_expert: Pick a member of this workspace who can answer here.");
    let soon = at("2026-11-19T09:30:00Z");
    let soon = [(field::EXPERT, "UBO"), (field::WHEN, soon.as_str())];
    insta::assert_snapshot!(world.submit("cy", soon).await, @"session_when: People need time to ask: pick a time at least an hour ahead.");
    world.click("cy", "More…").await;
    let long = [(field::EXPERT, "UBO"), (field::WHEN, when.as_str()), (field::LENGTH, "90")];
    insta::assert_snapshot!(world.submit("cy", long).await, @r"
    == Ask me anything ==
    :white_check_mark: *Bo is asked now,* as soon as their day has room for a message. When they say yes it's announced in #rust, and you read what they said.
    [Close]
    ");
    assert_eq!(session(&world).await.minutes, 90);
}
