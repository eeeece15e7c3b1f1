//! Payloads of our own, which run without Slack's samples: one of each kind that Klatch lives on.

use klatch::event::{Gesture, Happening, Origin};
use klatch::slack::decode::{Decoded, Ignored, Kind, payload};
use serde_json::{Value, json};

fn happening(inner: &Value) -> Decoded {
    let callback = json!({
        "token": "x", "team_id": "T1", "api_app_id": "A1", "type": "event_callback",
        "event_id": "Ev1", "event_time": 1_795_000_000, "event": inner,
        "authorizations": [{
            "enterprise_id": null, "team_id": "T1", "user_id": "UBOT", "is_bot": true,
            "is_enterprise_install": false,
        }],
    });
    payload(Kind::Event, &callback)
}

fn asked(kind: Kind, said: &Value) -> Gesture {
    match payload(kind, said) {
        Decoded::Asked(asked) => asked.interaction.what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_newcomer_and_a_changed_profile() {
    for kind in ["team_join", "user_change"] {
        let decoded = happening(&json!({ "type": kind, "user": {
            "id": "U1", "team_id": "T1", "tz": "Europe/Berlin", "deleted": false,
            "profile": { "display_name": "ana", "real_name": "Ana", "email": "ana@example.com" },
        }}));
        let Decoded::Event(event) = decoded else { panic!("{decoded:?}") };
        let Happening::ProfileChanged { profile, .. } = event.what else { panic!("{event:?}") };
        assert_eq!(profile.name, "ana");
    }
}

#[test]
fn what_is_said_in_channels_stays_there() {
    let decoded = happening(&json!({
        "type": "message", "channel": "C1", "channel_type": "channel", "user": "U1",
        "text": "<@UBOT> hello", "ts": "1.0", "thread_ts": "1.0",
    }));
    assert_eq!(decoded, Decoded::Ignored(Ignored::SaidElsewhere));
}

#[test]
fn a_command_a_press_and_a_modal() {
    let command = json!({
        "team_id": "T1", "channel_id": "D1", "channel_name": "directmessage", "user_id": "U1",
        "command": "/coffee", "text": "pause 2 weeks", "trigger_id": "1.2",
    });
    let gesture = asked(Kind::Command, &command);
    assert!(matches!(gesture, Gesture::Command { words, .. } if words == "pause 2 weeks"));

    let press = json!({
        "type": "block_actions", "team": { "id": "T1" }, "user": { "id": "U1" },
        "trigger_id": "1.3", "view": { "type": "home", "id": "V1" },
        "actions": [{ "type": "users_select", "action_id": "partner", "selected_user": "U2" }],
    });
    let gesture = asked(Kind::Interaction, &press);
    let Gesture::Press { value, origin: Origin::Home, .. } = gesture else { panic!("{gesture:?}") };
    assert_eq!(value.as_deref(), Some("U2"));

    let submit = json!({
        "type": "view_submission", "team": { "id": "T1" }, "user": { "id": "U1" },
        "trigger_id": "1.4",
        "view": { "id": "V1", "type": "modal", "hash": "h", "callback_id": "setup", "state": {
            "values": { "day": { "day": {
                "type": "static_select", "selected_option": { "value": "mon" },
            }}},
        }},
    });
    let gesture = asked(Kind::Interaction, &submit);
    assert!(matches!(gesture, Gesture::Submit { form, .. } if form.get("day") == Some("mon")));
}
