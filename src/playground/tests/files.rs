//! A file in three steps, and what goes wrong with it.

use axum::http::Request;
use serde_json::{Value, json};

use super::bot::{Bot, send, workspace};
use crate::playground::{Playground, cast};

async fn announced(bot: &Bot, length: usize) -> (String, String) {
    let asked = format!("files.getUploadURLExternal?filename=coffee.ics&length={length}");
    let answer = bot.get(&asked).await;
    let part = |key: &str| answer[key].as_str().unwrap().to_owned();
    (part("file_id"), part("upload_url"))
}

async fn put(url: &str, bytes: &str) -> u16 {
    let request = Request::post(url).body(bytes.to_owned()).unwrap();
    send(request).await.0
}

fn sharing(id: &str, channel: &str) -> Value {
    json!({"files": [{"id": id, "title": "Coffee"}], "channel_id": channel})
}

async fn juniper() -> (Playground, Bot, String) {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let channel = playground.conversation("#general").unwrap().id;
    bot.call("conversations.join", json!({ "channel": channel })).await;
    (playground, bot, channel)
}

#[tokio::test]
async fn a_file_is_announced_sent_and_shared_once() {
    let (playground, bot, channel) = juniper().await;
    let (id, url) = announced(&bot, 5).await;
    assert_eq!(put(&url, "BEGIN").await, 200);
    let mut sharing = sharing(&id, &channel);
    sharing["initial_comment"] = json!("For you");
    let shared = bot.call("files.completeUploadExternal", sharing.clone()).await;
    assert_eq!(shared["files"], json!([{"id": id, "title": "Coffee"}]));
    let messages = playground.messages("nina", &channel);
    let last = messages.last().unwrap();
    assert_eq!(playground.file_of(last).as_deref(), Some("BEGIN"));
    let shown = playground.render_text("nina", last);
    assert_eq!(shown, "For you\n[file: coffee.ics]");
    assert_eq!(playground.faults(), Vec::<String>::new());
    let again = bot.call("files.completeUploadExternal", sharing).await;
    assert_eq!(again["error"], "file_not_found");
    assert_eq!(playground.faults().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_told() {
    let (playground, bot, channel) = juniper().await;
    let (id, url) = announced(&bot, 5).await;
    let early = bot.call("files.completeUploadExternal", sharing(&id, &channel)).await;
    assert_eq!(early["error"], "file_not_found", "nothing was sent yet");
    assert_eq!(put(&url, "BEGIN:VCALENDAR").await, 400);
    assert_eq!(put(&url.replace("/upload/", "/upload/no"), "BEGIN").await, 404);
    assert_eq!(put(&url, "BEGIN").await, 200);
    let nowhere = bot.call("files.completeUploadExternal", sharing(&id, "C9999")).await;
    assert_eq!(nowhere["error"], "channel_not_found");
    let nothing = bot.call("files.completeUploadExternal", json!({ "files": [] })).await;
    assert_eq!(nothing["error"], "invalid_arguments");
    let unsaid = bot.get("files.getUploadURLExternal?filename=coffee.ics").await;
    assert_eq!(unsaid["error"], "invalid_arguments");
    let as_json = json!({"filename": "coffee.ics", "length": 5});
    let as_json = bot.call("files.getUploadURLExternal", as_json).await;
    assert_eq!(as_json["error"], "invalid_arguments", "Slack takes no JSON here");
    assert_eq!(playground.faults().len(), 5);
}
