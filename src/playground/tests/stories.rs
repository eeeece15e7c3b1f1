//! What people do, and what the app hears of it.

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;

use super::bot::{Bot, button, modal, section, send, workspace};
use crate::playground::{DeedError, Outcome, Playground, cast};

fn ok(_: &Value) -> Option<Value> {
    Some(Value::Null)
}

async fn next(arrived: &mut UnboundedReceiver<Value>) -> Value {
    arrived.recv().await.unwrap()
}

fn id(playground: &Playground, person: &str) -> String {
    playground.person(person).unwrap().id
}

#[tokio::test]
async fn a_command_is_answered_so_that_only_who_gave_it_sees() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let mut arrived = bot
        .connect(|_| Some(json!({"text": "You're in!", "blocks": [section("*You're in!*")]})))
        .await;
    let outcome = playground.command("ana", "#coffee", "/coffee", "join").await.unwrap();
    assert!(matches!(outcome, Outcome::Answered(_)), "{outcome:?}");
    let envelope = next(&mut arrived).await;
    assert_eq!(envelope["type"], "slash_commands");
    assert_eq!(envelope["accepts_response_payload"], true);
    let payload = &envelope["payload"];
    assert_eq!(payload["command"], "/coffee");
    assert_eq!(payload["text"], "join");
    assert_eq!(payload["channel_name"], "coffee");
    assert_eq!(playground.ephemerals("ana").len(), 1);
    assert!(playground.ephemerals("kofi").is_empty());
    assert!(playground.transcript("ana", "#coffee").contains("Klatch (only you):\n  *You're in!*"));
    assert!(!playground.transcript("kofi", "#coffee").contains("You're in"));
    let direct = playground.command("ana", "dm", "/coffee", "").await;
    assert!(direct.is_ok());
    assert_eq!(next(&mut arrived).await["payload"]["channel_name"], "directmessage");
    assert!(playground.faults().is_empty());
}

#[tokio::test]
async fn nobody_answers_in_time() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let _arrived = bot.connect(|_| None).await;
    let error = playground.command("ana", "#coffee", "/coffee", "").await.unwrap_err();
    assert_eq!(error.to_string(), "/coffee did not answer in time.");
    playground.settled().await.unwrap();
    let unknown = playground.command("ana", "#coffee", "/tea", "").await.unwrap_err();
    assert_eq!(unknown.to_string(), "/tea is not a valid command.");
    let archived = playground.command("omar", "#old-project", "/coffee", "").await.unwrap_err();
    assert!(matches!(archived, DeedError::NotPossible(_)));
}

