//! The Web API over HTTP, call by call.

use axum::http::Request;
use serde_json::{Value, json};

use super::bot::{Bot, section, send, workspace};
use crate::playground::{Playground, cast};

async fn juniper() -> (Playground, Bot) {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    (playground, bot)
}

fn id(playground: &Playground, person: &str) -> String {
    playground.person(person).unwrap().id
}

fn channel(playground: &Playground, name: &str) -> String {
    playground.conversation(name).unwrap().id
}

fn error(answer: &Value) -> &str {
    answer["error"].as_str().unwrap_or("none")
}

#[tokio::test]
async fn tokens_scopes_and_methods_are_checked() {
    let (playground, bot) = juniper().await;
    let test = bot.call("auth.test", json!({})).await;
    assert_eq!((&test["ok"], &test["user_id"]), (&json!(true), &json!("UBOT")));
    assert_eq!(error(&bot.call_as("xoxb-wrong", "auth.test", json!({})).await), "invalid_auth");
    let request = Request::post(format!("{}/auth.test", playground.api_url())).body(String::new());
    assert_eq!(error(&send(request.unwrap()).await.1), "not_authed");
    let wrong = bot.call("apps.connections.open", json!({})).await;
    assert_eq!(error(&wrong), "not_allowed_token_type");
    assert_eq!(error(&bot.call("coffee.brew", json!({})).await), "unknown_method");
    let secret = channel(&playground, "#budget");
    playground.invite("grace", &secret, "UBOT").unwrap();
    let missing = bot.get(&format!("conversations.info?channel={secret}")).await;
    assert_eq!(error(&missing), "missing_scope");
    assert_eq!(missing["needed"], "groups:read");
    assert!(missing["provided"].as_str().unwrap().contains("chat:write"));
    assert_eq!(playground.faults().len(), 3);
}

#[tokio::test]
async fn people_come_page_by_page_and_without_addresses_unless_granted() {
    let (playground, bot) = juniper().await;
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = bot.get(&format!("users.list?limit=10&cursor={cursor}")).await;
        for member in page["members"].as_array().unwrap() {
            assert!(member["profile"].get("email").is_none());
            ids.push(member["id"].as_str().unwrap().to_owned());
        }
        cursor = page["response_metadata"]["next_cursor"].as_str().unwrap().to_owned();
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(ids.len(), playground.people().len());
    let pat = bot.get(&format!("users.info?user={}", id(&playground, "pat"))).await;
    assert_eq!(pat["user"]["deleted"], true);
    let priya = bot.get(&format!("users.info?user={}", id(&playground, "priya"))).await;
    assert_eq!(priya["user"]["tz"], "Asia/Kolkata");
    assert_eq!(priya["user"]["tz_offset"], 19_800);
    let json = bot.call("users.info", json!({"user": "U0001"})).await;
    assert_eq!(error(&json), "invalid_arguments", "Slack takes no JSON here");
}

#[tokio::test]
async fn the_same_people_are_the_same_conversation() {
    let (playground, bot) = juniper().await;
    let (ana, kofi) = (id(&playground, "ana"), id(&playground, "kofi"));
    let open = |users: String| {
        let bot = &bot;
        async move { bot.call("conversations.open", json!({"users": users})).await }
    };
    let first = open(format!("{ana},{kofi}")).await;
    let again = open(format!("{kofi},{ana},{kofi}")).await;
    assert_eq!(first["channel"]["id"], again["channel"]["id"]);
    assert_eq!(again["already_open"], true);
    let alone = open(ana.clone()).await;
    assert_ne!(first["channel"]["id"], alone["channel"]["id"]);
    assert!(playground.conversations_of("ana").iter().all(|c| !c.is_direct()), "silent at first");
    for (whom, why) in
        [("pat", "user_disabled"), ("birch", "cannot_dm_bot"), ("hana", "user_not_visible")]
    {
        assert_eq!(error(&open(id(&playground, whom)).await), why);
    }
    assert_eq!(error(&open("U9999".to_owned()).await), "user_not_found");
    assert_eq!(error(&open(String::new()).await), "users_list_not_supplied");
    let crowd: Vec<String> = (1..=9).map(|n| format!("U{n:04}")).collect();
    assert_eq!(error(&open(crowd.join(",")).await), "too_many_users");
}

