//! A digest comes once a week, once.

use chrono::Duration;

use super::{asked, change, community_in, last, rust, since_coffee, story, zed};
use crate::domain::digest::Kind;
use crate::domain::question::Privacy;
use crate::domain::story::State;
use crate::playground::{Person, Trick};

#[tokio::test]
async fn an_eventful_week_is_told_on_thursday_at_ten() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    world.playground().arrive(zed());
    world.settle().await;
    asked(&world, "How do I pin a future?", Privacy::Open, 20, true).await;
    asked(&world, "Am I paid fairly? & <!here>", Privacy::Anonymous, 22, true).await;
    asked(&world, "Who has used logical replication?", Privacy::Open, 5, false).await;
    asked(&world, "Only for two", Privacy::Private, 5, true).await;
    asked(&world, "Only for two, and open", Privacy::Private, 5, false).await;
    story(&world).await;
    world.advance_to("Thu 09:59").await;
    assert_eq!(since_coffee(&world, "gus", "#rust"), "");
    world.advance_to("Thu 10:01").await;
    insta::assert_snapshot!(since_coffee(&world, "gus", "#rust"), @"
    Klatch:
      # This week in rust
      :white_check_mark: *2 questions answered*
      • How do I pin a future?
      • Am I paid fairly? & <!here>
      :raised_hand: *1 still open.* Who might look?
      • Who has used logical replication?
      :sparkles: *1 story*
      • *Ana*: A two-day migration took an afternoon. (confirmed) Read it
      :wave: *Say hi* to @Zed, who is new.
      · I write this every Thursday at 10:00 (Berlin).
      [Ask a question] [… Send it to me as well | Leave me out of it | In the channel is fine]
    ");
    let edition = last(&world).await.unwrap();
    assert_eq!((edition.number, edition.kind, edition.stories.len()), (1, Kind::Report, 1));
    let ada = world.dm("ada");
    assert!(!ada.contains("quiet"), "{ada}");
}

#[tokio::test]
async fn a_quiet_week_is_asked_one_question_and_a_second_one_nothing() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    world.advance_to("Thu 10:01").await;
    let first = since_coffee(&world, "gus", "#rust");
    assert_eq!(first.matches('?').count(), 1, "{first}");
    assert!(first.contains("One sentence in the thread is plenty."), "{first}");
    world.advance_to("Wed 12:00").await;
    world.advance_to("Thu 18:00").await;
    assert_eq!(since_coffee(&world, "gus", "#rust"), first, "nothing is said");
    let told = "rust has been quiet for two weeks";
    world.advance_to("Mon 18:00").await;
    assert_eq!(world.dm("ada").matches(told).count(), 1);
    for _ in 0..2 {
        world.advance_to("Thu 18:00").await;
        world.advance_to("Mon 18:00").await;
    }
    assert_eq!(world.dm("ada").matches(told).count(), 1, "and nothing more about it");
    assert_eq!(last(&world).await.unwrap().kind, Kind::Silent);
    // Something happens: it is back, about all of that time.
    asked(&world, "How do I pin a future?", Privacy::Open, 5, true).await;
    world.advance_to("Thu 10:01").await;
    let back = since_coffee(&world, "gus", "#rust");
    assert!(back.contains("The last four weeks in rust"), "{back}");
    assert!(back.contains("1 question answered"), "{back}");
}

#[tokio::test]
async fn after_an_outage_over_two_dates_one_digest_covers_both() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    // Nobody is there until Thursday of the week after, an hour too late.
    let back = world.world.clock.now() + Duration::days(8) + Duration::hours(23);
    world.world.move_clock(back);
    world.settle().await;
    world.advance_to("Thu 11:30").await;
    let rust = since_coffee(&world, "gus", "#rust");
    assert_eq!(rust.matches("weeks in rust").count(), 1, "{rust}");
    assert!(rust.contains("The last two weeks in rust"), "{rust}");
    assert_eq!(rust.matches("How do I pin a future?").count(), 1, "{rust}");
    assert_eq!(last(&world).await.unwrap().date.to_string(), "2026-12-03");
}

#[tokio::test]
async fn what_is_a_day_too_late_comes_with_the_next_one() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    world.world.move_clock(world.world.clock.now() + Duration::days(3));
    world.advance_to("Wed 12:00").await;
    assert_eq!(since_coffee(&world, "gus", "#rust"), "");
    world.advance_to("Thu 10:01").await;
    assert!(since_coffee(&world, "gus", "#rust").contains("The last two weeks in rust"));
}

