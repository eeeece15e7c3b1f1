//! What people take back elsewhere is not told in a digest either.

use chrono::Duration;
use uuid::Uuid;

use super::{asked, rust, since_coffee, zed};
use crate::domain::ids::ThanksId;
use crate::domain::question::{Privacy, Spot, State};
use crate::domain::thanks::{Heard, Thanks};
use crate::features::tests::world::TestWorld;
use crate::features::{digest, home};
use crate::store::transaction;

/// Ana thanks Bo in a thread of the channel.
async fn thanked(world: &TestWorld) -> ThanksId {
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let channel = world.playground().conversation("#rust").unwrap().id;
    let thanks = Thanks {
        id: context.chance.id(context.now()),
        from: world.id("ana"),
        to: world.id("bo"),
        text: "For the afternoon.".to_owned(),
        shared: true,
        about: Spot { channel: channel.as_str().into(), message: "1.000100".into() },
        thread: "1.000100".into(),
        said_at: context.now(),
        manager: None,
        taken_back_at: None,
    };
    let said = Spot { channel: channel.as_str().into(), message: "2.000100".into() };
    transaction!(store, |tx| {
        tx.insert_thanks(&workspace, &thanks).await?;
        tx.thanks_heard(&workspace, thanks.id, Heard::Thread, &said).await
    })
    .await
    .unwrap();
    thanks.id
}

async fn a_minute_passes(world: &TestWorld) {
    let later = world.world.clock.now() + Duration::minutes(1);
    world.world.advance_to(later).await.unwrap();
}

#[tokio::test]
async fn thanks_that_were_taken_back_are_gone() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    let id = thanked(&world).await;
    world.advance_to("Thu 10:01").await;
    let before = since_coffee(&world, "gus", "#rust");
    assert!(before.contains("Ana thanks Bo"), "{before}");
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    transaction!(store, |tx| {
        let Some(mut thanks) = tx.lock_thanks(&workspace, id).await? else { return Ok(()) };
        thanks.taken_back_at = Some(context.now());
        tx.save_thanks(&workspace, &thanks).await?;
        digest::thanks_changed(&context, tx, &workspace, &thanks).await
    })
    .await
    .unwrap();
    a_minute_passes(&world).await;
    let after = since_coffee(&world, "gus", "#rust");
    assert!(!after.contains("thanks"), "{after}");
}

#[tokio::test]
async fn who_is_forgotten_is_named_no_more() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    thanked(&world).await;
    asked(&world, "How do I pin a future?", Privacy::Anonymous, 3, true).await;
    world.advance_to("Thu 10:01").await;
    assert!(since_coffee(&world, "gus", "#rust").contains("Ana thanks Bo"));
    a_minute_passes(&world).await;
    let (workspace, bo) = (world.workspace(), world.id("bo"));
    home::forget(&world.context(), &workspace, &bo, &world.id("ada")).await.unwrap();
    a_minute_passes(&world).await;
    let after = since_coffee(&world, "gus", "#rust");
    assert!(!after.contains("Bo") && after.contains("pin a future"), "{after}");
}

#[tokio::test]
async fn a_newcomer_who_wants_nothing_of_it_is_not_said_hello_to_any_longer() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    world.playground().arrive(zed());
    world.settle().await;
    world.playground().join_channel("zed", "#rust").unwrap();
    asked(&world, "How do I pin a future?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    assert!(since_coffee(&world, "gus", "#rust").contains("*Say hi* to @Zed"));
    world.press("zed", "#rust", "Leave me out of it").await;
    a_minute_passes(&world).await;
    let after = since_coffee(&world, "gus", "#rust");
    assert!(!after.contains("Say hi") && after.contains("pin a future"), "{after}");
}

#[tokio::test]
async fn a_question_that_was_taken_back_is_gone() {
    let world = rust().await;
    world.advance_to("Tue 12:00").await;
    asked(&world, "How do I pin a future?", Privacy::Open, 3, false).await;
    asked(&world, "What is a lifetime?", Privacy::Open, 3, true).await;
    world.advance_to("Thu 10:01").await;
    assert!(since_coffee(&world, "gus", "#rust").contains("pin a future"));
    let (store, workspace, context) = (world.store(), world.workspace(), world.context());
    let community = Uuid::from_u128(77).into();
    transaction!(store, |tx| {
        let waiting = tx.waiting_at(&workspace, community, context.now()).await?;
        let Some(mut question) = tx.lock_question(&workspace, waiting[0].id).await? else {
            return Ok(());
        };
        question.state = State::Withdrawn;
        tx.save_question(&workspace, &question).await?;
        for show in digest::without_question(tx, &workspace, &question).await? {
            context.queue_now(tx, &workspace, &show).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    a_minute_passes(&world).await;
    let after = since_coffee(&world, "gus", "#rust");
    assert!(!after.contains("pin a future") && after.contains("lifetime"), "{after}");
}
