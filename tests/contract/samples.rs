//! Slack's own payloads, each with what it means to Klatch.

use std::collections::BTreeSet;
use std::path::Path;

use klatch::domain::ids::WorkspaceId;
use klatch::domain::people::Standing;
use klatch::event::{Gesture, Happening, Origin};
use klatch::slack::decode::{Decoded, Kind, form_body, payload, people};
use klatch::slack::socket::Frame;
use serde_json::{Value, json};

/// What the samples with an envelope mean. A name that ends with `*` stands for all that begin so.
const EVENTS: [(&str, &str); 19] = [
    ("app_home_opened.json", "home opened"),
    ("app_home_opened.org.json", "messages tab"),
    ("app_mention.json", "mentioned"),
    ("app_mention.org.json", "mentioned"),
    ("app_mention.slack_connect*", "mentioned"),
    ("app_uninstalled*", "uninstalled"),
    ("member_joined_channel*", "not for us"),
    ("member_left_channel*", "left a channel"),
    ("message.message_deleted.json", "reply deleted"),
    ("message.thread_broadcast.json", "replied"),
    ("message*", "said elsewhere"),
    ("reaction_added*", "another reaction"),
    ("team_access_granted.org.json", "access of an organization"),
    ("team_access_revoked.org.json", "access of an organization"),
    ("tokens_revoked.bot.json", "tokens revoked"),
    ("tokens_revoked.json", "tokens revoked"),
    ("tokens_revoked.user.json", "tokens of people"),
    ("url_verification.java.json", "not for us"),
    ("url_verification.json", "not for us"),
];

/// What the samples without an envelope mean, in one like Slack's.
const INNER: [(&str, &str); 31] = [
    ("app_home_opened.json", "home opened"),
    ("app_mention.2.json", "mentioned"),
    ("app_mention.json", "an edit or a notice"),
    ("app_mention.bot_message*", "from a bot"),
    // A whole body by itself, which is no inner event.
    ("app_rate_limited.json", "not for us"),
    ("app_uninstalled.json", "uninstalled"),
    ("channel_archive.json", "channel lost"),
    ("channel_deleted.json", "channel lost"),
    ("channel_left.json", "channel lost"),
    ("channel_*", "not for us"),
    ("group_archive.json", "channel lost"),
    ("group_left.json", "channel lost"),
    ("group_*", "not for us"),
    ("member_left_channel.json", "left a channel"),
    ("message.6.json", "direct message"),
    ("message.message_changed.2.json", "reply deleted"),
    // What is left of the first message of a thread: an import may have read it.
    ("message.message_changed.3.json", "reply deleted"),
    ("message.message_changed.json", "reply edited"),
    ("message.file_share.json", "replied"),
    ("message.message_deleted.json", "from a bot"),
    ("message*", "said elsewhere"),
    ("reaction_*", "another reaction"),
    ("team_access_*", "access of an organization"),
    // Samples whose user object is empty.
    ("team_join.json", "malformed"),
    ("user_change.json", "malformed"),
    ("team_*", "not for us"),
    ("tokens_revoked.json", "tokens revoked"),
    // Of people and their groups: profiles where the app follows them.
    ("user_*", PEOPLE),
    ("subteam_*", PEOPLE),
    ("member_joined_channel.json", "not for us"),
    ("*", "not for us"),
];

/// Read, or not for us: both are fine, a malformed one is not.
const PEOPLE: &str = "(people)";

const INTERACTIONS: [(&str, &str); 11] = [
    ("block_actions.modal_or_message.1.json", "pressed at home"),
    ("block_actions.payloadtest.2.json", "pressed at home"),
    ("block_actions*", "pressed on a message"),
    ("block_suggestion*", "options of a menu"),
    ("interactive_message.legacy.json", "an old attachment"),
    ("message_action*", "shortcut of a message"),
    ("shortcut*", "shortcut"),
    ("view_closed*", "closed"),
    ("view_submission.payloadtest.2.json", "submitted"),
    ("view_submission.slack_connect.json", "submitted"),
    ("view_submission*", "submitted"),
];

/// What a decoded payload is, in a word or two.
fn said(decoded: &Decoded) -> String {
    let word = match decoded {
        Decoded::Ignored(reason) => reason.as_str(),
        Decoded::Event(event) => match &event.what {
            Happening::HomeOpened { .. } => "home opened",
            Happening::ProfileChanged { .. } => "profile changed",
            Happening::DirectMessage { .. } => "direct message",
            Happening::Replied { .. } => "replied",
            Happening::ReplyEdited { .. } => "reply edited",
            Happening::ReplyDeleted { .. } => "reply deleted",
            Happening::Checked { .. } => "checked",
            Happening::Mentioned { .. } => "mentioned",
            Happening::ChannelLost { .. } => "channel lost",
            Happening::LeftChannel { .. } => "left a channel",
            Happening::UserGroupsChanged => "user groups changed",
            Happening::Uninstalled => "uninstalled",
            Happening::TokensRevoked => "tokens revoked",
        },
        Decoded::Asked(asked) => match &asked.interaction.what {
            Gesture::Command { .. } => "command",
            Gesture::Press { origin: Origin::Home, .. } => "pressed at home",
            Gesture::Press { origin: Origin::Modal { .. }, .. } => "pressed in a modal",
            Gesture::Press { origin: Origin::Message { .. }, .. } => "pressed on a message",
            Gesture::Submit { .. } => "submitted",
            Gesture::Close { .. } => "closed",
            Gesture::Shortcut { on: None, .. } => "shortcut",
            Gesture::Shortcut { on: Some(_), .. } => "shortcut of a message",
        },
    };
    word.to_owned()
}

