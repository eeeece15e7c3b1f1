//! Finding a time, as people see it.

use chrono::{TimeZone, Utc};

use crate::domain::coffee::Group;
use crate::features::tests::world::TestWorld;
use crate::playground::Trick;
use crate::views::names::field;

/// Monday morning: Cy and Gus, both in Berlin, have been introduced.
async fn introduced() -> TestWorld {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["gus", "cy"]).await;
    world.advance_to("Mon 10:00").await;
    world
}

async fn group(world: &TestWorld, person: &str) -> Group {
    let (workspace, program) = (world.workspace(), world.programs().await.remove(0));
    let mut tx = world.store().read().await.unwrap();
    let round = tx.current_round(&workspace, program.id).await.unwrap().unwrap();
    tx.group_of(&workspace, round.id, &world.id(person)).await.unwrap().unwrap()
}

fn seconds(day: u32, hour: u32) -> String {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap().timestamp().to_string()
}

#[tokio::test]
async fn one_picks_a_time_and_all_see_it_and_get_a_file() {
    let world = introduced().await;
    insta::assert_snapshot!(world.press_in_group("cy", "Pick a time").await, @r"
    == When do you meet? ==
    Times that suit all of you: (•) Mon 23 Nov, 14:00  ( ) Tue 24 Nov, 10:30  ( ) Wed 25 Nov, 15:00  ( ) Another time, below
    Another time (optional): <>
    · By the clock in Berlin; the others see theirs. A calendar file follows in your thread.
    [Never mind] [Pick it]
    ");
    let said = world.submit("cy", [(field::MEET_AT, "Tue 24 Nov, 10:30")]).await;
    insta::assert_snapshot!(said, @r"
    == Coffee ==
    :calendar: *Tue 24 Nov, 10:30* it is. Everybody sees it under your introduction.
    · Add it to your calendar: Google · Outlook.
    [Close]
    ");
    world.close("cy");
    insta::assert_snapshot!(world.coffee_of("gus"), @r"
    Klatch (edited):
      *@Cy, meet @Gus.*
      *Cy* · Backend engineer, platform · Berlin
      *Gus* · Mobile engineer, apps · Berlin
      You both work in Engineering and are on Berlin time, and you've never had coffee together here.
      *To start with:* (a question)
      (somebody), would you say hello first?
      :calendar: *You meet tomorrow at 10:30 AM.*
      Add it to your calendar: Google · Outlook.
      [Change the time] [Can't make it] [Why us?] [… We met | My coffee]
      · From your coffee in #rust. Half an hour is plenty; I don't read along here.
        Klatch:
          :calendar: For your calendars: tomorrow at 10:30 AM.
          [file: coffee.ics]
    ");
    let home = world.home("gus").await;
    assert!(home.contains(":calendar: You meet tomorrow at 10:30 AM."), "{home}");
    assert!(home.contains("[Change the time] [Can't make it]"), "{home}");
}

#[tokio::test]
async fn the_calendar_gets_what_was_agreed() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    world.submit("cy", [(field::MEET_AT, "Tue 24 Nov, 10:30")]).await;
    let place = world.group_of("gus");
    let messages = world.playground().messages("gus", &place);
    let links = format!("{:?}", messages[0].blocks);
    for part in [
        "https://calendar.google.com/calendar/render?action=TEMPLATE&amp;text=Coffee%3A+Cy+and+Gus",
        "dates=20261124T093000Z%2F20261124T100000Z",
        "https://outlook.office.com/calendar/deeplink/compose?path=",
        "startdt=2026-11-24T09%3A30%3A00Z&amp;enddt=2026-11-24T10%3A00%3A00Z",
    ] {
        assert!(links.contains(part), "{part} is not in {links}");
    }
    let file = world.playground().file_of(&messages[1]).unwrap();
    let id = group(&world, "gus").await.id;
    for line in [
        format!("UID:{id}@klatch"),
        "SEQUENCE:0".to_owned(),
        "DTSTART:20261124T093000Z".to_owned(),
        "SUMMARY:Coffee: Cy and Gus".to_owned(),
    ] {
        assert!(file.contains(&format!("{line}\r\n")), "{line} is not in {file}");
    }
}

#[tokio::test]
async fn another_time_takes_the_place_of_the_first() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    world.submit("cy", [(field::MEET_AT, "Tue 24 Nov, 10:30")]).await;
    world.close("cy");
    let modal = world.press_in_group("gus", "Change the time").await;
    assert!(modal.contains("You have agreed on *Tue 24 Nov, 10:30*."), "{modal}");
    let thursday = seconds(26, 13);
    world.submit("gus", [(field::MEET_AT, "another"), (field::ANOTHER_TIME, &thursday)]).await;
    world.close("gus");
    let coffee = world.coffee_of("cy");
    assert!(coffee.contains("*You meet Thursday, November 26th at 2:00 PM.*"), "{coffee}");
    assert!(coffee.contains("A new time, for your calendars"), "{coffee}");
    let messages = world.playground().messages("cy", &world.group_of("cy"));
    let file = world.playground().file_of(messages.last().unwrap()).unwrap();
    assert!(file.contains("SEQUENCE:1\r\n"), "{file}");
    let picks = group(&world, "cy").await.meeting.picks;
    world.press_in_group("gus", "Change the time").await;
    world.submit("gus", [(field::MEET_AT, "another"), (field::ANOTHER_TIME, &thursday)]).await;
    assert_eq!(group(&world, "cy").await.meeting.picks, picks, "the same time is no news");
}

#[tokio::test]
async fn two_pick_at_once_and_the_second_is_asked_again() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    world.press_in_group("gus", "Pick a time").await;
    world.submit("cy", [(field::MEET_AT, "Tue 24 Nov, 10:30")]).await;
    let said = world.submit("gus", [(field::MEET_AT, "Wed 25 Nov, 15:00")]).await;
    assert!(said.contains("One of you has just picked *Tue 24 Nov, 10:30*."), "{said}");
    assert!(world.coffee_of("gus").contains("You meet tomorrow at 10:30 AM."));
    let said = world.submit("gus", [(field::MEET_AT, "Wed 25 Nov, 15:00")]).await;
    assert!(said.contains("*Wed 25 Nov, 15:00* it is."), "{said}");
}

#[tokio::test]
async fn a_time_that_makes_no_sense_is_told_at_its_field() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    let said = world.submit("cy", [(field::MEET_AT, "another")]).await;
    assert_eq!(said, "another_time: Pick a day and a time.\n");
    for (at, why) in [
        (seconds(20, 9), "That time is over. Pick one ahead of you."),
        ("1900000000".to_owned(), "That's a long way off. Pick one within the next two months."),
    ] {
        let said =
            world.submit("cy", [(field::MEET_AT, "another"), (field::ANOTHER_TIME, &at)]).await;
        assert_eq!(said, format!("another_time: {why}\n"));
    }
    // The modal stays open until the offered time is over.
    world.advance_to("Mon 15:00").await;
    let said = world.submit("cy", [(field::MEET_AT, "Mon 23 Nov, 14:00")]).await;
    assert_eq!(said, "meet_at: That time is over. Pick one ahead of you.\n");
}