#[tokio::test]
async fn messages_are_refused_where_slack_refuses_them() {
    let (playground, bot) = juniper().await;
    let coffee = channel(&playground, "#coffee");
    let post = |channel: String, more: Value| {
        let bot = &bot;
        async move {
            let mut args = json!({"channel": channel, "text": "Hi"});
            for (key, value) in more.as_object().unwrap() {
                args[key] = value.clone();
            }
            bot.call("chat.postMessage", args).await
        }
    };
    assert_eq!(error(&post(coffee.clone(), json!({})).await), "not_in_channel");
    let old = channel(&playground, "#old-project");
    assert_eq!(error(&post(old.clone(), json!({})).await), "is_archived");
    assert_eq!(
        error(&bot.call("conversations.join", json!({"channel": old})).await),
        "is_archived"
    );
    let hidden = channel(&playground, "#budget");
    assert_eq!(error(&post(hidden, json!({})).await), "channel_not_found");
    assert_eq!(bot.call("conversations.join", json!({"channel": coffee})).await["ok"], true);
    assert!(playground.faults().is_empty(), "untimely is not malformed");

    let long = post(coffee.clone(), json!({"blocks": [section(&"x".repeat(3_001))]})).await;
    assert_eq!(error(&long), "invalid_blocks");
    let why = long["response_metadata"]["messages"][0].as_str().unwrap();
    assert!(why.contains("/blocks/0/text/text"), "{why}");
    let text = "x".repeat(40_001);
    assert_eq!(error(&post(coffee.clone(), json!({"text": text})).await), "msg_too_long");
    assert_eq!(error(&post(coffee.clone(), json!({"text": ""})).await), "no_text");
    let lost = post(coffee.clone(), json!({"thread_ts": "1.000000"})).await;
    assert_eq!(error(&lost), "thread_not_found");
    let odd = post(coffee.clone(), json!({"metadata": {"event_type": "x"}})).await;
    assert_eq!(error(&odd), "invalid_metadata_format");
    assert_eq!(playground.faults().len(), 5);

    // Blocks without a text are posted, but noticed.
    playground.forget_faults();
    assert_eq!(post(coffee, json!({"text": "", "blocks": [section("x")]})).await["ok"], true);
    assert_eq!(playground.faults().len(), 1);
}

#[tokio::test]
async fn an_own_message_is_found_again_by_its_metadata_and_changed() {
    let (playground, bot) = juniper().await;
    let coffee = channel(&playground, "#coffee");
    bot.call("conversations.join", json!({"channel": coffee})).await;
    let metadata = json!({"event_type": "klatch", "event_payload": {"job": "7"}});
    let posted = bot
        .call("chat.postMessage", json!({"channel": coffee, "text": "Hi", "metadata": metadata}))
        .await;
    let ts = posted["ts"].as_str().unwrap();
    let history = bot
        .call("conversations.history", json!({"channel": coffee, "include_all_metadata": true}))
        .await;
    assert_eq!(history["messages"][0]["metadata"], metadata);
    let changed =
        bot.call("chat.update", json!({"channel": coffee, "ts": ts, "text": "Hello"})).await;
    assert_eq!(changed["text"], "Hello");
    assert!(playground.transcript("ana", "#coffee").ends_with("Klatch (edited):\n  Hello"));
    let link = bot.get(&format!("chat.getPermalink?channel={coffee}&message_ts={ts}")).await;
    assert!(link["permalink"].as_str().unwrap().contains("/archives/"));
    let theirs = playground.messages("ana", "#coffee")[0].ts.clone();
    let refused =
        bot.call("chat.update", json!({"channel": coffee, "ts": theirs, "text": "!"})).await;
    assert_eq!(error(&refused), "cant_update_message");
    let noah = id(&playground, "noah");
    let elsewhere = json!({"channel": coffee, "user": noah, "text": "psst"});
    assert_eq!(error(&bot.call("chat.postEphemeral", elsewhere).await), "user_not_in_channel");
}

#[tokio::test]
async fn strangers_are_turned_away() {
    let (playground, _) = juniper().await;
    for (name, value) in [("host", "evil.example"), ("origin", "http://evil.example")] {
        let request = Request::get(playground.page_url()).header(name, value).body(String::new());
        assert_eq!(send(request.unwrap()).await.0, 403);
    }
    let request = Request::get(playground.page_url()).body(String::new());
    assert_eq!(send(request.unwrap()).await.0, 200);
}
