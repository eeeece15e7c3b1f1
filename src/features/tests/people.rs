//! The directory follows Slack.

use super::world::TestWorld;
use crate::domain::people::Standing;
use crate::playground::Person;

async fn standing(world: &TestWorld, person: &str) -> Option<Standing> {
    let (workspace, id) = (world.workspace(), world.id(person));
    let member = world.store().read().await.unwrap().member(&workspace, &id).await.unwrap();
    member.map(|member| member.profile.standing)
}

#[tokio::test]
async fn everybody_is_known_as_what_they_are() {
    let world = TestWorld::new().await;
    assert_eq!(standing(&world, "ana").await, Some(Standing::Full));
    assert_eq!(standing(&world, "gil").await, Some(Standing::Guest));
    assert_eq!(standing(&world, "hana").await, Some(Standing::External));
    assert_eq!(standing(&world, "pat").await, Some(Standing::Deactivated));
    assert_eq!(standing(&world, "robo").await, Some(Standing::Bot));
}

#[tokio::test]
async fn who_arrives_and_who_is_switched_off_is_known_at_once() {
    let world = TestWorld::new().await;
    let zed = Person { name: "zed".into(), real_name: "Zed".into(), ..Person::default() };
    world.playground().arrive(zed);
    world.playground().deactivate("bo").unwrap();
    world.settle().await;
    assert_eq!(standing(&world, "zed").await, Some(Standing::Full));
    assert_eq!(standing(&world, "bo").await, Some(Standing::Deactivated));
}

#[tokio::test]
async fn a_changed_profile_keeps_its_team() {
    let world = TestWorld::new().await;
    world.playground().update_profile("bo", |bo| bo.title = "Data lead".into()).unwrap();
    world.settle().await;
    let (workspace, id) = (world.workspace(), world.id("bo"));
    let bo = world.store().read().await.unwrap().member(&workspace, &id).await.unwrap().unwrap();
    assert_eq!(bo.profile.title.as_deref(), Some("Data lead"));
    assert_eq!(bo.team.as_deref(), Some("data"));
}
