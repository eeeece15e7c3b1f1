//! Whatever comes in, decoding comes to an end without a panic.

use axum::http::HeaderMap;
use chrono::DateTime;
use klatch::config::Secret;
use klatch::domain::ids::WorkspaceId;
use klatch::slack::decode::people::profile;
use klatch::slack::decode::{Decoded, Ignored, Kind, form_body, payload};
use klatch::slack::http::{Signature, Unproven};
use klatch::slack::socket::{Frame, frame};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Keys that the decoder looks for, so that arbitrary values get deep into it.
const KEYS: [&str; 34] = [
    "type",
    "event",
    "event_id",
    "team_id",
    "team",
    "user",
    "id",
    "channel",
    "channel_id",
    "channel_type",
    "subtype",
    "ts",
    "thread_ts",
    "authorizations",
    "is_bot",
    "user_id",
    "view",
    "state",
    "values",
    "private_metadata",
    "callback_id",
    "hash",
    "actions",
    "action_id",
    "value",
    "selected_option",
    "selected_options",
    "selected_user",
    "files",
    "container",
    "message_ts",
    "trigger_id",
    "command",
    "profile",
];
/// Words that make it go on.
const WORDS: [&str; 14] = [
    "event_callback",
    "message",
    "app_mention",
    "app_home_opened",
    "user_change",
    "im",
    "block_actions",
    "view_submission",
    "view_closed",
    "modal",
    "home",
    "channel_left",
    "T1",
    "\0",
];

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::String),
        prop::sample::select(&WORDS[..]).prop_map(Value::from),
        prop::sample::select(&WORDS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 80, 8, |inner| {
        let key = prop_oneof![
            4 => prop::sample::select(&KEYS[..]).prop_map(str::to_owned),
            1 => any::<String>(),
        ];
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            3 => prop::collection::vec((key, inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// No text that gets through holds what PostgreSQL refuses.
fn clean(decoded: &Decoded) {
    let shown = match decoded {
        Decoded::Event(event) => serde_json::to_string(event).unwrap(),
        Decoded::Asked(asked) => format!("{:?}", asked.interaction),
        Decoded::Ignored(_) => return,
    };
    assert!(!shown.contains("\\u0000") && !shown.contains("\\0"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_json(value in json_value()) {
        for kind in [Kind::Event, Kind::Interaction, Kind::Command] {
            clean(&payload(kind, &value));
        }
        let callback = json!({
            "type": "event_callback", "team_id": "T1", "event_id": "E1", "event": value,
        });
        clean(&payload(Kind::Event, &callback));
        profile(&value, &WorkspaceId::new("T1"));
    }

    #[test]
    fn any_form_of_a_modal(state in json_value(), action in json_value()) {
        let submit = json!({
            "type": "view_submission", "team": { "id": "T1" }, "user": { "id": "U1" },
            "trigger_id": "1", "view": { "id": "V1", "state": { "values": { "b": state } } },
        });
        prop_assert!(matches!(payload(Kind::Interaction, &submit), Decoded::Asked(_)));
        let press = json!({
            "type": "block_actions", "team": { "id": "T1" }, "user": { "id": "U1" },
            "trigger_id": "1", "view": { "type": "home" }, "actions": [action],
        });
        clean(&payload(Kind::Interaction, &press));
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400), json in "\\PC*") {
        clean(&form_body(&bytes));
        clean(&form_body(&[b"payload=".as_slice(), json.as_bytes()].concat()));
    }
}

proptest! {
    #[test]
    fn any_headers_any_frame(
        stamp in "[ -~]{0,30}", claimed in "(v0=)?[0-9a-fg]{0,70}",
        body in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC*", value in json_value(),
    ) {
        let checks = Signature::new(&Secret::new("secret")).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-slack-request-timestamp", stamp.parse().unwrap());
        prop_assert_eq!(checks.check(&headers, &body, DateTime::UNIX_EPOCH), Err(Unproven::Unsigned));
        headers.insert("x-slack-signature", claimed.parse().unwrap());
        prop_assert!(checks.check(&headers, &body, DateTime::UNIX_EPOCH).is_err());
        frame(&text);
        let wrapped = json!({ "type": "interactive", "envelope_id": "e1", "payload": value });
        if let Frame::Envelope(delivery) = frame(&wrapped.to_string()) {
            clean(&payload(delivery.kind, &delivery.payload));
        }
    }
}

/// The published example of how requests are signed, and what must not pass for it.
#[test]
fn the_documented_signature_is_accepted_and_its_neighbors_are_not() {
    let Some(folder) = super::folder() else { return };
    let vectors = super::json(&folder.join("signature-vectors.json"));
    let right = &vectors["documented"][0];
    let text = |of: &Value, key: &str| of[key].as_str().unwrap_or_default().to_owned();
    let checks = Signature::new(&Secret::new(text(right, "signing_secret"))).unwrap();
    let stamp: i64 = text(right, "timestamp").parse().unwrap();
    for case in vectors["derived_from_documented"].as_array().unwrap() {
        let mut headers = HeaderMap::new();
        for (name, key) in
            [("x-slack-request-timestamp", "timestamp"), ("x-slack-signature", "signature")]
        {
            if case["drop"] != name {
                headers.insert(name, text(right, key).parse().unwrap());
            }
        }
        let body = case["body"].as_str().map_or_else(|| text(right, "body"), str::to_owned);
        let now = DateTime::from_timestamp(case["now"].as_i64().unwrap_or(stamp), 0).unwrap();
        let accepted = checks.check(&headers, body.as_bytes(), now).is_ok();
        assert_eq!(accepted, case["expect"] == "accept", "{}", case["name"]);
    }
}

#[test]
fn json_that_is_deeper_than_anything_is_malformed() {
    let deep = [b"payload=".as_slice(), &b"[".repeat(100_000)].concat();
    assert_eq!(form_body(&deep), Decoded::Ignored(Ignored::Malformed));
}
