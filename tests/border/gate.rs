//! What stands in front of several copies of the bot: takes each request to the next one, and
//! remembers it, as somebody might who listens in.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;

const LARGEST: usize = 4 * 1024 * 1024;

#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) address: SocketAddr,
    inside: Arc<Mutex<Inside>>,
    client: Client<HttpConnector, Full<Bytes>>,
}

#[derive(Default)]
struct Inside {
    bots: Vec<SocketAddr>,
    turn: usize,
    passed: Vec<Passed>,
}

/// A request of Slack's that came by, and how it was answered.
#[derive(Clone)]
pub(crate) struct Passed {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) to: SocketAddr,
    pub(crate) status: u16,
    pub(crate) answer: Bytes,
}

impl Gate {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gate = Self {
            address: listener.local_addr().unwrap(),
            inside: Arc::default(),
            client: Client::builder(TokioExecutor::new()).build_http(),
        };
        let routes = axum::Router::new().fallback(pass).with_state(gate.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        gate
    }

    /// Leads there from now on, to one after another.
    pub(crate) fn lead_to(&self, bots: Vec<SocketAddr>) {
        self.inside.lock().unwrap().bots = bots;
    }

    /// Slack's requests so far.
    pub(crate) fn passed(&self) -> Vec<Passed> {
        self.inside.lock().unwrap().passed.clone()
    }

    /// Sends one again as it was; gives the status and the answer.
    pub(crate) async fn again(&self, passed: &Passed, to: SocketAddr) -> (u16, Bytes) {
        let mut request = Request::post(format!("http://{to}{}", passed.path));
        request.headers_mut().unwrap().extend(passed.headers.clone());
        let answer = self.client.request(request.body(Full::new(passed.body.clone())).unwrap());
        let (head, body) = answer.await.unwrap().into_parts();
        (head.status.as_u16(), body.collect().await.unwrap().to_bytes())
    }

    fn next(&self) -> Option<SocketAddr> {
        let mut inside = self.inside.lock().unwrap();
        inside.turn += 1;
        let turn = inside.turn % inside.bots.len().max(1);
        inside.bots.get(turn).copied()
    }
}

async fn pass(State(gate): State<Gate>, request: Request) -> Response {
    let Some(to) = gate.next() else { return StatusCode::BAD_GATEWAY.into_response() };
    let (mut head, body) = request.into_parts();
    let body = to_bytes(body, LARGEST).await.unwrap();
    let path = head.uri.path_and_query().unwrap().to_string();
    let (slacks, headers) = (head.method == Method::POST, head.headers.clone());
    head.uri = format!("http://{to}{path}").parse().unwrap();
    let request = Request::from_parts(head, Full::new(body.clone()));
    let Ok(answer) = gate.client.request(request).await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let (head, answer) = answer.into_parts();
    let Ok(answer) = answer.collect().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let answer = answer.to_bytes();
    if slacks {
        let status = head.status.as_u16();
        let passed = Passed { path, headers, body, to, status, answer: answer.clone() };
        gate.inside.lock().unwrap().passed.push(passed);
    }
    Response::from_parts(head, Body::from(answer))
}
