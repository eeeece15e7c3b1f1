//! `/coffee now`: who else is free this minute.

use crate::event::{Gesture, Interaction, Place};
use crate::features::tests::world::TestWorld;
use crate::router;
use crate::store::transaction;

fn now(world: &TestWorld, person: &str) -> Interaction {
    let channel = world.playground().conversation("#rust").unwrap();
    Interaction {
        workspace: world.workspace(),
        member: world.id(person),
        trigger: "1.2.now".to_owned(),
        what: Gesture::Command {
            name: "/coffee".to_owned(),
            words: "now".to_owned(),
            place: Place { channel: channel.id.as_str().into(), name: channel.name },
        },
    }
}

#[tokio::test]
async fn two_who_press_it_are_introduced_at_once() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.command("ana", "#rust", "now").await, @r"
    *You're on the list until 10:30 AM.* As soon as somebody else is free, I introduce you two in a message. If nobody is, you'll hear nothing more.
    [Not any more]
    · Only who presses it is on the list, and nobody sees the list: I don't look who is online.
    ");
    insta::assert_snapshot!(world.command("bo", "#go", "now").await, @r"
    *Ana is free, too!* I'm writing to the two of you right now.
    ");
    insta::assert_snapshot!(world.coffee_of("ana"), @r"
    Klatch:
      *@Ana, meet @Bo.* You're both free for a coffee right now.
      *Ana* · Onboarding lead, onboarding · Berlin, 10:00 as I write
      *Bo* · Data engineer, data · Helsinki, 11:00 as I write
      *To start with:* (a question)
      (somebody), would you say hello first?
      [We met] [Why us?] [My coffee]
      · You both asked for a coffee with `/coffee now`. Half an hour is plenty; I don't read along here.
    ");
    assert_eq!(world.group_of("ana"), world.group_of("bo"));
    insta::assert_snapshot!(world.press_in_group("ana", "Why us?").await, @r"
    *Why you were introduced*
    • You were both free at the same time, by `/coffee now`.
    • You have never had coffee together here.
    ");
}

#[tokio::test]
async fn what_a_coffee_needs_is_read_in_it() {
    let world = TestWorld::new().await;
    world.command("ana", "dm", "like").await;
    world.click("ana", "More…").await;
    world.submit("ana", [("need", "no stairs")]).await;
    world.close("ana");
    world.command("ana", "dm", "now").await;
    world.command("bo", "dm", "now").await;
    let coffee = world.coffee_of("bo");
    assert!(coffee.contains("Good to know for meeting Ana: no stairs"), "{coffee}");
}

#[tokio::test]
async fn it_needs_no_program_and_takes_no_day() {
    let world = TestWorld::new().await;
    world.command("ana", "dm", "now").await;
    world.command("bo", "dm", "now").await;
    assert_eq!(world.programs().await.len(), 0);
    let (workspace, ana) = (world.workspace(), world.id("ana"));
    let (from, to) = ("2026-11-01".parse().unwrap(), "2026-12-01".parse().unwrap());
    let mut tx = world.store().read().await.unwrap();
    assert_eq!(tx.claimed_days(&workspace, &ana, from, to).await.unwrap(), []);
}

#[tokio::test]
async fn of_three_the_third_waits_for_a_fourth() {
    let world = TestWorld::new().await;
    for person in ["ana", "bo", "cy"] {
        world.command(person, "dm", "now").await;
    }
    assert_eq!(world.groups_of("cy"), Vec::<String>::new());
    let told = world.command("di", "dm", "now").await;
    assert!(told.starts_with("*Cy is free, too!*"), "{told}");
    for person in ["ana", "bo", "cy", "di"] {
        assert_eq!(world.groups_of(person).len(), 1, "{person}");
    }
    let told = world.command("eve", "dm", "now").await;
    assert!(told.starts_with("*You're on the list"), "nobody is left over: {told}");
}

#[tokio::test]
async fn who_presses_at_the_same_moment_is_in_one_group_only() {
    let world = TestWorld::new().await;
    let now = |person: &'static str| world.playground().command(person, "dm", "/coffee", "now");
    let (a, b, c, d) = tokio::join!(now("ana"), now("bo"), now("cy"), now("di"));
    for answer in [a, b, c, d] {
        answer.unwrap();
    }
    world.settle().await;
    for person in ["ana", "bo", "cy", "di"] {
        assert_eq!(world.groups_of(person).len(), 1, "{person}");
    }
}

#[tokio::test]
async fn after_half_an_hour_nobody_is_on_the_list_and_nobody_is_told() {
    let world = TestWorld::new().await;
    world.home("ana").await;
    let home = world.click("ana", "Coffee now").await;
    let waits = "*Coffee now:* you're on the list until 10:30 AM.";
    assert!(home.contains(waits) && home.contains("[Not any more]"), "{home}");
    world.advance_to("Thu 10:29").await;
    world.home("ana").await;
    world.advance_to("Thu 10:31").await;
    let home = world.home_as_it_is("ana");
    assert!(home.contains("[Coffee now]") && !home.contains("on the list"), "{home}");
    assert_eq!(world.dm("ana"), "");
    let told = world.command("cy", "dm", "now").await;
    assert!(told.starts_with("*You're on the list until 11:01 AM.*"), "{told}");
}

#[tokio::test]
async fn a_second_press_makes_it_longer() {
    let world = TestWorld::new().await;
    world.command("ana", "dm", "now").await;
    world.advance_to("Thu 10:20").await;
    let told = world.command("ana", "dm", "NOW").await;
    assert!(told.starts_with("*You're still on the list, now until 10:50 AM.*"), "{told}");
    world.advance_to("Thu 10:40").await;
    let told = world.command("bo", "dm", "now").await;
    assert!(told.starts_with("*Ana is free, too!*"), "{told}");
    world.advance_to("Thu 11:30").await;
    assert_eq!(world.groups_of("ana").len(), 1);
}

#[tokio::test]
async fn who_has_no_time_any_more_says_so() {
    let world = TestWorld::new().await;
    world.command("ana", "#rust", "now").await;
    let told = world.press("ana", "#rust", "Not any more").await;
    assert_eq!(told, "You're off the list. Another time!");
    let told = world.press("ana", "#rust", "Not any more").await;
    assert_eq!(told, "You're not on the list any more, so there was nothing to change.");
    let told = world.command("bo", "dm", "now").await;
    assert!(told.starts_with("*You're on the list"), "{told}");
    world.home("bo").await;
    let home = world.click("bo", "Not any more").await;
    assert!(home.contains("[Coffee now]"), "{home}");
}

#[tokio::test]
async fn somebody_new_goes_before_a_partner_of_old() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    world.command("bo", "dm", "now").await;
    world.command("cy", "dm", "now").await;
    assert!(world.coffee_of("bo").contains("@Cy"), "{}", world.coffee_of("bo"));
    world.command("bo", "dm", "now").await;
    let told = world.command("ana", "dm", "now").await;
    assert!(told.starts_with("*Bo is free, too!*"), "{told}");
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("@Ana and @Bo, here you are again."), "{coffee}");
}

