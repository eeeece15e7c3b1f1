use std::net::SocketAddr;
use std::sync::atomic::Ordering;

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::slack::desk::Limits;
use crate::slack::fake::{HANGS, Kept, Obedient, Slack, command, desk, home_opened, press};

const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_531_420_618, 0).unwrap()
}

/// An address with a desk behind it.
struct Address {
    at: SocketAddr,
    kept: Arc<Kept>,
    obedient: Arc<Obedient>,
    slack: Slack,
}

fn signature(body: &[u8], at: DateTime<Utc>) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("v0:{}:", at.timestamp()).as_bytes());
    mac.update(body);
    let hex: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("v0={hex}")
}

fn signed(kind: &str, body: &[u8], at: DateTime<Utc>) -> String {
    let (stamp, signature) = (at.timestamp(), signature(body, at));
    format!(
        "Content-Type: {kind}\r\nX-Slack-Request-Timestamp: {stamp}\r\n\
         X-Slack-Signature: {signature}\r\n"
    )
}

impl Address {
    async fn new() -> Self {
        Self::with(Limits::default()).await
    }

    async fn with(limits: Limits) -> Self {
        let slack = Slack::agreeable().await;
        let (desk, kept, obedient) = desk(&slack);
        let desk = Arc::new(desk.with_limits(limits));
        let router = router(desk, &Secret::new(SECRET), Clock::still(now())).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { at, kept, obedient, slack }
    }

    /// Sends a request as it is on the wire; gives the status and what the answer says.
    async fn wire(&self, request: &[u8]) -> (u16, String) {
        let exchange = async {
            let mut wire = TcpStream::connect(self.at).await.unwrap();
            // An answer may come before all of a request is read, and end the connection.
            let _ = wire.write_all(request).await;
            let mut answer = Vec::new();
            let _ = wire.read_to_end(&mut answer).await;
            let answer = String::from_utf8(answer).unwrap();
            let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
            let status = head.split(' ').nth(1).unwrap().parse().unwrap();
            (status, body.to_owned())
        };
        timeout(HANGS, exchange).await.expect("an answer in time")
    }

    async fn post(&self, path: &str, headers: &str, body: &[u8]) -> (u16, String) {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: klatch\r\nConnection: close\r\n\
             Content-Length: {length}\r\n{headers}\r\n"
        );
        self.wire(&[head.as_bytes(), body].concat()).await
    }

    async fn json(&self, body: &Value) -> (u16, String) {
        let body = body.to_string();
        self.post("/slack/events", &signed(JSON, body.as_bytes(), now()), body.as_bytes()).await
    }

    async fn form(&self, path: &str, body: &str) -> (u16, String) {
        self.post(path, &signed(FORM, body.as_bytes(), now()), body.as_bytes()).await
    }

    fn events(&self) -> usize {
        self.kept.events.lock().unwrap().len()
    }

    fn asked(&self) -> usize {
        self.obedient.asked.load(Ordering::SeqCst)
    }
}

fn form_of(fields: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in fields.as_object().unwrap() {
        form.append_pair(key, value.as_str().unwrap());
    }
    form.finish()
}

fn payload_of(payload: &Value) -> String {
    form_of(&json!({ "payload": payload.to_string() }))
}

#[tokio::test]
async fn events_commands_and_presses_come_by_one_path_or_their_own() {
    let mut address = Address::new().await;
    assert_eq!(address.json(&home_opened("Ev1")).await, (200, String::new()));
    assert_eq!(address.events(), 1);

    let said = command("hi", &address.slack.hook);
    for (path, trigger) in [("/slack/events", "1"), ("/slack/commands", "2")] {
        let mut said = said.clone();
        said["trigger_id"] = json!(trigger);
        let (status, answer) = address.form(path, &form_of(&said)).await;
        assert_eq!(status, 200);
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer, json!({ "response_type": "ephemeral", "text": "You said: hi" }));
    }

    let pressed = payload_of(&press(&address.slack.hook));
    assert_eq!(address.form("/slack/interactions", &pressed).await, (200, String::new()));
    assert_eq!(address.slack.called().await.said["text"], "You pressed it");
}