#[tokio::test]
async fn a_press_opens_a_modal_which_is_filled_in_and_sent() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let mut arrived = bot
        .connect(|envelope| match envelope["payload"]["type"].as_str() {
            Some("view_submission") => {
                let values = &envelope["payload"]["view"]["state"]["values"];
                let note = values["note"]["note"]["value"].as_str();
                if note == Some("no") {
                    return Some(json!({
                        "response_action": "errors", "errors": {"note": "Say yes."},
                    }));
                }
                Some(Value::Null)
            }
            _ => Some(Value::Null),
        })
        .await;
    let ana = id(&playground, "ana");
    let open = bot.call("conversations.open", json!({"users": ana})).await;
    let dm = open["channel"]["id"].as_str().unwrap().to_owned();
    let blocks = json!([section("How do you like it?"), button("Set up", "setup")]);
    bot.call("chat.postMessage", json!({"channel": dm, "text": "?", "blocks": blocks})).await;
    assert_eq!(playground.unread("ana", "dm"), 1);
    assert_eq!(next(&mut arrived).await["payload"]["event"]["bot_id"], "B0001", "its own words");

    let outcome = playground.press_button("ana", "dm", "Set up").await.unwrap();
    assert_eq!(outcome, Outcome::Done);
    let press = next(&mut arrived).await["payload"].clone();
    assert_eq!(press["type"], "block_actions");
    assert_eq!(press["actions"][0]["action_id"], "setup");
    assert_eq!(press["container"]["channel_id"], json!(dm));
    assert_eq!(press["message"]["text"], "?");
    let trigger = press["trigger_id"].clone();
    let args = json!({"trigger_id": trigger, "view": modal("settings")});
    let opened = bot.call("views.open", args.clone()).await;
    assert_eq!(opened["view"]["callback_id"], "settings");
    assert_eq!(bot.call("views.open", args).await["error"], "exchanged_trigger_id");

    let empty = playground.submit_form("ana", &[]).await.unwrap();
    assert!(matches!(empty, Outcome::Refused(errors) if errors.contains_key("size")));
    let fields = [("size", "Three".into()), ("note", "no".into())];
    let refused = playground.submit_form("ana", &fields).await.unwrap();
    assert!(matches!(refused, Outcome::Refused(errors) if errors["note"] == "Say yes."));
    let text = playground.render_text("ana", &playground.modal_of("ana").unwrap());
    assert_eq!(text, "== My coffee ==\nSize: <Three: Two | Three>\nNote (optional): <no>\n[Save]");
    let sent = playground.submit_form("ana", &[("note", "yes".into())]).await.unwrap();
    assert_eq!(sent, Outcome::Closed);
    assert!(playground.modal_of("ana").is_none());
    let _refused = next(&mut arrived).await;
    let submission = next(&mut arrived).await["payload"].clone();
    let size = &submission["view"]["state"]["values"]["size"]["size"];
    assert_eq!(size["selected_option"]["value"], "3");
    assert!(playground.faults().is_empty(), "{:?}", playground.faults());
}

#[tokio::test]
async fn a_late_trigger_and_an_old_hash_lose() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let mut arrived = bot.connect(ok).await;
    playground.command("ana", "#coffee", "/coffee", "").await.unwrap();
    let trigger = next(&mut arrived).await["payload"]["trigger_id"].clone();
    let clock = playground.world().clock.clone();
    clock.advance_to(clock.now() + chrono::TimeDelta::milliseconds(3_001));
    let args = json!({"trigger_id": trigger, "view": modal("settings")});
    assert_eq!(bot.call("views.open", args).await["error"], "expired_trigger_id");

    playground.command("ana", "#coffee", "/coffee", "").await.unwrap();
    let trigger = next(&mut arrived).await["payload"]["trigger_id"].clone();
    let args = json!({"trigger_id": trigger, "view": modal("settings")});
    let view = bot.call("views.open", args).await["view"].clone();
    let update = json!({"view_id": view["id"], "hash": view["hash"], "view": modal("more")});
    assert_eq!(bot.call("views.update", update.clone()).await["ok"], true);
    assert_eq!(bot.call("views.update", update).await["error"], "hash_conflict");

    let open = playground.modal_of("ana").unwrap();
    playground.close_view("ana", &open.id, false).unwrap();
    let closed = next(&mut arrived).await["payload"].clone();
    assert_eq!(closed["type"], "view_closed");
    playground.settled().await.unwrap();
    let gone = json!({"view_id": open.id, "view": modal("more")});
    assert_eq!(bot.call("views.update", gone).await["error"], "not_found");
}

