mod messages;
mod shortcuts;

use serde_json::json;

use super::*;
use crate::domain::away::Away;
use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::domain::people::Standing;
use crate::event::{Gesture, Happening, Origin};

fn callback(inner: &Value) -> Value {
    json!({
        "type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": inner,
        "authorizations": [{ "team_id": "T1", "user_id": "UBOT", "is_bot": true }],
    })
}

fn happening(inner: &Value) -> Result<Happening, Ignored> {
    event(&callback(inner)).map(|event| event.what)
}

#[test]
fn a_direct_message_to_the_bot_is_ours_with_its_words() {
    let message = json!({
        "type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.0",
        "text": " How do we do it? ", "thread_ts": "0.9",
    });
    let happened = event(&callback(&message)).unwrap();
    assert_eq!(
        happened.what,
        Happening::DirectMessage {
            member: MemberId::new("U1"),
            channel: ChannelId::new("D1"),
            text: "How do we do it?".to_owned(),
            thread: Some("0.9".into()),
        }
    );
}

#[test]
fn what_people_write_elsewhere_is_not() {
    for kind in ["channel", "group", "mpim", "app_home"] {
        let message =
            json!({ "type": "message", "channel_type": kind, "channel": "C1", "user": "U1" });
        assert_eq!(happening(&message), Err(Ignored::SaidElsewhere), "{kind}");
    }
    let joined = json!({
        "type": "message", "channel_type": "im", "channel": "D1", "subtype": "channel_join",
    });
    assert_eq!(happening(&joined), Err(Ignored::NotSaid));
}

#[test]
fn bots_are_not_listened_to_least_of_all_ourselves() {
    let by = |extra: Value| {
        let mut message = json!({
            "type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.0",
        });
        message.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        happening(&message)
    };
    assert_eq!(by(json!({ "bot_id": "B1" })), Err(Ignored::FromBot));
    assert_eq!(by(json!({ "user": "UBOT" })), Err(Ignored::FromBot));
    assert_eq!(by(json!({ "user": "USLACKBOT" })), Err(Ignored::FromBot));
    assert_eq!(by(json!({ "subtype": "bot_message" })), Err(Ignored::FromBot));
    assert!(by(json!({ "bot_id": null })).is_ok());
}

#[test]
fn a_mention_knows_its_thread() {
    let mention = json!({ "type": "app_mention", "user": "U1", "channel": "C1", "ts": "2.0" });
    let thread = |inner: &Value| match happening(inner) {
        Ok(Happening::Mentioned { thread, .. }) => thread,
        other => panic!("{other:?}"),
    };
    assert_eq!(thread(&mention), MessageTs::new("2.0"));
    let mut reply = mention;
    reply["thread_ts"] = json!("1.0");
    assert_eq!(thread(&reply), MessageTs::new("1.0"));
}

#[test]
fn only_the_home_tab_counts_as_home() {
    let opened = |tab: &str| json!({ "type": "app_home_opened", "user": "U1", "tab": tab });
    assert!(happening(&opened("home")).is_ok());
    assert_eq!(happening(&opened("messages")), Err(Ignored::MessagesTab));
}

#[test]
fn a_channel_can_be_lost_in_many_ways() {
    for kind in
        ["channel_archive", "channel_deleted", "channel_left", "group_archive", "group_left"]
    {
        let lost = happening(&json!({ "type": kind, "channel": "C1" }));
        assert_eq!(lost, Ok(Happening::ChannelLost { channel: ChannelId::new("C1") }), "{kind}");
    }
    let left = |who: &str| {
        happening(&json!({ "type": "member_left_channel", "user": who, "channel": "C1" }))
    };
    assert!(left("UBOT").is_ok());
    let other = Happening::LeftChannel { member: "U1".into(), channel: ChannelId::new("C1") };
    assert_eq!(left("U1"), Ok(other));
}