#[tokio::test]
async fn who_has_a_time_is_not_reminded_and_not_asked_before_it() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    world.submit("cy", [(field::MEET_AT, "Wed 25 Nov, 15:00")]).await;
    world.close("cy");
    world.advance_to("Fri 17:00").await;
    let coffee = world.coffee_of("cy");
    assert!(!coffee.contains("Have you found a time"), "{coffee}");
    assert!(coffee.contains("Did you get to meet?"), "{coffee}");
}

#[tokio::test]
async fn who_meets_after_the_check_in_is_not_asked_in_vain() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    let saturday = seconds(28, 10);
    world.submit("cy", [(field::MEET_AT, "another"), (field::ANOTHER_TIME, &saturday)]).await;
    world.close("cy");
    world.advance_to("Sat 12:00").await;
    assert!(!world.coffee_of("cy").contains("Did you get to meet?"));
}

#[tokio::test]
async fn who_meets_on_the_day_of_the_check_in_is_asked_afterwards() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    let friday = seconds(27, 14);
    world.submit("cy", [(field::MEET_AT, "another"), (field::ANOTHER_TIME, &friday)]).await;
    world.close("cy");
    world.advance_to("Fri 15:15").await;
    assert!(!world.coffee_of("cy").contains("Did you get to meet?"), "they are at it");
    world.advance_to("Fri 17:00").await;
    assert!(world.coffee_of("cy").contains("Did you get to meet?"), "{}", world.coffee_of("cy"));
}

#[tokio::test]
async fn nobodys_hours_in_common_is_said_kindly() {
    let world = TestWorld::new().await;
    world.playground().update_profile("gus", |gus| gus.tz = "Pacific/Auckland".into()).unwrap();
    world.settle().await;
    world.coffee_in("#rust", ["gus", "cy"]).await;
    world.advance_to("Mon 10:00").await;
    let coffee = world.coffee_of("cy");
    assert!(coffee.contains("I leave finding a time to you both."), "{coffee}");
    let modal = world.press_in_group("cy", "Pick a time").await;
    assert!(modal.contains("Your working hours don't overlap in this round"), "{modal}");
    let said = world.submit("cy", [(field::ANOTHER_TIME, &*seconds(24, 20))]).await;
    assert!(said.contains("*Tue 24 Nov, 21:00* it is."), "{said}");
}

#[tokio::test]
async fn a_file_that_cannot_be_sent_holds_nothing_up() {
    let world = introduced().await;
    world.playground().next("files.completeUploadExternal", Trick::LostBefore);
    world.press_in_group("cy", "Pick a time").await;
    world.submit("cy", [(field::MEET_AT, "Tue 24 Nov, 10:30")]).await;
    world.close("cy");
    let coffee = world.coffee_of("gus");
    assert!(coffee.contains("You meet tomorrow at 10:30 AM."), "{coffee}");
    assert!(!coffee.contains("coffee.ics]"), "{coffee}");
}

#[tokio::test]
async fn a_round_that_is_over_waits_for_no_time() {
    let world = introduced().await;
    world.press_in_group("cy", "Pick a time").await;
    world.advance_to("Mon 09:30").await;
    let said = world.submit("cy", [(field::MEET_AT, "another"), (field::ANOTHER_TIME, "1")]).await;
    assert!(said.contains("isn't waiting for a time any more"), "{said}");
}
