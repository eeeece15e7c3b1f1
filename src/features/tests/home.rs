//! App Home has a button for every command, and shows what it did.

use super::world::TestWorld;

#[tokio::test]
async fn an_empty_desk_says_how_to_begin() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.home("ana").await, @"");
    insta::assert_snapshot!(world.click("ana", "How it works").await, @"");
    world.close("ana");
    assert!(world.click("ana", "Set up coffee").await.starts_with("== Set up coffee =="));
}

#[tokio::test]
async fn every_button_shows_what_it_did_on_the_page() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    insta::assert_snapshot!(world.home("ana").await, @"");
    insta::assert_snapshot!(world.click("ana", "Join coffee").await, @"");
    let skipped = world.click("ana", "Skip the next").await;
    assert!(skipped.contains("You skip Monday 23 November"), "{skipped}");
    let again = world.click("ana", "Count me in").await;
    assert!(again.contains("You're in."), "{again}");
    world.click("ana", "Pause…").await;
    world.submit("ana", [("pause_for", "2")]).await;
    world.close("ana");
    let paused = world.home_as_it_is("ana");
    assert!(paused.contains("You're paused for 2 more rounds."), "{paused}");
    let back = world.click("ana", "I'm back").await;
    assert!(back.contains("You're in."), "{back}");
    let left = world.click("ana", "Leave").await;
    assert!(left.contains("You're not in it.") && left.contains("[Join coffee]"), "{left}");
}

#[tokio::test]
async fn this_rounds_coffee_and_whom_one_met_stand_on_the_page() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 09:00").await;
    insta::assert_snapshot!(world.home("ana").await, @"");
    insta::assert_snapshot!(world.click("ana", "We met").await, @"");
    assert_eq!(world.submit("ana", [("gained", "A shortcut")]).await, "(closed)");
    insta::assert_snapshot!(world.home_as_it_is("ana"), @"");
    let why = world.click("ana", "Why us?").await;
    assert!(why.starts_with("== Why us? =="), "{why}");
}

#[tokio::test]
async fn a_page_that_somebody_looks_at_follows_what_others_do() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.home("ana").await;
    world.advance_to("Mon 09:05").await;
    assert!(!world.home_as_it_is("ana").contains("This round"), "nobody looks any more");
    world.home("bo").await;
    world.press_in_group("ana", "We met").await;
    assert!(world.home_as_it_is("bo").contains("Met over coffee"), "{}", world.home("bo").await);
}

#[tokio::test]
async fn the_steward_changes_and_ends_coffee_from_the_page() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.home("ada").await;
    world.click("ada", "Change…").await;
    insta::assert_snapshot!(world.modal("ada"), @"");
    insta::assert_snapshot!(world.click("ada", "End this coffee").await, @"");
    world.close("ada");
    assert!(world.home_as_it_is("ada").contains("No coffee yet."));
    assert_eq!(world.programs().await, []);
    insta::assert_snapshot!(world.read("ana", "#rust"), @"");
}
