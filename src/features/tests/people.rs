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

/// Tuesday, 24 November 2026, 18:00 in Berlin: the day after the first round opens.
const TUESDAY: i64 = 1_795_539_600;

#[tokio::test]
async fn a_status_that_says_away_pauses_coffee_and_ends_by_itself() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.playground().set_status("di", ":palm_tree:", "Vacationing", TUESDAY).unwrap();
    world.settle().await;
    let home = world.home("di").await;
    let said = "Paused while your status says you're away, until Tuesday 24 November.";
    assert!(home.contains(said), "{home}");
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("di"), Vec::<String>::new());
    assert_eq!(world.groups_of("ana").len(), 1);
    assert!(!world.coffee_of("ana").contains("vacation"));
    // Slack need not say that it is over.
    world.advance_to("Wed 09:00").await;
    let home = world.home("di").await;
    assert!(home.contains("You're in."), "{home}");
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("di").len(), 1);
}

#[tokio::test]
async fn who_wants_coffee_all_the_same_gets_it_until_the_status_changes() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.playground().set_status("di", ":airplane:", "", 0).unwrap();
    world.settle().await;
    world.home("di").await;
    let home = world.click("di", "I'm here for coffee").await;
    assert!(home.contains("You're in."), "{home}");
    world.playground().update_profile("di", |di| di.title = "Design lead".into()).unwrap();
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("di").len(), 1);

    world.playground().set_status("di", "", "Out sick", TUESDAY + 86_400).unwrap();
    world.settle().await;
    let home = world.home("di").await;
    assert!(home.contains("Paused while your status says you're away"), "{home}");
    let typed = world.command("di", "#rust", "back").await;
    assert!(typed.contains("Welcome back!") && typed.contains("You're in."), "{typed}");
}

#[tokio::test]
async fn a_status_never_touches_a_pause_that_somebody_set() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.command("di", "#rust", "pause 2 rounds").await;
    world.playground().set_status("di", ":palm_tree:", "", 0).unwrap();
    world.settle().await;
    let home = world.home("di").await;
    assert!(home.contains("You're paused for 2 more rounds."), "{home}");
    world.playground().set_status("di", "", "", 0).unwrap();
    world.settle().await;
    let home = world.home_as_it_is("di");
    assert!(home.contains("You're paused for 2 more rounds."), "{home}");
    world.playground().set_status("ana", ":spiral_calendar_pad:", "In a meeting", 0).unwrap();
    world.settle().await;
    let home = world.home("ana").await;
    assert!(home.contains("You're in."), "a meeting is not away: {home}");
}

#[tokio::test]
async fn guests_take_part_where_the_operator_lets_them() {
    let world = TestWorld::with(|settings| settings.guests = true).await;
    world.coffee_in("#rust", ["ana"]).await;
    let welcome = world.press("gil", "#rust", "Join coffee").await;
    assert!(welcome.contains("Welcome to coffee!"), "{welcome}");
    let foreign = world.press("hana", "#rust", "Join coffee").await;
    assert!(foreign.contains("Coffee here is among the people"), "{foreign}");
    let setup = world.command("gil", "dm", "setup").await;
    assert!(setup.contains("set up by this workspace's full members"), "{setup}");
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.group_of("gil"), world.group_of("ana"));
}

#[tokio::test]
async fn who_was_switched_off_is_back_in_coffee_when_they_are_back() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.playground().deactivate("di").unwrap();
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("di"), Vec::<String>::new());
    world.playground().update_profile("di", |di| di.deleted = false).unwrap();
    world.advance_to("Mon 12:00").await;
    assert_eq!(world.groups_of("di").len(), 1);
}
