//! Threads, edits, deletions, reactions, files and shortcuts: what people do, and what the app hears.

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;

use super::bot::{Bot, listening, workspace, workspace_with};
use crate::playground::{DeedError, Outcome, Playground, cast};

fn ok(_: &Value) -> Option<Value> {
    Some(Value::Null)
}

async fn next(arrived: &mut UnboundedReceiver<Value>) -> Value {
    arrived.recv().await.unwrap()["payload"]["event"].clone()
}

fn id(playground: &Playground, person: &str) -> String {
    playground.person(person).unwrap().id
}

/// `#coffee`, with the bot in it and what it hears.
async fn with_bot() -> (Playground, Bot, UnboundedReceiver<Value>, String) {
    let playground = workspace_with(cast::invented(), listening()).await;
    let bot = Bot::of(&playground);
    let mut arrived = bot.connect(ok).await;
    let channel = playground.conversation("#coffee").unwrap().id;
    bot.call("conversations.join", json!({"channel": channel})).await;
    let joined = next(&mut arrived).await;
    assert_eq!(joined["subtype"], "channel_join");
    assert_eq!(next(&mut arrived).await["type"], "member_joined_channel");
    (playground, bot, arrived, channel)
}

#[tokio::test]
async fn answers_in_threads_are_told_of_and_so_is_what_becomes_of_them() {
    let (playground, _bot, mut arrived, channel) = with_bot().await;
    let question = playground.say("ana", "#coffee", "Who knows the kettle?").unwrap();
    assert!(next(&mut arrived).await.get("thread_ts").is_none());
    let answer = playground.reply("kofi", "#coffee", &question, "I do, @ana").unwrap();
    let event = next(&mut arrived).await;
    assert_eq!(event["type"], "message");
    assert_eq!(event["channel_type"], "channel");
    assert_eq!(event["thread_ts"], json!(question));
    assert_eq!(event["text"], format!("I do, <@{}>", id(&playground, "ana")));
    assert!(
        playground.reply("kofi", "#coffee", &answer, "deeper").is_err(),
        "no thread in a thread"
    );

    playground.edit("kofi", "#coffee", &answer, "I did").unwrap();
    let event = next(&mut arrived).await;
    assert_eq!(event["subtype"], "message_changed");
    assert_eq!(event["message"]["text"], "I did");
    assert_eq!(event["message"]["thread_ts"], json!(question));
    assert_eq!(event["previous_message"]["ts"], json!(answer));
    playground.edit("kofi", "#coffee", &answer, "I did").unwrap();
    let foreign = playground.edit("ana", "#coffee", &answer, "He does").unwrap_err();
    assert_eq!(foreign.to_string(), "Only who wrote it can change it.");

    playground.delete("ana", "#coffee", &question).unwrap();
    let event = next(&mut arrived).await;
    assert_eq!(event["message"]["subtype"], "tombstone", "answers keep its place");
    playground.delete("kofi", "#coffee", &answer).unwrap();
    let event = next(&mut arrived).await;
    assert_eq!(event["subtype"], "message_deleted");
    assert_eq!(event["deleted_ts"], json!(answer));
    assert_eq!(event["channel"], json!(channel));
    assert!(playground.delete("kofi", "#coffee", &answer).is_err(), "once");
    assert!(playground.transcript("ana", "#coffee").ends_with("This message was deleted."));
}