#[tokio::test]
async fn slack_may_ask_whose_address_this_is_and_look_at_its_certificate() {
    let address = Address::new().await;
    let asked = json!({ "type": "url_verification", "token": "x", "challenge": "3eZbrw1a" });
    assert_eq!(address.json(&asked).await, (200, "3eZbrw1a".to_owned()));
    let unsigned = format!("Content-Type: {FORM}\r\n");
    let check = address.post("/slack/commands", &unsigned, b"ssl_check=1&token=x").await;
    assert_eq!(check, (200, String::new()));
    assert_eq!((address.events(), address.asked()), (0, 0));
}

#[tokio::test]
async fn what_is_not_slacks_is_refused_and_nothing_comes_of_it() {
    let address = Address::new().await;
    let body = home_opened("Ev1").to_string();
    let (body, path) = (body.as_bytes(), "/slack/events");
    let right = signed(JSON, body, now());
    let address = &address;
    let refused = |headers: String| async move { address.post(path, &headers, body).await.0 };

    assert_eq!(refused(signed(JSON, b"another body", now())).await, 401, "forged");
    assert_eq!(refused(right.replace("X-Slack-Signature", "X-Other")).await, 401);
    assert_eq!(refused(right.replace("X-Slack-Request-Timestamp", "X-Other")).await, 401);
    assert_eq!(refused(right.replace("v0=", "v1=")).await, 401);
    assert_eq!(refused(right.replace("v0=", "v0=00")).await, 401);
    for seconds in [301, -301, 100_000_000_000] {
        let at = now() + TimeDelta::seconds(seconds);
        assert_eq!(refused(signed(JSON, body, at)).await, 401, "{seconds} seconds off");
    }
    assert_eq!(address.events(), 0);

    assert_eq!(refused(signed(JSON, body, now() - TimeDelta::seconds(300))).await, 200);
    assert_eq!(refused(right.to_lowercase()).await, 200, "headers in small letters");
    assert_eq!(address.events(), 1, "the second time it was known");
}

#[tokio::test]
async fn what_cannot_be_read_is_malformed() {
    let address = Address::new().await;
    let malformed = |kind: &'static str, body: Vec<u8>| {
        let address = &address;
        async move {
            let (status, said) =
                address.post("/slack/events", &signed(kind, &body, now()), &body).await;
            assert_eq!((status, said.as_str()), (400, ""));
        }
    };
    malformed(JSON, b"{\"type\": \"event_call".to_vec()).await;
    malformed(JSON, b"[]".to_vec()).await;
    malformed(JSON, b"{\"type\": \"\xff\xfe\"}".to_vec()).await;
    malformed(JSON, [b"{\"a\":".as_slice(), &b"[".repeat(100_000)].concat()).await;
    malformed(FORM, [b"payload=".as_slice(), &b"[".repeat(100_000)].concat()).await;
    malformed(FORM, b"payload=%7B".to_vec()).await;
    malformed(FORM, b"text=\xff".to_vec()).await;
    malformed("text/plain", b"{}".to_vec()).await;
    assert_eq!((address.events(), address.asked()), (0, 0));
    assert_eq!(address.json(&home_opened("Ev1")).await.0, 200, "and it still serves");
}

#[tokio::test]
async fn what_is_gigantic_is_not_even_read() {
    let address = Address::new().await;
    let head = "POST /slack/events HTTP/1.1\r\nHost: klatch\r\nConnection: close\r\n";
    let told = format!("{head}Content-Length: 1048577\r\n\r\n");
    assert_eq!(address.wire(told.as_bytes()).await.0, 413);

    let mut untold = format!("{head}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..40 {
        untold.extend_from_slice(format!("{:x}\r\n{}\r\n", 32_768, "x".repeat(32_768)).as_bytes());
    }
    assert_eq!(address.wire(&untold).await.0, 413);
    let huge = vec![b'x'; LARGEST];
    let (status, _) = address.post("/slack/events", &signed(JSON, &huge, now()), &huge).await;
    assert_eq!(status, 400, "large as it may be, but no JSON");
}

