use axum::response::IntoResponse;
use serde_json::json;

use super::*;
use crate::slack::decode::Kind;
use crate::slack::desk::Delivery;
use crate::slack::fake::{
    HANGS, Kept, Obedient, Slack, command, desk, envelope, home_opened, json_answer,
};

/// Quick to notice and quick to come back, with one connection.
fn brisk() -> Timing {
    Timing {
        lines: 1,
        stagger: Duration::from_millis(5),
        hello: Duration::from_millis(200),
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(10),
        ..Timing::default()
    }
}

/// A bot that runs, and the way to stop it.
struct Running {
    done: tokio::task::JoinHandle<Result<(), Told>>,
    stop: watch::Sender<bool>,
    connections: watch::Receiver<usize>,
    obedient: Arc<Obedient>,
}

impl Running {
    fn start(slack: &Slack, timing: Timing) -> Self {
        let (desk, _, obedient) = desk(slack);
        let socket = Socket::new(slack.client(), Arc::new(desk), Chance::seeded(1));
        let socket: Socket<Arc<Kept>, Arc<Obedient>> = socket.with_timing(timing);
        let connections = socket.connections();
        let (stop, stopping) = watch::channel(false);
        let done = tokio::spawn(async move { socket.run(stopping).await });
        Self { done, stop, connections, obedient }
    }

    async fn ends(self) -> Result<(), Told> {
        timeout(HANGS, self.done).await.expect("it runs on").unwrap()
    }
}

fn coffee(id: &str, words: &str) -> serde_json::Value {
    let payload = command(words, "https://hooks.slack.com/commands/1");
    envelope(&Delivery { id: id.to_owned(), kind: Kind::Command, payload })
}

#[tokio::test]
async fn what_comes_in_is_acknowledged_on_the_wire() {
    let mut slack = Slack::agreeable().await;
    let bot = Running::start(&slack, brisk());
    let mut wire = slack.socket().await;
    wire.hello().await;

    let payload = home_opened("Ev1");
    wire.say(&envelope(&Delivery { id: "e1".to_owned(), kind: Kind::Event, payload })).await;
    assert_eq!(wire.hear().await, Some(json!({ "envelope_id": "e1" })));

    wire.say(&coffee("e2", "hi")).await;
    let ack = wire.hear().await.unwrap();
    assert_eq!(ack["envelope_id"], "e2");
    assert_eq!(ack["payload"]["text"], "You said: hi");

    bot.stop.send(true).unwrap();
    assert_eq!(wire.hear().await, None, "it hangs up");
    assert_eq!(bot.ends().await, Ok(()));
}

#[tokio::test]
async fn a_frame_that_makes_no_sense_is_no_reason_to_hang_up() {
    let mut slack = Slack::agreeable().await;
    let _bot = Running::start(&slack, brisk());
    let mut wire = slack.socket().await;
    wire.hello().await;

    wire.0.send(axum::extract::ws::Message::text("{")).await.unwrap();
    wire.say(&json!({ "type": "something_new" })).await;
    wire.say(&json!({ "type": "events_api", "payload": 1 })).await;
    wire.say(&coffee("e1", "hi")).await;

    assert_eq!(wire.hear().await.unwrap()["envelope_id"], "e1");
}

#[tokio::test]
async fn the_next_connection_stands_before_the_old_one_is_closed() {
    let mut slack = Slack::agreeable().await;
    let bot = Running::start(&slack, brisk());
    let mut old = slack.socket().await;
    old.hello().await;
    old.say(&coffee("e1", "wait")).await;

    old.say(&json!({ "type": "disconnect", "reason": "warning" })).await;
    let mut new = slack.socket().await;
    old.say(&coffee("e2", "hi")).await;
    assert_eq!(old.hear().await.unwrap()["envelope_id"], "e2", "the old one still works");

    new.hello().await;
    let mut connections = bot.connections.clone();
    timeout(HANGS, connections.wait_for(|count| *count == 2)).await.unwrap().unwrap();
    bot.obedient.go_on.notify_one();
    assert_eq!(old.hear().await.unwrap()["envelope_id"], "e1", "what was in hand is answered");
    assert_eq!(old.hear().await, None, "then the old one is closed");

    new.say(&coffee("e3", "hi")).await;
    assert_eq!(new.hear().await.unwrap()["envelope_id"], "e3");
}

#[tokio::test]
async fn a_connection_that_breaks_is_opened_again() {
    let mut slack = Slack::agreeable().await;
    let _bot = Running::start(&slack, brisk());
    let mut wire = slack.socket().await;
    wire.hello().await;
    drop(wire);

    let mut wire = slack.socket().await;
    wire.hello().await;
    wire.say(&coffee("e1", "hi")).await;
    assert!(wire.hear().await.is_some());
}

#[tokio::test]
async fn two_connections_stand_and_either_takes_over() {
    let mut slack = Slack::agreeable().await;
    let bot = Running::start(&slack, Timing { lines: 2, ..brisk() });
    let mut one = slack.socket().await;
    one.hello().await;
    let mut other = slack.socket().await;
    other.hello().await;
    let mut connections = bot.connections.clone();
    timeout(HANGS, connections.wait_for(|count| *count == 2)).await.unwrap().unwrap();

    drop(one);
    other.say(&coffee("e1", "hi")).await;
    assert_eq!(other.hear().await.unwrap()["envelope_id"], "e1");

    let mut third = slack.socket().await;
    third.hello().await;
    third.say(&coffee("e2", "hi")).await;
    assert_eq!(third.hear().await.unwrap()["envelope_id"], "e2");
    bot.stop.send(true).unwrap();
    assert_eq!(bot.ends().await, Ok(()));
}

