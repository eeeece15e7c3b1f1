//! Whatever comes in, decoding comes to an end without a panic.

use klatch::domain::ids::WorkspaceId;
use klatch::slack::decode::people::profile;
use klatch::slack::decode::{Decoded, Ignored, Kind, form_body, payload};
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

#[test]
fn json_that_is_deeper_than_anything_is_malformed() {
    let deep = [b"payload=".as_slice(), &b"[".repeat(100_000)].concat();
    assert_eq!(form_body(&deep), Decoded::Ignored(Ignored::Malformed));
}