#[tokio::test]
async fn two_who_were_just_introduced_wait_for_others() {
    let world = TestWorld::new().await;
    world.command("ana", "dm", "now").await;
    world.command("bo", "dm", "now").await;
    world.command("ana", "dm", "now").await;
    let told = world.command("bo", "dm", "now").await;
    assert!(told.starts_with("*You're on the list"), "{told}");
    let told = world.command("cy", "dm", "now").await;
    assert!(told.starts_with("*Ana is free, too!*"), "she waits since the same minute: {told}");
}

#[tokio::test]
async fn only_we_met_makes_it_count() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.command("ana", "dm", "now").await;
    world.command("bo", "dm", "now").await;
    assert!(!world.home("ana").await.contains("Met over coffee"));
    let told = world.press_in_group("bo", "We met").await;
    assert_eq!(told, ":white_check_mark: Noted: you met. Glad it worked out!");
    assert!(world.coffee_of("ana").contains(":white_check_mark: Bo says that you met."));
    let home = world.home("ana").await;
    assert!(home.contains("*Met over coffee*\nBo"), "{home}");
    assert!(home.contains("I introduced you to *Bo* lately. Did it work out?"), "{home}");
    let home = world.click("ana", "We met").await;
    assert!(!home.contains("Did it work out?"), "{home}");
    assert!(world.coffee_of("ana").contains("Ana and Bo say that you met."));
    // It counts in the program's round as well: they are not paired there next.
    world.advance_to("Mon 12:00").await;
    let partner = world.coffee_of("ana");
    assert!(!partner.contains("@Bo"), "{partner}");
    let program = world.programs().await.remove(0);
    let (workspace, store) = (world.workspace(), world.store());
    let mut tx = store.read().await.unwrap();
    let round = tx.current_round(&workspace, program.id).await.unwrap().unwrap();
    let asked = tx.request(&workspace, round.id).await.unwrap().unwrap();
    assert_eq!(asked.history[0].groups, [[world.id("ana"), world.id("bo")]]);
    assert_eq!(asked.history[0].round, 0, "before the first round");
}