#[tokio::test]
async fn events_come_only_where_the_app_may_hear_them_and_again_until_acknowledged() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    playground.say("ana", "#coffee", "Hi @klatch, are you there?").unwrap();
    playground.say("ana", "dm", "Hello?").unwrap();
    let unacknowledged = {
        let world = playground.world();
        world.hub.unacknowledged()
    };
    assert_eq!(unacknowledged, ["message Ev0001"], "it is not in #coffee");

    let mut deaf = bot.connect(|_| None).await;
    assert_eq!(next(&mut deaf).await["retry_attempt"], 0);
    playground.redeliver();
    assert_eq!(next(&mut deaf).await["retry_attempt"], 1);
    playground.disconnect();
    assert_eq!(next(&mut deaf).await["type"], "disconnect");

    let mut arrived = bot.connect(ok).await;
    let again = next(&mut arrived).await;
    assert_eq!(again["retry_attempt"], 2);
    assert_eq!(again["payload"]["event"]["channel_type"], "im");
    playground.settled().await.unwrap();

    playground.invite("ana", "#coffee", "UBOT").unwrap();
    let joined = next(&mut arrived).await["payload"]["event"].clone();
    assert_eq!(
        (&joined["type"], &joined["user"]),
        (&json!("member_joined_channel"), &json!("UBOT"))
    );
    playground.say("ana", "#coffee", "@klatch hello").unwrap();
    let mention = next(&mut arrived).await["payload"]["event"].clone();
    assert_eq!(mention["type"], "app_mention");
    assert_eq!(mention["text"], "<@UBOT> hello");

    playground.set_status("kofi", ":palm_tree:", "Away", 0).unwrap();
    let changed = next(&mut arrived).await["payload"]["event"].clone();
    assert_eq!(changed["user"]["profile"]["status_emoji"], ":palm_tree:");
    playground.deactivate("kofi").unwrap();
    assert_eq!(next(&mut arrived).await["payload"]["event"]["user"]["deleted"], true);
    playground.open_home("ana").unwrap();
    assert_eq!(next(&mut arrived).await["payload"]["event"]["tab"], "home");
    playground.archive("#coffee").unwrap();
    assert_eq!(next(&mut arrived).await["payload"]["event"]["type"], "channel_archive");
    playground.delete_channel("#random").unwrap();
    assert!(playground.conversation("#random").is_none());
    playground.settled().await.unwrap();
}

#[tokio::test]
async fn a_response_url_replaces_and_deletes() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let mut arrived = bot
        .connect(|envelope| {
            let command = envelope["type"] == "slash_commands";
            let answer = json!({"text": "Sure?", "blocks": [button("Yes", "yes")]});
            Some(if command { answer } else { Value::Null })
        })
        .await;
    playground.command("ana", "#coffee", "/coffee", "leave").await.unwrap();
    next(&mut arrived).await;
    playground.press_button("ana", "#coffee", "yes").await.unwrap();
    let press = next(&mut arrived).await["payload"].clone();
    assert_eq!(press["container"]["is_ephemeral"], true);
    let url = press["response_url"].as_str().unwrap().to_owned();
    let post = |body: Value| {
        let request = axum::http::Request::post(&url).body(body.to_string()).unwrap();
        send(request)
    };
    assert_eq!(post(json!({"replace_original": true, "text": "Done."})).await.0, 200);
    assert_eq!(playground.ephemerals("ana")[0].text, "Done.");
    assert_eq!(post(json!({"delete_original": true})).await.0, 200);
    assert!(playground.ephemerals("ana").is_empty());
    for _ in 0..3 {
        post(json!({"text": "more"})).await;
    }
    assert_eq!(post(json!({"text": "too many"})).await.0, 404);
}

#[tokio::test]
async fn dates_and_names_are_shown_as_the_reader_sees_them() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let (ana, jun) = (id(&playground, "ana"), id(&playground, "jun"));
    let text = format!(
        "<@{jun}>: <!date^1796113800^{{date_short_pretty}} at {{time}}|later> in <#C0002>, \
         see <https://example.com|here> &amp; *go*"
    );
    bot.call("chat.postMessage", json!({"channel": ana, "text": text})).await;
    let message = playground.messages("ana", "dm").pop().unwrap();
    let in_berlin = playground.render_text("ana", &message);
    assert_eq!(in_berlin, "@Jun: tomorrow at 9:30 AM in #coffee, see here & *go*");
    let in_tokyo = playground.render_text("jun", &message);
    assert!(in_tokyo.starts_with("@Jun: tomorrow at 5:30 PM"), "{in_tokyo}");
}
