//! What is gone is gone everywhere: when it is taken back, when its source is, and when somebody leaves.

use super::{anas, days_later, story, told, with_community};
use chrono::TimeDelta;

use crate::clock::Chance;
use crate::domain::ids::{JobId, StoryId};
use crate::domain::people::Standing;
use crate::domain::question::Spot;
use crate::domain::story::{Audience, Source, State, Story};
use crate::domain::thanks::{Heard, MOST_A_DAY, Thanks};
use crate::features::story::shown::follow;
use crate::features::story::{Going, after_told, going};
use crate::features::tests::world::TestWorld;
use crate::job::{AboutThanks, Job, Lane, Note, Work};
use crate::store::Quote;
use crate::transaction;

/// Somebody changes a story, and all that follows from it does.
async fn changes(world: &TestWorld, id: StoryId, how: impl Fn(&mut Story) + Copy + Send) {
    a_minute(world).await;
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let context = &context;
    transaction!(store, |tx| {
        let mut story = tx.lock_story(&workspace, id).await?.unwrap();
        how(&mut story);
        tx.save_story(&workspace, &story).await?;
        follow(context, tx, &workspace, &story).await
    })
    .await
    .unwrap();
    a_minute(world).await;
}

/// A minute later.
async fn a_minute(world: &TestWorld) {
    let at = world.world.clock.now() + TimeDelta::minutes(1);
    world.world.advance_to(at).await.unwrap();
    world.settle().await;
}

#[tokio::test]
async fn a_story_that_was_taken_back_goes_from_the_sum_of_its_round() {
    let world = with_community().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 12:00").await;
    let (store, workspace) = (world.store(), world.workspace());
    let groups = {
        let mut tx = store.read().await.unwrap();
        tx.groups_of_member(&workspace, &world.id("ana"), 1).await.unwrap()
    };
    let mut it = anas(&world, 1, "We began a reading circle.", Audience::Everyone).await;
    (it.source, it.community) = (Source::Coffee(groups[0].0.id), None);
    told(&world, &[&it]).await;
    days_later(&world, 8).await;
    let said = world.read("di", "#rust");
    assert!(said.contains("• Ana: We began a reading circle."), "{said}");
    changes(&world, it.id, |it| it.people.iter_mut().for_each(|one| one.named = false)).await;
    let said = world.read("di", "#rust");
    assert!(said.contains("• We began a reading circle.") && !said.contains("Ana:"), "{said}");
    changes(&world, it.id, |it| it.state = State::Withdrawn).await;
    let said = world.read("di", "#rust");
    assert!(!said.contains("reading circle") && !said.contains("Something came of"), "{said}");
    assert!(said.contains("Round 1: 1 coffee for 2 people."), "the sum stays: {said}");
}

#[tokio::test]
async fn whoever_a_listing_finds_gone_keeps_their_name_in_no_story() {
    let world = with_community().await;
    let it = anas(&world, 1, "The renewal worked.", Audience::Everyone).await;
    told(&world, &[&it]).await;
    changes(&world, it.id, |_| {}).await;
    assert!(world.read("di", "#rust").contains("Helped by Bo"), "{}", world.read("di", "#rust"));
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let (context, bo, now) = (&context, world.id("bo"), world.world.clock.now());
    let list = world.slash("di", "#rust", "/story", "list").await;
    assert!(list.contains("Ana, helped by Bo"), "{list}");
    world.close("di");
    transaction!(store, |tx| {
        let mut profile = tx.member(&workspace, &bo).await?.unwrap().profile;
        profile.standing = Standing::Deactivated;
        tx.keep_profiles(&workspace, &[profile], now).await?;
        context.queue_now(tx, &workspace, &Job::SeeOff { member: bo.clone() }).await
    })
    .await
    .unwrap();
    a_minute(&world).await;
    assert!(!story(&world, it.id).await.names(&bo));
    let list = world.slash("di", "#rust", "/story", "list").await;
    assert!(list.contains("renewal worked") && !list.contains("Bo"), "{list}");
    let post = world.read("di", "#rust");
    assert!(post.contains("renewal worked") && !post.contains("Helped by Bo"), "{post}");
}

