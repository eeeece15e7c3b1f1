//! Pauses without an end, and people who never say anything.

use crate::domain::coffee::Pause;
use crate::event::{Gesture, Interaction, Origin, Reply};
use crate::features::coffee;
use crate::features::tests::world::TestWorld;
use crate::views::names::action;

#[tokio::test]
async fn a_pause_without_an_end_shows_and_ends_with_a_press() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    world.command("ana", "#rust", "pause").await;
    let answer = world.submit("ana", [("pause_for", "until_back")]).await;
    assert!(answer.contains("It lasts until you say you're back."), "{answer}");
    world.close("ana");
    world.advance_to("Mon 10:00").await;
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.groups_of("ana"), [""; 0]);
    let mine = world.command("ana", "#rust", "").await;
    assert!(mine.contains("You're paused until you say you're back."), "{mine}");
    let back = world.click("ana", "I'm back").await;
    assert!(back.contains("You're in."), "{back}");
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.groups_of("ana").len(), 1);
}

#[tokio::test]
async fn who_is_silent_is_looked_after_by_a_round_of_now_as_well() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "cy"]).await;
    for _ in 0..4 {
        world.advance_to("Mon 10:00").await;
        for heard in ["bo", "cy"] {
            world.command(heard, "#rust", "").await;
            world.close(heard);
        }
    }
    world.advance_to("Fri 10:00").await;
    assert!(world.dm("ana").contains("Still up for coffee?"), "{}", world.dm("ana"));
    world.command("ada", "#rust", "run").await;
    let open = world.submit("ada", []).await;
    assert!(open.contains("*The round is open.* 2 people hear from me"), "{open}");
    assert_eq!(pause_of(&world, "ana").await, Pause::UntilBack);
}

async fn pause_of(world: &TestWorld, person: &str) -> Pause {
    let (workspace, program) = (world.workspace(), world.programs().await.remove(0));
    let mut tx = world.store().read().await.unwrap();
    let mine = tx.participation(&workspace, program.id, &world.id(person)).await.unwrap();
    mine.unwrap().pause
}

