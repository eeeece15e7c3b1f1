//! Teams' breaks.

use chrono::{DateTime, Utc};

use crate::domain::coffee::{Program, Round, RoundState};
use crate::domain::pairing::{Grouping, Kind, Person, Request, Rules};
use crate::features::Context;
use crate::features::coffee::breaks;
use crate::features::tests::world::TestWorld;
use crate::job::Job;
use crate::playground::Person as Someone;
use crate::store::transaction;

fn person(world: &TestWorld, name: &str, team: &str) -> Person {
    let tz = world.playground().person(name).unwrap().tz.parse().unwrap();
    Person { team: Some(team.to_owned()), tz, ..Person::new(world.id(name)) }
}

/// A round that is none of the program's own, of the day before.
fn round(context: &Context, program: &Program, now: DateTime<Utc>, state: RoundState) -> Round {
    Round {
        id: context.chance.id(now),
        program: program.id,
        number: 40,
        opens_on: "2026-11-22".parse().unwrap(),
        reminder_on: "2026-11-25".parse().unwrap(),
        check_in_on: "2026-11-27".parse().unwrap(),
        seed: [7; 32],
        algorithm: "test".to_owned(),
        state,
    }
}

/// A round of Monday in which these are one team, as a pairing would group them.
async fn monday(world: &TestWorld, program: &Program, teams: &[(&str, Vec<String>)]) {
    world.advance_to("Mon 09:00").await;
    let (store, workspace) = (world.store(), world.workspace());
    let context = world.context();
    let now = world.world.clock.now();
    let round = round(&context, program, now, RoundState::Paired);
    let people: Vec<Person> = teams
        .iter()
        .flat_map(|(team, names)| names.iter().map(|name| person(world, name, team)))
        .collect();
    let groups: Vec<Grouping> = teams
        .iter()
        .map(|(_, names)| Grouping {
            members: names.iter().map(|name| world.id(name)).collect(),
            third: None,
            score: 0,
            repeats: vec![],
            because: vec![],
        })
        .collect();
    transaction!(store, |tx| {
        tx.insert_round(&workspace, &round).await?;
        let what = (program, &round);
        breaks::plan(&context, tx, &workspace, what, &people, &groups).await
    })
    .await
    .unwrap();
    world.settle().await;
}

fn names(of: &[&str]) -> Vec<String> {
    of.iter().map(|&name| name.to_owned()).collect()
}

async fn program(world: &TestWorld) -> Program {
    world.coffee_in("#rust", []).await;
    world.programs().await.remove(0)
}

#[tokio::test]
async fn a_small_team_reads_of_its_break_in_a_message_of_its_own() {
    let world = TestWorld::new().await;
    let program = program(&world).await;
    monday(&world, &program, &[("<core>", names(&["ana", "cy", "gus"]))]).await;
    let coffee = world.coffee_of("ana");
    assert!(coffee.contains("*A break for <core>:* "), "{coffee}");
    assert!(coffee.contains("Ana, Cy and Gus."), "{coffee}");
    assert!(coffee.contains("[I'm in] [Not today] [We met]"), "{coffee}");
    let said = world.press_in_group("ana", "I'm in").await;
    assert_eq!(said, "See you there! Only the number shows to the others.");
    world.press_in_group("cy", "Not today").await;
    world.press_in_group("gus", "I'm in").await;
    assert!(world.coffee_of("ana").contains(":coffee: 2 in · 1 not today"));
    world.press_in_group("gus", "Not today").await;
    world.press_in_group("ana", "We met").await;
    let after = world.coffee_of("cy");
    assert!(after.contains("2 not today · :white_check_mark: You met, as 1 of you say"), "{after}");
    assert_eq!(world.groups_of("gus").len(), 1);
}

#[tokio::test]
async fn a_large_team_reads_of_it_in_the_channel_and_only_the_host_is_mentioned() {
    let world = TestWorld::new().await;
    let program = program(&world).await;
    let mut team = names(&["ana", "cy", "gus"]);
    for number in 0..7 {
        let name = format!("new{number}");
        let (real_name, tz) = (format!("New {number}"), "Europe/Berlin".to_owned());
        world.playground().arrive(Someone {
            name: name.clone(),
            real_name,
            tz,
            ..Someone::default()
        });
        team.push(name);
    }
    world.settle().await;
    monday(&world, &program, &[("support", team)]).await;
    let channel = world.read("ana", "#rust");
    let message = channel.split("*A break for support:*").nth(1).unwrap();
    assert_eq!(message.matches('@').count(), 1, "{message}");
    assert!(message.contains("Ana") && message.contains("New 6"), "{message}");
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    let other = world.press("bo", "#rust", "I'm in").await;
    assert_eq!(other, "That break is another team's, so nothing was changed.");
}

#[tokio::test]
async fn who_has_no_room_today_is_not_written_to() {
    let world = TestWorld::new().await;
    let program = program(&world).await;
    let (store, workspace, ana) = (world.store(), world.workspace(), world.id("ana"));
    let today = "2026-11-23".parse().unwrap();
    transaction!(store, |tx| tx.claim_day(&workspace, &ana, today, "else").await).await.unwrap();
    monday(&world, &program, &[("core", names(&["ana", "cy"]))]).await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    assert!(world.read("cy", "#rust").contains("*A break for core:*"));
}