#[tokio::test]
async fn the_words_of_a_message_go_with_it_at_once() {
    let world = with_community().await;
    let ts = world.say("bo", "#rust", "Two nodes at a time.").await;
    let channel = world.playground().conversation("#rust").unwrap().id;
    let message = Spot { channel: channel.as_str().into(), message: ts.as_str().into() };
    let mut it = anas(&world, 1, "It worked.", Audience::Everyone).await;
    it.source = Source::Message(message);
    told(&world, &[&it]).await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    let quote = Quote {
        story: it.id,
        author: world.id("bo"),
        words: "Two nodes at a time, slowly.".to_owned(),
        saved_at: now,
        agreed_at: Some(now),
    };
    transaction!(store, |tx| tx.keep_story_quote(&workspace, &quote).await).await.unwrap();
    changes(&world, it.id, |_| {}).await;
    let said = world.read("di", "#rust");
    assert!(said.contains("Bo wrote:") && said.contains("slowly."), "{said}");
    world.delete("bo", "#rust", &ts).await;
    a_minute(&world).await;
    let said = world.read("di", "#rust");
    assert!(said.contains("It worked.") && !said.contains("slowly."), "{said}");
    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.story_quote(&workspace, it.id).await.unwrap(), None);
}

fn thanks(world: &TestWorld, seed: u64, from: &str) -> Thanks {
    let now = world.world.clock.now();
    let message = format!("{}.0001", now.timestamp() + i64::try_from(seed).unwrap());
    let about = Spot { channel: "C1".into(), message: message.as_str().into() };
    Thanks {
        id: Chance::seeded(900 + seed).id(now),
        from: world.id(from),
        to: world.id("bo"),
        text: format!("Number {seed}"),
        shared: false,
        thread: about.message.clone(),
        about,
        said_at: now - TimeDelta::seconds(60) + TimeDelta::seconds(i64::try_from(seed).unwrap()),
        manager: None,
        taken_back_at: None,
    }
}

#[tokio::test]
async fn thanks_that_were_taken_back_on_their_way_are_struck_out_where_they_arrive() {
    let world = with_community().await;
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let context = &context;
    let all: Vec<Thanks> = (0..6).map(|seed| thanks(&world, seed, "ana")).collect();
    let note = Note::Thanks { thanks: all[0].id, what: AboutThanks::ToYou };
    let job = Job::Tell { member: world.id("bo"), note: note.clone() };
    let now = world.world.clock.now();
    let id: JobId = Chance::seeded(7).id(now);
    let leased = transaction!(store, |tx| {
        tx.enqueue(&workspace, &job, now, None, None, id, now).await?;
        // The world's own worker may hold the lane for now.
        let later = now + TimeDelta::hours(1);
        tx.claim(&workspace, Lane::Send, "a test", later, TimeDelta::minutes(1), 99).await
    })
    .await
    .unwrap();
    let lease = leased.into_iter().find(|it| it.id == id).unwrap().lease;
    let work = Work { workspace: workspace.clone(), id, job, attempt: 1, in_doubt: None, lease };
    let (work, note) = (&work, &note);
    let message = transaction!(store, |tx| {
        for one in &all {
            tx.insert_thanks(&workspace, one).await?;
        }
        let bo = tx.member(&workspace, &world.id("bo")).await?.unwrap();
        let message = match going(context, tx, work, &bo, note).await? {
            Going::Again(content) => serde_json::to_string(&content).unwrap(),
            Going::AsDrawn | Going::Gone => String::new(),
        };
        // While it is sent, Ana thinks again of one of them.
        let mut first = tx.lock_thanks(&workspace, all[0].id).await?.unwrap();
        assert!(first.take_back(&world.id("ana"), context.now()));
        tx.save_thanks(&workspace, &first).await?;
        Ok(message)
    })
    .await
    .unwrap();
    assert!(message.contains("Number 0") && message.contains("Number 4"), "{message}");
    assert!(!message.contains("Number 5"), "five fit: {message}");
    let spot = Spot { channel: "D1".into(), message: "1.0001".into() };
    after_told(context, work, note, &spot).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let places = tx.thanks_places(&workspace, all[0].id).await.unwrap();
    assert_eq!(places, [(Heard::Dm, spot)], "it stands there, struck out or not");
    let untold = tx.thanks_untold(&workspace, &world.id("bo"), all[0].said_at, 9).await.unwrap();
    assert_eq!(untold, [all[5].clone()], "the sixth was not in it");
    let planned = tx.planned(&workspace, world.world.clock.now(), 99).await.unwrap();
    let shows = |it: &&crate::store::PlannedJob| it.job == Job::ShowThanks { thanks: all[0].id };
    assert_eq!(planned.iter().filter(shows).count(), 1);
}

#[tokio::test]
async fn taking_back_makes_no_room_for_more_thanks_in_a_day() {
    let world = with_community().await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    transaction!(store, |tx| {
        for seed in 0..u64::from(MOST_A_DAY) {
            let one = Thanks { taken_back_at: Some(now), ..thanks(&world, seed, "ana") };
            tx.insert_thanks(&workspace, &one).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let ts = world.say("bo", "#rust", "Two at a time.").await;
    let refused = world.shortcut_on("ana", "story_thanks", "#rust", &ts).await;
    assert!(refused.contains("That's a lot of thanks for one day."), "{refused}");
}
