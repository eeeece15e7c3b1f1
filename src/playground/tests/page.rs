//! The page's socket, as a browser uses it.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::bot::{Bot, workspace};
use crate::playground::{Playground, cast};

struct Browser(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Browser {
    async fn open(playground: &Playground, who: &str) -> Self {
        let url = playground.page_url().replacen("http", "ws", 1);
        let url = format!("{url}page/socket?as={who}");
        Self(tokio_tungstenite::connect_async(url).await.unwrap().0)
    }

    async fn read(&mut self) -> Value {
        let text = self.0.next().await.unwrap().unwrap().into_text().unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Asks for something; the answer, and what was pushed before it.
    async fn ask(&mut self, request: Value) -> (Value, Vec<Value>) {
        self.0.send(Message::text(request.to_string())).await.unwrap();
        let mut pushed = Vec::new();
        loop {
            let frame = self.read().await;
            if frame["re"] == request["id"] {
                return (frame, pushed);
            }
            pushed.push(frame);
        }
    }
}

#[tokio::test]
async fn a_visitor_sees_what_their_person_sees_and_acts_for_them() {
    let playground = workspace(cast::invented()).await;
    let mut browser = Browser::open(&playground, "ana").await;
    let state = browser.read().await;
    assert_eq!((&state["type"], &state["seq"]), (&json!("state"), &json!(1)));
    let ana = playground.person("ana").unwrap().id;
    assert_eq!(state["me"], json!(ana));
    assert_eq!(state["workspace"]["bot"]["name"], "Klatch");
    let kinds: Vec<&str> = state["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "private").count(), 1);
    let coffee = playground.conversation("#coffee").unwrap().id;
    assert_eq!(state["messages"][&coffee].as_array().unwrap().len(), 2);

    let say = json!({"id": 1, "do": "say", "conversation": coffee, "text": format!("Hello <all> & @kofi (<@{ana}>)")});
    let (answer, _) = browser.ask(say).await;
    assert_eq!(answer["ok"], true);
    let mut kofi = Browser::open(&playground, "kofi").await;
    let state = kofi.read().await;
    assert_eq!(state["unread"][&coffee], 1);
    let said = state["messages"][&coffee].as_array().unwrap().last().unwrap()["text"].clone();
    let id = playground.person("kofi").unwrap().id;
    assert_eq!(said, json!(format!("Hello &lt;all&gt; &amp; <@{id}> (<@{ana}>)")));
    kofi.0
        .send(Message::text(json!({"id": 1, "do": "read", "conversation": coffee}).to_string()))
        .await
        .unwrap();
    let frames = [kofi.read().await, kofi.read().await];
    let unread = frames.iter().find(|frame| frame["what"] == "unread").unwrap();
    assert_eq!((&unread["count"], &unread["seq"]), (&json!(0), &json!(2)));

    let (answer, _) = browser.ask(json!({"id": 2, "do": "act_as", "person": "jun"})).await;
    assert_eq!(answer["ok"], true);
    let state = loop {
        let frame = browser.read().await;
        if frame["type"] == "state" {
            break frame;
        }
    };
    assert_eq!(state["me"], json!(playground.person("jun").unwrap().id));
    let (answer, _) = browser.ask(json!({"id": 3, "do": "act_as", "person": "birch"})).await;
    assert_eq!(answer["error"], "Nobody can act as them.");
}

#[tokio::test]
async fn a_command_from_the_page_reaches_the_app_and_its_answer_the_page() {
    let playground = workspace(cast::invented()).await;
    let bot = Bot::of(&playground);
    let _arrived = bot.connect(|_| Some(json!({"text": "Welcome!"}))).await;
    let mut browser = Browser::open(&playground, "ana").await;
    browser.read().await;
    let coffee = playground.conversation("#coffee").unwrap().id;
    let command = json!({
        "id": 7, "do": "command", "conversation": coffee, "command": "/coffee", "text": "join",
    });
    let (answer, mut pushed) = browser.ask(command).await;
    assert_eq!(answer["ok"], true);
    while !pushed.iter().any(|frame| frame["what"] == "message") {
        pushed.push(browser.read().await);
    }
    let message = pushed.iter().find(|frame| frame["what"] == "message").unwrap();
    assert_eq!(message["message"]["ephemeral"], true);
    playground.aside("ribbon", json!({"playing": true}));
    let aside = loop {
        let frame = browser.read().await;
        if frame["what"] == "aside" {
            break frame;
        }
    };
    assert_eq!((&aside["name"], &aside["body"]["playing"]), (&json!("ribbon"), &json!(true)));
    let (answer, _) = browser.ask(json!({"id": 8, "do": "fly"})).await;
    assert_eq!(answer["ok"], false);
}
