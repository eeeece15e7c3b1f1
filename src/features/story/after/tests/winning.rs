//! A month of stories, and what came of a coffee.

use super::{anas, change, days_later, told, with_community};
use crate::domain::question::Spot;
use crate::domain::story::{Audience, Source, State};

#[tokio::test]
async fn a_month_is_told_once_on_its_first_working_day() {
    let world = with_community().await;
    let channel = world.playground().conversation("#rust").unwrap().id;
    let mut one = anas(&world, 1, "The renewal worked.", Audience::Community).await;
    let post = world.say("ada", "#rust", "A story.").await;
    one.post = Some(Spot { channel: channel.as_str().into(), message: post.as_str().into() });
    let two = anas(&world, 2, "The <!channel> outage is over.", Audience::Everyone).await;
    let us = anas(&world, 3, "Between us.", Audience::Us).await;
    told(&world, &[&one, &two, &us]).await;
    world.advance_to("Mon 12:00").await;
    assert!(!world.read("di", "#rust").contains("was good for"));
    // Tuesday is the first of December.
    world.advance_to("Mon 11:00").await;
    days_later(&world, 1).await;
    days_later(&world, 8).await;
    let said = world.read("di", "#rust");
    assert_eq!(said.matches("What November 2026 was good for").count(), 1, "{said}");
    assert!(said.contains("The renewal worked.") && said.contains("Thank you, Bo!"), "{said}");
    assert!(!said.contains("Between us."), "{said}");
    change(&world, one.id, |it| it.state = State::Withdrawn).await;
    let said = world.read("di", "#rust");
    assert!(!said.contains("The renewal worked.") && said.contains("outage is over"), "{said}");
    days_later(&world, 1).await;
    change(&world, two.id, |it| it.state = State::Withdrawn).await;
    let said = world.read("di", "#rust");
    assert!(
        said.contains("The stories of November 2026 that stood here were taken back."),
        "{said}"
    );
    // Nothing was told in December: nothing is said.
    days_later(&world, 40).await;
    assert!(!world.read("di", "#rust").contains("December 2026 was good for"));
}

#[tokio::test]
async fn a_round_is_summed_up_with_what_came_of_a_coffee() {
    let world = with_community().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 12:00").await;
    let (store, workspace) = (world.store(), world.workspace());
    let groups = {
        let mut tx = store.read().await.unwrap();
        tx.groups_of_member(&workspace, &world.id("ana"), 1).await.unwrap()
    };
    let mut it = anas(&world, 1, "We began a reading circle.", Audience::Community).await;
    it.source = Source::Coffee(groups[0].0.id);
    let mut quiet = anas(&world, 2, "Between us.", Audience::Us).await;
    quiet.source = it.source.clone();
    told(&world, &[&it, &quiet]).await;
    days_later(&world, 8).await;
    let said = world.read("di", "#rust");
    assert!(said.contains("*Something came of a coffee*"), "{said}");
    assert!(said.contains("We began a reading circle.") && !said.contains("Between us."), "{said}");
}