#[tokio::test]
async fn guests_and_strangers_are_told_kindly() {
    let world = TestWorld::new().await;
    let guest = world.command("gil", "#rust", "now").await;
    assert!(guest.contains("guests can't join yet"), "{guest}");
    let stranger = world.command("hana", "#rust", "now").await;
    assert!(stranger.contains("Coffee here is among the people"), "{stranger}");
    assert!(!world.home("gil").await.contains("Coffee now"));
}

#[tokio::test]
async fn who_is_switched_off_in_between_leaves_the_other_on_the_list() {
    let world = TestWorld::new().await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    transaction!(store, |tx| tx.hold(Some(&workspace), "ada", now).await).await.unwrap();
    world.command("ana", "dm", "now").await;
    let told = world.command("bo", "dm", "now").await;
    assert!(told.starts_with("*Ana is free, too!*"), "{told}");
    // Before anything was sent.
    world.playground().deactivate("ana").unwrap();
    world.settle().await;
    transaction!(store, |tx| tx.release(Some(&workspace), now).await).await.unwrap();
    world.advance_to("Thu 10:05").await;
    assert_eq!(world.groups_of("bo"), Vec::<String>::new());
    let told = world.command("cy", "dm", "now").await;
    assert!(told.starts_with("*Bo is free, too!*"), "{told}");
}

#[tokio::test]
async fn a_command_that_is_delivered_twice_is_one_press() {
    let world = TestWorld::new().await;
    let (context, press) = (world.context(), now(&world, "ana"));
    let first = router::interaction(&context, &press).await.unwrap();
    assert_eq!(router::interaction(&context, &press).await.unwrap(), first);
    assert!(format!("{first:?}").contains("You're on the list until"), "{first:?}");
}

#[tokio::test]
async fn who_waits_is_introduced_by_the_bot_that_comes_after() {
    let mut world = TestWorld::new().await;
    world.command("ana", "dm", "now").await;
    world.world.stop_bot().await;
    world.world.start_bot().await.unwrap();
    let told = world.command("bo", "dm", "now").await;
    assert!(told.starts_with("*Ana is free, too!*"), "{told}");
    assert_eq!(world.groups_of("ana").len(), 1);
}

#[tokio::test]
async fn what_was_held_back_for_too_long_is_not_said_any_more() {
    let world = TestWorld::new().await;
    let (store, workspace, now) = (world.store(), world.workspace(), world.world.clock.now());
    transaction!(store, |tx| tx.hold(Some(&workspace), "ada", now).await).await.unwrap();
    world.command("ana", "dm", "now").await;
    world.command("bo", "dm", "now").await;
    world.advance_to("Thu 11:00").await;
    let now = world.world.clock.now();
    transaction!(store, |tx| tx.release(Some(&workspace), now).await).await.unwrap();
    world.advance_to("Thu 11:05").await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new(), "it is not now any more");
    let told = world.command("bo", "dm", "now").await;
    assert!(told.starts_with("*You're on the list"), "{told}");
}

#[tokio::test]
async fn a_private_wish_looks_like_nobody_else_being_there() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ana", "#rust", "like").await;
    world.click("ana", "Not with…").await;
    let bo = world.id("bo");
    world.submit("ana", [("not_with", bo.as_str())]).await;
    let until = |read: String| read.replace("11:30 AM", "10:30 AM");
    let first = until(world.command("ana", "#rust", "now").await);
    let second = until(world.command("bo", "#go", "now").await);
    assert_eq!(second, first, "each is alone on the list");
    assert!(world.groups_of("bo").is_empty());
    assert!(world.command("gus", "#go", "now").await.contains("is free, too!"));
}
