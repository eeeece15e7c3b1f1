//! The one picture: it comes however long Slack looks through it, and tells nothing that was taken back.

use std::sync::Arc;

use chrono::Duration;
use uuid::Uuid;

use super::{asked, change, claimed, command, last, rust, since_coffee, story};
use crate::domain::digest::{Decision, Figure, Picture, Shows};
use crate::domain::question::Privacy;
use crate::domain::rules::{Feature, WorkspaceRules};
use crate::domain::story::State;
use crate::features::digest::publish::{as_it_stands, marked};
use crate::features::digest::{Due, as_of_now, facts};
use crate::features::tests::world::TestWorld;
use crate::job::{Job, Lease, Work};
use crate::playground::Trick;
use crate::store::transaction;

/// The pictures in the last message of the channel.
fn shown(world: &TestWorld) -> usize {
    let messages = world.playground().messages("gus", "#rust");
    world.playground().pictures_of(messages.last().unwrap()).len()
}

/// Questions of three weeks: enough for a picture of them.
async fn busy() -> TestWorld {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    for (title, weeks) in [("How do I pin a future?", 0), ("What is a lifetime?", 1), ("Why?", 2)] {
        asked(&world, title, Privacy::Open, 3 + weeks * 7 * 24, true).await;
    }
    world
}

async fn due(world: &TestWorld) -> Due {
    let (workspace, context) = (world.workspace(), world.context());
    let mut tx = context.store.read().await.unwrap();
    let there = tx.community(&workspace, Uuid::from_u128(77).into()).await.unwrap().unwrap();
    let at = (context.now().date_naive(), Uuid::from_u128(99).into());
    as_of_now(&context, &mut tx, &workspace, there, at).await.unwrap()
}

#[tokio::test]
async fn it_comes_although_slack_looks_through_it_for_a_while() {
    let world = busy().await;
    world.playground().watch_traffic();
    world.playground().pictures_take(Duration::seconds(10));
    world.advance_to("Thu 10:01").await;
    let read = since_coffee(&world, "gus", "#rust");
    assert_eq!(read.matches("This week in rust").count(), 1, "{read}");
    assert_eq!(shown(&world), 1, "{read}");
    let calls = world.playground().traffic();
    let uploads = calls.iter().filter(|it| it.name == "files.completeUploadExternal").count();
    assert_eq!(uploads, 1, "the same picture is shown, however often it is tried");
    let edition = last(&world).await.unwrap();
    assert_eq!(edition.picture.unwrap().shows, Shows::Weeks);
    assert!(read.contains("; 12 November, 1 of 1; "), "Thursday to Thursday: {read}");
}

#[tokio::test]
async fn a_digest_that_waits_too_long_for_it_goes_without_and_once() {
    let world = busy().await;
    world.playground().pictures_take(Duration::hours(1));
    world.advance_to("Thu 10:05").await;
    assert_eq!(shown(&world), 0);
    let read = since_coffee(&world, "gus", "#rust");
    assert_eq!(read.matches("This week in rust").count(), 1, "{read}");
    world.advance_to("Thu 10:01").await;
    assert_eq!(last(&world).await.unwrap().number, 2, "the next one is planned");
}

#[tokio::test]
async fn a_bot_that_dies_behind_its_post_says_it_once() {
    for trick in [Trick::Silence, Trick::SilenceAfter] {
        let mut world = busy().await;
        world.advance_to("Thu 09:59").await;
        let playground = world.playground().clone();
        playground.next("chat.postMessage", trick);
        let struck = async {
            while !playground.mischief_to("chat.postMessage").contains_key(&trick) {
                tokio::task::yield_now().await;
            }
        };
        let later = world.world.clock.now() + Duration::minutes(2);
        tokio::select! {
            biased;
            () = struck => {}
            _ = world.world.advance_to(later) => panic!("{trick:?}: it is not answered"),
        }
        world.world.crash_bot();
        world.world.start_bot().await.unwrap();
        world.advance_to("Thu 10:30").await;
        let read = since_coffee(&world, "gus", "#rust");
        assert_eq!(read.matches("This week in rust").count(), 1, "{trick:?}: {read}");
        assert!(last(&world).await.unwrap().spot.is_some(), "{trick:?}");
    }
}

#[tokio::test]
async fn a_story_taken_back_while_the_picture_is_drawn_is_not_told() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    let id = story(&world).await;
    world.world.advance_to(world.world.clock.now() + Duration::minutes(1)).await.unwrap();
    let before = due(&world).await;
    assert!(format!("{:?}", before.decision).contains("A two-day migration"));
    change(&world, id, |story| story.state = State::Withdrawn).await;
    let (workspace, context) = (world.workspace(), world.context());
    let now = transaction!(context.store, |tx| {
        as_it_stands(&context, tx, &workspace, &before, None).await
    });
    let now = now.await.unwrap().unwrap();
    assert!(!format!("{:?}", now.decision).contains("A two-day migration"));
    let Decision::Report(digest) = now.decision else { panic!("the question is still told") };
    assert_eq!(digest.items.len(), 1);
}

#[tokio::test]
async fn whoever_lost_the_job_writes_nothing() {
    let world = busy().await;
    let due = due(&world).await;
    let work = Work {
        workspace: world.workspace(),
        id: due.edition.job,
        job: Job::Digest { community: due.edition.community, date: due.edition.date },
        attempt: 1,
        in_doubt: None,
        lease: Lease::new("of yesterday"),
    };
    let marked = marked(&world.context(), &work, due, None).await.unwrap();
    assert!(marked.is_none());
    assert!(last(&world).await.is_none(), "so that whoever has it finds nothing in the way");
}

