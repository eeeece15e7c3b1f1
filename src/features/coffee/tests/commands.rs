//! Every word after `/coffee`.

use crate::features::tests::world::TestWorld;

#[tokio::test]
async fn joining_twice_is_joining_once() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "join").await, @r"
    *Welcome to coffee!* I'll introduce you to somebody new.
    :white_check_mark: You're in. You're the first; it starts at two, or on the steward's word.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
    insta::assert_snapshot!(world.command("ana", "#rust", "JOIN").await, @r"
    You've joined already, nothing to do.
    :white_check_mark: You're in. You're the first; it starts at two, or on the steward's word.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
}

#[tokio::test]
async fn leaving_takes_one_word_and_coming_back_another() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "leave").await, @r"
    *You've left.* I won't introduce you any more. It was good to have you!
    [Join coffee]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
    insta::assert_snapshot!(world.command("ana", "#rust", "leave").await, @r"
    You're not in this coffee, so there was nothing to change.
    [Join coffee]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
    insta::assert_snapshot!(world.press("ana", "#rust", "Join coffee").await, @r"
    *Welcome to coffee!* I'll introduce you to somebody new.
    :white_check_mark: You're in. You're the first; it starts at two, or on the steward's word.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
}

#[tokio::test]
async fn a_round_is_skipped_and_taken_back() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "skip").await, @r"
    *Skipped.* Monday 23 November goes on without you, and you're in again after it.
    [Count me in] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
    insta::assert_snapshot!(world.command("ana", "#rust", "back").await, @r"
    *Good to have you back!*
    :white_check_mark: You're in. The next round opens Monday, November 23rd at 9:00 AM.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
    insta::assert_snapshot!(world.command("ana", "#rust", "back").await, @r"
    You weren't away, so there was nothing to change.
    :white_check_mark: You're in. The next round opens Monday, November 23rd at 9:00 AM.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
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
    insta::assert_snapshot!(told, @r"
    2 weeks: *Enjoy the break.* You're back on Thursday 3 December.
    until 12 Jan: *Enjoy the break.* You're back on Tuesday 12 January.
    until tomorrow: *Enjoy the break.* You're back on Friday 20 November.
    3 rounds: *Enjoy the break.* You come back by yourself after the next 3 rounds.
    1 round: *Enjoy the break.* You come back by yourself after the next round.
    ");
    insta::assert_snapshot!(world.command("ana", "#rust", "resume").await, @r"
    *Welcome back!*
    :white_check_mark: You're in. You're the first; it starts at two, or on the steward's word.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    ");
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
    insta::assert_snapshot!(told, @r"
    a while: I couldn't make out for how long. Try `/coffee pause 2 weeks`, `/coffee pause 3 rounds` or `/coffee pause until 12 Jan`. Nothing was changed.
    30 Feb: The calendar doesn't have that day. Try `/coffee pause 2 weeks`, `/coffee pause 3 rounds` or `/coffee pause until 12 Jan`. Nothing was changed.
    2020-01-01: 1 January 2020 isn't ahead of us. Try `/coffee pause 2 weeks`, `/coffee pause 3 rounds` or `/coffee pause until 12 Jan`. Nothing was changed.
    3 years: I couldn't make out for how long. Try `/coffee pause 2 weeks`, `/coffee pause 3 rounds` or `/coffee pause until 12 Jan`. Nothing was changed.
    99 rounds: A pause can last for 1 to 26 rounds. Try `/coffee pause 2 weeks`, `/coffee pause 3 rounds` or `/coffee pause until 12 Jan`. Nothing was changed.
    for: For how long? Try `/coffee pause 2 weeks`, `/coffee pause 3 rounds` or `/coffee pause until 12 Jan`. Nothing was changed.
    ");
    assert!(world.command("ana", "#rust", "join").await.contains("joined already"));
}

#[tokio::test]
async fn an_unknown_word_gets_the_nearest_one() {
    let world = TestWorld::new().await;
    let mut told = String::new();
    for words in ["jion", "leev", "Skp", "setpu", "dance", "<!channel>", "`x`"] {
        told += &format!("{}\n", world.command("ana", "#rust", words).await);
    }
    insta::assert_snapshot!(told, @r"
    I don't know `jion`. Did you mean `/coffee join`? Nothing was changed.
    I don't know `leev`. Did you mean `/coffee leave`? Nothing was changed.
    I don't know `Skp`. Did you mean `/coffee skip`? Nothing was changed.
    I don't know `setpu`. Did you mean `/coffee setup`? Nothing was changed.
    I don't know `dance`. `/coffee help` shows what I understand.
    I don't know `<!channel>`. `/coffee help` shows what I understand.
    I don't know `'x'`. `/coffee help` shows what I understand.
    ");
}

#[tokio::test]
async fn help_shows_examples() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.command("ana", "#rust", "help").await, @r"
    *Coffee with somebody new.* On the day, I write to two of you together: who you are, what you share, a question to start with. In the middle I remind you once, at the end I ask whether you met. I never read your coffee chats.
    `/coffee` – my coffee, with a button for everything
    `/coffee join` – be introduced to somebody new
    `/coffee now` – meet somebody else who is free this minute
    `/coffee skip` – not this once
    `/coffee pause 2 weeks` – or `pause 3 rounds`, or `pause until 12 Jan`
    `/coffee back` – take part again after a pause or a skip
    `/coffee leave` – no more introductions
    `/coffee like` – how, when and with whom you like it
    `/coffee why` – why this group, or why nobody this time
    `/coffee history` – whom you met, and what it was good for
    `/coffee setup` – start coffee in this channel, or change it
    `/coffee preview` – for stewards: try the next round out; also `run` it now, or `report`
    ");
}

#[tokio::test]
async fn without_any_coffee_every_word_says_how_to_begin() {
    let world = TestWorld::new().await;
    insta::assert_snapshot!(world.command("ana", "#rust", "join").await, @r"
    *There's no coffee in this workspace yet.* Set one up in a channel, and I'll invite its people.
    [Set up coffee]
    ");
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

#[tokio::test]
async fn a_word_in_a_channel_is_about_the_coffee_of_that_channel() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.coffee_in("#go", []).await;
    for words in ["leave", "skip", "pause", "pause 2 weeks", "back"] {
        let said = world.command("ana", "#go", words).await;
        assert!(said.contains("You're not in this channel's coffee"), "{words}: {said}");
        assert!(said.contains("[My coffee]"), "{words}: {said}");
    }
    let mine = world.press("ana", "#go", "My coffee").await;
    assert!(mine.contains("You're in. The next round opens"), "{mine}");
}
