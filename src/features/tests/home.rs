//! App Home has a button for every command, and shows what it did.

use super::world::TestWorld;
use crate::job::{Job, Lane};
use crate::transaction;

#[tokio::test]
async fn an_empty_desk_says_how_to_begin() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.home("ana").await, @r"
    # Hello Ana
    *My coffee*
    *No coffee yet.* Somebody has to put the kettle on: pick a channel and a day, and I'll invite its people.
    [Set up coffee] [Whom I met] [How it works]
    · Or type `/coffee setup` in the channel it is for.
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *My stories*
    Somebody saved you an afternoon? Tell it in half a minute.
    [Tell a story] [Read stories] [My contributions]
    [Start a community] [How asking works] [… Ask me anything: those that I lead | How stories work | What communities can do]
    *My settings*
    Messages: at most once a day and three times a week
    Working hours: Mon–Fri 09:00–17:00 (Berlin)
    [How I like it…] [My hours…] [What you store…]
    · Only you see this page. I write to you at most once a day and three times a week, in your working hours, and I never read coffee chats.
    ");
    insta::assert_snapshot!(world.click("ana", "How it works").await, @r"
    == Coffee ==
    *Coffee with somebody new.* On the day, I write to two of you together: who you are, what you share, a question to start with. In the middle I remind you once, at the end I ask whether you met. I never read your coffee chats.
    `/coffee` – my coffee, with a button for everything
    `/coffee join` – be introduced to somebody new
    `/coffee now` – meet somebody else who is free this minute
    `/coffee skip` – not this once
    `/coffee pause 2 weeks` – or `pause 3 rounds`, or `pause until 12 Jan`
    `/coffee back` – take part again after a pause or a skip
    `/coffee leave` – no more introductions
    `/coffee like` – how, when and with whom you like it
    `/coffee why` – why this group, or why nobody this time
    `/coffee history` – whom you met, and what it was good for
    `/coffee setup` – start coffee in this channel, or change it
    `/coffee preview` – for stewards: try the next round out; also `run` it now, or `report`
    [Close]
    ");
    world.close("ana");
    assert!(world.click("ana", "Set up coffee").await.starts_with("== Set up coffee =="));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "whole pages stand in it")]
async fn every_button_shows_what_it_did_on_the_page() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    insta::assert_snapshot!(world.home("ana").await, @r"
    # Hello Ana
    *My coffee*
    *Coffee in #rust*
    Every Monday at 09:00 (Berlin) · 0 people
    You're not in it.
    [Join coffee]
    ---
    [How I like it…] [Whom I met] [Set up another] [How it works]
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *Newcomers:* would you have a coffee with somebody new now and then? You take turns with the others.
    [I welcome newcomers]
    *My stories*
    Somebody saved you an afternoon? Tell it in half a minute.
    [Tell a story] [Read stories] [My contributions]
    [Start a community] [How asking works] [… Ask me anything: those that I lead | How stories work | What communities can do]
    *My settings*
    Messages: at most once a day and three times a week
    Working hours: Mon–Fri 09:00–17:00 (Berlin)
    [How I like it…] [My hours…] [What you store…]
    · Only you see this page. I write to you at most once a day and three times a week, in your working hours, and I never read coffee chats.
    ");
    insta::assert_snapshot!(world.click("ana", "Join coffee").await, @r"
    # Hello Ana
    *My coffee*
    *Coffee in #rust*
    Every Monday at 09:00 (Berlin) · 1 person
    :white_check_mark: You're in. You're the first; it starts at two, or on the steward's word.
    [Skip the next] [Pause…] [Leave]
    ---
    [How I like it…] [Whom I met] [Set up another] [How it works]
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *Newcomers:* would you have a coffee with somebody new now and then? You take turns with the others.
    [I welcome newcomers]
    *My stories*
    Somebody saved you an afternoon? Tell it in half a minute.
    [Tell a story] [Read stories] [My contributions]
    [Start a community] [How asking works] [… Ask me anything: those that I lead | How stories work | What communities can do]
    *My settings*
    Messages: at most once a day and three times a week
    Working hours: Mon–Fri 09:00–17:00 (Berlin)
    [How I like it…] [My hours…] [What you store…]
    · Only you see this page. I write to you at most once a day and three times a week, in your working hours, and I never read coffee chats.
    ");
    let skipped = world.click("ana", "Skip the next").await;
    assert!(skipped.contains("You skip Monday 23 November"), "{skipped}");
    let again = world.click("ana", "Count me in").await;
    assert!(again.contains("You're in."), "{again}");
    world.click("ana", "Pause…").await;
    world.submit("ana", [("pause_for", "2")]).await;
    world.close("ana");
    let paused = world.home_as_it_is("ana");
    assert!(paused.contains("You're paused for 2 more rounds."), "{paused}");
    let back = world.click("ana", "I'm back").await;
    assert!(back.contains("You're in."), "{back}");
    let left = world.click("ana", "Leave").await;
    assert!(left.contains("You're not in it.") && left.contains("[Join coffee]"), "{left}");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "two whole pages stand in it")]
