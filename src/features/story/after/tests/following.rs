//! Did it hold?

use super::{anas, change, days_later, story, told, with_community};
use crate::domain::quiet::local_day;
use crate::domain::story::{Audience, Cycle, State};
use crate::features::story::thanks_blocks;
use crate::transaction;

#[tokio::test]
async fn whoever_was_helped_is_asked_twice_and_says_what_came_of_it() {
    let world = with_community().await;
    let it = anas(&world, 1, "The <!channel> renewal worked.", Audience::Community).await;
    told(&world, &[&it]).await;
    days_later(&world, 13).await;
    assert!(!world.dm("ana").contains("Did it hold?"), "{}", world.dm("ana"));
    days_later(&world, 2).await;
    let dm = world.dm("ana");
    assert_eq!(dm.matches("*Did it hold?* Two weeks ago you told me:").count(), 1, "{dm}");
    assert!(!world.dm("bo").contains("Did it hold?"), "only she is asked");
    // A double click: both come before the message is drawn again.
    world.playground().press_button("ana", "dm", "It held").await.unwrap();
    world.playground().press_button("ana", "dm", "It was more").await.unwrap();
    world.settle().await;
    assert_eq!(story(&world, it.id).await.cycle, Cycle::Applied, "the first word counts");
    let dm = world.dm("ana");
    assert!(dm.contains("It held. Thank you!"), "{dm}");
    let modal = world.press("ana", "dm", "Add to it").await;
    assert!(modal.contains("What came of it?"), "{modal}");
    let refused = world.submit("ana", [("evidence", "the wiki")]).await;
    assert!(refused.contains("no link that I can keep"), "{refused}");
    let fields = [
        ("came", "Two teams use it"),
        ("cycle", "transformative"),
        ("evidence", "https://acme.example/7"),
    ];
    let thanks = world.submit("ana", fields).await;
    assert!(thanks.contains("I've kept it with the story."), "{thanks}");
    world.close("ana");
    let now = story(&world, it.id).await;
    assert_eq!((now.cycle, now.state), (Cycle::Transformative, State::Evidenced));
    assert_eq!(now.evidence.as_deref(), Some("https://acme.example/7"));
    world.slash("di", "#rust", "/story", "list").await;
    let read = world.click("di", "Read").await;
    assert!(read.contains("What came of it") && read.contains("Two teams use it"), "{read}");
    world.close("di");
    world.slash("bo", "#rust", "/story", "mine").await;
    let read = world.click("bo", "Read").await;
    assert!(read.contains("Two teams use it"), "whoever is in it reads it, too: {read}");
    days_later(&world, 47).await;
    let dm = world.dm("ana");
    assert_eq!(dm.matches("*Did it hold?* Two months ago you told me:").count(), 1, "{dm}");
    days_later(&world, 30).await;
    assert_eq!(world.dm("ana").matches("Did it hold?").count(), dm.matches("Did it hold?").count());
}

#[tokio::test]
async fn what_did_not_hold_is_in_no_sum_and_stays_told() {
    let world = with_community().await;
    let it = anas(&world, 1, "It worked.", Audience::Community).await;
    told(&world, &[&it]).await;
    days_later(&world, 15).await;
    let said = world.press("ana", "dm", "It did not hold").await;
    assert!(said.contains("What it was worth is in no sum any more."), "{said}");
    let now = story(&world, it.id).await;
    assert_eq!((now.worth(), now.state, now.cycle), (None, State::Confirmed, Cycle::Immediate));
    assert!(now.claim.is_some(), "it is kept: it may hold after all");
    days_later(&world, 50).await;
    let dm = world.dm("ana");
    assert!(!dm.contains("Two months ago"), "she said so once, and is not asked again: {dm}");
    let modal = world.press("ana", "dm", "Add to it").await;
    assert!(modal.contains("What came of it?"), "{modal}");
    world.submit("ana", [("cycle", "applied")]).await;
    assert_eq!(story(&world, it.id).await.worth(), it.claim.as_ref());
}

#[tokio::test]
async fn nobody_is_asked_about_what_is_not_theirs_any_more() {
    let world = with_community().await;
    let withdrawn = anas(&world, 1, "Taken back.", Audience::Community).await;
    let left_it = anas(&world, 2, "Without me.", Audience::Community).await;
    let mut unheard = anas(&world, 3, "Bo says so.", Audience::Community).await;
    (unheard.teller, unheard.state) = (world.id("bo"), State::Claimed);
    told(&world, &[&withdrawn, &left_it, &unheard]).await;
    change(&world, withdrawn.id, |it| it.state = State::Withdrawn).await;
    let now = world.world.clock.now();
    change(&world, left_it.id, |it| {
        it.people.iter_mut().filter(|one| one.member.as_str() == "UANA").for_each(|one| {
            one.out_at = Some(now);
        });
    })
    .await;
    days_later(&world, 1).await;
    let mut gone = anas(&world, 4, "Cy is gone by then.", Audience::Community).await;
    (gone.teller, gone.helped) = (world.id("cy"), world.id("cy"));
    gone.people[0].member = world.id("cy");
    gone.people.sort_by(|a, b| a.member.cmp(&b.member));
    told(&world, &[&gone]).await;
    world.playground().deactivate("cy").unwrap();
    days_later(&world, 70).await;
    assert!(!world.dm("ana").contains("Did it hold?"), "{}", world.dm("ana"));
    assert!(!world.read("cy", "dm").contains("Did it hold?"), "he has left");
}

#[tokio::test]
async fn where_there_is_no_room_for_a_week_it_waits_in_app_home() {
    let world = with_community().await;
    let it = anas(&world, 1, "It worked.", Audience::Community).await;
    told(&world, &[&it]).await;
    let (store, workspace, ana) = (world.store(), world.workspace(), world.id("ana"));
    let today = local_day(world.world.clock.now(), chrono_tz::Europe::Berlin);
    transaction!(store, |tx| {
        for ahead in 10..30 {
            let day = today + chrono::Duration::days(ahead);
            tx.claim_day(&workspace, &ana, day, &format!("other:{ahead}")).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    days_later(&world, 40).await;
    assert!(!world.dm("ana").contains("Did it hold?"), "{}", world.dm("ana"));
    let context = world.context();
    let mut tx = store.read().await.unwrap();
    let blocks = thanks_blocks(&context, &mut tx, &workspace, &ana).await.unwrap();
    let text = serde_json::to_string(&blocks).unwrap();
    assert!(text.contains("Did it hold?") && text.contains("It did not hold"), "{text}");
    assert!(blocks.len() <= 8);
    let bo = thanks_blocks(&context, &mut tx, &workspace, &world.id("bo")).await.unwrap();
    assert_eq!(bo.len(), 0);
}
