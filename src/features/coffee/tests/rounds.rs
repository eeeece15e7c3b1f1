//! The way of a round, as people read it.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use crate::domain::quiet::local_day;
use crate::features::tests::world::TestWorld;
use crate::playground::Kind;
use crate::transaction;

#[tokio::test]
async fn two_people_are_introduced_reminded_and_asked() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 09:30").await;
    insta::assert_snapshot!(world.coffee_of("ana"), @r"
    Klatch:
      *@Ana, meet @Bo.*
      *Ana* · Onboarding lead, onboarding · Berlin, 09:00 as I write
      *Bo* · Data engineer, data · Helsinki, 10:00 as I write
      You've never had coffee together here.
      *To start with:* (a question)
      (somebody), would you say hello first?
      Three times that suit you both:
      • today at 1:00 PM
      • tomorrow at 9:30 AM
      • Wednesday, November 25th at 2:00 PM
      [Pick a time] [Can't make it] [Why us?] [… We met | My coffee]
      · From your coffee in #rust. Half an hour is plenty; I don't read along here.
    ");
    world.advance_to("Fri 17:00").await;
    insta::assert_snapshot!(world.coffee_of("bo"), @r#"
    Klatch:
      *@Ana, meet @Bo.*
      *Ana* · Onboarding lead, onboarding · Berlin, 09:00 as I write
      *Bo* · Data engineer, data · Helsinki, 10:00 as I write
      You've never had coffee together here.
      *To start with:* (a question)
      (somebody), would you say hello first?
      Three times that suit you both:
      • Monday, November 23rd at 2:00 PM
      • Tuesday, November 24th at 10:30 AM
      • Wednesday, November 25th at 3:00 PM
      [Pick a time] [Can't make it] [Why us?] [… We met | My coffee]
      · From your coffee in #rust. Half an hour is plenty; I don't read along here.
        Klatch:
          :hourglass_flowing_sand: Have you found a time yet? Half an hour is plenty, and the first free slot is often the best one.
          [Pick a time] [We met] [No reply yet]
        Klatch:
          :wave: *Did you get to meet?* Either answer is fine.
          [We met] [Not this time] [My coffee]
          · What you press is between us; only "We met" shows here.
    "#);
    world.advance_to("Mon 09:00").await;
    let sum = world.read("gus", "#rust");
    assert!(sum.contains("Round 1: 1 coffee for 2 people.\n"), "of so few no more is said: {sum}");
}

#[tokio::test]
async fn people_of_one_zone_read_what_they_share() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["gus", "cy"]).await;
    world.advance_to("Mon 10:00").await;
    insta::assert_snapshot!(world.coffee_of("gus"), @r"
    Klatch:
      *@Cy, meet @Gus.*
      *Cy* · Backend engineer, platform · Berlin
      *Gus* · Mobile engineer, apps · Berlin
      You both work in Engineering and are on Berlin time, and you've never had coffee together here.
      *To start with:* (a question)
      (somebody), would you say hello first?
      Three times that suit you both:
      • today at 2:00 PM
      • tomorrow at 10:30 AM
      • Wednesday, November 25th at 3:00 PM
      [Pick a time] [Can't make it] [Why us?] [… We met | My coffee]
      · From your coffee in #rust. Half an hour is plenty; I don't read along here.
    ");
}

#[tokio::test]
async fn an_odd_number_makes_one_trio() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "cy", "gus"]).await;
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.group_of("ana"), world.group_of("gus"));
    assert_eq!(world.group_of("ana"), world.group_of("cy"));
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("You're all on Berlin time"), "{coffee}");
    assert_eq!(coffee.lines().nth(1).unwrap().matches('@').count(), 3, "{coffee}");
    let why = world.press_in_group("cy", "Why us?").await;
    assert_eq!(why.matches("never had coffee together").count(), 3, "{why}");
}

#[tokio::test]
async fn who_has_met_everybody_meets_again_and_reads_so() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    world.advance_to("Mon 10:00").await;
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("I last introduced you in the round before this one."), "{coffee}");
    insta::assert_snapshot!(world.press_in_group("ana", "Why us?").await, @r"
    *Why you were introduced*
    • I last introduced Ana and Bo in the round before this one: there was nobody new for them, or others would have had to meet again instead.
    • Ana and Bo work in different departments.
    • Ana and Bo work at the same time for 7 hours.
    · Where several groupings were equally good, a draw decided.
    ");
}

#[tokio::test]
async fn who_said_something_is_not_reminded_or_asked() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.advance_to("Mon 10:00").await;
    world.press_in_group("ana", "We met").await;
    world.close("ana");
    world.advance_to("Sat 12:00").await;
    let said = world.coffee_of("ana");
    assert!(!said.contains("Have you found a time") && !said.contains("Did you get to"), "{said}");
    let silent =
        ["bo", "cy", "di"].into_iter().find(|it| world.group_of(it) != world.group_of("ana"));
    let silent = world.coffee_of(silent.unwrap());
    assert!(silent.contains("Have you found a time"), "{silent}");
    assert!(silent.contains("Did you get to meet?"), "{silent}");
}

