//! A program with everything it can be: dates while one chooses, rules, its own words.

use crate::domain::pairing::{Mix, Odd, Unit};
use crate::features::tests::world::TestWorld;
use crate::views::names::field;

/// Somebody chooses something in their modal, and what it shows then.
async fn choose(world: &TestWorld, person: &str, name: &str, option: &str) -> String {
    world.playground().choose_in_view(person, name, option).await.unwrap();
    world.settle().await;
    world.modal(person)
}

#[tokio::test]
async fn the_next_dates_follow_what_one_chooses() {
    let world = TestWorld::new().await;
    let first = world.command("ana", "#rust", "setup").await;
    assert!(first.contains("Next: Mon 23 Nov, Mon 30 Nov and Mon 7 Dec"), "{first}");
    let tuesdays = choose(&world, "ana", field::WEEKDAY, "Tue").await;
    assert!(tuesdays.contains("Next: Tue 24 Nov, Tue 1 Dec and Tue 8 Dec"), "{tuesdays}");
    let more = world.click("ana", "More…").await;
    assert!(more.contains("<Tuesday: ") && !more.contains("Which of the month"), "{more}");
    let months = choose(&world, "ana", field::EVERY, "m1").await;
    assert!(months.contains("Which of the month: <First: "), "{months}");
    assert!(months.contains("Next: Tue 1 Dec, Tue 5 Jan and Tue 2 Feb"), "{months}");
    let last = choose(&world, "ana", field::NTH, "Last").await;
    assert!(last.contains("Next: Tue 24 Nov, Tue 29 Dec and Tue 26 Jan"), "{last}");
    let ready = world.submit("ana", []).await;
    assert!(ready.contains("every last Tuesday of the month at 09:00 (Berlin)"), "{ready}");
    let program = world.programs().await.remove(0);
    assert_eq!(program.cadence.recurrence.to_string(), "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TU");
}

#[tokio::test]
async fn a_round_is_asked_by_the_rules_of_its_program() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy", "di"]).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    let fields = [
        (field::GROUP_SIZE, "4"),
        (field::MIX, "any"),
        (field::DIFFER, "team"),
        (field::OVERLAP, "60"),
        (field::ODD, "sit_out"),
        (field::SHARE, "language"),
        (field::MANAGERS, "yes"),
    ];
    let saved = world.submit("ada", fields).await;
    assert!(saved.contains("Saved: every Monday"), "{saved}");
    world.close("ada");
    let again = world.command("ada", "#rust", "setup").await;
    assert!(!again.contains("Group size"), "{again}");
    let again = world.click("ada", "More…").await;
    assert!(
        again.contains("<Groups of 4: ") && again.contains("Never of the same team"),
        "{again}"
    );
    world.close("ada");
    world.advance_to("Mon 10:00").await;
    let program = world.programs().await.remove(0);
    assert!(program.managers_apart);
    let (store, workspace) = (world.store(), world.workspace());
    let mut tx = store.read().await.unwrap();
    let rounds = tx.rounds(&workspace, program.id).await.unwrap();
    let asked = tx.request(&workspace, rounds[0].id).await.unwrap().unwrap();
    assert_eq!(asked.program, program.rules);
    assert_eq!((asked.program.group_size, asked.program.mix), (4, Mix::Any));
    assert_eq!(asked.program.must_differ, Some(Unit::Team));
    assert_eq!(asked.program.must_share, [crate::domain::pairing::Common::Language]);
    assert_eq!((asked.program.min_overlap_minutes, asked.program.odd), (60, Odd::SitOut));
}

