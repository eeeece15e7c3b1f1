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
    let more = world.click("bo", "More…").await;
    assert!(more.contains("At most: <3 questions a week"), "{more}");
    let fields = [
        ("willing", Fill::from("yes")),
        ("topics", Fill::from("Rust, certificates,, rust")),
        ("communities", Fill::from([id.as_str()])),
        ("per_week", Fill::from("2")),
        ("may_be_named", Fill::from(["yes"])),
    ];
    world.playground().submit_form("bo", &fields).await.unwrap();
    world.settle().await;
    let kept = world.modal("bo");
    assert!(kept.contains("*Kept.* I ask you at most 2 times a week."), "{kept}");
    world.close("bo");
    let workspace = world.workspace();
    let bo = world.store().read().await.unwrap().expert(&workspace, &world.id("bo")).await.unwrap();
    let bo = bo.unwrap();
    assert_eq!((bo.willing, bo.per_week, bo.may_be_named), (Some(Willing::Yes), 2, true));
    assert_eq!(bo.topics, ["Rust", "certificates"]);
    assert_eq!(bo.communities.len(), 1);
    let page = world.ask("bo", "dm", "expert").await;
    assert!(page.contains("Yes, ask me") && page.contains("Rust, certificates"), "{page}");
    world.click("bo", "More…").await;
    let past = world.submit("bo", [("paused_until", "2026-11-01")]).await;
    assert!(past.contains("paused_until: Pick a day within the next year, or none."), "{past}");
    let paused = world.submit("bo", [("paused_until", "2026-12-01")]).await;
    assert!(paused.contains("I don't ask you before Tuesday 1 December."), "{paused}");
    world.close("bo");
    world.ask("bo", "dm", "expert").await;
    let never = world.submit("bo", [("willing", "never")]).await;
    assert!(never.contains("All right, I won't ask you."), "{never}");
}