async fn this_rounds_coffee_and_whom_one_met_stand_on_the_page() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 09:00").await;
    insta::assert_snapshot!(world.home("ana").await, @r"
    # Hello Ana
    *My coffee*
    *Coffee in #rust*
    Every Monday at 09:00 (Berlin) · 2 people
    :white_check_mark: You're in. The next round opens Monday, November 30th at 9:00 AM.
    This round you have coffee with *Bo*.
    [We met] [Not this time] [Why us?]
    [Pick a time] [Can't make it]
    [Skip the next] [Pause…] [Leave]
    ---
    [How I like it…] [Whom I met] [Set up another] [How it works]
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *Newcomers:* would you have a coffee with somebody new now and then? You take turns with the others.
    [I welcome newcomers]
    *My stories*
    Somebody saved you an afternoon? Tell it in half a minute.
    [Tell a story] [Read stories] [My contributions]
    [Start a community] [How asking works] [… Ask me anything: those that I lead | How stories work | What communities can do]
    *My settings*
    Messages: at most once a day and three times a week
    Working hours: Mon–Fri 09:00–17:00 (Berlin)
    [How I like it…] [My hours…] [What you store…]
    · Only you see this page. I write to you at most once a day and three times a week, in your working hours, and I never read coffee chats.
    ");
    insta::assert_snapshot!(world.click("ana", "We met").await, @r"
    == You met! ==
    :white_check_mark: Noted: you met. That's all I needed.
    One useful thing you gained? (optional): <A name, an idea, a shortcut, a laugh…>
    How was it? (optional): ( ) Lovely  ( ) Fine  ( ) Not quite for me
    A story? (optional): [ ] Offer it as a story
    · Only you see this; I keep it for you. Before anybody reads it as a story, I ask you again.
    [Skip] [Keep it]
    ");
    assert_eq!(world.submit("ana", [("gained", "A shortcut")]).await, "(closed)");
    insta::assert_snapshot!(world.home_as_it_is("ana"), @r"
    # Hello Ana
    *My coffee*
    *Coffee in #rust*
    Every Monday at 09:00 (Berlin) · 2 people
    :white_check_mark: You're in. The next round opens Monday, November 30th at 9:00 AM.
    This round you have coffee with *Bo*. You said you met. :white_check_mark:
    [Why us?]
    [Skip the next] [Pause…] [Leave]
    ---
    [How I like it…] [Whom I met] [Set up another] [How it works]
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *Newcomers:* would you have a coffee with somebody new now and then? You take turns with the others.
    [I welcome newcomers]
    *Met over coffee*
    Bo
    *My stories*
    Somebody saved you an afternoon? Tell it in half a minute.
    [Tell a story] [Read stories] [My contributions]
    [Start a community] [How asking works] [… Ask me anything: those that I lead | How stories work | What communities can do]
    *My settings*
    Messages: at most once a day and three times a week
    Working hours: Mon–Fri 09:00–17:00 (Berlin)
    [How I like it…] [My hours…] [What you store…]
    · Only you see this page. I write to you at most once a day and three times a week, in your working hours, and I never read coffee chats.
    ");
    let why = world.click("ana", "Why us?").await;
    assert!(why.starts_with("== Why us? =="), "{why}");
}

#[tokio::test]
async fn a_page_that_somebody_looks_at_follows_what_others_do() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.home("ana").await;
    world.advance_to("Mon 09:05").await;
    assert!(!world.home_as_it_is("ana").contains("This round"), "nobody looks any more");
    world.home("bo").await;
    world.press_in_group("ana", "We met").await;
    assert!(world.home_as_it_is("bo").contains("Met over coffee"), "{}", world.home("bo").await);
}

#[tokio::test]
async fn a_page_drawn_before_the_round_opened_tells_why_nothing_was_skipped() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.home("ana").await;
    world.advance_to("Mon 09:01").await;
    let late = world.click("ana", "Skip the next").await;
    assert!(late.contains("That button was for another date"), "{late}");
    assert!(world.home_as_it_is("ana").contains("This round you have coffee with"));
}

#[tokio::test]
async fn the_steward_changes_and_ends_coffee_from_the_page() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.home("ada").await;
    world.click("ada", "Change…").await;
    insta::assert_snapshot!(world.modal("ada"), @r"
    == Change coffee ==
    *Coffee in #rust*, every Monday at 09:00 (Berlin). What you change here counts from the next round on.
    Introduce people on: <Monday: Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday>
    At: <09:00>
      Or as soon after it as everybody in a group is at work.
    · Next: Mon 23 Nov, Mon 30 Nov and Mon 7 Dec
    [More…]
    · Every week, Berlin time, from 2 people on. *More…* changes that.
    [Preview] [Run now…] [Report] [Try it on me]
    [End this coffee]
    [Cancel] [Save]
    ");
    insta::assert_snapshot!(world.click("ada", "End this coffee").await, @r"
    == Change coffee ==
    This coffee has ended. Thank you for tending it! `/coffee setup` starts a new one.
    [Close]
    ");
    world.close("ada");
    assert!(world.home_as_it_is("ada").contains("No coffee yet."));
    assert_eq!(world.programs().await, []);
    insta::assert_snapshot!(world.read("ana", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch (edited):
      :coffee: This coffee has ended. Thank you, everyone!
    Klatch (only you):
      *Welcome to coffee!* I'll introduce you to somebody new.
      :white_check_mark: You're in. You're the first; it starts at two, or on the steward's word.
      [Skip the next] [Pause…] [Leave]
      · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
}

/// The waiting redraws of App Homes, in the order they will go.
async fn redraws(world: &TestWorld) -> usize {
    let (workspace, now) = (world.workspace(), world.world.clock.now());
    let planned = world.store().read().await.unwrap().planned(&workspace, now, 99).await.unwrap();
    planned.iter().filter(|planned| matches!(planned.job, Job::PublishHome { .. })).count()
}

#[tokio::test]
async fn changes_that_come_together_are_drawn_once_and_in_their_order() {
    let world = TestWorld::new().await;
    world.home("ana").await;
    world.home("bo").await;
    let (context, workspace, store) = (world.context(), world.workspace(), world.store());
    // The bot's own worker holds the lane for a minute.
    world.world.clock.advance_to(world.world.clock.now() + chrono::TimeDelta::minutes(2));
    let change = async |people: &[&str]| {
        for person in people {
            let member = world.id(person);
            let changed =
                transaction!(store, |tx| context.refresh_home(tx, &workspace, &member).await);
            changed.await.unwrap();
        }
    };
    change(&["ana", "ana"]).await;
    world.world.clock.advance_to(world.world.clock.now() + chrono::TimeDelta::seconds(1));
    change(&["bo", "ana", "bo"]).await;
    assert_eq!(redraws(&world).await, 2, "one page for each of them");

    let claim = async |limit| {
        let (now, lease) = (world.world.clock.now(), chrono::TimeDelta::seconds(60));
        transaction!(store, |tx| tx.claim(&workspace, Lane::Send, "me", now, lease, limit).await)
            .await
            .unwrap()
    };
    let begun = claim(1).await.remove(0);
    assert_eq!(begun.job, Job::PublishHome { member: world.id("ana") });
    change(&["ana", "ana"]).await;
    assert_eq!(redraws(&world).await, 3, "hers may show what was before: one more, and only one");
    let beside: Vec<Job> = claim(9).await.into_iter().map(|claimed| claimed.job).collect();
    assert_eq!(beside, [Job::PublishHome { member: world.id("bo") }], "the newer page comes after");
    transaction!(store, |tx| tx.finish(&workspace, begun.id, &begun.lease).await).await.unwrap();
    let next: Vec<Job> = claim(9).await.into_iter().map(|claimed| claimed.job).collect();
    assert_eq!(next, [Job::PublishHome { member: world.id("ana") }]);
}