#[test]
fn an_event_knows_when_it_happened() {
    let mut payload = callback(&json!({ "type": "channel_left", "channel": "C1" }));
    let at = |payload: &Value| event(payload).unwrap().at.map(|at| at.timestamp());
    payload["event"]["event_ts"] = json!("1767603601.000300");
    payload["event_time"] = json!(1_767_603_600);
    assert_eq!(at(&payload), Some(1_767_603_600), "the earlier one");
    payload["event_time"] = json!(1_767_603_602);
    assert_eq!(at(&payload), Some(1_767_603_601), "whichever that is");
    payload.as_object_mut().unwrap().remove("event_time");
    assert_eq!(at(&payload), Some(1_767_603_601));
    for odd in [json!("soon"), json!(0), json!(-5), json!(i64::MAX), json!(null)] {
        payload["event_time"] = odd;
        payload["event"]["event_ts"] = json!("never");
        assert_eq!(at(&payload), None);
    }
    // One that waits in the inbox since an older version.
    let kept =
        json!({ "workspace": "T1", "id": "Ev1", "what": { "channel_lost": { "channel": "C1" } } });
    let kept: Event = serde_json::from_value(kept).unwrap();
    assert_eq!(kept.at, None);
}

#[test]
fn in_a_shared_channel_the_workspace_is_the_one_that_installed_us() {
    let mut payload = callback(&json!({ "type": "app_home_opened", "user": "U1" }));
    payload["team_id"] = json!("T_OTHER");
    assert_eq!(event(&payload).unwrap().workspace, WorkspaceId::new("T1"));
}

fn person(extra: &Value) -> crate::domain::people::Profile {
    let mut user = json!({
        "id": "U1", "team_id": "T1", "tz": "Asia/Tokyo", "real_name": "Ana Real", "is_owner": true,
        "profile": { "display_name": " ana\0 ", "title": "", "email": "ana@northwind.example" },
    });
    user.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    people::profile(&user, &WorkspaceId::new("T1")).unwrap()
}

#[test]
fn a_person_is_called_as_they_wish_to_be() {
    let ana = person(&json!({}));
    assert_eq!(ana.name, "ana");
    assert_eq!(ana.title, None);
    assert_eq!(ana.zone, Some(chrono_tz::Asia::Tokyo));
    assert!(ana.admin);
    assert_eq!(person(&json!({ "profile": { "display_name": " " } })).name, "Ana Real");
    assert_eq!(person(&json!({ "profile": null, "real_name": "" })).name, "U1");
    assert_eq!(person(&json!({ "tz": "Middle Earth" })).zone, None);
}

#[test]
fn who_belongs_and_who_does_not() {
    let standing = |extra: Value| person(&extra).standing;
    assert_eq!(standing(json!({})), Standing::Full);
    assert_eq!(standing(json!({ "is_restricted": true })), Standing::Guest);
    assert_eq!(standing(json!({ "is_ultra_restricted": true })), Standing::Guest);
    assert_eq!(standing(json!({ "is_stranger": true, "is_restricted": true })), Standing::External);
    assert_eq!(standing(json!({ "team_id": "T9" })), Standing::External);
    assert_eq!(
        standing(json!({ "team_id": "T9", "enterprise_user": { "teams": ["T1"] } })),
        Standing::Full
    );
    assert_eq!(standing(json!({ "is_bot": true, "team_id": "T9" })), Standing::Bot);
    assert_eq!(standing(json!({ "id": "USLACKBOT" })), Standing::Bot);
    assert_eq!(standing(json!({ "deleted": true, "is_bot": true })), Standing::Deactivated);
}

