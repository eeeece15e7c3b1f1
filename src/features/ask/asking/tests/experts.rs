//! What I can be asked.

use crate::domain::expert::Willing;
use crate::playground::Fill;

use super::with_community;

#[tokio::test]
async fn people_say_what_they_can_be_asked() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("bo", "dm", "expert").await, @"");
    insta::assert_snapshot!(world.submit("bo", [("topics", "rust")]).await, @"");
    let id = {
        let workspace = world.workspace();
        world.store().read().await.unwrap().communities(&workspace).await.unwrap()[0].id.to_string()
    };
    let fields = [
        ("willing", Fill::from("yes")),
        ("topics", Fill::from("Rust, certificates,, rust")),
        ("communities", Fill::from([id.as_str()])),
        ("per_week", Fill::from("2")),
        ("may_be_named", Fill::from(["yes"])),
    ];
    world.playground().submit_form("bo", &fields).await.unwrap();
    world.settle().await;
    insta::assert_snapshot!(world.modal("bo"), @"");
    world.close("bo");
    let workspace = world.workspace();
    let bo = world.store().read().await.unwrap().expert(&workspace, &world.id("bo")).await.unwrap();
    let bo = bo.unwrap();
    assert_eq!((bo.willing, bo.per_week, bo.may_be_named), (Some(Willing::Yes), 2, true));
    assert_eq!(bo.topics, ["Rust", "certificates"]);
    assert_eq!(bo.communities.len(), 1);
    insta::assert_snapshot!(world.ask("bo", "dm", "expert").await, @"");
    insta::assert_snapshot!(world.submit("bo", [("paused_until", "2026-11-01")]).await, @"");
    insta::assert_snapshot!(world.submit("bo", [("paused_until", "2026-12-01")]).await, @"");
    world.close("bo");
    world.ask("bo", "dm", "expert").await;
    insta::assert_snapshot!(world.submit("bo", [("willing", "never")]).await, @"");
}