#[tokio::test]
async fn who_says_not_this_time_is_not_asked_again() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Wed 17:00").await;
    world.press_in_group("bo", "My coffee").await;
    let answer = world.click("bo", "Not this time").await;
    assert!(answer.contains("Not this time, you said."), "{answer}");
    world.advance_to("Sat 12:00").await;
    let coffee = world.coffee_of("ana");
    assert!(
        coffee.contains("Have you found a time") && !coffee.contains("Did you get"),
        "{coffee}"
    );
}

#[tokio::test]
async fn below_the_minimum_the_steward_reads_what_to_do() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    insta::assert_snapshot!(world.dm("ada"), @r"
    Klatch:
      *Coffee in #rust waits:* 1 person could take part today, and the first round needs 2. I'll look again Monday, November 30th at 9:00 AM. If fewer are enough, lower the number.
      [Lower the number]
    ");
    let change = world.press("ada", "dm", "Lower the number").await;
    assert!(change.starts_with("== Change coffee =="), "{change}");
}

#[tokio::test]
async fn the_steward_is_told_in_her_own_working_hours() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.playground().update_profile("ada", |ada| ada.tz = "America/New_York".into()).unwrap();
    world.settle().await;
    world.advance_to("Mon 14:59").await;
    assert_eq!(world.dm("ada"), "");
    world.advance_to("Mon 15:01").await;
    assert!(world.dm("ada").contains("waits"), "{}", world.dm("ada"));
}

#[tokio::test]
async fn who_pauses_or_skips_is_left_out_and_comes_back_alone() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.command("cy", "#rust", "skip").await;
    world.command("di", "#rust", "pause 1 round").await;
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.groups_of("cy"), Vec::<String>::new());
    assert_eq!(world.groups_of("di"), Vec::<String>::new());
    assert_eq!(world.groups_of("ana").len(), 1);
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.groups_of("cy").len(), 1);
    assert_eq!(world.groups_of("di").len(), 1);
}

#[tokio::test]
async fn a_partner_who_was_switched_off_before_the_introduction_is_explained() {
    let world = TestWorld::new().await;
    // Di and Finn have their first common minute at ten in Berlin.
    world.coffee_in("#rust", ["di", "finn"]).await;
    world.advance_to("Mon 09:30").await;
    world.playground().deactivate("finn").unwrap();
    world.settle().await;
    world.advance_to("Mon 17:00").await;
    insta::assert_snapshot!(world.dm("di"), @r"
    Klatch:
      *No coffee in #rust this round.* Your partner isn't available this time, and nobody else is free just now. If that changes, I'll introduce you. Sorry about that! The next round opens Monday, November 30th at 8:00 AM.
    ");
    assert_eq!(world.groups_of("di"), Vec::<String>::new());
}

#[tokio::test]
async fn two_of_three_are_introduced_when_the_third_was_switched_off() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["di", "eve", "finn"]).await;
    world.advance_to("Mon 09:30").await;
    world.playground().deactivate("finn").unwrap();
    world.settle().await;
    world.advance_to("Mon 17:00").await;
    let coffee = world.coffee_of("di");
    assert!(coffee.contains("@Di") && coffee.contains("@Eve"), "{coffee}");
    assert!(!coffee.contains("Finn"), "{coffee}");
    world.press_in_group("eve", "We met").await;
    assert!(!world.coffee_of("di").contains("Finn"));
    let program = world.programs().await.remove(0);
    let (workspace, store) = (world.workspace(), world.store());
    let mut tx = store.read().await.unwrap();
    let history = tx.history(&workspace, program.id).await.unwrap();
    let mut met = history[0].groups.clone();
    met[0].sort();
    assert_eq!(met, [vec![world.id("di"), world.id("eve")]], "Finn met nobody");
}

#[tokio::test]
async fn who_left_before_the_introduction_is_in_nothing_that_follows() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["di", "eve", "finn"]).await;
    world.advance_to("Mon 09:30").await;
    world.command("eve", "#rust", "leave").await;
    world.advance_to("Mon 17:00").await;
    assert_eq!(world.groups_of("eve"), Vec::<String>::new());
    let why = world.press_in_group("di", "Why us?").await;
    assert!(why.contains("Finn") && !why.contains("Eve") && !why.contains("Somebody"), "{why}");
    world.advance_to("Fri 17:00").await;
    let (workspace, eve) = (world.workspace(), world.id("eve"));
    let (from, to) = ("2026-11-20".parse().unwrap(), "2026-11-29".parse().unwrap());
    let mut tx = world.store().read().await.unwrap();
    let days = tx.claimed_days(&workspace, &eve, from, to).await.unwrap();
    assert_eq!(days, [], "nothing took a day of hers");
    assert!(world.coffee_of("di").contains("Did you get to meet?"));
}

