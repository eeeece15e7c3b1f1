//! Messages of which nobody knows whether they arrived, where the bot may look: once, whatever
//! became of the first try.

use chrono::Duration;

use super::world::TestWorld;
use crate::playground::Trick;

/// The answer gets lost after it happened, or the request before.
const LOST: [Trick; 4] = [Trick::LostAfter, Trick::LostBefore, Trick::Garbled, Trick::BadGateway];

impl TestWorld {
    async fn minutes_pass(&self, minutes: i64) {
        let until = self.world.clock.now() + Duration::minutes(minutes);
        self.world.advance_to(until).await.unwrap();
        self.settle().await;
    }

    async fn in_doubt(&self) -> u64 {
        let mut tx = self.store().read().await.unwrap();
        tx.queue_figures(self.world.clock.now()).await.unwrap().in_doubt
    }
}

#[tokio::test]
async fn a_hello_in_doubt_is_looked_for_and_said_once() {
    for trick in LOST {
        let world = TestWorld::new().await;
        world.playground().next("chat.postMessage", trick);
        world.playground().say("ana", "dm", "Are you there?").unwrap();
        world.settle().await;
        assert_eq!(world.in_doubt().await, 0, "{trick:?}: nobody has come back to it yet");
        world.minutes_pass(3).await;
        assert_eq!(world.in_doubt().await, 1, "{trick:?}");
        assert_eq!(world.playground().messages("ana", "dm").len(), 2, "{trick:?}");
    }
}

#[tokio::test]
async fn an_invitation_in_doubt_stands_once_and_goes_on_counting() {
    for trick in LOST {
        let world = TestWorld::new().await;
        world.playground().next("chat.postMessage", trick);
        world.coffee_in("#rust", []).await;
        world.minutes_pass(3).await;
        let rust = world.read("ana", "#rust");
        assert_eq!(rust.matches("[Join coffee]").count(), 1, "{trick:?}: {rust}");
        assert_eq!(world.in_doubt().await, 1, "{trick:?}");
        // The message that was found is the one that is kept current.
        let before = rust;
        world.press("ana", "#rust", "Join coffee").await;
        world.press("bo", "#rust", "Join coffee").await;
        world.minutes_pass(1).await;
        let rust = world.read("ana", "#rust");
        assert_eq!(rust.matches("[Join coffee]").count(), 1, "{trick:?}: {rust}");
        assert_ne!(rust, before, "{trick:?}");
    }
}

#[tokio::test]
async fn a_sum_in_doubt_is_read_once() {
    for trick in LOST {
        let world = TestWorld::new().await;
        world.coffee_in("#rust", ["ana", "bo"]).await;
        world.advance_to("Mon 10:00").await;
        world.advance_to("Fri 18:00").await;
        world.advance_to("Mon 06:00").await;
        world.playground().next("chat.postMessage", trick);
        world.advance_to("Mon 08:59").await;
        let rust = world.read("gus", "#rust");
        assert_eq!(rust.matches("Round 1:").count(), 1, "{trick:?}: {rust}");
        assert_eq!(world.in_doubt().await, 1, "{trick:?}");
    }
}

#[tokio::test]
async fn a_note_in_doubt_is_read_once() {
    for trick in LOST {
        let world = TestWorld::new().await;
        world.coffee_in("#rust", ["ana"]).await;
        world.playground().next("chat.postMessage", trick);
        world.advance_to("Mon 10:00").await;
        let ada = world.dm("ada");
        assert_eq!(ada.matches("waits:").count(), 1, "{trick:?}: {ada}");
        assert_eq!(world.in_doubt().await, 1, "{trick:?}");
    }
}

#[tokio::test]
async fn an_introduction_is_never_looked_for() {
    let world = TestWorld::new().await;
    world.playground().watch_traffic();
    world.coffee_in("#rust", ["ana", "bo"]).await;
    world.advance_to("Mon 08:30").await;
    world.playground().next("chat.postMessage", Trick::LostAfter);
    world.advance_to("Mon 09:30").await;
    let coffee = world.coffee_of("ana");
    assert_eq!(coffee.matches("meet @Bo").count(), 2, "better twice than never: {coffee}");
    let calls = world.playground().traffic();
    assert!(calls.iter().all(|call| call.name != "conversations.history"));
}

#[tokio::test]
async fn looking_is_tried_again_until_it_succeeds() {
    let world = TestWorld::new().await;
    world.playground().next("chat.postMessage", Trick::LostAfter);
    for trick in [Trick::TooMany, Trick::ServerError, Trick::LostAfter] {
        world.playground().next("conversations.history", trick);
    }
    world.playground().say("ana", "dm", "Are you there?").unwrap();
    world.settle().await;
    world.minutes_pass(15).await;
    assert_eq!(world.playground().messages("ana", "dm").len(), 2);
    assert_eq!(
        world.world.next_due().await.unwrap().filter(|at| *at <= world.world.clock.now()),
        None
    );
}

#[tokio::test]
async fn whoever_asked_for_a_window_that_did_not_open_reads_what_to_do() {
    const AGAIN: &str = "Slack did not open the window. Please give the command again.";
    const SOON: &str = "Slack did not open the window. Please give the command again in a minute.";
    for (trick, sentence) in [
        (Trick::TooMany, SOON),
        (Trick::ServerError, SOON),
        (Trick::Unavailable, SOON),
        (Trick::BadGateway, AGAIN),
        (Trick::LostBefore, AGAIN),
        (Trick::Garbled, AGAIN),
    ] {
        let world = TestWorld::new().await;
        world.playground().next("views.open", trick);
        world.playground().command("ana", "#rust", "/coffee", "setup").await.unwrap();
        world.settle().await;
        let whispers = world.playground().ephemerals("ana");
        let said = world.playground().render_text("ana", whispers.last().unwrap());
        assert_eq!(said.trim_end(), sentence, "{trick:?}");
        world.close("ana");
        let answer = world.command("ana", "#rust", "setup").await;
        assert!(answer.contains("Set up"), "{trick:?}: {answer}");
    }
}

#[tokio::test]
async fn a_button_whose_window_did_not_open_can_be_pressed_again() {
    let world = TestWorld::new().await;
    world.coffee_in("#rust", ["ana"]).await;
    // On the answer to her joining.
    for trick in [Trick::LostBefore, Trick::BadGateway] {
        world.playground().next("views.open", trick);
        let said = world.press("ana", "#rust", "Pause…").await;
        assert_eq!(said, "Slack did not open the window. Please press the button again.");
    }
    let said = world.press("ana", "#rust", "Pause…").await;
    assert!(said.starts_with("== Take a break =="), "{said}");
}