/// Every file of a folder decodes to what the table says, and no line of the table is idle.
fn hold(folder: &Path, table: &[(&str, &str)], decode: impl Fn(&Value) -> Decoded) {
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for (name, path) in super::files(folder) {
        let line = table.iter().find(|(pattern, _)| match pattern.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => *pattern == name,
        });
        let (pattern, expected) = line.unwrap_or_else(|| panic!("{name} is in no table"));
        used.insert(*pattern);
        let decoded = said(&decode(&super::json(&path)));
        let fits = match *expected {
            PEOPLE => {
                ["profile changed", "user groups changed", "not for us"].contains(&decoded.as_str())
            }
            expected => decoded == expected,
        };
        if !fits {
            wrong.push(format!("{name}: {decoded}, not {expected}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let idle: Vec<_> = table.iter().filter(|(pattern, _)| !used.contains(pattern)).collect();
    assert!(idle.is_empty(), "no sample is {idle:?}");
}

#[test]
fn events_with_their_envelope() {
    let Some(folder) = super::folder() else { return };
    hold(&folder.join("events"), &EVENTS, |sample| payload(Kind::Event, sample));
}

#[test]
fn events_without_their_envelope() {
    let Some(folder) = super::folder() else { return };
    hold(&folder.join("events-inner"), &INNER, |inner| {
        payload(
            Kind::Event,
            &json!({ "type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": inner }),
        )
    });
    let limited = super::json(&folder.join("events-inner/app_rate_limited.json"));
    assert_eq!(said(&payload(Kind::Event, &limited)), "rate limited");
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
    let Happening::ProfileChanged { profile, fields, .. } =
        changed("user_profile_changed.json", "T9")
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
    let folder = folder.join("interactivity");
    hold(&folder, &INTERACTIONS, |sample| payload(Kind::Interaction, sample));
    for (name, path) in super::files(&folder) {
        let sample = super::json(&path);
        if let Decoded::Asked(asked) = payload(Kind::Interaction, &sample) {
            nothing_filled_in_is_lost(&name, &sample, &asked.interaction.what);
        }
    }
}

/// In shared channels and in organizations the workspace is the one that installed the app.
#[test]
fn the_workspace_is_where_the_app_is_installed() {
    let Some(folder) = super::folder() else { return };
    for (sample, workspace) in [
        ("view_closed.org_install.json", "T_expected"),
        ("view_closed.slack_connect.json", "T-installed-workspace"),
        ("view_submission.slack_connect.json", "T-installed-workspace"),
        ("view_submission.payloadtest.2.json", "T111"),
        ("block_actions.payloadtest.6.json", "T03E94MJU"),
    ] {
        let json = super::json(&folder.join("interactivity").join(sample));
        let Decoded::Asked(asked) = payload(Kind::Interaction, &json) else { panic!("{sample}") };
        assert_eq!(asked.interaction.workspace.as_str(), workspace, "{sample}");
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

/// The envelopes of Socket Mode, and the frames without one.
#[test]
fn frames_of_socket_mode() {
    let Some(folder) = super::folder() else { return };
    let table = [
        ("disconnect.*", "leaving"),
        ("events_api.app_mention.json", "from a bot"),
        ("events_api.*", "said elsewhere"),
        ("hello.json", "hello"),
        ("interactive.block_actions.json", "pressed in a modal"),
        ("interactive.block_actions.small.json", "pressed on a message"),
        ("interactive.shortcut.json", "shortcut"),
        ("slash_commands.json", "command"),
    ];
    for (name, path) in super::files(&folder.join("socket-mode")) {
        let expected = table.iter().find(|(pattern, _)| match pattern.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => *pattern == name,
        });
        let expected = expected.unwrap_or_else(|| panic!("{name} is in no table")).1;
        let text = std::fs::read_to_string(path).unwrap();
        let frame = match klatch::slack::socket::frame(&text) {
            Frame::Hello => "hello".to_owned(),
            Frame::Leaving => "leaving".to_owned(),
            Frame::Disabled => "disabled".to_owned(),
            Frame::Other => "other".to_owned(),
            Frame::Malformed => "malformed".to_owned(),
            Frame::Envelope(delivery) => said(&payload(delivery.kind, &delivery.payload)),
        };
        assert_eq!(frame, expected, "{name}");
    }
}