#[tokio::test]
async fn a_program_speaks_in_its_own_words() {
    let world = TestWorld::new().await;
    world.command("ana", "#rust", "setup").await;
    let more = world.click("ana", "More…").await;
    assert!(more.contains("Half an hour, no agenda. Nobody is signed up"), "prefilled: {more}");
    let fields = [
        (field::CALLED, "Tea"),
        (field::TOPIC, "<!channel> & side projects"),
        (field::WELCOME, "Bring <@UBO> & cake."),
        (field::SPOTS, "Berlin: kitchen, 2nd floor"),
        (field::MINIMUM, "2"),
        (field::GROUP_SIZE, "3"),
    ];
    let ready = world.submit("ana", fields).await;
    assert!(ready.contains("Tea is set up in #rust"), "{ready}");
    world.close("ana");
    let channel = world.read("bo", "#rust");
    insta::assert_snapshot!(channel.split("Klatch:").last().unwrap(), @r"

      :coffee: *Tea with somebody new*
      I introduce groups of three of this channel to each other every Monday at 09:00 (Berlin).
      Bring <@UBO> & cake.
      *Topic:* <!channel> & side projects
      [Join Tea] [How it works]
      · Nobody has joined yet · The first round needs 2, and opens Monday, November 23rd at 10:00 AM at the earliest · Started by Ana
    ");
    let welcome = world.press("bo", "#rust", "Join Tea").await;
    assert!(
        welcome.starts_with("*Welcome to Tea!*") && welcome.contains("Tea in #rust"),
        "{welcome}"
    );
    world.press("cy", "#rust", "Join Tea").await;
    world.advance_to("Mon 10:00").await;
    let tea = world.coffee_of("bo");
    assert!(tea.contains("*Topic:* <!channel> & side projects"), "{tea}");
    assert!(tea.contains("From your Tea in #rust."), "{tea}");
    let wrong = [(field::CALLED, "a b c"), (field::SPOTS, "kitchen")];
    world.command("ana", "#rust", "setup").await;
    world.click("ana", "More…").await;
    insta::assert_snapshot!(world.submit("ana", wrong).await, @r"
    called: Give it one or two words, like tea or lunch break.
    spots: Give line 1 a site and a place, like Berlin: kitchen, 2nd floor.
    ");
}

#[tokio::test]
async fn a_group_larger_than_the_people_there_are_is_said_before_it_is_saved() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    world.command("ada", "#rust", "setup").await;
    world.click("ada", "More…").await;
    world.submit("ada", [(field::GROUP_SIZE, "6")]).await;
    world.close("ada");
    // How many of them are paused is not to be told by subtraction.
    world.command("cy", "#rust", "pause 2 weeks").await;
    let modal = world.command("ada", "#rust", "setup").await;
    assert!(
        modal.contains(":warning: 3 people have joined so far: they would meet in one group"),
        "{modal}"
    );
    assert!(modal.contains("A smaller size makes more groups."), "{modal}");
}

#[tokio::test]
async fn two_programs_on_one_day_are_said_while_one_chooses() {
    let world = TestWorld::new().await;
    world.coffee_in("#go", ["ana", "bo"]).await;
    let modal = world.command("ana", "#rust", "setup").await;
    assert!(modal.contains(":warning: #go has a round on Mon 23 Nov as well."), "{modal}");
    let tuesdays = choose(&world, "ana", field::WEEKDAY, "Tue").await;
    assert!(!tuesdays.contains(":warning:"), "{tuesdays}");
}

#[tokio::test]
async fn a_program_of_a_private_channel_is_not_given_away_by_its_day() {
    let world = TestWorld::new().await;
    world.playground().invite("ana", "#secret", "klatch").unwrap();
    world.coffee_in("#secret", []).await;
    let modal = world.command("bo", "#rust", "setup").await;
    assert!(!modal.contains("secret") && !modal.contains(":warning:"), "{modal}");
}

#[tokio::test]
async fn a_round_that_runs_is_told_to_go_on_as_it_was() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 10:00").await;
    world.command("ada", "#rust", "setup").await;
    let saved = world.submit("ada", [("time", "11:00")]).await;
    assert!(saved.contains("The round that runs now goes on as it was."), "{saved}");
}
