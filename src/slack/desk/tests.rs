use serde_json::json;
use tokio::sync::oneshot;

use super::*;
use crate::event::Happening;
use crate::slack::fake::{HANGS, Slack, TestDesk, command, desk, home_opened, press};

/// Hands something over; gives what the acknowledgement will be, an error if it is refused.
fn hand_in(
    desk: &Arc<TestDesk>,
    id: &str,
    kind: Kind,
    payload: Value,
) -> oneshot::Receiver<Option<Value>> {
    let (ack, acknowledged) = oneshot::channel();
    let delivery = Delivery { id: id.to_owned(), kind, payload };
    desk.take(delivery, Box::new(move |payload| drop(ack.send(payload))));
    acknowledged
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(HANGS, what).await.expect("it hangs")
}

#[tokio::test]
async fn an_event_is_acknowledged_once_it_is_kept() {
    let slack = Slack::agreeable().await;
    let (desk, kept, _) = desk(&slack);
    let desk = Arc::new(desk);

    let ack = soon(hand_in(&desk, "e1", Kind::Event, home_opened("Ev1"))).await;

    assert_eq!(ack, Ok(None));
    let kept = kept.events.lock().unwrap();
    assert!(matches!(&kept[0].what, Happening::HomeOpened { member } if member.as_str() == "U1"));
}

#[tokio::test]
async fn an_event_that_is_not_kept_is_refused_and_may_come_again() {
    let slack = Slack::agreeable().await;
    let (desk, kept, _) = desk(&slack);
    let desk = Arc::new(desk);

    kept.full.store(true, std::sync::atomic::Ordering::SeqCst);
    let refused = soon(hand_in(&desk, "e1", Kind::Event, home_opened("Ev1"))).await;
    assert!(refused.is_err());
    soon(desk.idle()).await;

    kept.full.store(false, std::sync::atomic::Ordering::SeqCst);
    let taken = soon(hand_in(&desk, "e1", Kind::Event, home_opened("Ev1"))).await;
    assert_eq!(taken, Ok(None));
    assert_eq!(kept.events.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_none_of_our_business_is_acknowledged_and_kept_nowhere() {
    let slack = Slack::agreeable().await;
    let (desk, kept, obedient) = desk(&slack);
    let desk = Arc::new(desk);
    let message = json!({
        "type": "event_callback", "team_id": "T1", "event_id": "Ev1",
        "event": { "type": "message", "channel_type": "channel", "channel": "C1", "user": "U1",
            "text": "Nobody's business", "ts": "1.0" },
    });

    assert_eq!(soon(hand_in(&desk, "e1", Kind::Event, message)).await, Ok(None));
    assert_eq!(soon(hand_in(&desk, "e2", Kind::Command, json!("?"))).await, Ok(None));

    assert!(kept.events.lock().unwrap().is_empty());
    assert_eq!(obedient.asked.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_second_delivery_repeats_the_answer_and_not_the_effect() {
    let slack = Slack::agreeable().await;
    let (desk, _, obedient) = desk(&slack);
    let desk = Arc::new(desk);

    let first = soon(hand_in(&desk, "e1", Kind::Command, command("hi", &slack.hook))).await;
    let second = soon(hand_in(&desk, "e1", Kind::Command, command("hi", &slack.hook))).await;

    let said = json!({ "response_type": "ephemeral", "text": "You said: hi" });
    assert_eq!(first, Ok(Some(said)));
    assert_eq!(first, second);
    assert_eq!(obedient.asked.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_second_delivery_while_the_first_is_in_hand_gets_its_answer_too() {
    let slack = Slack::agreeable().await;
    let (desk, _, obedient) = desk(&slack);
    let desk = Arc::new(desk);

    let first = hand_in(&desk, "e1", Kind::Command, command("wait", &slack.hook));
    let second = hand_in(&desk, "e1", Kind::Command, command("wait", &slack.hook));
    obedient.go_on.notify_one();

    let said = soon(first).await;
    assert!(said.as_ref().is_ok_and(Option::is_some));
    assert_eq!(soon(second).await, said);
    assert_eq!(obedient.asked.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[tokio::test]
async fn one_slow_handler_delays_nobody() {
    let slack = Slack::agreeable().await;
    let (desk, _, obedient) = desk(&slack);
    let desk = Arc::new(desk);

    let slow = hand_in(&desk, "e1", Kind::Command, command("wait", &slack.hook));
    let quick = hand_in(&desk, "e2", Kind::Command, command("hi", &slack.hook));

    assert!(soon(quick).await.unwrap().is_some());
    assert_eq!(desk.in_hand(), 1, "the slow one");
    obedient.go_on.notify_one();
    assert_eq!(soon(slow).await.unwrap().unwrap()["text"], "You said: wait");
    soon(desk.idle()).await;
}

#[tokio::test]
async fn a_broken_handler_says_sorry_and_takes_nothing_along() {
    let slack = Slack::agreeable().await;
    let (desk, ..) = desk(&slack);
    let desk = Arc::new(desk);

    let sorry = soon(hand_in(&desk, "e1", Kind::Command, command("break", &slack.hook))).await;
    let text = sorry.unwrap().unwrap()["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("That didn't work. (ref ") && text.len() == 28, "{text}");

    let next = soon(hand_in(&desk, "e2", Kind::Command, command("hi", &slack.hook))).await;
    assert!(next.unwrap().is_some());
}

#[tokio::test]
async fn an_answer_that_takes_too_long_follows_later() {
    let mut slack = Slack::agreeable().await;
    let (desk, _, obedient) = desk(&slack);
    let limits = Limits { answer: Duration::from_millis(20), ..Limits::default() };
    let desk = Arc::new(desk.with_limits(limits));

    let ack = soon(hand_in(&desk, "e1", Kind::Command, command("wait", &slack.hook))).await;
    assert_eq!(ack.unwrap().unwrap()["text"], "That takes a moment…");

    obedient.go_on.notify_one();
    let later = slack.called().await;
    assert_eq!(later.method, "hook");
    assert_eq!(later.said["text"], "You said: wait");
    assert_eq!(later.token, None, "the token stays with us");
    soon(desk.idle()).await;
}

#[tokio::test]
async fn a_press_is_acknowledged_first_and_answered_beside_its_message() {
    let mut slack = Slack::agreeable().await;
    let (desk, ..) = desk(&slack);
    let desk = Arc::new(desk);

    assert_eq!(soon(hand_in(&desk, "e1", Kind::Interaction, press(&slack.hook))).await, Ok(None));

    let said = slack.called().await.said;
    assert_eq!(said["text"], "You pressed it");
    assert_eq!(said["replace_original"], false);
    soon(desk.idle()).await;
}

#[tokio::test]
async fn more_than_can_be_in_hand_is_left_to_slack() {
    let slack = Slack::agreeable().await;
    let (desk, _, obedient) = desk(&slack);
    let desk = Arc::new(desk.with_limits(Limits { at_once: 1, ..Limits::default() }));

    let first = hand_in(&desk, "e1", Kind::Command, command("wait", &slack.hook));
    let second = hand_in(&desk, "e2", Kind::Command, command("hi", &slack.hook));

    assert!(soon(second).await.is_err());
    obedient.go_on.notify_one();
    assert!(soon(first).await.is_ok());
}