#[tokio::test]
async fn who_says_nothing_for_three_rounds_is_asked_and_then_paused() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    for _ in 0..4 {
        assert_eq!(world.dm("ana"), "");
        world.advance_to("Mon 10:00").await;
    }
    // Bo opens a window now and then, which is all it takes.
    world.command("bo", "#rust", "").await;
    world.close("bo");
    world.advance_to("Thu 10:00").await;
    insta::assert_snapshot!(world.dm("ana"), @r"
    Klatch:
      *Still up for coffee?* I've introduced you a few times in #rust and haven't heard from you since. Busy weeks happen. If you'd rather not say anything, I pause you when the next round opens, Monday, December 21st at 9:00 AM; you can come back whenever you like.
      [Yes, keep me in] [Pause me] [Leave]
    ");
    assert_eq!(world.dm("bo"), "", "he was heard of before the question went out");
    world.advance_to("Mon 08:00").await;
    let dm = world.dm("ana");
    assert_eq!(dm.matches("Still up for coffee?").count(), 1, "{dm}");
    assert_eq!(pause_of(&world, "ana").await, Pause::None);
    world.advance_to("Mon 10:00").await;
    insta::assert_snapshot!(world.dm("ana").split_once("[Leave]\n").unwrap().1, @r"
    Klatch:
      *I've paused your coffee in #rust*, since I haven't heard from you. Nobody else is told, and your place is kept: one press and you're in again.
      [I'm back] [Leave]
    ");
    assert_eq!(pause_of(&world, "ana").await, Pause::UntilBack);
    assert_eq!(pause_of(&world, "bo").await, Pause::None);
    let back = world.press("ana", "dm", "I'm back").await;
    assert!(back.contains("*Welcome back!*"), "{back}");
    let again = world.press("ana", "dm", "I'm back").await;
    assert!(again.contains("nothing to change"), "{again}");
    assert_eq!(pause_of(&world, "ana").await, Pause::None);
    for _ in 0..3 {
        world.advance_to("Mon 10:00").await;
    }
    let dm = world.dm("ana");
    assert_eq!(dm.matches("Still up for coffee?").count(), 1, "she begins anew: {dm}");
}

#[tokio::test]
async fn yes_keep_me_in_is_all_it_takes() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    for _ in 0..4 {
        world.advance_to("Mon 10:00").await;
    }
    world.advance_to("Thu 10:00").await;
    insta::assert_snapshot!(world.press("ana", "dm", "Yes, keep me in").await, @r"
    *Lovely, you stay in.*
    :white_check_mark: You're in. The next round opens Monday, December 21st at 9:00 AM.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
    let again = world.press("ana", "dm", "Yes, keep me in").await;
    assert!(again.contains("you stay in"), "{again}");
    let rest = world.press("bo", "dm", "Pause me").await;
    assert!(rest.contains("It lasts until you say you're back."), "{rest}");
    world.advance_to("Mon 10:00").await;
    assert_eq!(pause_of(&world, "ana").await, Pause::None);
    assert_eq!(world.dm("ana").matches("Still up").count(), 1);
    // The answer comes late, and is heard all the same.
    let late = world.press("bo", "dm", "Yes, keep me in").await;
    assert!(late.contains("*Welcome back!*"), "{late}");
}

#[tokio::test]
async fn who_is_said_to_have_met_is_not_silent() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    for _ in 0..5 {
        world.advance_to("Mon 10:00").await;
        world.press_in_group("bo", "We met").await;
        world.close("bo");
    }
    world.advance_to("Sun 12:00").await;
    assert_eq!((world.dm("ana"), world.dm("bo")), (String::new(), String::new()));
}

/// A press on a message in `#rust`, as a menu of any message can send it.
async fn pressed(world: &TestWorld, person: &str, action: &str, value: &str) -> String {
    let origin = Origin::Message { channel: "C1".into(), message: "1.0".into() };
    let interaction = Interaction {
        workspace: world.workspace(),
        member: world.id(person),
        trigger: format!("{action} {value}"),
        what: Gesture::Press {
            action: action.to_owned(),
            value: Some(value.to_owned()),
            origin: origin.clone(),
        },
    };
    let context = world.context();
    let reply = coffee::press(&context, &interaction, action, value, &origin).await.unwrap();
    world.settle().await;
    match reply {
        Some(Reply::Ephemeral(body)) => body["text"].as_str().unwrap().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn skipping_pausing_and_leaving_need_nothing_but_the_program() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    let program = world.programs().await.remove(0).id.to_string();
    let skipped = pressed(&world, "ana", action::SKIP, &program).await;
    assert!(skipped.contains("Monday 23 November goes on without you"), "{skipped}");
    let rests = pressed(&world, "ana", action::REST, &program).await;
    assert!(rests.contains("It lasts until you say you're back."), "{rests}");
    let left = pressed(&world, "ana", action::LEAVE, &program).await;
    assert!(left.contains("You've left."), "{left}");
    for odd in ["", "x", "x 2026-11-23", &format!("{program} soon")] {
        let said = pressed(&world, "bo", action::SKIP, odd).await;
        assert!(said.contains("no longer there"), "{odd}: {said}");
    }
}

#[tokio::test]
async fn a_word_to_the_bot_is_no_silence() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    for _ in 0..3 {
        world.advance_to("Mon 10:00").await;
    }
    world.playground().say("ana", "dm", "Are you there?").unwrap();
    world.settle().await;
    world.advance_to("Mon 10:00").await;
    world.advance_to("Sun 12:00").await;
    assert!(world.dm("bo").contains("Still up for coffee?"), "{}", world.dm("bo"));
    assert!(!world.dm("ana").contains("Still up"), "{}", world.dm("ana"));
}
