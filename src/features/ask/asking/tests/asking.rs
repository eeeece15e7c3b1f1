//! A question from the modal to its thread.

use super::{all, answered, asks, community_in, latest, with_community};
use crate::domain::question::{Privacy, State};
use crate::features::tests::world::TestWorld;

#[tokio::test]
async fn a_question_comes_into_its_channel() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("ana", "#general", "How do we rotate the certificates?").await, @"");
    insta::assert_snapshot!(world.submit("ana", [("details", "Without <!channel> & downtime.")]).await, @"");
    world.close("ana");
    insta::assert_snapshot!(world.read("bo", "#rust"), @"");
    let question = latest(&world).await;
    assert!(question.link.as_deref().is_some_and(|link| link.starts_with("https://")));
    assert_eq!((question.state, question.privacy), (State::Routing, Privacy::Open));
}

#[tokio::test]
async fn there_is_more_to_say_for_whoever_wants_to() {
    let world = with_community().await;
    world.ask("ana", "#general", "").await;
    insta::assert_snapshot!(world.click("ana", "More…").await, @"");
    let fields = [
        ("title", "Who  owns\nbilling?"),
        ("topic", " billing "),
        ("urgency", "urgent"),
        ("privacy", "private"),
    ];
    insta::assert_snapshot!(world.submit("ana", fields).await, @"");
    let question = latest(&world).await;
    assert_eq!(question.title, "Who owns billing?");
    assert_eq!((question.topic.as_deref(), question.urgent), (Some("billing"), true));
    assert_eq!((question.privacy, question.thread), (Privacy::Private, None));
    assert_eq!(world.read("bo", "#rust").matches("billing").count(), 0);
}

#[tokio::test]
async fn what_was_answered_before_is_shown_first() {
    let world = with_community().await;
    let earlier = asks(&world, "bo", "How do we rotate the staging certificates?").await;
    answered(&world, &earlier, "cy", "Two at a time.\n<!here> Then reload nginx.").await;
    world.ask("ana", "#general", "rotate staging certificates?").await;
    insta::assert_snapshot!(world.submit("ana", []).await, @"");
    insta::assert_snapshot!(world.click("ana", "That answers it").await, @"");
    world.close("ana");
    assert_eq!(all(&world).await, [], "nothing was asked");
    let workspace = world.workspace();
    let reuses = || async {
        let mut tx = world.store().read().await.unwrap();
        tx.reuses(&workspace, earlier.id.into()).await.unwrap()
    };
    assert_eq!(reuses().await, 1);
    // Whoever asks anyway, asks; and may ask it in other words now.
    world.ask("finn", "#general", "rotate staging certificates?").await;
    world.submit("finn", []).await;
    world.submit("finn", [("title", "Rotate staging certificates by hand?")]).await;
    assert_eq!(latest(&world).await.title, "Rotate staging certificates by hand?");
    assert_eq!(reuses().await, 1);
}

#[tokio::test]
async fn of_several_communities_one_is_picked() {
    let world = with_community().await;
    community_in(&world, "#go").await;
    world.ask("ana", "dm", "Which one?").await;
    insta::assert_snapshot!(world.submit("ana", [("title", " ")]).await, @"");
    world.close("ana");
    let shown = world.ask("ana", "#go", "Which one is faster?").await;
    assert!(shown.contains("<go: go | rust>"), "the channel's own is picked: {shown}");
    world.submit("ana", []).await;
    assert!(world.read("bo", "#go").contains("Which one is faster?"));
}

#[tokio::test]
async fn words_that_are_nearly_a_command_are_not_asked() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("ana", "#rust", "expart").await, @"");
    insta::assert_snapshot!(world.ask("ana", "#rust", "help").await, @"");
    let nobody = TestWorld::new().await;
    insta::assert_snapshot!(nobody.ask("ana", "#rust", "How?").await, @"");
}

#[tokio::test]
async fn others_see_what_waits() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("bo", "#rust", "open").await, @"");
    world.close("bo");
    asks(&world, "odd", "Does <!here> & *this* ping?").await;
    asks(&world, "ana", "Who knows logical replication?").await;
    insta::assert_snapshot!(world.ask("bo", "#rust", "open").await, @"");
}