#[tokio::test]
async fn a_partner_who_left_is_not_named() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["di", "finn"]).await;
    world.advance_to("Mon 09:30").await;
    world.command("finn", "#rust", "leave").await;
    world.advance_to("Mon 17:00").await;
    assert!(world.dm("di").contains("Your partner isn't available this time"));
    assert!(!world.dm("di").contains("Finn"));
    assert!(!world.home("di").await.contains("Not in this round"));
}

#[tokio::test]
async fn two_coffees_of_one_person_keep_her_days_apart() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.coffee_in("#go", ["ana", "cy"]).await;
    world.advance_to("Mon 17:00").await;
    assert_eq!(world.groups_of("ana").len(), 1);
    world.advance_to("Tue 17:00").await;
    assert_eq!(world.groups_of("ana").len(), 2);
    world.advance_to("Sun 12:00").await;
    let workspace = world.workspace();
    let (from, to) = ("2026-11-23".parse().unwrap(), "2026-11-29".parse().unwrap());
    let mut tx = world.store().read().await.unwrap();
    let days = tx.claimed_days(&workspace, &world.id("ana"), from, to).await.unwrap();
    assert!(days.len() <= 3, "{days:?}");
}

/// What the bot wrote unasked to somebody, by the days on their wall.
fn days_written_to(world: &TestWorld, person: &str) -> Vec<NaiveDate> {
    let playground = world.playground();
    let private = playground.conversations_of(person).into_iter();
    let private = private.filter(|place| matches!(place.kind, Kind::Group | Kind::Dm));
    let zone: Tz = playground.person(person).unwrap().tz.parse().unwrap();
    let mut days = Vec::new();
    for place in private {
        for message in playground.messages(person, &place.id) {
            let seconds = message.ts.split('.').next().unwrap().parse().unwrap();
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            if message.only_for.is_none() && message.subtype.is_none() {
                days.push(local_day(at, zone));
            }
        }
    }
    days.sort();
    days
}

#[tokio::test]
async fn three_coffees_of_the_same_people_leave_them_in_peace() {
    let world = TestWorld::new().await;
    for channel in ["#rust", "#go", "#general"] {
        world.coffee_in(channel, ["ana", "bo", "cy", "di"]).await;
    }
    // Ana has a message coming on Tuesday already, so that her week has room for two more.
    let (store, workspace, ana) = (world.store(), world.workspace(), world.id("ana"));
    let tuesday = "2026-11-24".parse().unwrap();
    transaction!(store, |tx| tx.claim_day(&workspace, &ana, tuesday, "else").await).await.unwrap();
    for _ in 0..3 {
        world.advance_to("Sun 12:00").await;
    }
    for person in ["ana", "bo", "cy", "di"] {
        let mut days = days_written_to(&world, person);
        days.extend((person == "ana").then_some(tuesday));
        days.sort();
        assert!(days.len() >= 4, "{person}: {days:?}");
        assert!(days.windows(2).all(|two| two[0] < two[1]), "{person}: {days:?}");
        let week = |four: &[NaiveDate]| (four[3] - four[0]).num_days() >= 7;
        assert!(days.windows(4).all(week), "{person}: {days:?}");
    }
}

#[tokio::test]
async fn who_has_no_room_in_time_reads_so_and_is_not_introduced() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 08:00").await;
    world.coffee_in("#go", ["ana", "bo"]).await;
    world.coffee_in("#general", ["ana", "bo"]).await;
    let (store, workspace, ana) = (world.store(), world.workspace(), world.id("ana"));
    let tuesday = "2026-11-24".parse().unwrap();
    transaction!(store, |tx| tx.claim_day(&workspace, &ana, tuesday, "else").await).await.unwrap();
    world.advance_to("Thu 12:00").await;
    let home = world.home("ana").await;
    assert_eq!(days_written_to(&world, "ana").len(), 2, "{home}");
    assert_eq!(home.matches("Not in this round: your week, or theirs").count(), 1, "{home}");
    let mut met = 0;
    for program in world.programs().await {
        let mut tx = store.read().await.unwrap();
        let history = tx.history(&workspace, program.id).await.unwrap();
        met += history.iter().map(|past| past.groups.len()).sum::<usize>();
    }
    assert_eq!(met, 2, "who was not introduced did not meet");
}

#[tokio::test]
async fn who_sits_out_sees_it_in_app_home_and_is_not_written_to() {
    let world = TestWorld::new().await;
    let everybody = ["ana", "bo", "cy"];
    world.coffee_in("#rust", everybody).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    world.submit("ada", [("odd", "sit_out")]).await;
    world.close("ada");
    world.advance_to("Mon 08:58").await;
    for person in everybody {
        world.home(person).await;
    }
    world.advance_to("Mon 09:02").await;
    let out: Vec<&str> =
        everybody.into_iter().filter(|person| world.groups_of(person).is_empty()).collect();
    assert_eq!(out.len(), 1);
    let home = world.home_as_it_is(out[0]);
    assert!(home.contains("You have no coffee in this round."), "{home}");
    assert!(!world.dm(out[0]).contains("round"), "{}", world.dm(out[0]));
}