#[tokio::test]
async fn what_stories_came_to_is_without_those_taken_back() {
    let world = rust().await;
    world.advance_to("Wed 12:00").await;
    let mut ids = Vec::new();
    for (who, minutes) in
        [("ana", 120), ("bo", 60), ("cy", 60), ("di", 60), ("eve", 60), ("finn", 60)]
    {
        ids.push(claimed(&world, who, minutes).await);
    }
    world.advance_to("Thu 10:01").await;
    let edition = last(&world).await.unwrap();
    let first = edition.picture.unwrap();
    assert_eq!((first.shows, shown(&world)), (Shows::Value, 1));
    assert!(first.alt.contains("Confirmed, 5 stories: 3 h counted"), "{}", first.alt);
    assert!(first.alt.contains("no answer was accepted"), "{}", first.alt);
    // Taken back, as fast as the words; Slack looks through the new picture for a while.
    world.playground().pictures_take(Duration::seconds(5));
    change(&world, ids[0], |story| story.state = State::Withdrawn).await;
    assert_eq!(shown(&world), 0, "what is not true any more is gone at once");
    world.world.advance_to(world.world.clock.now() + Duration::minutes(1)).await.unwrap();
    let second = last(&world).await.unwrap().picture.unwrap();
    assert!(second.alt.contains("Confirmed, 5 stories: 2.5 h counted"), "{}", second.alt);
    assert_eq!(shown(&world), 1);
    // One more, and it would be about four people.
    change(&world, ids[1], |story| story.state = State::Withdrawn).await;
    assert_eq!(last(&world).await.unwrap().picture, None);
    assert_eq!(shown(&world), 0);
}

#[tokio::test]
async fn a_digest_whose_picture_was_deleted_still_changes() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    let id = story(&world).await;
    world.advance_to("Thu 10:01").await;
    let edition = last(&world).await.unwrap();
    let gone = Picture {
        file: "F404".to_owned(),
        alt: "Eight weeks.".to_owned(),
        shows: Shows::Weeks,
        key: None,
    };
    let (store, workspace) = (world.store(), world.workspace());
    let at = (edition.community, edition.date);
    transaction!(store, |tx| tx.keep_digest_picture(&workspace, at, Some(&gone)).await)
        .await
        .unwrap();
    change(&world, id, |story| story.state = State::Withdrawn).await;
    let after = since_coffee(&world, "gus", "#rust");
    assert!(after.contains("taken back") && !after.contains("migration"), "{after}");
    world.world.advance_to(world.world.clock.now() + Duration::minutes(2)).await.unwrap();
    assert_eq!(last(&world).await.unwrap().picture, None, "it is not looked for again");
    // Slack told what was wrong with it, which is all that was.
    world.playground().forget_faults();
}

#[tokio::test]
async fn a_preview_says_that_a_picture_comes_along() {
    let world = busy().await;
    let preview = command(&world, "ada", "#rust", "digest preview").await;
    let along = "A picture comes along that shows the questions of the last weeks.";
    assert!(preview.contains(along), "{preview}");
    let other = rust().await;
    let preview = command(&other, "ada", "#rust", "digest preview").await;
    assert!(!preview.contains("picture"), "{preview}");
}

#[tokio::test]
async fn which_teams_met_is_not_worked_out_where_that_is_switched_off() {
    let world = rust().await;
    for person in ["ana", "bo", "cy", "di", "eve", "finn"] {
        world.press(person, "#rust", "Join coffee").await;
    }
    world.advance_to("Mon 10:00").await;
    for person in ["ana", "bo", "cy", "di", "eve", "finn"] {
        let workspace = world.workspace();
        let groups = {
            let mut tx = world.store().read().await.unwrap();
            let program = tx.programs(&workspace).await.unwrap().remove(0);
            let round = tx.current_round(&workspace, program.id).await.unwrap().unwrap();
            tx.groups_of_round(&workspace, round.id).await.unwrap()
        };
        let id = world.id(person);
        let group = groups.into_iter().find(|it| it.members.contains(&id)).unwrap();
        let now = world.world.clock.now();
        let met = crate::domain::coffee::Answer::new(group.id, id, true, now);
        let store = world.store();
        transaction!(store, |tx| tx.keep_answer(&workspace, &met).await).await.unwrap();
    }
    world.advance_to("Tue 10:00").await;
    let on = due(&world).await.facts;
    assert!(!on.coffees.is_empty() && !on.teams.is_empty());
    let (workspace, mut context) = (world.workspace(), world.context());
    context.rules =
        Arc::new(WorkspaceRules { off: [Feature::Ties].into(), ..WorkspaceRules::default() });
    let mut tx = context.store.read().await.unwrap();
    let there = tx.community(&workspace, Uuid::from_u128(77).into()).await.unwrap().unwrap();
    let window = due(&world).await.edition.window;
    let off = facts(&context, &mut tx, &workspace, &there, window).await.unwrap();
    assert_eq!((off.coffees.len(), off.teams.len()), (on.coffees.len(), 0));
    assert!(!matches!(
        crate::domain::digest::figure(&off, window, 0, crate::domain::digest::Known::default()),
        Some(Figure::Ties(_))
    ));
}
