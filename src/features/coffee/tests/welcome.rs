//! Newcomers and those who welcome them.

use crate::domain::welcome::Stage;
use crate::features::tests::world::TestWorld;
use crate::playground::Person;
use crate::store::transaction;

/// Coffee in #rust, and these people welcome newcomers. It is Thursday, ten o'clock.
async fn welcoming<const N: usize>(hosts: [&str; N]) -> TestWorld {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    for host in hosts {
        world.home(host).await;
        let home = world.click(host, "I welcome newcomers").await;
        assert!(home.contains("*Newcomers:* you welcome them."), "{home}");
    }
    world
}

fn zed() -> Person {
    Person {
        name: "zed".into(),
        real_name: "Zed".into(),
        tz: "Europe/Berlin".into(),
        ..Person::default()
    }
}

async fn stage(world: &TestWorld) -> Option<Stage> {
    let (workspace, zed) = (world.workspace(), world.id("zed"));
    let new = world.store().read().await.unwrap().newcomer(&workspace, &zed).await.unwrap();
    new.map(|new| new.stage)
}

#[tokio::test]
async fn somebody_new_is_asked_once_and_welcomed_on_yes() {
    let world = welcoming(["cy"]).await;
    world.playground().arrive(zed());
    world.settle().await;
    insta::assert_snapshot!(world.dm("zed"), @r"
    Klatch:
      *Welcome, Zed!* I bring people here together over coffee. Would you like a *welcome coffee*? I'd introduce you to somebody from another team who knows the place and likes to meet new people. Half an hour within your first days, and entirely up to you.
      [Yes, gladly] [No thanks]
      · I ask this once. `/coffee` shows what else there is.
    ");
    insta::assert_snapshot!(world.press("zed", "dm", "Yes, gladly").await, @r"
    *Lovely!* I've found somebody, and write to the two of you in a moment.
    ");
    insta::assert_snapshot!(world.coffee_of("cy"), @r"
    Klatch:
      *@Zed, meet @Cy.* Zed is new here: this is a welcome coffee.
      *Zed* · Berlin
      *Cy* · Backend engineer, platform · Berlin
      *To start with:* (a question)
      (somebody), would you say hello first?
      [We met] [Why us?] [My coffee]
      · You both said yes to a welcome coffee. Half an hour is plenty; I don't read along here.
    ");
    let again = world.press("zed", "dm", "Yes, gladly").await;
    assert!(again.starts_with("You said yes already"), "{again}");
    assert_eq!(world.groups_of("zed").len(), 1);
    let (workspace, cy) = (world.workspace(), world.id("cy"));
    let (from, to) = ("2026-11-01".parse().unwrap(), "2026-12-01".parse().unwrap());
    let mut tx = world.store().read().await.unwrap();
    let days = tx.claimed_days(&workspace, &cy, from, to).await.unwrap();
    assert_eq!(days.len(), 1, "the host had not asked for it today");
}

#[tokio::test]
async fn no_is_no() {
    let world = welcoming(["cy"]).await;
    world.playground().arrive(zed());
    world.settle().await;
    insta::assert_snapshot!(world.press("zed", "dm", "No thanks").await, @"That's fine, and I won't ask again. `/coffee` is there whenever you feel like it.");
    assert!(!world.home("zed").await.contains("A welcome coffee?"));
    world.advance_to("Thu 09:00").await;
    assert_eq!(world.dm("zed").matches("Klatch:").count(), 1);
    assert_eq!(world.groups_of("cy"), Vec::<String>::new());
}

#[tokio::test]
async fn the_hello_waits_for_their_working_hours_and_app_home_asks_as_well() {
    let world = welcoming(["cy"]).await;
    world.playground().arrive(Person { tz: "America/New_York".into(), ..zed() });
    world.settle().await;
    assert_eq!(world.dm("zed"), "", "it is four in the morning there");
    assert!(world.home("zed").await.contains("*A welcome coffee?*"));
    world.advance_to("Thu 15:01").await;
    assert!(world.dm("zed").contains("*Welcome, Zed!*"));
    world.home("zed").await;
    world.click("zed", "Yes, gladly").await;
    assert_eq!(stage(&world).await, Some(Stage::Accepted));
    world.settle().await;
    assert_eq!(world.groups_of("zed").len(), 1, "both work now");
}

#[tokio::test]
async fn hosts_take_turns_and_each_day_has_room_for_one() {
    let world = welcoming(["cy", "eve"]).await;
    for (name, real_name) in [("zed", "Zed"), ("yan", "Yan"), ("xia", "Xia")] {
        let new = Person { name: name.into(), real_name: real_name.into(), ..zed() };
        world.playground().arrive(new);
        world.settle().await;
        world.dm(name);
        world.press(name, "dm", "Yes, gladly").await;
    }
    let met = [world.groups_of("cy").len(), world.groups_of("eve").len()];
    assert_eq!(met, [1, 1], "one each today");
    world.advance_to("Fri 12:00").await;
    assert_eq!(world.groups_of("cy").len() + world.groups_of("eve").len(), 3);
    assert_eq!(world.groups_of("xia").len(), 1);
}

#[tokio::test]
async fn nobody_of_their_own_team_nor_who_is_away_welcomes_them() {
    let world = welcoming(["bo", "cy"]).await;
    world.playground().set_status("cy", ":palm_tree:", "", 0).unwrap();
    world.playground().arrive(Person { email: "zed@juniper.example".into(), ..zed() });
    world.settle().await;
    let data = crate::store::Placement {
        email: "zed@juniper.example".into(),
        team: Some("data".into()),
        department: None,
    };
    let (store, workspace) = (world.store(), world.workspace());
    transaction!(store, |tx| tx.place_in_teams(&workspace, std::slice::from_ref(&data)).await)
        .await
        .unwrap();
    insta::assert_snapshot!(world.press("zed", "dm", "Yes, gladly").await, @r"
    *I'm sorry, I can't find anybody for a welcome coffee this time.*
    You can meet people all the same. There is coffee in
    • #rust, every Monday at 09:00 (Berlin)
    `/coffee now` finds somebody who is free the same minute.
    [My coffee]
    ");
    assert_eq!(stage(&world).await, Some(Stage::Nobody));
    assert_eq!(world.dm("ada"), "", "somebody welcomes newcomers, only not this one");
    // Cy is back: another yes finds him.
    world.playground().set_status("cy", "", "", 0).unwrap();
    world.settle().await;
    let found = world.press("zed", "dm", "Yes, gladly").await;
    assert!(found.starts_with("*Lovely!*"), "{found}");
    assert_eq!(world.groups_of("cy").len(), 1);
}

#[tokio::test]
async fn where_nobody_welcomes_the_steward_reads_so_once() {
    let world = welcoming([]).await;
    world.playground().arrive(zed());
    world.settle().await;
    world.playground().arrive(Person { name: "yan".into(), real_name: "Yan".into(), ..zed() });
    world.settle().await;
    world.advance_to("Fri 12:00").await;
    assert_eq!(world.dm("zed"), "");
    insta::assert_snapshot!(world.dm("ada"), @r"
    Klatch:
      *Somebody new is here, and nobody welcomes newcomers.* Whoever likes to have a coffee with new people now and then says so with *I welcome newcomers*, in `/coffee` or in my Home tab. Would you, or do you know somebody who would?
      [I welcome newcomers]
      · I tell you this once, until somebody does.
    ");
    let thanks = world.press("ada", "dm", "I welcome newcomers").await;
    assert!(thanks.starts_with("*Thank you!*"), "{thanks}");
    // Who is still in their first days finds it in App Home.
    assert!(world.home("zed").await.contains("*A welcome coffee?*"));
    world.home("ada").await;
    let home = world.click("ada", "Not any more").await;
    assert!(home.contains("[I welcome newcomers]"), "{home}");
}

#[tokio::test]
async fn without_coffee_nobody_is_asked() {
    let world = TestWorld::new().await;
    world.playground().arrive(zed());
    world.settle().await;
    assert_eq!(world.dm("zed"), "");
    assert!(!world.home("cy").await.contains("Newcomers:"));
}

#[tokio::test]
async fn a_guest_is_not_asked_and_a_profile_that_changes_is_nobody_new() {
    let world = welcoming(["cy"]).await;
    world.playground().arrive(Person { is_restricted: true, ..zed() });
    world.playground().update_profile("bo", |bo| bo.title = "Data lead".into()).unwrap();
    world.settle().await;
    assert_eq!(world.dm("zed"), "");
    assert_eq!(world.dm("bo"), "");
    assert_eq!(stage(&world).await, None);
}

#[tokio::test]
async fn after_five_working_days_it_is_too_late() {
    let world = welcoming(["cy"]).await;
    world.playground().arrive(zed());
    world.settle().await;
    world.advance_to("Thu 09:00").await;
    assert!(world.home("zed").await.contains("*A welcome coffee?*"), "the fifth working day");
    world.advance_to("Fri 09:00").await;
    assert!(!world.home("zed").await.contains("*A welcome coffee?*"));
    let late = world.press("zed", "dm", "Yes, gladly").await;
    assert!(late.starts_with("*I'm sorry, I can't find anybody"), "{late}");
}

#[tokio::test]
async fn a_host_who_is_switched_off_in_between_is_replaced() {
    let world = welcoming(["cy", "eve"]).await;
    // Nobody looks at App Home any more.
    world.advance_to("Thu 10:15").await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    world.playground().arrive(zed());
    world.settle().await;
    world.dm("zed");
    transaction!(store, |tx| tx.hold(Some(&workspace), "ada", now).await).await.unwrap();
    let found = world.press("zed", "dm", "Yes, gladly").await;
    assert!(found.starts_with("*Lovely!*"), "{found}");
    let host = {
        let mut tx = store.read().await.unwrap();
        let days = tx.claims_between(&workspace, now.date_naive(), now.date_naive()).await.unwrap();
        let hosts = days.into_iter().map(|(member, _)| member);
        let mut hosts = hosts.filter(|member| [world.id("cy"), world.id("eve")].contains(member));
        hosts.next().unwrap()
    };
    let (gone, other) = if host == world.id("cy") { ("cy", "eve") } else { ("eve", "cy") };
    world.playground().deactivate(gone).unwrap();
    world.settle().await;
    transaction!(store, |tx| tx.release(Some(&workspace), now).await).await.unwrap();
    world.advance_to("Thu 10:20").await;
    assert_eq!(world.groups_of("zed").len(), 1);
    assert_eq!(world.group_of("zed"), world.group_of(other));
}

#[tokio::test]
async fn a_wish_that_comes_while_a_welcome_waits_holds() {
    let world = welcoming(["cy", "eve"]).await;
    world.advance_to("Thu 10:15").await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    world.playground().arrive(zed());
    world.settle().await;
    world.dm("zed");
    transaction!(store, |tx| tx.hold(Some(&workspace), "ada", now).await).await.unwrap();
    world.press("zed", "dm", "Yes, gladly").await;
    let day = now.date_naive();
    let days = store.read().await.unwrap().claims_between(&workspace, day, day).await.unwrap();
    let is_host = |name: &&str| days.iter().any(|(member, _)| *member == world.id(name));
    let host = ["cy", "eve"].into_iter().find(is_host).unwrap();
    let other = if host == "cy" { "eve" } else { "cy" };
    world.command(host, "#rust", "like").await;
    world.click(host, "Not with…").await;
    let zed = world.id("zed");
    world.submit(host, [("not_with", zed.as_str())]).await;
    transaction!(store, |tx| tx.release(Some(&workspace), now).await).await.unwrap();
    world.advance_to("Thu 10:20").await;
    assert_eq!(world.groups_of("zed").len(), 1);
    assert_eq!(world.group_of("zed"), world.group_of(other));
    assert_eq!(world.dm(host), "");
}

#[tokio::test]
async fn a_newcomer_who_is_switched_off_before_the_hello_is_not_written_to() {
    let world = welcoming(["cy"]).await;
    world.playground().arrive(Person { tz: "America/New_York".into(), ..zed() });
    world.settle().await;
    world.playground().deactivate("zed").unwrap();
    world.advance_to("Fri 17:00").await;
    world.playground().reactivate("zed").unwrap();
    assert_eq!(world.dm("zed"), "");
    assert_eq!(stage(&world).await, Some(Stage::Open));
}

#[tokio::test]
async fn the_hello_comes_once_from_whichever_bot() {
    let mut world = welcoming(["cy"]).await;
    world.playground().arrive(Person { tz: "America/New_York".into(), ..zed() });
    world.settle().await;
    world.world.stop_bot().await;
    world.world.start_bot().await.unwrap();
    world.advance_to("Fri 17:00").await;
    assert_eq!(world.dm("zed").matches("*Welcome, Zed!*").count(), 1);
}
