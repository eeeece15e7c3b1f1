//! The program as an operator runs it: what it logs, and how it stops. Neither tokens nor what people
//! write ever stands in the log, however far it is turned up.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

#[path = "logs/anonymous.rs"]
mod anonymous;
#[path = "logs/bad_days.rs"]
mod bad_days;
#[expect(dead_code, reason = "made for processes that are killed")]
#[path = "killed/round.rs"]
mod round;
#[path = "logs/served.rs"]
mod served;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use klatch::playground::Playground;
use klatch::playground::cast;
use served::Served;
use support::workspace::workspace;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Words that nobody would write otherwise.
const WORDS: [&str; 4] = ["quokka-command", "quokka-direct", "quokka-mention", "quokka-channel"];

async fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let ask = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).await.unwrap();
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_leaves_no_words_and_no_tokens_in_the_log() {
    let playground = workspace(cast::invented()).await;
    let mut served = Served::start(&playground, &[("KLATCH_LOG_FORMAT", "json")]);
    let greeting = served.hears(" serves ").await;
    assert!(greeting.contains("Socket Mode, pages on 127.0.0.1:"), "{greeting}");
    assert!(greeting.contains("SQLite"), "{greeting}");
    let address = greeting.split("pages on ").nth(1).unwrap().split(',').next().unwrap().to_owned();
    served.hears("connected to Slack").await;
    assert!(get(&address, "/readyz").await.starts_with("HTTP/1.1 200"));

    let started = Instant::now();
    let [command, direct, mention, channel] = WORDS;
    let words = format!("pause {command}");
    playground.command("lena", "#rust", "/coffee", &words).await.unwrap();
    // Until the bot has read who is in the workspace, it says so instead.
    while playground.modal_of("lena").is_none() {
        assert!(started.elapsed() < Duration::from_secs(20), "no modal: {}", served.said());
        playground.command("lena", "#rust", "/coffee", "setup").await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let rust = playground.conversation("#rust").unwrap().id;
    playground.submit_form("lena", &[("channel", rust.as_str().into())]).await.unwrap();
    let invited = |playground: &Playground| {
        let messages = playground.messages("priya", "#rust");
        messages.iter().any(|message| message.text.starts_with("Coffee with somebody new"))
    };
    playground.until("the invitation in #rust", invited).await.unwrap();
    let own = playground.dm_with_bot("priya").unwrap();
    playground.say("priya", &own, direct).unwrap();
    let bot = playground.bot().unwrap().id;
    playground.say("priya", "#rust", &format!("<@{bot}> {mention}")).unwrap();
    playground.say("priya", "#rust", channel).unwrap();
    playground.open_home("priya").unwrap();
    let home = |playground: &Playground| playground.home_of("priya").is_some();
    playground.until("the App Home", home).await.unwrap();
    playground.settled().await.unwrap();
    let figures = get(&address, "/metrics").await;
    assert!(figures.contains("klatch_level{name=\"connections\"}"), "{figures}");

    let took = served.stop().await;
    let said = served.said();
    let end: Vec<&str> = said.lines().rev().take(20).collect();
    assert!(took < Duration::from_secs(10), "it took {took:?} to stop: {end:#?}");
    assert!(said.lines().count() > 10, "{said}");
    for line in said.lines().filter(|line| !line.is_empty()) {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["level"].is_string() && line["timestamp"].is_string(), "{line}");
    }
    served.assert_discreet(&playground, &["quokka", "Coffee with somebody new"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slack_says_in_anger_is_not_repeated() {
    let answer = r#"{"ok":false,"error":"fatal_error","text":"quokka-answer"}"#;
    let broken = move || async move { (axum::http::StatusCode::INTERNAL_SERVER_ERROR, answer) };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().fallback(broken);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let playground = workspace(cast::invented()).await;
    let api = format!("http://{address}/api");
    let mut served = Served::start(&playground, &[("SLACK_API_URL", &api)]);
    served.hears("Slack cannot be reached").await;
    assert_eq!(served.child.wait().unwrap().code(), Some(2));
    let said = served.said();
    assert!(!said.contains("quokka") && !said.contains(&playground.bot_token()), "{said}");
}

#[test]
fn a_panic_is_logged_without_its_words() {
    let heard = Arc::<Mutex<Vec<u8>>>::default();
    let writer = Arc::clone(&heard);
    let log = tracing_subscriber::fmt()
        .with_env_filter(klatch::logging::limited("trace"))
        .with_writer(move || Pen(Arc::clone(&writer)))
        .finish();
    let before = std::panic::take_hook();
    klatch::logging::quiet_panics();
    tracing::subscriber::with_default(log, || {
        let broke = std::panic::catch_unwind(|| assert_eq!("quokka-panic", "", "as it was told"));
        assert!(broke.is_err());
    });
    std::panic::set_hook(before);
    let said = String::from_utf8(heard.lock().unwrap().clone()).unwrap();
    assert!(said.contains("a panic") && said.contains("logs.rs"), "{said}");
    assert!(!said.contains("quokka"), "{said}");
}

/// Writes where the test can read.
struct Pen(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