#[tokio::test]
async fn where_no_team_is_known_the_steward_reads_what_to_do() {
    let world = TestWorld::new().await;
    let program = program(&world).await;
    monday(&world, &program, &[]).await;
    // On Monday she reads that nobody took part.
    world.advance_to("Tue 12:00").await;
    let told = world.dm("ada");
    assert!(told.contains("*No team's break in #rust today:*"), "{told}");
    assert!(told.contains("docs/people.md"), "{told}");
}

#[tokio::test]
async fn who_left_is_not_called_and_a_break_of_one_is_none() {
    let world = TestWorld::new().await;
    let program = program(&world).await;
    world.playground().deactivate("cy").unwrap();
    world.settle().await;
    let teams = [("core", names(&["ana", "cy"])), ("data", names(&["bo", "gus", "cy"]))];
    monday(&world, &program, &teams).await;
    assert_eq!(world.groups_of("ana"), Vec::<String>::new());
    let coffee = world.coffee_of("bo");
    assert!(coffee.contains("Bo and Gus."), "{coffee}");
}

#[tokio::test]
async fn a_round_of_team_breaks_makes_breaks_and_no_coffees() {
    let world = TestWorld::new().await;
    let program = program(&world).await;
    world.advance_to("Mon 09:00").await;
    let (context, store, workspace) = (world.context(), world.store(), world.workspace());
    let round = round(&context, &program, world.world.clock.now(), RoundState::Opened);
    let request = Request {
        round: round.number,
        date: round.opens_on,
        seed: round.seed,
        program: Rules { kind: Kind::Break, ..Rules::default() },
        people: vec![person(&world, "ana", "core"), person(&world, "cy", "core")],
        history: vec![],
        exclusions: vec![],
    };
    transaction!(store, |tx| {
        tx.insert_round(&workspace, &round).await?;
        tx.keep_request(&workspace, round.id, &request).await?;
        for job in [Job::PairRound { round: round.id }, Job::CloseRound { round: round.id }] {
            context.queue_now(tx, &workspace, &job).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    world.settle().await;
    assert!(world.coffee_of("ana").contains("*A break for core:*"));
    world.advance_to("Fri 17:00").await;
    assert_eq!(world.coffee_of("ana").matches("Klatch:").count(), 1, "no reminder, no check-in");
    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.groups_of_round(&workspace, round.id).await.unwrap(), []);
    assert_eq!(tx.breaks_in(&workspace, round.id).await.unwrap(), 1);
    assert!(!world.read("gus", "#rust").contains("coffee for"), "nothing to sum up");
}

#[tokio::test]
async fn a_program_may_be_the_break_of_each_team() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ada", "max", "ana", "bo"]).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    let saved = world.submit("ada", [("kind", "break")]).await;
    assert!(saved.contains("Saved: every Monday"), "{saved}");
    world.close("ada");
    world.advance_to("Mon 10:00").await;
    insta::assert_snapshot!(world.coffee_of("max"), @r"
    Klatch:
      *A break for it:* today at 9:00 AM, half an hour together, without an agenda.
      Ada and Max.
      @Max, would you say where: a kitchen, a walk, a call?
      [I'm in] [Not today] [We met]
      · Only numbers show here, never who said what.
    ");
    assert!(world.groups_of("ana").is_empty(), "nobody else of her team is in it");
    insta::assert_snapshot!(world.command("ana", "#rust", "why").await, @r"
    *I know no team of yours that was there.* A break brings whole teams together; yours may not be in your profile, or nobody else of it takes part.
    · Coffee in #rust opens again Monday, November 30th at 9:00 AM.
    ");
}

/// Ada and Max, both of IT, in a program of breaks.
async fn breaks_of_it(world: &TestWorld) {
    world.coffee_in("#rust", ["ada", "max"]).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    world.submit("ada", [("kind", "break"), ("group_size", "4")]).await;
    world.close("ada");
}

#[tokio::test]
async fn my_coffee_tells_of_a_break_until_it_is_over() {
    let world = TestWorld::new().await;
    breaks_of_it(&world).await;
    let invitation = world.read("bo", "#rust");
    assert!(invitation.contains("with your team*"), "{invitation}");
    assert!(invitation.contains("I bring the people of each team together"), "{invitation}");
    world.advance_to("Mon 09:01").await;
    let mine = world.command("max", "#rust", "").await;
    assert!(mine.contains("A break with your team, it: today at 9:00 AM."), "{mine}");
    world.close("max");
    world.advance_to("Mon 09:31").await;
    let over = world.command("max", "#rust", "").await;
    assert!(!over.contains("A break with your team"), "{over}");
}

#[tokio::test]
async fn who_is_kept_apart_from_their_team_reads_what_everybody_reads() {
    let world = TestWorld::new().await;
    breaks_of_it(&world).await;
    world.command("ada", "#rust", "like").await;
    world.click("ada", "Not with…").await;
    let max = world.id("max");
    world.submit("ada", [("not_with", max.as_str())]).await;
    world.close("ada");
    world.advance_to("Mon 10:00").await;
    let why = world.command("max", "#rust", "why").await;
    assert!(why.contains("I found no fitting partner for you this time."), "{why}");
}

#[tokio::test]
async fn a_report_of_breaks_does_not_say_that_nobody_was_introduced() {
    let world = TestWorld::new().await;
    breaks_of_it(&world).await;
    for person in ["ana", "bo", "cy"] {
        world.press(person, "#rust", "Join coffee").await;
    }
    let report = world.command("ada", "#rust", "report").await;
    assert!(report.contains("5 people are in it now. Breaks bring whole teams"), "{report}");
    assert!(!report.contains("nobody was introduced"), "{report}");
}
