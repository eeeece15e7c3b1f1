//! Requests that are not Slack's, or make no sense, or are none of our business: refused or ignored,
//! counted, logged without what they say; nothing comes of them.

use chrono::{DateTime, TimeDelta, Utc};
use klatch::config::Mode;
use klatch::playground::signature;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::house::{House, PATIENCE, SIGNING};
use crate::rows::{difference, rows};
use crate::support::databases;
use crate::support::log::logged;

/// A word that nobody would log otherwise.
const WORD: &str = "quokka";
pub(crate) const JSON: &str = "application/json";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
const REFUSED: &str = "klatch_refused_requests_total";
const DELIVERED: &str = "klatch_deliveries_total";

/// A request, and what is to become of it.
struct Bad {
    what: &'static str,
    bytes: Vec<u8>,
    status: u16,
    counted: (&'static str, &'static str),
    logged: &'static str,
}

pub(crate) fn signed(kind: &str, body: &[u8], at: DateTime<Utc>) -> String {
    let (stamp, signature) = (at.timestamp(), signature(SIGNING, at.timestamp(), body));
    format!(
        "Content-Type: {kind}\r\nX-Slack-Request-Timestamp: {stamp}\r\n\
         X-Slack-Signature: {signature}\r\n"
    )
}

fn with_length(headers: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /slack/events HTTP/1.1\r\nHost: klatch\r\nConnection: close\r\n\
         Content-Length: {length}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

pub(crate) fn request(headers: &str, body: &[u8]) -> Vec<u8> {
    with_length(headers, body.len(), body)
}

/// Sends a request as it is on the wire, and says what comes back.
pub(crate) async fn exchange(house: &House, bytes: &[u8]) -> (u16, String) {
    let exchange = async {
        let mut wire = TcpStream::connect(house.app().address().unwrap()).await.unwrap();
        // An answer may come before all of it is read, and end the connection.
        let _ = wire.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = wire.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        (head.split(' ').nth(1).map_or(0, |code| code.parse().unwrap()), body.to_owned())
    };
    tokio::time::timeout(PATIENCE, exchange).await.expect("an answer in time")
}

/// An event of the workspace as Slack sends it.
fn event(house: &House, id: &str, inner: &Value) -> Value {
    let team = house.playground().team();
    json!({
        "token": WORD, "team_id": team, "api_app_id": "A0001", "type": "event_callback",
        "event_id": id, "event_time": 1_795_000_000, "event": inner,
        "authorizations": [{ "enterprise_id": null, "team_id": team, "user_id": "UBOT" }],
    })
}

fn home_opened(house: &House, id: &str) -> Value {
    let ana = house.playground().person("ana").unwrap().id;
    let inner = json!({ "type": "app_home_opened", "user": ana, "tab": "home", "event": WORD });
    event(house, id, &inner)
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// What nobody who is not Slack could sign, or not in time.
fn not_slacks(house: &House) -> Vec<Bad> {
    let now = house.clock.now();
    let body = home_opened(house, "EvForged").to_string();
    let body = body.as_bytes();
    let right = signed(JSON, body, now);
    let refused = |what, headers: &str, counted| Bad {
        what,
        bytes: request(headers, body),
        status: 401,
        counted: (REFUSED, counted),
        logged: "request refused",
    };
    let at = |seconds| signed(JSON, body, now + TimeDelta::seconds(seconds));
    let other = signature("another secret", now.timestamp(), body);
    let own = signature(SIGNING, now.timestamp(), body);
    vec![
        refused("unsigned", "Content-Type: application/json\r\n", "unsigned"),
        refused("of another body", &signed(JSON, b"another", now), "forged"),
        refused("with another secret", &right.replace(&own, &other), "forged"),
        refused("too old", &at(-301), "stale"),
        refused("of the future", &at(301), "stale"),
        refused("of no time", &right.replace("Timestamp: 1", "Timestamp: x"), "unsigned"),
    ]
}

/// What cannot be read, though it is signed.
fn unreadable(house: &House) -> Vec<Bad> {
    let now = house.clock.now();
    let malformed = |what, kind: &str, body: &[u8]| Bad {
        what,
        bytes: request(&signed(kind, body, now), body),
        status: 400,
        counted: (REFUSED, "malformed"),
        logged: "request refused",
    };
    let whole = home_opened(house, "EvBroken").to_string();
    let half = &whole.as_bytes()[..whole.len() / 2];
    let lists = format!("{{\"{WORD}\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let objects = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    let command = form(&[("command", "/coffee"), ("text", WORD)]);
    vec![
        malformed("half a JSON", JSON, half),
        malformed("no object", JSON, b"[\"quokka\"]"),
        malformed("not UTF-8", JSON, b"{\"type\": \"quokka\xff\xfe\"}"),
        malformed("a form not in UTF-8", FORM, b"text=quokka\xff"),
        malformed("a form not in UTF-8, in percents", FORM, b"text=quokka%ff"),
        malformed("a payload not in UTF-8", FORM, b"payload=%7B%22type%22:%22quokka%C3%28%22%7D"),
        malformed("deep lists", JSON, lists.as_bytes()),
        malformed("deep objects", JSON, objects.as_bytes()),
        malformed("deep lists in a form", FORM, form(&[("payload", &lists)]).as_bytes()),
        malformed("deep objects in a form", FORM, form(&[("payload", &objects)]).as_bytes()),
        malformed("of another kind", "text/plain", command.as_bytes()),
        Bad {
            bytes: with_length(&signed(JSON, half, now), whole.len(), half),
            status: 408,
            counted: (REFUSED, "too slow"),
            ..malformed("cut off on the wire", JSON, half)
        },
    ]
}

fn gigantic() -> Vec<Bad> {
    let told = "POST /slack/events HTTP/1.1\r\nHost: klatch\r\nConnection: close\r\n\
                Content-Length: 10000000\r\n\r\nquokka";
    let mut untold = b"POST /slack/events HTTP/1.1\r\nHost: klatch\r\nConnection: close\r\n\
                       Transfer-Encoding: chunked\r\n\r\n"
        .to_vec();
    for _ in 0..40 {
        let chunk = WORD.repeat(6_000);
        untold.extend_from_slice(format!("{:x}\r\n{chunk}\r\n", chunk.len()).as_bytes());
    }
    let refused = |what, bytes| Bad {
        what,
        bytes,
        status: 413,
        counted: (REFUSED, "too large"),
        logged: "request refused",
    };
    vec![refused("told to be gigantic", told.into()), refused("gigantic", untold)]
}

/// What Slack could sign, and is not for us or not as documented.
fn none_of_ours(house: &House) -> Vec<Bad> {
    let now = house.clock.now();
    let ignored = |what, kind: &str, body: String, counted, logged| Bad {
        what,
        bytes: request(&signed(kind, body.as_bytes(), now), body.as_bytes()),
        status: 200,
        counted: (DELIVERED, counted),
        logged,
    };
    let of_team = |team: &str, authorized: &str| {
        let mut event = home_opened(house, &format!("Ev{team}{authorized}"));
        event["team_id"] = json!(team);
        event["authorizations"][0]["team_id"] = json!(authorized);
        event.to_string()
    };
    let elsewhere = "an event of a workspace we are not in";
    let with_zero = |id: &str, user: &str| {
        let inner = json!({ "type": "app_home_opened", "user": user, "tab": "home" });
        event(house, id, &inner).to_string()
    };
    let odd = "delivery ignored";
    let press = json!({
        "type": "block_actions", "team": { "id": "E0001" }, "user": { "id": "U1" },
        "trigger_id": "1.quokka", "container": { "channel_id": "C1", "message_ts": "1.0" },
        "actions": [{ "action_id": WORD, "type": "button" }],
    });
    let press = form(&[("payload", &press.to_string())]);
    let zero_command = form(&[
        ("team_id", "T0001"),
        ("user_id", "U\0quokka"),
        ("channel_id", "C1"),
        ("command", "/coffee"),
        ("text", WORD),
        ("trigger_id", "2.quokka"),
    ]);
    vec![
        ignored("elsewhere", JSON, of_team("T0099", "T0099"), "not installed", elsewhere),
        ignored("an enterprise", JSON, of_team("E0001", "E0001"), "no workspace", odd),
        ignored("a press in an enterprise", FORM, press, "no workspace", odd),
        ignored("a zero in a member", JSON, with_zero("EvZero", "U\0quokka"), "malformed", odd),
        ignored("a zero in an id", JSON, with_zero("Ev\0quokka", "U1"), "malformed", odd),
        ignored("a zero in a command", FORM, zero_command, "malformed", odd),
    ]
}

#[tokio::test]
async fn nothing_comes_of_what_is_not_slacks_or_makes_no_sense() {
    for database in databases().await {
        let mut house = House::of_one(database, Mode::Http).await;
        house.start_bot().await;
        house.begin_coffee(&house.playground()).await;
        let before = rows(&house.database).await;
        assert!(before.iter().any(|row| row.starts_with("participations: ")), "there are rows");
        let all = [not_slacks(&house), unreadable(&house), gigantic(), none_of_ours(&house)];
        for bad in all.into_iter().flatten() {
            let (figure, of) = bad.counted;
            let (counted, lines) = (house.figure(figure, of).await, logged().len());
            let (status, _) = exchange(&house, &bad.bytes).await;
            assert_eq!(status, bad.status, "{}", bad.what);
            house.settle().await;
            let counted = house.figure(figure, of).await - counted;
            assert_eq!(counted, 1, "{}: {figure} {of}", bad.what);
            let said = logged().split_off(lines);
            assert!(said.contains(bad.logged), "{}: {said}", bad.what);
            let after = rows(&house.database).await;
            assert_eq!(difference(&before, &after), [""; 0], "{}", bad.what);
        }
        assert!(!logged().contains(WORD), "what they say is not logged");
        let faults = house.playground().faults();
        assert!(faults.is_empty(), "{faults:?}");
        house.stop_bot().await;
    }
}

/// PostgreSQL has no such sign: it is left out, and the rest is as if it had never been there.
#[tokio::test]
async fn zeros_in_what_people_write_are_left_out() {
    for database in databases().await {
        let mut house = House::of_one(database, Mode::Http).await;
        house.start_bot().await;
        let playground = house.playground();
        let ana = playground.person("ana").unwrap().id;
        let dm = playground.dm_with_bot("ana").unwrap();
        let team = playground.team();
        let post = async |kind: &str, body: String| {
            let bytes = request(&signed(kind, body.as_bytes(), house.clock.now()), body.as_bytes());
            let answer = exchange(&house, &bytes).await;
            house.settle().await;
            answer
        };
        let said = json!({
            "type": "message", "channel": dm, "channel_type": "im", "user": ana,
            "text": "\0quokka\0", "ts": "1795000000.000100",
        });
        assert_eq!(post(JSON, event(&house, "Ev1", &said).to_string()).await.0, 200);
        let changed = json!({ "type": "user_change", "user": {
            "id": ana, "team_id": team, "name": "ana", "tz": "Europe/Berlin", "updated": 1_999_999_999,
            "profile": { "display_name": "Ana\0 of the zeros", "title": "\0", "email": "a\0@b",
                "status_text": "\0Vacationing", "status_emoji": "\0",
                "fields": { "Xf1": { "value": "\0Team\0" } } },
        }});
        assert_eq!(post(JSON, event(&house, "Ev2", &changed).to_string()).await.0, 200);
        let command = [
            ("team_id", team.as_str()),
            ("user_id", &ana),
            ("channel_id", &dm),
            ("channel_name", "direct\0message"),
            ("command", "/coffee"),
            ("text", "\0help\0"),
            ("trigger_id", "1.2.3"),
        ];
        let (status, answer) = post(FORM, form(&command)).await;
        assert!(status == 200 && answer.contains("/coffee join"), "{status} {answer}");
        let sent = json!({
            "type": "view_submission", "team": { "id": team }, "user": { "id": ana },
            "trigger_id": "1.2.4", "view": {
                "id": "V1", "type": "modal", "callback_id": "coffee_pause",
                "private_metadata": "\0{}\0", "hash": "h",
                "state": { "values": { "until\0": { "a": { "value": "x" } },
                    "until": { "a": { "selected_date": "2026-\0" } } } },
            },
        });
        assert_eq!(post(FORM, form(&[("payload", &sent.to_string())])).await.0, 200);

        let all = rows(&house.database).await;
        assert!(all.iter().any(|row| row.contains("Ana of the zeros")), "it is kept without them");
        let zero = all.iter().find(|row| row.contains("ZERO") || row.contains('\0'));
        assert_eq!(zero, None);
        assert!(!logged().contains("could not be handled"));
        house.stop_bot().await;
    }
}
