//! Beginning a community, changing it, ending it.

use super::{community_in, with_community};
use crate::features::tests::world::TestWorld;
use crate::playground::Fill;

#[tokio::test]
async fn a_channel_becomes_a_community() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.ask("ana", "#rust", "setup").await, @"");
    insta::assert_snapshot!(world.submit("ana", [("name", " Rust  people ")]).await, @"");
    world.close("ana");
    let community = {
        let workspace = world.workspace();
        world.store().read().await.unwrap().communities(&workspace).await.unwrap().remove(0)
    };
    assert_eq!(
        (community.name.as_str(), community.stewards),
        ("Rust people", vec![world.id("ana")])
    );
    // Whoever tends it changes it in the channel; others read who may.
    insta::assert_snapshot!(world.ask("bo", "#rust", "setup").await, @"");
    world.close("bo");
    insta::assert_snapshot!(world.ask("ana", "#rust", "setup").await, @"");
    let fields =
        [("name", Fill::from("Rustaceans")), ("stewards", Fill::from(["UANA", "UBO", "UGIL"]))];
    world.playground().submit_form("ana", &fields).await.unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.modal("ana"), @"");
    world.close("ana");
    world.ask("bo", "#rust", "setup").await;
    insta::assert_snapshot!(world.click("bo", "End it…").await, @"");
    world.close("bo");
    insta::assert_snapshot!(world.ask("bo", "#general", "").await, @"");
}

#[tokio::test]
async fn some_channels_cannot_be_one() {
    let world = TestWorld::new().await;
    for (channel, private) in [("#old", false), ("#partners", false), ("#secret", true)] {
        let id = world.playground().conversation(channel).unwrap().id;
        world.ask("ana", "#general", "setup").await;
        let said = world.submit("ana", [("channel", id.as_str())]).await;
        world.close("ana");
        assert!(said.contains(if private { "can't get into" } else { "#" }) || !private, "{said}");
        let workspace = world.workspace();
        let all = world.store().read().await.unwrap().communities(&workspace).await.unwrap();
        assert_eq!(all, [], "{channel}");
    }
    community_in(&world, "#rust").await;
    world.ask("ana", "#general", "setup").await;
    let id = world.playground().conversation("#rust").unwrap().id;
    insta::assert_snapshot!(world.submit("ana", [("channel", id.as_str())]).await, @"");
}

#[tokio::test]
async fn guests_do_not_begin_one() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("gil", "#rust", "").await, @"");
    insta::assert_snapshot!(world.ask("hana", "#rust", "how do we rotate it?").await, @"");
    insta::assert_snapshot!(world.ask("gil", "dm", "setup").await, @"");
}

#[tokio::test]
async fn nobody_learns_of_a_private_community_who_is_not_in_it() {
    let world = with_community().await;
    world.playground().invite("ana", "#secret", "klatch").unwrap();
    world.settle().await;
    world.ask("ana", "#secret", "setup").await;
    world.submit("ana", []).await;
    world.close("ana");
    assert!(world.ask("ana", "#general", "").await.contains("secret"));
    assert!(!world.ask("finn", "#general", "").await.contains("secret"));
    world.close("finn");
    assert!(world.ask("finn", "#secret", "").await.contains("secret"), "they are in it");
}