#[test]
fn a_status_is_away_or_not_and_its_words_are_not_kept() {
    let with = |profile: Value| person(&json!({ "profile": profile, "updated": 1_652_050_264 }));
    let sick = with(json!({
        "status_emoji": ":face_with_thermometer:", "status_text": "Out sick with a secret",
        "status_expiration": 1_652_108_399,
    }));
    let end = chrono::DateTime::from_timestamp(1_652_108_399, 0).unwrap();
    assert_eq!(sick.away, Some(Away::Until(end)));
    assert_eq!(sick.changed_at.unwrap().timestamp(), 1_652_050_264);
    assert!(!format!("{sick:?}").contains("secret"));
    let on_leave = with(json!({ "status_text": "Parental leave", "status_expiration": 0 }));
    assert_eq!(on_leave.away, Some(Away::WhileItStands));
    assert_eq!(with(json!({ "status_emoji": ":bus:", "status_text": "Commuting" })).away, None);
    let absurd = json!({ "status_emoji": ":palm_tree:", "status_expiration": i64::MAX });
    assert_eq!(with(absurd).away, Some(Away::WhileItStands));
}

#[test]
fn a_changed_profile_brings_its_fields_and_its_time() {
    for kind in ["team_join", "user_change", "user_profile_changed", "user_status_changed"] {
        let changed = happening(&json!({
            "type": kind, "event_ts": "1652050558.234800",
            "user": { "id": "U1", "profile": { "fields": {
                "Xf1": { "value": "Tokyo", "alt": "" }, "Xf2": { "value": "" }, "Xf3": null,
            }}},
        }));
        let Ok(Happening::ProfileChanged { profile, fields, joined }) = changed else {
            panic!("{kind}")
        };
        assert_eq!(joined, kind == "team_join");
        assert_eq!(profile.changed_at.unwrap().timestamp(), 1_652_050_558);
        assert_eq!(fields.into_iter().collect::<Vec<_>>(), [("Xf1".into(), "Tokyo".into())]);
    }
}

#[test]
fn of_a_user_group_only_the_change_is_told() {
    for kind in ["subteam_created", "subteam_updated", "subteam_members_changed"] {
        let told = happening(&json!({ "type": kind, "added_users": ["U1"] }));
        assert_eq!(told, Ok(Happening::UserGroupsChanged));
    }
}

#[test]
fn a_command_comes_the_same_way_as_json_and_as_a_form() {
    let body = b"team_id=T1&channel_id=C1&channel_name=random&user_id=U1&command=%2Fcoffee\
                 &text=pause+2+weeks&trigger_id=1.2&response_url=https%3A%2F%2Fhooks.slack.com%2Fx";
    let Decoded::Asked(asked) = form_body(body) else { panic!("not a command") };
    let Gesture::Command { name, words, place } = asked.interaction.what else { panic!() };
    assert_eq!((name.as_str(), words.as_str()), ("/coffee", "pause 2 weeks"));
    assert_eq!(place.name, "random");
    assert_eq!(asked.response_url.as_deref(), Some("https://hooks.slack.com/x"));
}

fn pressed(extra: &Value) -> Result<Asked, Ignored> {
    let mut payload = json!({
        "type": "block_actions", "team": { "id": "T1" }, "user": { "id": "U1" },
        "trigger_id": "1.2", "actions": [{ "type": "button", "action_id": "join", "value": "p1" }],
    });
    payload.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    interaction(&payload)
}

#[test]
fn a_press_knows_where_it_came_from() {
    let from = |extra: Value| match pressed(&extra).unwrap().interaction.what {
        Gesture::Press { origin, .. } => origin,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        from(json!({ "container": { "channel_id": "C1", "message_ts": "1.0" } })),
        Origin::Message { channel: ChannelId::new("C1"), message: MessageTs::new("1.0") }
    );
    assert_eq!(from(json!({ "view": { "type": "home", "id": "V1" } })), Origin::Home);
    let modal = from(json!({ "view": {
        "type": "modal", "id": "V1", "hash": "h", "callback_id": "setup", "private_metadata": "m",
        "state": { "values": { "size": { "a": { "type": "number_input", "value": "3" } } } },
    }}));
    let Origin::Modal { modal, form } = modal else { panic!() };
    assert_eq!((modal.name.as_str(), modal.metadata.as_str()), ("setup", "m"));
    assert_eq!(form.get("size"), Some("3"));
    assert!(pressed(&json!({})).is_err(), "from nowhere");
}

