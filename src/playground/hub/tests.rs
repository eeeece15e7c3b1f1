//! What goes where, and what comes again.

use chrono::DateTime;

use tokio::sync::{mpsc, oneshot};

use super::*;

fn read(frames: &mut mpsc::UnboundedReceiver<Frame>) -> Value {
    match frames.try_recv() {
        Ok(Frame::Text(text)) => serde_json::from_str(&text).unwrap(),
        other => panic!("expected a frame, got {other:?}"),
    }
}

fn parcel(envelope: &str, asked: Asked) -> Parcel {
    Parcel {
        envelope: envelope.into(),
        asked,
        about: envelope.into(),
        payload: json!({"event": {}}),
        waiting: None,
        trick: None,
        held: None,
    }
}

fn event(hub: &mut Hub, envelope: &str) {
    hub.send(parcel(envelope, Asked::Event));
}

fn tricked(hub: &mut Hub, envelope: &str, trick: Trick) {
    hub.send(Parcel { trick: Some(trick), ..parcel(envelope, Asked::Event) });
}

#[test]
fn events_wait_for_a_connection_and_are_done_with_once_acknowledged() {
    let mut hub = Hub::default();
    event(&mut hub, "e1");
    assert_eq!(hub.unacknowledged(), ["e1"]);
    let (_, mut frames) = hub.connect("A1");
    assert_eq!(read(&mut frames)["type"], "hello");
    let envelope = read(&mut frames);
    assert_eq!(envelope["envelope_id"], "e1");
    assert_eq!(envelope["retry_attempt"], 0);
    assert!(hub.acknowledge("e1").done.is_some());
    assert!(hub.acknowledge("e1").done.is_none());
    assert!(hub.unacknowledged().is_empty());
}

#[test]
fn an_unacknowledged_event_comes_again_after_a_lost_connection_and_when_asked() {
    let mut hub = Hub::default();
    let (first, mut frames) = hub.connect("A1");
    event(&mut hub, "e1");
    read(&mut frames);
    read(&mut frames);
    hub.lost(first);
    let (_, mut frames) = hub.connect("A1");
    read(&mut frames);
    let again = read(&mut frames);
    assert_eq!(again["retry_attempt"], 1);
    assert_eq!(again["retry_reason"], "timeout");
    hub.redeliver();
    assert_eq!(read(&mut frames)["retry_attempt"], 2);
}

#[test]
fn each_envelope_goes_to_one_of_the_connections_and_none_to_one_that_leaves() {
    let mut hub = Hub::default();
    let (_, mut one) = hub.connect("A1");
    let (_, mut two) = hub.connect("A1");
    read(&mut one);
    assert_eq!(read(&mut two)["num_connections"], 2);
    event(&mut hub, "e1");
    event(&mut hub, "e2");
    assert_ne!(read(&mut one)["envelope_id"], read(&mut two)["envelope_id"]);
    assert!(one.try_recv().is_err() && two.try_recv().is_err());
    hub.disconnect("refresh_requested");
    assert_eq!(read(&mut one)["type"], "disconnect");
    assert_eq!(one.try_recv(), Ok(Frame::Close));
    event(&mut hub, "e3");
    assert_eq!(hub.connected(), 0);
    assert!(one.try_recv().is_err(), "e3 waits for the next connection");
}

#[test]
fn an_interaction_is_never_sent_twice() {
    let mut hub = Hub::default();
    let (first, _frames) = hub.connect("A1");
    let (sender, _receiver) = oneshot::channel();
    hub.send(Parcel { waiting: Some(sender), ..parcel("i1", Asked::Press) });
    hub.lost(first);
    let (_, mut frames) = hub.connect("A1");
    read(&mut frames);
    hub.redeliver();
    assert!(frames.try_recv().is_err());
}

fn names(frames: &mut mpsc::UnboundedReceiver<Frame>) -> Vec<String> {
    let mut names = Vec::new();
    while let Ok(Frame::Text(text)) = frames.try_recv() {
        let frame: Value = serde_json::from_str(&text).unwrap();
        names.extend(frame["envelope_id"].as_str().map(str::to_owned));
    }
    names
}

