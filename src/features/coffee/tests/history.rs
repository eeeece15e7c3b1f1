//! Looking back, and asking why.

use crate::features::tests::world::TestWorld;

#[tokio::test]
async fn whom_somebody_met_is_theirs_to_look_back_on() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "history").await, @r"
    == Your coffees ==
    *Nobody yet.* After your first coffee, you find here whom you met.
    · Only you see this. What you gained is in your own words.
    [Close]
    ");
    world.close("ana");
    world.advance_to("Mon 10:00").await;
    world.press_in_group("ana", "We met").await;
    world.submit("ana", [("gained", "A <shortcut>\nfor & by the \"build\"")]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "history").await, @r#"
    == Your coffees ==
    23 November 2026 · *Bo* · :white_check_mark: met · #rust
    > A <shortcut> for & by the "build"
    · Only you see this. What you gained is in your own words.
    [Close]
    "#);
    let his = world.command("bo", "#rust", "history").await;
    assert!(his.contains("*Ana* · :white_check_mark: met") && !his.contains("shortcut"), "{his}");
    world.close("bo");
    let home = world.home("bo").await;
    assert!(home.contains("[Whom I met]"), "{home}");
    assert!(world.click("bo", "Whom I met").await.contains("*Ana*"));
}

#[tokio::test]
async fn coffees_outside_of_rounds_are_part_of_it() {
    let world = TestWorld::new().await;
    world.command("ana", "#rust", "now").await;
    world.command("bo", "#rust", "now").await;
    let hers = world.command("ana", "#rust", "history").await;
    assert!(hers.contains("2026 · *Bo* · nobody said · outside of rounds"), "{hers}");
    world.close("ana");
    world.press_in_group("bo", "We met").await;
    let hers = world.command("ana", "#rust", "history").await;
    assert!(hers.contains("*Bo* · :white_check_mark: met · outside of rounds"), "{hers}");
}

#[tokio::test]
async fn why_is_answered_by_a_command_as_well() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    let nothing = "No round of yours is under way, so there is nothing to explain yet.";
    assert_eq!(world.command("ana", "#rust", "why").await, nothing);
    world.advance_to("Mon 10:00").await;
    assert_eq!(world.command("gus", "#rust", "why").await, nothing, "he never joined");
    let why = world.command("ana", "#rust", "why").await;
    assert!(why.contains("Ana and Bo have never had coffee together here"), "{why}");
    world.command("gus", "#rust", "join").await;
    insta::assert_snapshot!(world.command("gus", "#rust", "why").await, @r"
    *You weren't counted in when this round opened.* That happens to whoever joins later, is paused or away on that day, or had a week full of messages from me.
    · Coffee in #rust opens again Monday, November 30th at 9:00 AM.
    ");
}

/// What Bo reads of a round in which nobody is left for him.
async fn without_a_partner(with_a_wish: bool) -> [String; 3] {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo", "gus", "di"]).await;
    if with_a_wish {
        world.command("ana", "#rust", "like").await;
        world.click("ana", "Not with…").await;
        let bo = world.id("bo");
        world.submit("ana", [("not_with", bo.as_str())]).await;
        for name in ["gus", "di"] {
            world.command(name, "#rust", "skip").await;
        }
    } else {
        for name in ["ana", "gus", "di"] {
            world.command(name, "#rust", "like").await;
            world.click(name, "Not with…").await;
            let bo = world.id("bo");
            world.submit(name, [("not_with", bo.as_str())]).await;
        }
    }
    world.advance_to("Mon 10:00").await;
    let why = world.command("bo", "#rust", "why").await;
    let home = world.home("bo").await;
    assert!(world.click("bo", "Why not this time?").await.contains("no fitting partner"));
    let home = home.lines().filter(|line| line.contains("no coffee in this round")).collect();
    [why, home, world.dm("bo")]
}

#[tokio::test]
async fn who_is_left_out_reads_the_same_whoever_wished_so() {
    let read = without_a_partner(true).await;
    insta::assert_snapshot!(read[0], @r"
    *I found no fitting partner for you this time.* Each round is drawn anew, so the next one may well have somebody.
    · Coffee in #rust opens again Monday, November 30th at 10:00 AM.
    ");
    insta::assert_snapshot!(read[1], @"You have no coffee in this round.");
    assert_eq!(read, without_a_partner(false).await);
}
