//! Every word after `/coffee`.

use crate::features::tests::world::TestWorld;

#[tokio::test]
async fn joining_twice_is_joining_once() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "join").await, @"");
    insta::assert_snapshot!(world.command("ana", "#rust", "JOIN").await, @"");
}

#[tokio::test]
async fn leaving_takes_one_word_and_coming_back_another() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "leave").await, @"");
    insta::assert_snapshot!(world.command("ana", "#rust", "leave").await, @"");
    insta::assert_snapshot!(world.press("ana", "#rust", "Join coffee").await, @"");
}

#[tokio::test]
async fn a_round_is_skipped_and_taken_back() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "skip").await, @"");
    insta::assert_snapshot!(world.command("ana", "#rust", "back").await, @"");
    insta::assert_snapshot!(world.command("ana", "#rust", "back").await, @"");
}

#[tokio::test]
async fn a_pause_is_understood_in_many_ways() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    let mut told = String::new();
    for words in ["2 weeks", "until 12 Jan", "until tomorrow", "3 rounds", "1 round"] {
        let answer = world.command("ana", "#rust", &format!("pause {words}")).await;
        told += &format!("{words}: {}\n", answer.lines().next().unwrap());
    }
    insta::assert_snapshot!(told, @"");
    insta::assert_snapshot!(world.command("ana", "#rust", "resume").await, @"");
}

#[tokio::test]
async fn a_pause_that_makes_no_sense_changes_nothing_and_shows_how() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    let mut told = String::new();
    for words in ["a while", "30 Feb", "2020-01-01", "3 years", "99 rounds", "for"] {
        told += &format!(
            "{words}: {}\n",
            world.command("ana", "#rust", &format!("pause {words}")).await
        );
    }
    insta::assert_snapshot!(told, @"");
    assert!(world.command("ana", "#rust", "join").await.contains("joined already"));
}

#[tokio::test]
async fn an_unknown_word_gets_the_nearest_one() {
    let world = TestWorld::new().await;
    let mut told = String::new();
    for words in ["jion", "leev", "Skp", "setpu", "dance", "<!channel>", "`x`"] {
        told += &format!("{}\n", world.command("ana", "#rust", words).await);
    }
    insta::assert_snapshot!(told, @"");
}

#[tokio::test]
async fn help_shows_examples() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.command("ana", "#rust", "help").await, @"");
}

#[tokio::test]
async fn without_any_coffee_every_word_says_how_to_begin() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.command("ana", "#rust", "join").await, @"");
    for words in ["leave", "skip", "back", "pause", "pause 2 weeks"] {
        let answer = world.command("ana", "#rust", words).await;
        assert!(answer.contains("There's no coffee in this workspace yet."), "{words}: {answer}");
    }
}

#[tokio::test]
async fn a_word_in_another_channel_means_the_coffee_one_is_in() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    let answer = world.command("ana", "#general", "skip").await;
    assert!(answer.starts_with("*Skipped.*") && answer.contains("#rust"), "{answer}");
    let answer = world.command("ana", "dm", "leave").await;
    assert!(answer.starts_with("*You've left.*"), "{answer}");
}

#[tokio::test]
async fn where_several_could_be_meant_one_picks() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    world.coffee_in("#go", ["ana"]).await;
    let modal = world.command("ana", "#general", "leave").await;
    assert!(modal.contains("Coffee in #rust") && modal.contains("Coffee in #go"), "{modal}");
    world.close("ana");
    let left = world.command("ana", "#go", "leave").await;
    assert!(left.contains("Coffee in #go"), "{left}");
    let other = world.command("ana", "#general", "skip").await;
    assert!(other.contains("Coffee in #rust"), "{other}");
}
