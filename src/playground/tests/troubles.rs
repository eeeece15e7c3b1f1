//! Limits, misbehavior, and what can be counted afterwards.

use std::time::Duration;

use axum::http::Request;
use chrono::TimeDelta;
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::bot::{Bot, workspace};
use crate::playground::{Limits, Misbehavior, Playground, Trick, cast};

/// Status, `Retry-After` and body of a message, or why nothing came.
async fn post(
    playground: &Playground,
    text: &str,
) -> Result<(u16, Option<String>, String), String> {
    let coffee = playground.conversation("#coffee").unwrap().id;
    let metadata = json!({"event_type": "klatch", "event_payload": {"job": text}});
    let body = json!({"channel": coffee, "text": text, "metadata": metadata}).to_string();
    let request = Request::post(format!("{}/chat.postMessage", playground.api_url()))
        .header("authorization", format!("Bearer {}", playground.bot_token()))
        .header("content-type", "application/json; charset=utf-8")
        .body(body)
        .unwrap();
    let client = Client::builder(TokioExecutor::new()).build_http::<String>();
    let answer = async {
        let response = client.request(request).await.map_err(|error| error.to_string())?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let wait = headers.get("retry-after").map(|wait| wait.to_str().unwrap().to_owned());
        let body = response.into_body().collect().await.map_err(|error| error.to_string())?;
        Ok((status, wait, String::from_utf8(body.to_bytes().to_vec()).unwrap()))
    };
    let patience = Duration::from_millis(300);
    tokio::time::timeout(patience, answer).await.unwrap_or_else(|_| Err("patience".to_owned()))
}

async fn coffee_house() -> (Playground, Bot) {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let coffee = playground.conversation("#coffee").unwrap().id;
    assert_eq!(bot.call("conversations.join", json!({"channel": coffee})).await["ok"], true);
    (playground, bot)
}

#[tokio::test]
async fn a_channel_that_hears_too_much_says_when_to_come_again() {
    let (playground, _) = coffee_house().await;
    for number in 0..20 {
        assert_eq!(post(&playground, &format!("free {number}")).await.unwrap().0, 200);
    }
    playground.limit(Limits::Slack);
    for number in 0..3 {
        assert_eq!(post(&playground, &format!("burst {number}")).await.unwrap().0, 200);
    }
    let (status, wait, body) = post(&playground, "too much").await.unwrap();
    assert_eq!((status, wait.as_deref()), (429, Some("1")));
    assert_eq!(body, r#"{"error":"ratelimited","ok":false}"#);
    assert_eq!(playground.rate_limited()["chat.postMessage"], 1);
    assert!(playground.messages_with_job("too much").is_empty());
    let clock = playground.world().clock.clone();
    clock.advance_to(clock.now() + TimeDelta::seconds(1));
    assert_eq!(post(&playground, "again").await.unwrap().0, 200);
    assert!(playground.faults().is_empty(), "too fast is not malformed");
}

#[tokio::test]
async fn every_trick_with_a_call_leaves_the_effect_that_it_says() {
    let (playground, _) = coffee_house().await;
    let mut seen = Vec::new();
    for trick in Trick::CALLS {
        playground.next("chat.postMessage", trick);
        let answer = post(&playground, trick.name()).await;
        let posted = playground.messages_with_job(trick.name()).len();
        let answer = match answer {
            Ok((status, _, body)) if serde_json::from_str::<Value>(&body).is_ok() => {
                format!("{status} JSON")
            }
            Ok((status, _, body)) if body.starts_with("<html>") => format!("{status} HTML"),
            Ok((status, _, _)) => format!("{status} garbled"),
            Err(why) if why == "patience" => "silence".to_owned(),
            Err(_) => "broken".to_owned(),
        };
        seen.push(format!("{}: {answer}, {posted} posted", trick.name()));
    }
    insta::assert_snapshot!(seen.join("\n"), @"
    too_many: 429 JSON, 0 posted
    server_error: 500 JSON, 0 posted
    bad_gateway: 502 HTML, 0 posted
    unavailable: 503 HTML, 0 posted
    silence: silence, 0 posted
    silence_after: silence, 1 posted
    lost_before: broken, 0 posted
    lost_after: broken, 1 posted
    garbled: 200 garbled, 1 posted
    ");
    assert_eq!(playground.mischief().len(), 9);
    assert_eq!(post(&playground, "at last").await.unwrap().0, 200);
}

#[tokio::test]
async fn a_bot_that_acknowledges_gets_every_event_however_bad_the_day() {
    let (playground, bot) = coffee_house().await;
    let mut frames = bot.connect(|_| Some(Value::Null)).await;
    let tricks = [Trick::Twice, Trick::ToAll, Trick::OutOfOrder, Trick::AckLost, Trick::Late];
    let plan =
        tricks.into_iter().fold(Misbehavior::seeded(3), |plan, trick| plan.with(trick, 0.15));
    playground.misbehave(plan);
    for number in 0..40 {
        playground.say("ana", "dm", &format!("line {number:02}")).unwrap();
    }
    playground.settled().await.unwrap();
    let clock = playground.world().clock.clone();
    clock.advance_to(clock.now() + TimeDelta::minutes(3));
    playground.time_moved();
    playground.settled().await.unwrap();
    let mut texts = Vec::new();
    while let Ok(frame) = frames.try_recv() {
        texts.extend(frame["payload"]["event"]["text"].as_str().map(str::to_owned));
    }
    let mut once = texts.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 40);
    assert!(texts.len() > 40, "some came twice");
    assert_ne!(texts[..10], once[..10], "some came late");
    assert!(playground.mischief().len() >= 4, "{:?}", playground.mischief());
}

/// The reason of the next `disconnect`, whatever comes before it.
async fn farewell(frames: &mut mpsc::UnboundedReceiver<Value>) -> String {
    loop {
        let frame = frames.recv().await.unwrap();
        if frame["type"] == "disconnect" {
            return frame["reason"].as_str().unwrap().to_owned();
        }
    }
}

#[tokio::test]
async fn connections_are_warned_closed_or_broken() {
    let (playground, bot) = coffee_house().await;
    let mut one = bot.connect(|_| None).await;
    playground.warn_of_disconnect();
    assert_eq!(farewell(&mut one).await, "warning");
    assert_eq!(playground.connections(), 1);
    playground.disable_link();
    assert_eq!(farewell(&mut one).await, "link_disabled");
    let mut two = bot.connect(|_| None).await;
    playground.break_connections();
    while two.recv().await.is_some() {}
    assert_eq!(playground.connections(), 0);
}

#[tokio::test]
async fn the_traffic_is_kept_for_whoever_watches_without_its_secrets() {
    let (playground, bot) = coffee_house().await;
    post(&playground, "unseen").await.unwrap();
    playground.watch_traffic();
    let _frames = bot.connect(|_| Some(Value::Null)).await;
    post(&playground, "seen").await.unwrap();
    playground.say("ana", "dm", "Hello").unwrap();
    playground.settled().await.unwrap();
    let seen = playground.traffic();
    let lines: Vec<String> =
        seen.iter().map(|one| format!("{} {}: {}", one.kind, one.name, one.status)).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    call apps.connections.open: ok
    call chat.postMessage: ok
    events_api message: acknowledged
    ");
    let everything = format!("{seen:?}");
    assert!(everything.contains("Hello"));
    for secret in [playground.bot_token(), playground.app_token(), "ticket=".to_owned()] {
        assert!(!everything.contains(&secret));
    }
}