#[test]
fn whatever_can_be_selected_is_kept() {
    let value = |element: Value| {
        form::form(Some(&json!({ "values": { "b": { "a": element } } }))).all("b").to_vec()
    };
    assert_eq!(value(json!({ "type": "plain_text_input", "value": " hi\0 " })), ["hi"]);
    assert_eq!(value(json!({ "type": "plain_text_input", "value": null })), Vec::<String>::new());
    assert_eq!(value(json!({ "type": "number_input", "value": "12" })), ["12"]);
    assert_eq!(value(json!({ "selected_option": { "value": "x", "text": {} } })), ["x"]);
    assert_eq!(value(json!({ "selected_option": null })), Vec::<String>::new());
    assert_eq!(
        value(json!({ "selected_options": [{ "value": "x" }, { "value": "y" }] })),
        ["x", "y"]
    );
    assert_eq!(value(json!({ "selected_user": "U1" })), ["U1"]);
    assert_eq!(value(json!({ "selected_users": ["U1", "U2"] })), ["U1", "U2"]);
    assert_eq!(value(json!({ "selected_channel": "C1" })), ["C1"]);
    assert_eq!(value(json!({ "selected_channels": ["C1"] })), ["C1"]);
    assert_eq!(value(json!({ "selected_conversation": "C1" })), ["C1"]);
    assert_eq!(value(json!({ "selected_conversations": ["C1", "D1"] })), ["C1", "D1"]);
    assert_eq!(value(json!({ "selected_date": "2026-11-23" })), ["2026-11-23"]);
    assert_eq!(value(json!({ "selected_time": "09:30", "timezone": "UTC" })), ["09:30"]);
    assert_eq!(value(json!({ "selected_date_time": 1_700_000_000 })), ["1700000000"]);
    assert_eq!(value(json!({ "files": [{ "id": "F1", "name": "a.png" }] })), ["F1"]);
    assert_eq!(
        value(json!({ "rich_text_value": { "type": "rich_text" } })),
        [r#"{"type":"rich_text"}"#]
    );
}

#[test]
fn several_elements_of_one_block_are_told_apart() {
    let state = json!({ "values": { "when": {
        "day": { "selected_date": "2026-11-23" }, "hour": { "selected_time": "09:00" },
    }}});
    let form = form::form(Some(&state));
    assert_eq!(form.all("when"), ["2026-11-23", "09:00"]);
    assert_eq!(form.get("when/hour"), Some("09:00"));
}

#[test]
fn org_wide_installations_and_closed_modals_are_understood() {
    let closed = json!({
        "type": "view_closed", "team": null, "user": { "id": "U1", "team_id": "T1" },
        "view": { "id": "V1", "hash": "h", "type": "modal", "app_installed_team_id": "E1" },
    });
    let asked = interaction(&closed).unwrap();
    assert_eq!(asked.interaction.workspace, WorkspaceId::new("T1"));
    assert_eq!(asked.interaction.trigger, "closed/V1/h");
}

#[test]
fn sizes_are_bounded() {
    let long = "x".repeat(50_000);
    let state = json!({ "values": { "b": { "a": { "value": long } } } });
    assert_eq!(form::form(Some(&state)).get("b").unwrap().len(), 12_000);
    let id = json!({ "type": "app_home_opened", "user": long });
    assert_eq!(happening(&id), Err(Ignored::Malformed));
    let modal =
        pressed(&json!({ "view": { "type": "modal", "id": "V", "private_metadata": long } }));
    assert_eq!(modal, Err(Ignored::Malformed));
}