#[test]
fn an_envelope_can_come_twice_or_on_every_connection() {
    let mut hub = Hub::default();
    let (_, mut one) = hub.connect("A1");
    let (_, mut two) = hub.connect("A1");
    tricked(&mut hub, "e1", Trick::Twice);
    assert_eq!([names(&mut one), names(&mut two)].concat(), ["e1", "e1"]);
    tricked(&mut hub, "e2", Trick::ToAll);
    assert_eq!((names(&mut one), names(&mut two)), (vec!["e2".to_owned()], vec!["e2".to_owned()]));
}

#[test]
fn an_event_can_come_after_its_successor_or_when_everything_arrives() {
    let mut hub = Hub::default();
    let (_, mut frames) = hub.connect("A1");
    tricked(&mut hub, "e1", Trick::OutOfOrder);
    assert_eq!(names(&mut frames), [""; 0]);
    event(&mut hub, "e2");
    assert_eq!(names(&mut frames), ["e2", "e1"]);
    tricked(&mut hub, "e3", Trick::OutOfOrder);
    hub.arrive();
    assert_eq!(names(&mut frames), ["e3"]);
}

#[test]
fn a_late_event_waits_for_its_hour_and_nobody_waits_for_it() {
    let mut hub = Hub::default();
    let (_, mut frames) = hub.connect("A1");
    let hour = DateTime::UNIX_EPOCH + TimeDelta::hours(1);
    let late = Parcel { held: Some(Held::Until(hour)), ..parcel("e1", Asked::Event) };
    hub.send(late);
    assert!(hub.unacknowledged().is_empty());
    hub.late_arrive(DateTime::UNIX_EPOCH);
    assert_eq!(names(&mut frames), [""; 0]);
    hub.late_arrive(hour);
    assert_eq!(names(&mut frames), ["e1"]);
}

#[test]
fn a_lost_acknowledgement_brings_the_event_again() {
    let mut hub = Hub::default();
    let (_, mut frames) = hub.connect("A1");
    tricked(&mut hub, "e1", Trick::AckLost);
    assert_eq!(names(&mut frames), ["e1"]);
    assert!(hub.acknowledge("e1").done.is_none());
    assert_eq!(names(&mut frames), ["e1"]);
    assert!(hub.acknowledge("e1").done.is_some());
}

#[test]
fn connections_can_be_asked_to_go_or_break_after_an_envelope() {
    let mut hub = Hub::default();
    let (_, mut frames) = hub.connect("A1");
    read(&mut frames);
    tricked(&mut hub, "e1", Trick::Disconnect);
    assert_eq!(read(&mut frames)["envelope_id"], "e1");
    assert_eq!(read(&mut frames)["reason"], "refresh_requested");
    assert_eq!(frames.try_recv(), Ok(Frame::Close));
    let (_, mut frames) = hub.connect("A1");
    assert_eq!(names(&mut frames), [""; 0], "e1 may still be acknowledged");
    tricked(&mut hub, "e2", Trick::Break);
    assert_eq!(read(&mut frames)["envelope_id"], "e2");
    assert_eq!(frames.try_recv(), Ok(Frame::Break));
}

#[test]
fn over_http_an_event_is_tried_four_times_in_six_minutes() {
    let mut hub = Hub::default();
    let (_, mut frames) = hub.post();
    let start = DateTime::UNIX_EPOCH;
    event(&mut hub, "e1");
    assert_eq!(names(&mut frames), ["e1"]);
    hub.failed("e1", "http_error", start);
    assert_eq!(read(&mut frames)["retry_reason"], "http_error", "at once");
    hub.failed("e1", "http_timeout", start);
    assert!(hub.unacknowledged().is_empty(), "not on its way now");
    hub.late_arrive(start + TimeDelta::minutes(1));
    assert_eq!(read(&mut frames)["retry_attempt"], 2);
    hub.failed("e1", "http_timeout", start);
    hub.late_arrive(start + TimeDelta::minutes(5));
    assert_eq!(read(&mut frames)["retry_attempt"], 3);
    hub.failed("e1", "http_timeout", start);
    assert_eq!(hub.undelivered, 1);
    assert!(hub.acknowledge("e1").done.is_none());
}
