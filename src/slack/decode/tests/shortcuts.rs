//! Shortcuts: of their own, and of a message.

use serde_json::{Value, json};

use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::event::{Gesture, OnMessage, SharedFile};
use crate::slack::decode::{Ignored, interaction};

fn shortcut(kind: &str, extra: &Value) -> Value {
    let mut payload = json!({
        "type": kind, "callback_id": "ask_about_message", "trigger_id": "1.2",
        "team": { "id": "T1" }, "user": { "id": "U1", "team_id": "T1" },
    });
    payload.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    payload
}

fn on_message(message: &Value) -> OnMessage {
    let extra = json!({ "channel": { "id": "C1" }, "message_ts": "2.0", "message": message });
    match interaction(&shortcut("message_action", &extra)).unwrap().interaction.what {
        Gesture::Shortcut { on: Some(on), .. } => on,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_shortcut_of_its_own_has_no_message() {
    let asked = interaction(&shortcut("shortcut", &json!({}))).unwrap();
    let expected = Gesture::Shortcut { name: "ask_about_message".to_owned(), on: None };
    assert_eq!(asked.interaction.what, expected);
    assert_eq!((asked.interaction.trigger.as_str(), asked.response_url), ("1.2", None));
    let unnamed = interaction(&shortcut("shortcut", &json!({ "callback_id": "" })));
    assert_eq!(unnamed, Err(Ignored::Malformed));
}

#[test]
fn a_shortcut_of_a_message_brings_its_words_and_where_it_stands() {
    let files = json!([{
        "id": "F1", "name": "kettle.md", "permalink": "https://juniper.slack.com/files/U2/F1/kettle.md",
        "url_private": "https://files.slack.com/secret",
    }]);
    let message = json!({
        "user": "U2", "ts": "2.0", "thread_ts": "1.0", "text": " How? ", "files": files,
        // In a shared channel: the other side's.
        "team": "T9",
    });
    let link = "https://juniper.slack.com/files/U2/F1/kettle.md".to_owned();
    let expected = OnMessage {
        channel: ChannelId::new("C1"),
        message: MessageTs::new("2.0"),
        thread: Some(MessageTs::new("1.0")),
        author: Some(MemberId::new("U2")),
        text: "How?".to_owned(),
        files: vec![SharedFile { name: "kettle.md".to_owned(), link }],
    };
    assert_eq!(on_message(&message), expected);
    let extra = json!({ "channel": { "id": "C1" }, "message_ts": "2.0", "message": message });
    let asked = interaction(&shortcut("message_action", &extra)).unwrap();
    assert_eq!(asked.interaction.workspace, WorkspaceId::new("T1"));
}

#[test]
fn what_no_person_wrote_has_no_author() {
    let bot = on_message(&json!({ "bot_id": "B1", "user": "UBOT", "text": "Beep" }));
    assert_eq!((bot.author, bot.thread), (None, None));
    assert_eq!(on_message(&json!({ "user": "USLACKBOT" })).author, None);
    let long = on_message(&json!({ "user": "U2", "text": "x".repeat(40_000) }));
    assert_eq!(long.text.len(), 12_000);
    let nowhere = shortcut("message_action", &json!({ "message": { "ts": "2.0" } }));
    assert_eq!(interaction(&nowhere), Err(Ignored::Malformed));
}
