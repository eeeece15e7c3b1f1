//! Traces of a running bot reach a collector: `cargo test --features telemetry --test telemetry`.

#![cfg(feature = "telemetry")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that finds something else than it expects is to fail"
)]

#[expect(dead_code, reason = "made for what is logged")]
#[path = "logs/served.rs"]
mod served;
#[path = "support/workspace.rs"]
mod workspace;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use klatch::playground::cast;
use served::Served;
use tokio::net::TcpListener;
use workspace::workspace;

/// Whether these bytes stand somewhere in those: names stand in OTLP's messages as they are.
fn stands_in(all: &[u8], words: &str) -> bool {
    all.windows(words.len()).any(|some| some == words.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_the_spans_and_no_words() {
    let got = Arc::<Mutex<Vec<u8>>>::default();
    let collect = async |State(got): State<Arc<Mutex<Vec<u8>>>>, body: Bytes| {
        got.lock().unwrap().extend_from_slice(&body);
        StatusCode::OK
    };
    let collector = Router::new().route("/v1/traces", post(collect)).with_state(Arc::clone(&got));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, collector).await });

    let playground = workspace(cast::invented()).await;
    let more = [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.as_str())];
    let mut served = Served::start(&playground, &more);
    served.hears("connected to Slack").await;
    playground.say("priya", "dm", "quokka-direct").unwrap();
    playground.open_home("priya").unwrap();
    playground.until("the App Home", |it| it.home_of("priya").is_some()).await.unwrap();
    // What was not sent yet is sent at the end.
    served.stop().await;

    let got = got.lock().unwrap().clone();
    for name in ["klatch", "service.name", "delivery"] {
        assert!(stands_in(&got, name), "no {name} in {} bytes: {}", got.len(), served.said());
    }
    for words in ["quokka".to_owned(), playground.bot_token(), playground.app_token()] {
        assert!(!stands_in(&got, &words), "{words} went to the collector");
    }
}