#[tokio::test]
async fn a_digest_in_doubt_is_read_once() {
    for trick in [Trick::LostAfter, Trick::LostBefore, Trick::Garbled, Trick::BadGateway] {
        let world = rust().await;
        world.advance_to("Wed 12:00").await;
        asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
        world.playground().next("chat.postMessage", trick);
        world.advance_to("Thu 10:30").await;
        let rust = since_coffee(&world, "gus", "#rust");
        assert_eq!(rust.matches("This week in rust").count(), 1, "{trick:?}: {rust}");
        let edition = last(&world).await.unwrap();
        assert!(edition.spot.is_some(), "{trick:?}");
        world.advance_to("Thu 10:01").await;
        assert_eq!(last(&world).await.unwrap().number, 2, "{trick:?}: the next one is planned");
    }
}

#[tokio::test]
async fn what_slack_refuses_for_a_while_comes_a_little_later() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    for trick in [Trick::TooMany, Trick::ServerError] {
        world.playground().next("chat.postMessage", trick);
    }
    world.advance_to("Thu 10:30").await;
    let rust = since_coffee(&world, "gus", "#rust");
    assert_eq!(rust.matches("This week in rust").count(), 1, "{rust}");
}

#[tokio::test]
async fn a_story_that_is_taken_back_leaves_the_digest() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    let id = story(&world).await;
    world.advance_to("Thu 10:01").await;
    let before = since_coffee(&world, "gus", "#rust");
    assert!(before.contains("A two-day migration") && before.contains("Ana"), "{before}");
    assert!(!before.contains("Bo"), "he is not named: {before}");
    change(&world, id, |story| story.people[0].named = false).await;
    let unnamed = since_coffee(&world, "gus", "#rust");
    assert!(unnamed.contains("A two-day migration") && !unnamed.contains("Ana"), "{unnamed}");
    change(&world, id, |story| story.state = State::Withdrawn).await;
    let after = since_coffee(&world, "gus", "#rust");
    assert!(!after.contains("migration"), "{after}");
    assert!(after.contains("taken back"), "{after}");
}

#[tokio::test]
async fn a_private_channel_reads_its_own_and_nobody_else_reads_of_it() {
    let world = community_in("#secret").await;
    world.advance_to("Tue 12:00").await;
    world.playground().arrive(zed());
    world.settle().await;
    asked(&world, "What are the numbers?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    let secret = world.read("gus", "#secret");
    assert!(secret.contains("What are the numbers?"), "{secret}");
    assert!(!secret.contains("Zed"), "who is new elsewhere is no news here: {secret}");
    for place in ["#rust", "#general"] {
        assert!(!world.read("gus", place).contains("numbers?"), "{place}");
    }
    let blocks = {
        let (workspace, context) = (world.workspace(), world.context());
        let mut tx = world.store().read().await.unwrap();
        let gus = world.id("gus");
        crate::features::digest::settings_blocks(&context, &mut tx, &workspace, &gus).await.unwrap()
    };
    assert_eq!(blocks.len(), 0, "nor is it listed for who is not known to be in it");
}

#[tokio::test]
async fn where_there_are_several_communities_only_their_own_newcomers_are_greeted() {
    let world = rust().await;
    world.ask("ada", "#go", "setup").await;
    world.submit("ada", []).await;
    world.close("ada");
    world.advance_to("Tue 12:00").await;
    for (id, name) in [("UZED", "zed"), ("UYAN", "yan")] {
        let (id, name) = (id.to_owned(), name.to_owned());
        world.playground().arrive(Person { real_name: name.to_uppercase(), id, name, ..zed() });
    }
    world.settle().await;
    world.playground().join_channel("yan", "#rust").unwrap();
    world.press("yan", "#rust", "Join coffee").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    let rust = since_coffee(&world, "gus", "#rust");
    assert!(rust.contains("*Say hi* to @YAN, who is new."), "{rust}");
    assert!(!rust.contains("@ZED"), "nobody knows that Zed is in it: {rust}");
}

#[tokio::test]
async fn a_channel_that_is_gone_has_no_digest_and_its_steward_hears_of_it() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    world.playground().remove_bot("#rust").unwrap();
    world.settle().await;
    world.advance_to("Fri 12:00").await;
    assert!(last(&world).await.is_none());
    assert!(world.dm("ada").contains("no questions are taken there"));
}
