//! What stands in the channel, and what becomes of a channel that is lost.

use chrono::{DateTime, Utc};

use crate::event::{Event, Happening};
use crate::features::tests::world::TestWorld;
use crate::{router, transaction};

#[tokio::test]
async fn the_invitation_follows_its_program() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    // Di reads it in Lisbon.
    let invitation = || world.read("di", "#rust");
    assert!(
        invitation().contains("Nobody has joined yet · The first round needs 2"),
        "{}",
        invitation()
    );
    world.press("ana", "#rust", "Join coffee").await;
    world.press("bo", "#rust", "Join coffee").await;
    assert!(
        invitation()
            .contains("2 people have joined · Next round: Monday, November 23rd at 8:00 AM"),
        "{}",
        invitation()
    );
    world.advance_to("Mon 09:01").await;
    assert!(
        invitation().contains("Next round: Monday, November 30th at 8:00 AM"),
        "{}",
        invitation()
    );
    world.command("bo", "#rust", "leave").await;
    assert!(invitation().contains("1 person has joined"), "{}", invitation());
}

#[tokio::test]
async fn an_old_button_of_an_ended_coffee_says_so() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 09:01").await;
    world.command("ana", "#rust", "skip").await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "End this coffee").await;
    // On the answer to her skip.
    insta::assert_snapshot!(world.press("ana", "#rust", "Count me in").await, @"This coffee has ended, so there is nothing to change any more.");
    let met = world.press_in_group("ana", "We met").await;
    assert!(met.starts_with("== You met! =="), "the round that runs goes to its end: {met}");
}

#[tokio::test]
async fn the_sum_of_a_round_tells_what_is_known_and_no_more() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di", "eve"]).await;
    world.advance_to("Mon 10:00").await;
    world.press_in_group("ana", "We met").await;
    world.close("ana");
    world.advance_to("Mon 09:00").await;
    insta::assert_snapshot!(world.read("gus", "#rust"), @r"
    Klatch:
      @Klatch has joined the channel
    Klatch (edited):
      :coffee: *Coffee with somebody new*
      I introduce two people of this channel to each other every Monday at 09:00 (Berlin): half an hour, no agenda. Nobody is signed up by anybody else, and you can skip, pause or leave at any time.
      [Join coffee] [How it works]
      · 5 people have joined · Next round: Monday, December 7th at 9:00 AM · Started by Ada
    Klatch:
      :coffee: Round 1: 2 coffees for 5 people. 1 of them took place, as far as I know. All were across teams.
      [Join coffee]
      · Join, and you're in from the next round on.
    ");
}

#[tokio::test]
async fn an_archived_channel_ends_its_coffee_and_the_steward_reads_why() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    world.playground().archive("#rust").unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.dm("ada"), @r"
    Klatch:
      I can't reach #rust any more (it was archived, deleted, or I was removed), so coffee there has ended. `/coffee setup` starts it again in another channel.
    ");
    assert_eq!(world.programs().await, []);
    // The people of the round that runs go on.
    world.advance_to("Fri 17:00").await;
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("Did you get to meet?"), "{coffee}");
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("ana").len(), 1);
    assert!(world.home("ana").await.contains("No coffee yet."));
}

#[tokio::test]
async fn a_bot_that_was_removed_from_the_channel_ends_coffee_too() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.playground().remove_bot("#rust").unwrap();
    world.settle().await;
    assert!(world.dm("ada").contains("I can't reach #rust any more"), "{}", world.dm("ada"));
    assert_eq!(world.programs().await, []);
}

/// Slack tells once more that the bot was removed from a channel.
async fn removed(world: &TestWorld, channel: &str, at: Option<DateTime<Utc>>) {
    let channel = world.playground().conversation(channel).unwrap().id;
    let what = Happening::ChannelLost { channel: channel.as_str().into() };
    let event = Event { workspace: world.workspace(), id: "Ev-late".to_owned(), at, what };
    let (context, store) = (world.context(), world.store());
    transaction!(store, |tx| router::event(&context, tx, &event).await).await.unwrap();
    world.settle().await;
}

#[tokio::test]
async fn old_news_of_a_removal_does_not_end_the_coffee_that_began_after_it() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    let at = Some(world.world.clock.now());
    world.playground().remove_bot("#rust").unwrap();
    world.settle().await;
    assert_eq!(world.programs().await, []);

    world.advance_to("Thu 10:30").await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    // Slack tells of one removal in two events, and an event may be an hour late.
    removed(&world, "#rust", at).await;
    assert_eq!(world.programs().await.len(), 1, "Klatch was let in again");

    // In the very second nobody knows what came first: then the channel counts as gone.
    let this_second = DateTime::from_timestamp(world.world.clock.now().timestamp(), 0);
    removed(&world, "#rust", this_second).await;
    assert_eq!(world.programs().await, []);
}

#[tokio::test]
async fn news_without_a_time_counts_as_new() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Thu 10:30").await;
    removed(&world, "#rust", None).await;
    assert_eq!(world.programs().await, []);
}
