//! Slack's own payloads.

use klatch::domain::ids::WorkspaceId;
use klatch::domain::people::Standing;
use klatch::event::{Gesture, Happening};
use klatch::slack::decode::{Decoded, Ignored, Kind, form_body, payload, people};
use serde_json::{Value, json};

/// A sample decodes to something, or is ignored for a reason; never for being malformed, unless it
/// is one of `incomplete`.
fn understood(name: &str, decoded: &Decoded, incomplete: &[&str]) {
    println!("{name}: {}", said(decoded));
    if !incomplete.contains(&name) {
        assert_ne!(decoded, &Decoded::Ignored(Ignored::Malformed), "{name}");
    }
}

fn said(decoded: &Decoded) -> String {
    match decoded {
        Decoded::Event(event) => format!("{:?}", event.what),
        Decoded::Asked(asked) => format!("{:?}", asked.interaction.what),
        Decoded::Ignored(reason) => format!("ignored, {reason}"),
    }
}

#[test]
fn events_with_their_envelope() {
    let Some(folder) = super::folder() else { return };
    let (mut taken, mut ignored) = (0, 0);
    for (name, path) in super::files(&folder.join("events")) {
        let decoded = payload(Kind::Event, &super::json(&path));
        understood(&name, &decoded, &[]);
        match decoded {
            Decoded::Event(_) => taken += 1,
            Decoded::Ignored(_) => ignored += 1,
            Decoded::Asked(_) => panic!("{name} is no question"),
        }
        if name.starts_with("message.") {
            let theirs = Decoded::Ignored(Ignored::NotForUs);
            assert_eq!(payload(Kind::Event, &super::json(&path)), theirs, "{name}");
        }
    }
    assert!(taken >= 5 && ignored >= 15, "{taken} taken, {ignored} ignored");
}

#[test]
fn events_without_their_envelope() {
    let Some(folder) = super::folder() else { return };
    // Samples whose user object is empty.
    let incomplete = ["team_join.json", "user_change.json"];
    for (name, path) in super::files(&folder.join("events-inner")) {
        let inner = super::json(&path);
        let callback = json!({
            "type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": inner,
        });
        understood(&name, &payload(Kind::Event, &callback), &incomplete);
    }
}

#[test]
fn people_and_what_their_status_means() {
    let Some(folder) = super::folder() else { return };
    let changed = |name: &str, team: &str| {
        let inner = super::json(&folder.join("events-inner").join(name));
        let callback = json!({
            "type": "event_callback", "team_id": team, "event_id": "Ev1", "event": inner,
        });
        match payload(Kind::Event, &callback) {
            Decoded::Event(event) => event.what,
            other => panic!("{name}: {other:?}"),
        }
    };
    let Happening::ProfileChanged { profile, .. } = changed("user_status_changed.json", "T111")
    else {
        panic!("no profile")
    };
    assert_eq!((profile.standing, profile.away.is_some()), (Standing::Full, true), "out sick");
    let Happening::ProfileChanged { profile, fields } = changed("user_profile_changed.json", "T9")
    else {
        panic!("no profile")
    };
    assert_eq!((profile.standing, profile.away), (Standing::External, None));
    assert_eq!(fields.get("Xf038NRGUU7Q").map(String::as_str), Some("U16UN6R6U"));
    let listed = super::json(&folder.join("api-ok/users.list.json"));
    let ws = WorkspaceId::new("T012AB3C4");
    let standings: Vec<_> = listed["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| people::profile(user, &ws).unwrap().standing)
        .collect();
    assert_eq!(standings, [Standing::Full, Standing::External]);
}

#[test]
fn presses_and_modals() {
    let Some(folder) = super::folder() else { return };
    for (name, path) in super::files(&folder.join("interactivity")) {
        let sample = super::json(&path);
        let decoded = payload(Kind::Interaction, &sample);
        understood(&name, &decoded, &[]);
        let ours = ["block_actions.", "view_submission.", "view_closed."];
        let asked = matches!(decoded, Decoded::Asked(_));
        assert_eq!(asked, ours.iter().any(|kind| name.starts_with(kind)), "{name}");
        if let Decoded::Asked(asked) = decoded {
            nothing_filled_in_is_lost(&name, &sample, &asked.interaction.what);
        }
    }
}

/// Every field of `view.state` with a value is in the form.
fn nothing_filled_in_is_lost(name: &str, sample: &Value, gesture: &Gesture) {
    let Gesture::Submit { form, .. } = gesture else { return };
    let blocks = sample.pointer("/view/state/values").and_then(Value::as_object);
    for (block, elements) in blocks.into_iter().flatten() {
        for element in elements.as_object().unwrap().values() {
            let filled = element.as_object().unwrap().iter().any(|(key, value)| {
                let empty = value.is_null() || value == &json!("") || value == &json!([]);
                !["type", "timezone"].contains(&key.as_str()) && !empty
            });
            assert!(!filled || form.get(block).is_some(), "{name} loses {block}: {element}");
        }
    }
}

#[test]
fn commands() {
    let Some(folder) = super::folder() else { return };
    for (name, path) in super::files(&folder.join("commands")) {
        let decoded = form_body(std::fs::read_to_string(path).unwrap().trim().as_bytes());
        let Decoded::Asked(asked) = &decoded else { panic!("{name}: {decoded:?}") };
        assert!(asked.response_url.is_some(), "{name}");
        assert!(
            matches!(&asked.interaction.what, Gesture::Command { name, .. } if name.starts_with('/'))
        );
    }
}

#[test]
fn envelopes_of_socket_mode() {
    let Some(folder) = super::folder() else { return };
    for (name, path) in super::files(&folder.join("socket-mode")) {
        let envelope = super::json(&path);
        let kind = match envelope["type"].as_str().unwrap() {
            "events_api" => Kind::Event,
            "interactive" => Kind::Interaction,
            "slash_commands" => Kind::Command,
            "hello" | "disconnect" => continue,
            other => panic!("{name}: {other}"),
        };
        understood(&name, &payload(kind, &envelope["payload"]), &[]);
    }
}
