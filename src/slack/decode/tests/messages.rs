//! What people write in threads, and what becomes of it.

use serde_json::{Value, json};

use super::{callback, happening};
use crate::domain::ids::{ChannelId, MemberId, MessageTs};
use crate::event::Happening;
use crate::slack::decode::{Ignored, event};

fn said(extra: &Value) -> Value {
    let mut message = json!({
        "type": "message", "channel_type": "channel", "channel": "C1", "user": "U1", "ts": "2.0",
        "thread_ts": "1.0", "text": "Descale it.",
    });
    message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    message
}

fn text_of(happened: &Happening) -> &str {
    match happened {
        Happening::Replied { text, .. }
        | Happening::ReplyEdited { text, .. }
        | Happening::DirectMessage { text, .. } => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_answer_in_a_thread_is_read_and_everything_beside_threads_is_not() {
    let answer = Happening::Replied {
        member: MemberId::new("U1"),
        channel: ChannelId::new("C1"),
        thread: MessageTs::new("1.0"),
        message: MessageTs::new("2.0"),
        text: "Descale it.".to_owned(),
    };
    assert_eq!(happening(&said(&json!({}))), Ok(answer.clone()));
    for kind in ["thread_broadcast", "file_share", "me_message"] {
        assert_eq!(happening(&said(&json!({ "subtype": kind }))), Ok(answer.clone()), "{kind}");
    }
    assert!(happening(&said(&json!({ "channel_type": "group" }))).is_ok());
    for beside in [
        json!({ "thread_ts": null }),
        json!({ "thread_ts": "2.0" }),
        json!({ "channel_type": "mpim" }),
        json!({ "channel_type": null }),
        json!({ "subtype": "channel_topic" }),
    ] {
        assert_eq!(happening(&said(&beside)), Err(Ignored::SaidElsewhere), "{beside}");
    }
    for bot in [json!({ "bot_id": "B1" }), json!({ "user": "UBOT" })] {
        assert_eq!(happening(&said(&bot)), Err(Ignored::FromBot));
    }
}

#[test]
fn what_was_sent_along_belongs_to_the_answer() {
    let file = |name: &str, link: &str| json!({ "id": "F1", "name": name, "permalink": link });
    let link = "https://juniper.slack.com/files/U1/F1/kettle.md";
    let with = |text: &str, files: &Value| {
        text_of(&happening(&said(&json!({ "text": text, "files": files }))).unwrap()).to_owned()
    };
    assert_eq!(with("", &json!([file("kettle.md", link)])), format!("<{link}|kettle.md>"));
    assert_eq!(
        with("See", &json!([file("a <b>|c.md", link)])),
        format!("See\n<{link}|a &lt;b&gt; c.md>")
    );
    let odd = json!([{ "id": "F1" }, file("x", "javascript:alert()"), file("y", "https://a|b>")]);
    assert_eq!(with("See", &odd), "See", "what is no link is left out");
    let long = "ä".repeat(40_000);
    assert_eq!(with(&long, &json!([file("kettle.md", link)])).chars().count(), 12_000);
}

#[test]
fn an_edit_is_one_only_if_the_words_changed() {
    let changed = |now: Value, before: Value| {
        json!({
            "type": "message", "subtype": "message_changed", "channel": "C1", "ts": "9.0",
            "channel_type": "channel", "hidden": true, "message": now, "previous_message": before,
        })
    };
    let old = json!({ "user": "U1", "ts": "2.0", "thread_ts": "1.0", "text": "Descale it." });
    let new = json!({ "user": "U1", "ts": "2.0", "thread_ts": "1.0", "text": "Rinse it." });
    assert_eq!(
        happening(&changed(new.clone(), old.clone())),
        Ok(Happening::ReplyEdited {
            channel: ChannelId::new("C1"),
            message: MessageTs::new("2.0"),
            text: "Rinse it.".to_owned(),
        })
    );
    let preview = happening(&changed(old.clone(), old.clone()));
    assert_eq!(preview, Err(Ignored::NotSaid), "Slack put a preview under it");
    let ours = json!({ "user": "UBOT", "ts": "2.0", "thread_ts": "1.0", "text": "Now" });
    assert_eq!(happening(&changed(ours, json!([]))), Err(Ignored::FromBot));
    let head = json!({ "user": "U1", "ts": "1.0", "thread_ts": "1.0", "text": "Who knows?" });
    let other = json!({ "user": "U1", "ts": "1.0", "thread_ts": "1.0", "text": "Whoever?" });
    let begins = happening(&changed(other, head)).unwrap();
    assert_eq!(text_of(&begins), "Whoever?", "an import may have read what begins a thread");
    let alone = |text: &str| json!({ "user": "U1", "ts": "1.0", "text": text });
    assert_eq!(happening(&changed(alone("A"), alone("B"))), Err(Ignored::SaidElsewhere));
    assert_eq!(happening(&changed(json!([]), old)), Err(Ignored::NotSaid));

    let mut direct = changed(json!({ "user": "U1", "ts": "2.0", "text": "Rinse it." }), new);
    direct["channel_type"] = json!("im");
    direct["previous_message"]["text"] = json!("Descale it.");
    assert_eq!(text_of(&happening(&direct).unwrap()), "Rinse it.");
}

#[test]
fn a_deletion_tells_nothing_but_which() {
    let deleted = |before: Value| {
        json!({
            "type": "message", "subtype": "message_deleted", "channel": "C1", "ts": "9.0",
            "channel_type": "channel", "deleted_ts": "2.0", "previous_message": before,
        })
    };
    let gone =
        Happening::ReplyDeleted { channel: ChannelId::new("C1"), message: MessageTs::new("2.0") };
    let before = json!({ "user": "U1", "ts": "2.0", "thread_ts": "1.0", "text": "A secret" });
    let payload = deleted(before);
    assert_eq!(happening(&payload), Ok(gone.clone()));
    assert!(!format!("{:?}", event(&callback(&payload)).unwrap()).contains("secret"));
    let beside = deleted(json!({ "user": "U1", "ts": "2.0", "text": "A secret" }));
    // In no thread as well: a story may have been saved from it. What it said goes no further.
    assert_eq!(happening(&beside), happening(&deleted(json!([]))));
    assert!(!format!("{:?}", happening(&beside)).contains("secret"));

    // One with answers leaves a line in its place; of the bot's own conversation that is told, too.
    let stone = json!({
        "type": "message", "subtype": "message_changed", "channel": "C1", "channel_type": "im",
        "message": { "subtype": "tombstone", "user": "USLACKBOT", "ts": "2.0", "thread_ts": "2.0" },
    });
    assert_eq!(happening(&stone), Ok(gone));
}

#[test]
fn of_reactions_only_check_marks_under_messages_are_read() {
    let reaction = |kind: &str, name: &str, user: &str, item: &str| {
        happening(&json!({
            "type": kind, "user": user, "reaction": name, "item_user": "U2",
            "item": { "type": item, "channel": "C1", "ts": "2.0" },
        }))
    };
    let checked = |on: bool| Happening::Checked {
        member: MemberId::new("U1"),
        channel: ChannelId::new("C1"),
        message: MessageTs::new("2.0"),
        on,
    };
    for name in ["white_check_mark", "heavy_check_mark", "ballot_box_with_check"] {
        assert_eq!(reaction("reaction_added", name, "U1", "message"), Ok(checked(true)));
        assert_eq!(reaction("reaction_removed", name, "U1", "message"), Ok(checked(false)));
    }
    let other = |name, item| reaction("reaction_added", name, "U1", item);
    assert_eq!(other("tada", "message"), Err(Ignored::OtherReaction));
    assert_eq!(other("white_check_mark", "file"), Err(Ignored::OtherReaction));
    let ours = reaction("reaction_added", "white_check_mark", "UBOT", "message");
    assert_eq!(ours, Err(Ignored::FromBot));
}