#[tokio::test]
async fn a_truncated_request_holds_nobody_up_for_long() {
    let address = Address::new().await;
    let body = home_opened("Ev1").to_string();
    let head = signed(JSON, body.as_bytes(), now());
    let request = format!(
        "POST /slack/events HTTP/1.1\r\nHost: klatch\r\nConnection: close\r\n\
         Content-Length: {}\r\n{head}\r\n{body}",
        body.len() + 1,
    );
    assert_eq!(address.wire(request.as_bytes()).await.0, 408);
    assert_eq!(address.events(), 0);
}

#[tokio::test]
async fn an_event_that_cannot_be_kept_is_left_to_slack_which_sends_it_again() {
    let address = Address::new().await;
    address.kept.full.store(true, Ordering::SeqCst);
    assert_eq!(address.json(&home_opened("Ev1")).await.0, 503);
    address.kept.full.store(false, Ordering::SeqCst);
    let body = home_opened("Ev1").to_string();
    let headers = signed(JSON, body.as_bytes(), now())
        + "X-Slack-Retry-Num: 1\r\nX-Slack-Retry-Reason: http_error\r\n";
    for _ in 0..2 {
        assert_eq!(address.post("/slack/events", &headers, body.as_bytes()).await.0, 200);
    }
    assert_eq!(address.events(), 1);
}

#[tokio::test]
async fn a_replayed_request_repeats_the_answer_and_not_the_effect() {
    let address = Address::new().await;
    let body = form_of(&command("hi", &address.slack.hook));
    let first = address.form("/slack/commands", &body).await;
    assert_eq!(address.form("/slack/commands", &body).await, first);
    assert_eq!(address.form("/slack/events", &body).await, first);
    assert_eq!(address.asked(), 1);

    let closed = payload_of(&json!({
        "type": "view_closed", "team": { "id": "T1" }, "user": { "id": "U1" },
        "view": { "id": "V1", "hash": "h", "type": "modal", "callback_id": "setup" },
    }));
    for _ in 0..2 {
        assert_eq!(address.form("/slack/interactions", &closed).await.0, 200);
    }
    assert_eq!(address.asked(), 2);
}

#[tokio::test]
async fn more_than_can_be_in_hand_is_left_to_slack() {
    let address = Arc::new(Address::with(Limits { at_once: 1, ..Limits::default() }).await);
    let waiting = tokio::spawn({
        let address = Arc::clone(&address);
        async move {
            address.form("/slack/commands", &form_of(&command("wait", &address.slack.hook))).await
        }
    });
    while address.asked() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(address.json(&home_opened("Ev1")).await.0, 503);
    address.obedient.go_on.notify_one();
    assert_eq!(waiting.await.unwrap().0, 200);
}

#[tokio::test]
async fn an_event_does_not_wait_for_a_slow_handler() {
    let address = Arc::new(Address::new().await);
    let slow = tokio::spawn({
        let address = Arc::clone(&address);
        async move {
            address.form("/slack/commands", &form_of(&command("wait", &address.slack.hook))).await
        }
    });
    while address.asked() == 0 {
        tokio::task::yield_now().await;
    }
    for number in 0..20 {
        assert_eq!(address.json(&home_opened(&format!("Ev{number}"))).await.0, 200);
    }
    assert!(!slow.is_finished(), "the events were acknowledged while it was still at work");
    address.obedient.go_on.notify_one();
    assert_eq!(slow.await.unwrap().0, 200);
}

#[tokio::test]
async fn somebody_who_hangs_up_takes_nothing_along() {
    let address = Address::new().await;
    let body = form_of(&command("wait", &address.slack.hook));
    let head = signed(FORM, body.as_bytes(), now());
    let mut wire = TcpStream::connect(address.at).await.unwrap();
    let request = format!(
        "POST /slack/commands HTTP/1.1\r\nHost: klatch\r\nContent-Length: {}\r\n{head}\r\n{body}",
        body.len(),
    );
    wire.write_all(request.as_bytes()).await.unwrap();
    while address.asked() == 0 {
        tokio::task::yield_now().await;
    }
    drop(wire);
    address.obedient.go_on.notify_one();
    let (status, answer) = address.form("/slack/commands", &body).await;
    assert_eq!(status, 200);
    assert!(answer.contains("You said: wait"), "{answer}");
    assert_eq!(address.asked(), 1);
}

#[test]
fn a_secret_that_everybody_knows_is_none() {
    assert!(Signature::new(&Secret::new("")).is_err());
}
