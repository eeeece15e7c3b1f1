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
#[expect(clippy::too_many_lines, reason = "whole pages stand in it")]
async fn its_asker_sees_where_a_question_stands() {
    let world = with_community().await;
    insta::assert_snapshot!(world.home("ana").await, @r"
    # Hello Ana
    *My coffee*
    *No coffee yet.* Somebody has to put the kettle on: pick a channel and a day, and I'll invite its people.
    [Set up coffee] [Whom I met] [How it works]
    · Or type `/coffee setup` in the channel it is for.
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *My questions*
    You have no open question. Whatever you'd ask a colleague, if you only knew which one: ask it here.
    [Ask a question] [Open questions] [What I can be asked]
    *My stories*
    Somebody saved you an afternoon? Tell it in half a minute.
    [Tell a story] [Read stories] [My contributions]
    *My communities*
    *rust* in #rust
    [What is kept]
    [Start a community] [How asking works] [… Ask me anything: those that I lead | How stories work | What communities can do]
    *Digest of rust:* in its channel  [… Send it to me as well | Leave me out of it | In the channel is fine]
    *My settings*
    Messages: at most once a day and three times a week
    Working hours: Mon–Fri 09:00–17:00 (Berlin)
    Questions: nobody asks you before you said yes once
    [How I like it…] [My hours…] [What you store…]
    · Only you see this page. I write to you at most once a day and three times a week, in your working hours, and I never read coffee chats.
    ");
    let question = asks(&world, "ana", "Who owns billing?").await;
    let part = |home: String| {
        let lines = home.lines().skip_while(|line| !line.contains("My questions"));
        lines.take(4).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(part(world.home("ana").await), @r"
    *My questions*
    *Who owns billing?*
    rust was asked as a whole.
    [Rephrase] [Withdraw]
    ");
    came_to(&world, &question, State::Routing).await;
    referred(&world, &question, "bo", ReferralState::Declined).await;
    referred(&world, &question, "cy", ReferralState::Offered).await;
    let home = part(world.home("ana").await);
    assert!(home.contains("One person has it; if they cannot, the next is asked by"), "{home}");
    assert!(
        !home.contains("Bo") && !home.contains("Cy"),
        "who thinks about it, or said no: nobody"
    );
    referred(&world, &question, "di", ReferralState::Accepted).await;
    let home = part(world.home("ana").await);
    assert!(home.contains("Di has it since") && home.contains("; if they cannot"), "{home}");
    for (title, state, says) in [
        ("One more?", State::Channel, "rust was asked as a whole."),
        ("And one?", State::Steward, "The community's stewards look for somebody."),
        ("The last?", State::KeptOpen, "You keep it open: whoever knows may still answer."),
    ] {
        let other = asks(&world, "ana", title).await;
        came_to(&world, &other, state).await;
        let mine = world.ask("ana", "dm", "mine").await;
        assert!(mine.contains(title) && mine.contains(says), "{mine}");
        world.close("ana");
    }
}

#[tokio::test]
async fn a_question_can_be_taken_back_once() {
    let world = with_community().await;
    let question = asks(&world, "ana", "Who owns billing?").await;
    referred(&world, &question, "bo", ReferralState::Offered).await;
    world.home("ana").await;
    insta::assert_snapshot!(world.click("ana", "Withdraw").await, @r"
    == Your question ==
    *Taken back.* Nobody is asked about it any more.
    [Close]
    ");
    world.close("ana");
    insta::assert_snapshot!(world.read("bo", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch (edited):
      _This question was taken back._
        Klatch:
          *Does anybody here know?* A question of this channel is still open (its thread). A hunch or a link in its thread helps, too.
          [Answer]
    ");
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
    insta::assert_snapshot!(world.dm("ana"), @r"
    Klatch:
      *Nobody yet.* Two people were asked and couldn't help in time. What next?
      _Who owns billing?_
      [Rephrase] [Keep open] [Close]
    ");
    insta::assert_snapshot!(world.press("ana", "dm", "Keep open").await, @"*It stays open.* Whoever knows may still answer; my Home tab shows it.");
    assert_eq!(again(&world, &question).await.state, State::KeptOpen);
    insta::assert_snapshot!(world.press("ana", "dm", "Keep open").await, @"That's so already, nothing to do.");
    insta::assert_snapshot!(world.press("ana", "dm", "Rephrase").await, @r"
    == In other words ==
    Your question: <Who owns billing?>
    Details (optional): <>
    [Cancel] [Save]
    ");
    insta::assert_snapshot!(world.submit("ana", [("title", " ")]).await, @"title: Please complete this required field.");
    insta::assert_snapshot!(world.submit("ana", [("title", "Who looks after invoices?")]).await, @r"
    == Your question ==
    *Asked anew.* I look for somebody again.
    [Close]
    ");
    world.close("ana");
    assert!(world.read("bo", "#rust").contains("Who looks after invoices?"));
    // Nobody new is there to ask, so the channel is asked anew.
    assert_eq!(again(&world, &question).await.state, State::Channel);
    insta::assert_snapshot!(world.press("ana", "dm", "Close").await, @"*Closed.* Thank you for asking; it was worth a try.");
    insta::assert_snapshot!(world.press("ana", "dm", "Keep open").await, @"This question is over already, so nothing was changed.");
    insta::assert_snapshot!(world.press("ana", "dm", "Rephrase").await, @"That isn't there any more, so nothing was changed.");
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
