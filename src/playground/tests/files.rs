//! A file in three steps, and what goes wrong with it.

use axum::http::Request;
use serde_json::{Value, json};

use super::bot::{Bot, fetched, send, workspace};
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

/// The smallest that is taken for a picture.
const PNG: &str = "\u{89}PNG\r\n\u{1a}\n";

fn showing(id: &str, channel: &str) -> Value {
    let picture = json!({"type": "image", "slack_file": {"id": id}, "alt_text": "Our week"});
    json!({"channel": channel, "text": "Our week", "blocks": [picture]})
}

async fn kept(bot: &Bot, bytes: &[u8]) -> String {
    let (id, url) = announced(bot, bytes.len()).await;
    let request = Request::post(url).body(bytes.to_vec()).unwrap();
    assert_eq!(send(request).await.0, 200);
    let done = bot.call("files.completeUploadExternal", json!({"files": [{"id": id}]})).await;
    assert_eq!(done["ok"], true);
    id
}

fn png() -> Vec<u8> {
    // As Latin-1: its first byte is none of UTF-8's.
    PNG.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect()
}

#[tokio::test]
async fn a_picture_that_nobody_shared_stands_in_the_messages_that_name_it() {
    let (playground, bot, channel) = juniper().await;
    let id = kept(&bot, &png()).await;
    let posted = bot.call("chat.postMessage", showing(&id, &channel)).await;
    assert_eq!(posted["ok"], true, "{posted}");
    let messages = playground.messages("nina", &channel);
    assert_eq!(playground.pictures_of(messages.last().unwrap()), [png()]);
    let address = format!(
        "{}/pictures/{}/{id}",
        playground.page_url().trim_end_matches('/'),
        playground.team()
    );
    let (status, kind, bytes) = fetched(&address).await;
    assert_eq!((status, kind.as_str(), bytes), (200, "image/png", png()));
    assert_eq!(fetched(&address.replace(&id, "F0")).await.0, 404);
    assert_eq!(playground.faults(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_no_picture_of_the_workspace_is_refused_where_it_stands() {
    let (playground, bot, channel) = juniper().await;
    let text = kept(&bot, b"BEGIN").await;
    let (unsent, _) = announced(&bot, 5).await;
    for id in ["F0", &text, &unsent] {
        let refused = bot.call("chat.postMessage", showing(id, &channel)).await;
        assert_eq!(refused["error"], "invalid_blocks");
        let said = "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]";
        assert_eq!(refused["response_metadata"]["messages"], json!([said]));
    }
    assert_eq!(playground.faults().len(), 3);
    let large = bot.get("files.getUploadURLExternal?filename=weeks.png&length=1000001").await;
    assert_eq!(large["error"], "file_upload_size_restricted");
}

#[tokio::test]
async fn a_picture_that_is_still_looked_through_is_nobodys_mistake() {
    let (playground, bot, channel) = juniper().await;
    playground.pictures_take(chrono::TimeDelta::seconds(5));
    let id = kept(&bot, &png()).await;
    let early = bot.call("chat.postMessage", showing(&id, &channel)).await;
    assert_eq!(early["error"], "invalid_blocks");
    let clock = playground.world().clock.clone();
    clock.advance_to(clock.now() + chrono::TimeDelta::seconds(5));
    assert_eq!(bot.call("chat.postMessage", showing(&id, &channel)).await["ok"], true);
    assert_eq!(playground.faults(), Vec::<String>::new());
}
