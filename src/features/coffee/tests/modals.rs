//! The bare command opens a modal with a button for everything.

use crate::features::tests::world::TestWorld;

#[tokio::test]
async fn my_coffee_changes_in_its_place() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "").await, @r"
    == My coffee ==
    *Coffee in #rust*
    Every Monday at 09:00 (Berlin) · 0 people
    You're not in it.
    [Join coffee]
    ---
    [How I like it…] [Whom I met] [Set up another] [How it works]
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *Newcomers:* would you have a coffee with somebody new now and then? You take turns with the others.
    [I welcome newcomers]
    [Close]
    ");
    insta::assert_snapshot!(world.click("ana", "Join coffee").await, @r"
    == My coffee ==
    *Coffee in #rust*
    Every Monday at 09:00 (Berlin) · 1 person
    :white_check_mark: You're in. You're the first; it starts at two, or on the steward's word.
    [Skip the next] [Pause…] [Leave]
    ---
    [How I like it…] [Whom I met] [Set up another] [How it works]
    *Coffee now:* free this minute? If somebody else presses it within 30 minutes, I introduce you two at once. Nobody sees who waits.
    [Coffee now]
    *Newcomers:* would you have a coffee with somebody new now and then? You take turns with the others.
    [I welcome newcomers]
    [Close]
    ");
    let skipped = world.click("ana", "Skip the next").await;
    assert!(skipped.contains("You skip Monday 23 November"), "{skipped}");
    let back = world.click("ana", "Count me in").await;
    assert!(back.contains("You're in."), "{back}");
    let left = world.click("ana", "Leave").await;
    assert!(left.contains("You're not in it."), "{left}");
    let help = world.click("ana", "How it works").await;
    assert!(help.contains("Coffee with somebody new."), "{help}");
}

#[tokio::test]
async fn a_pause_is_picked_and_its_errors_stand_at_the_date() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    insta::assert_snapshot!(world.command("ana", "#rust", "pause").await, @r"
    == Take a break ==
    I won't introduce you to anybody in #rust meanwhile. A break with an end ends by itself.
    How long?: <The next 2 rounds: The next round | The next 2 rounds | The next 4 rounds | Until the date below | Until I say I'm back>
    Back on (optional): <Pick a date>
    · Quicker: `/coffee pause 2 weeks` or `/coffee pause until 12 Jan`.
    [Never mind] [Pause]
    ");
    insta::assert_snapshot!(world.submit("ana", [("pause_for", "until")]).await, @"pause_until: Pick the day you're back, or choose a number of rounds above.");
    let past = [("pause_for", "until"), ("pause_until", "2026-11-01")];
    insta::assert_snapshot!(world.submit("ana", past).await, @"pause_until: That day is over. Pick one that's still to come.");
    let far = [("pause_for", "until"), ("pause_until", "2029-11-01")];
    insta::assert_snapshot!(world.submit("ana", far).await, @"pause_until: That's more than a year away. Pick an earlier day, or leave and join again later.");
    assert!(world.modal("ana").contains("2029-11-01"), "what was typed is kept");
    let fine = [("pause_for", "until"), ("pause_until", "2027-01-12")];
    insta::assert_snapshot!(world.submit("ana", fine).await, @r"
    == Coffee ==
    *Enjoy the break.* You're back on Tuesday 12 January.
    [I'm back] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    [Close]
    ");
    // Closing it closes the modals below as well, which show what was before.
    let answer = world.playground().modal_of("ana").unwrap();
    assert_eq!(answer.body["clear_on_close"], true);
    let back = world.click("ana", "I'm back").await;
    assert!(back.contains("You're in."), "{back}");
}

#[tokio::test]
async fn a_second_click_does_no_harm_anywhere() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["bo"]).await;
    for (person, button) in [("ana", "Join coffee"), ("bo", "Leave")] {
        world.command(person, "#rust", "").await;
        let old = world.playground().modal_of(person).unwrap();
        world.click(person, button).await;
        let spot = crate::playground::Spot::View(old.id.clone());
        let actions = old.blocks().iter().filter(|block| block["type"] == "actions");
        let press = actions
            .flat_map(|block| {
                block["elements"].as_array().unwrap().iter().map(move |it| (block, it))
            })
            .find(|(_, element)| element["text"]["text"] == button)
            .map(|(block, element)| crate::playground::Press {
                block_id: block["block_id"].as_str().unwrap().to_owned(),
                action_id: element["action_id"].as_str().unwrap().to_owned(),
                ..crate::playground::Press::default()
            });
        // The button is not drawn any more, so that not even a playground finds it.
        let again = world.playground().press(person, &spot, &press.unwrap()).await;
        assert!(again.is_err(), "{again:?}");
        world.close(person);
    }
}

#[tokio::test]
async fn a_modal_that_was_closed_meanwhile_is_no_error() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", []).await;
    world.command("ana", "#rust", "").await;
    let playground = world.playground().clone();
    let press = playground.press_in_view("ana", "Join coffee");
    let close = async {
        tokio::task::yield_now().await;
        if let Some(modal) = playground.modal_of("ana") {
            let _gone = playground.close_view("ana", &modal.id, true);
        }
    };
    let (pressed, ()) = tokio::join!(press, close);
    pressed.unwrap();
    world.settle().await;
    assert_eq!(world.playground().ephemerals("ana").len(), 0);
    assert!(world.command("ana", "#rust", "join").await.contains("joined already"));
}

#[tokio::test]
async fn a_modal_open_while_the_round_starts_tells_what_is_true_now() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.command("ana", "#rust", "").await;
    world.advance_to("Mon 09:01").await;
    // The button was drawn for the round that has opened meanwhile.
    insta::assert_snapshot!(world.click("ana", "Skip the next").await, @r"
    == Coffee ==
    That button was for another date, so nothing was changed.
    :white_check_mark: You're in. The next round opens Monday, November 30th at 9:00 AM.
    [Skip the next] [Pause…] [Leave]
    · Coffee in #rust · every Monday at 09:00 (Berlin)
    [Close]
    ");
    let program = world.programs().await.remove(0);
    let workspace = world.workspace();
    let mut tx = world.store().read().await.unwrap();
    let mine = tx.participation(&workspace, program.id, &world.id("ana")).await.unwrap().unwrap();
    assert_eq!(mine.skips, None);
}
