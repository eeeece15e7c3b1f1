//! What I can be asked.

use crate::domain::expert::Willing;
use crate::playground::Fill;

use super::with_community;

#[tokio::test]
async fn people_say_what_they_can_be_asked() {
    let world = with_community().await;
    insta::assert_snapshot!(world.ask("bo", "dm", "expert").await, @r"
    == What I can be asked ==
    When somebody asks what you may know, I write to you, one question at a time, in your working hours. *Not for me* is always fine, and nobody sees it.
    May I ask you?: <Not said yet: Yes, ask me | At most once a month | Never>
    What I know about (optional): <certificates, billing, the coffee machine>
      With commas between them.
    [More…]
    · *More…* has how often, when not, and in which communities.
    [Cancel] [Save]
    ");
    insta::assert_snapshot!(world.submit("bo", [("topics", "rust")]).await, @"willing: Please complete this required field.");
    let id = {
        let workspace = world.workspace();
        world.store().read().await.unwrap().communities(&workspace).await.unwrap()[0].id.to_string()
    };
    insta::assert_snapshot!(world.click("bo", "More…").await, @"");
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
    world.click("bo", "More…").await;
    insta::assert_snapshot!(world.submit("bo", [("paused_until", "2026-11-01")]).await, @"");
    insta::assert_snapshot!(world.submit("bo", [("paused_until", "2026-12-01")]).await, @"");
    world.close("bo");
    world.ask("bo", "dm", "expert").await;
    insta::assert_snapshot!(world.submit("bo", [("willing", "never")]).await, @"");
}
