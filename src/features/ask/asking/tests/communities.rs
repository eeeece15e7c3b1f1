//! Beginning a community, changing it, ending it.

use super::{community_in, with_community};
use crate::domain::ids::ChannelId;
use crate::features::tests::world::TestWorld;
use crate::playground::Fill;
use crate::store::transaction;

#[tokio::test]
async fn a_channel_becomes_a_community() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.ask("ana", "#rust", "setup").await, @r"
    == Begin a community ==
    The people of a channel answer each other's questions: each question goes to the one person who is most likely to know, and stands in a thread of the channel. I join it to post there, and read nothing but the threads of questions.
    Channel: <#rust>
    Name (optional): <As the channel is called>
    Who tends it: <Ana>
      They look after questions that nobody could answer.
    [Cancel] [Begin]
    ");
    insta::assert_snapshot!(world.submit("ana", [("name", " Rust  people ")]).await, @r"
    == Community ==
    *Rust people* has begun in #rust. Whoever has a question types `/ask` anywhere. Tell people that `/ask expert` is where they say what they can be asked.
    · Nobody is asked anything before they said yes to that.
    [What I can be asked]
    [Close]
    ");
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
    insta::assert_snapshot!(world.ask("bo", "#rust", "setup").await, @"Only this community's stewards and the workspace's admins can change it.");
    world.close("bo");
    insta::assert_snapshot!(world.ask("ana", "#rust", "setup").await, @r"
    == Change a community ==
    *Rust people* in #rust
    Name (optional): <Rust people>
    Who tends it: <Ana>
      They look after questions that nobody could answer.
    [End it…]
    [Cancel] [Save]
    ");
    let fields =
        [("name", Fill::from("Rustaceans")), ("stewards", Fill::from(["UANA", "UBO", "UGIL"]))];
    world.playground().submit_form("ana", &fields).await.unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.modal("ana"), @r"
    == Community ==
    *Saved.* Rustaceans goes on in #rust.
    [Close]
    ");
    world.close("ana");
    world.ask("bo", "#rust", "setup").await;
    insta::assert_snapshot!(world.click("bo", "End it…").await, @r"
    == Community ==
    *It has ended.* Thank you for tending it! Questions that wait stay in their threads.
    [Close]
    ");
    world.close("bo");
    insta::assert_snapshot!(world.ask("bo", "#general", "").await, @r"
    *There is no community to ask yet.* It takes a channel whose people answer each other: type `/ask setup` there, and it can begin.
    [Begin one]
    ");
}

#[tokio::test]
async fn some_channels_cannot_be_one() {
    let world = TestWorld::new().await;
    for (channel, why) in [
        ("#old", "is archived"),
        ("#partners", "is shared with another organization"),
        ("#secret", "I can't see that channel"),
    ] {
        let id = world.playground().conversation(channel).unwrap().id;
        world.ask("ana", "#general", "setup").await;
        let said = world.submit("ana", [("channel", id.as_str())]).await;
        world.close("ana");
        assert!(said.contains(why), "{said}");
        let workspace = world.workspace();
        let all = world.store().read().await.unwrap().communities(&workspace).await.unwrap();
        assert_eq!(all, [], "{channel}");
    }
    community_in(&world, "#rust").await;
    world.ask("ana", "#general", "setup").await;
    let id = world.playground().conversation("#rust").unwrap().id;
    let said = world.submit("ana", [("channel", id.as_str())]).await;
    assert!(said.contains("#rust is a community already."), "{said}");
}

#[tokio::test]
async fn guests_do_not_begin_one() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("gil", "#rust", "").await, @"Questions here are for this workspace's full members. Somebody you work with can ask it for you.");
    insta::assert_snapshot!(world.ask("hana", "#rust", "how do we rotate it?").await, @"Questions here are for the people of this workspace, and you're from another one. Somebody you work with can ask it for you.");
    insta::assert_snapshot!(world.ask("gil", "dm", "setup").await, @"A community is begun by this workspace's full members. Ask one of them, they'll be glad!");
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
    world.close("finn");
    assert!(world.ask("finn", "#general", "").await.contains("secret"), "they were seen there");
    world.close("finn");
    let (store, workspace) = (world.store(), world.workspace());
    let channel = world.playground().conversation("#secret").unwrap().id;
    let (channel, finn) = (ChannelId::new(channel), world.id("finn"));
    transaction!(store, |tx| crate::features::ask::left_channel(tx, &workspace, &finn, &channel)
        .await)
    .await
    .unwrap();
    assert!(!world.ask("finn", "#general", "").await.contains("secret"), "they left");
}

#[tokio::test]
async fn a_private_community_is_not_an_admins_by_itself() {
    let world = with_community().await;
    world.playground().invite("ana", "#secret", "klatch").unwrap();
    world.settle().await;
    world.ask("ana", "#secret", "setup").await;
    world.submit("ana", []).await;
    world.close("ana");
    let secret = async |person: &str| {
        let said = world.ask(person, "#general", "report").await;
        world.close(person);
        said.contains("secret")
    };
    assert!(secret("ana").await, "hers");
    assert!(!secret("ada").await, "an admin elsewhere");
}