#[tokio::test]
async fn a_reaction_is_put_there_and_taken_away() {
    let (playground, bot, mut arrived, channel) = with_bot().await;
    let said = playground.say("ana", "#coffee", "Done!").unwrap();
    next(&mut arrived).await;
    assert!(playground.react("kofi", "#coffee", &said, "white_check_mark").unwrap());
    let event = next(&mut arrived).await;
    assert_eq!(
        (&event["type"], &event["reaction"]),
        (&json!("reaction_added"), &json!("white_check_mark"))
    );
    assert_eq!(event["item"], json!({"type": "message", "channel": channel, "ts": said}));
    assert_eq!(event["item_user"], id(&playground, "ana"));
    let args = json!({"channel": channel, "timestamp": said, "name": "white_check_mark"});
    assert_eq!(bot.call("reactions.add", args.clone()).await["ok"], true);
    assert_eq!(next(&mut arrived).await["user"], "UBOT");
    assert_eq!(bot.call("reactions.add", args.clone()).await["error"], "already_reacted");
    assert!(playground.transcript("ana", "#coffee").contains("(:white_check_mark: Kofi"));
    let history = bot.call("conversations.history", json!({"channel": channel, "limit": 1})).await;
    assert_eq!(history["messages"][0]["reactions"][0]["count"], 2);

    assert!(!playground.react("kofi", "#coffee", &said, "white_check_mark").unwrap());
    assert_eq!(next(&mut arrived).await["type"], "reaction_removed");
    assert_eq!(bot.call("reactions.remove", args.clone()).await["ok"], true);
    assert_eq!(bot.call("reactions.remove", args).await["error"], "no_reaction");
    assert!(playground.messages("ana", "#coffee").last().unwrap().reactions.is_empty());
    let nowhere = json!({"channel": channel, "timestamp": "1.0", "name": "eyes"});
    assert_eq!(bot.call("reactions.add", nowhere).await["error"], "message_not_found");
    assert!(playground.faults().is_empty());
}

#[tokio::test]
async fn a_thread_can_be_read_and_linked_to() {
    let (playground, bot, mut arrived, channel) = with_bot().await;
    let question = playground.say("ana", "#coffee", "Who?").unwrap();
    let files: [(&str, &[u8]); 1] = [("Kettle.md", b"# Kettle")];
    let answer =
        playground.say_with("kofi", "#coffee", Some(&question), "See here", &files).unwrap();
    next(&mut arrived).await;
    let event = next(&mut arrived).await;
    assert_eq!(event["subtype"], "file_share");
    assert_eq!(event["files"][0]["name"], "Kettle.md");
    assert!(event["files"][0]["permalink"].as_str().unwrap().ends_with("/kettle.md"));

    let thread = bot.get(&format!("conversations.replies?channel={channel}&ts={question}")).await;
    assert_eq!(thread["messages"][0]["reply_count"], 1);
    assert_eq!(thread["messages"][1]["text"], "See here");
    let link = bot.get(&format!("chat.getPermalink?channel={channel}&message_ts={answer}")).await;
    assert!(link["permalink"].as_str().unwrap().contains(&format!("?thread_ts={question}")));
    assert!(playground.faults().is_empty());
}

#[tokio::test]
async fn a_shortcut_opens_what_the_app_likes_also_where_it_is_not() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let mut arrived = bot.connect(ok).await;
    let outcome = playground.shortcut("ana", "Ask a question").await.unwrap();
    assert_eq!(outcome, Outcome::Done);
    let envelope = arrived.recv().await.unwrap();
    assert_eq!(envelope["accepts_response_payload"], false);
    let payload = &envelope["payload"];
    assert_eq!(
        (&payload["type"], &payload["callback_id"]),
        (&json!("shortcut"), &json!("ask_question"))
    );
    assert!(payload.get("channel").is_none() && payload.get("response_url").is_none());
    let view = super::bot::modal("ask");
    let opened =
        bot.call("views.open", json!({"trigger_id": payload["trigger_id"], "view": view})).await;
    assert_eq!(opened["ok"], true);

    let said = playground.say("kofi", "#random", "How do I descale it?").unwrap();
    playground.message_shortcut("ana", "ask_about", "#random", &said).await.unwrap();
    let payload = arrived.recv().await.unwrap()["payload"].clone();
    assert_eq!(payload["type"], "message_action");
    assert_eq!(payload["message_ts"], json!(said));
    assert_eq!(payload["message"]["text"], "How do I descale it?");
    assert_eq!(payload["message"]["user"], id(&playground, "kofi"));
    assert!(payload["response_url"].is_string() && payload["trigger_id"].is_string());
    let unknown = playground.shortcut("ana", "ask_about").await.unwrap_err();
    assert!(matches!(unknown, DeedError::NotFound(_)), "it belongs to messages");
}