#[tokio::test]
async fn an_envelope_that_comes_on_both_is_done_once_and_acknowledged_on_each() {
    let mut slack = Slack::agreeable().await;
    let bot = Running::start(&slack, Timing { lines: 2, ..brisk() });
    let mut one = slack.socket().await;
    one.hello().await;
    let mut other = slack.socket().await;
    other.hello().await;

    one.say(&coffee("e1", "wait")).await;
    other.say(&coffee("e1", "wait")).await;
    other.say(&coffee("e2", "hi")).await;
    assert_eq!(other.hear().await.unwrap()["envelope_id"], "e2");
    bot.obedient.go_on.notify_one();

    let first = one.hear().await.unwrap();
    assert_eq!(first["envelope_id"], "e1");
    assert_eq!(other.hear().await.unwrap(), first);
    assert_eq!(bot.obedient.asked.load(std::sync::atomic::Ordering::SeqCst), 2, "e1 and e2");
}

#[tokio::test]
async fn a_second_connection_that_is_refused_leaves_the_first_alone() {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let one_only = move |_: &str| {
        if asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
            return json_answer(&json!({ "ok": true }));
        }
        let no = json_answer(&json!({ "ok": false, "error": "too_many_websockets" }));
        ([("x-refused", "1")], no).into_response()
    };
    let mut slack = Slack::answering(one_only).await;
    let stagger = Duration::from_millis(300);
    let bot = Running::start(&slack, Timing { lines: 2, stagger, ..brisk() });
    let mut wire = slack.socket().await;
    wire.hello().await;
    for _ in 0..4 {
        assert_eq!(slack.called().await.method, "apps.connections.open");
    }
    wire.say(&coffee("e1", "hi")).await;
    assert_eq!(wire.hear().await.unwrap()["envelope_id"], "e1");
    bot.stop.send(true).unwrap();
    assert_eq!(bot.ends().await, Ok(()));
}

#[tokio::test]
async fn a_connection_without_a_hello_or_a_sign_of_life_is_given_up() {
    let mut slack = Slack::agreeable().await;
    let timing = Timing { quiet: Duration::from_millis(30), ..brisk() };
    let _bot = Running::start(&slack, timing);

    let _mute = slack.socket().await;
    let mut dozes_off = slack.socket().await;
    dozes_off.hello().await;
    // Nobody reads its end, so the ping stays unanswered.
    let mut wire = slack.socket().await;
    wire.hello().await;
}

#[tokio::test]
async fn stopping_waits_for_what_is_in_hand() {
    let mut slack = Slack::agreeable().await;
    let bot = Running::start(&slack, brisk());
    let mut wire = slack.socket().await;
    wire.hello().await;
    wire.say(&coffee("e1", "wait")).await;
    wire.say(&coffee("e2", "hi")).await;
    assert_eq!(wire.hear().await.unwrap()["envelope_id"], "e2");

    bot.stop.send(true).unwrap();
    bot.obedient.go_on.notify_one();
    assert_eq!(wire.hear().await.unwrap()["envelope_id"], "e1");
    assert_eq!(wire.hear().await, None);
    assert_eq!(bot.ends().await, Ok(()));
}

#[tokio::test]
async fn socket_mode_turned_off_is_the_end_with_a_remedy() {
    let mut slack = Slack::agreeable().await;
    let bot = Running::start(&slack, brisk());
    let mut wire = slack.socket().await;
    wire.hello().await;
    wire.say(&json!({ "type": "disconnect", "reason": "link_disabled" })).await;

    let told = bot.ends().await.unwrap_err();
    assert!(told.to_string().contains("Socket Mode"), "{told}");
}

#[tokio::test]
async fn a_refused_token_is_the_end_and_not_tried_for_ever() {
    let refuse = |_: &str| {
        let no = json_answer(&json!({ "ok": false, "error": "invalid_auth" }));
        ([("x-refused", "1")], no).into_response()
    };
    let mut slack = Slack::answering(refuse).await;
    let bot = Running::start(&slack, brisk());

    assert_eq!(slack.called().await.method, "apps.connections.open");
    let told = bot.ends().await.unwrap_err();
    assert!(told.to_string().contains("invalid_auth"), "{told}");
    assert!(told.remedy().contains("SLACK_APP_TOKEN"), "{told}");
}

#[tokio::test]
async fn an_unwell_slack_is_asked_again() {
    let unwell = |_: &str| axum::http::StatusCode::SERVICE_UNAVAILABLE.into_response();
    let mut slack = Slack::answering(unwell).await;
    let bot = Running::start(&slack, brisk());
    for _ in 0..3 {
        assert_eq!(slack.called().await.method, "apps.connections.open");
    }
    bot.stop.send(true).unwrap();
    assert_eq!(bot.ends().await, Ok(()));
}

#[test]
fn the_waits_grow_to_a_bound_and_scatter() {
    let timing = Timing::default();
    assert_eq!(pause(&timing, 1, [0, 0]), Duration::from_millis(250));
    assert_eq!(pause(&timing, 1, [255, 255]), Duration::from_millis(500));
    assert_eq!(pause(&timing, 4, [255, 255]), Duration::from_secs(4));
    assert_eq!(pause(&timing, 99, [255, 255]), Duration::from_secs(60));
}
