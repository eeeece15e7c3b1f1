//! The workspace over HTTP: Web API, response URLs, Socket Mode, and the page.

mod fates;
mod guard;
mod page_socket;
mod socket;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, get, post};
use serde_json::{Value, json};

use super::Playground;
use super::api::Body;
use super::page;

/// How large a request may be.
const BODY_BYTES: usize = 1_000_000;

/// All routes, without the guard.
pub(super) fn router(playground: &Playground) -> Router {
    Router::new()
        .route("/", get(|| async { page::file("index.html") }))
        .route("/page/socket", get(page_socket::open))
        .route("/page/{file}", get(|Path(file): Path<String>| async move { page::file(&file) }))
        .route("/api/{method}", any(call))
        .route("/hooks/{kind}/{team}/{id}", post(hook))
        .route("/socket", get(socket::open))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(playground.clone())
}

/// The routes, closed to everything that is not this machine.
pub(super) fn guarded(router: Router) -> Router {
    router.layer(axum::middleware::from_fn(guard::only_loopback))
}

async fn call(
    State(playground): State<Playground>,
    Path(name): Path<String>,
    http: Method,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let kind = header(&headers, &CONTENT_TYPE).unwrap_or_default();
    let mut token = header(&headers, &AUTHORIZATION)
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::to_owned);
    let body = if http == Method::POST && kind.starts_with("application/json") {
        Body::Json(bytes.to_vec())
    } else {
        let mut pairs = form(query.unwrap_or_default().as_bytes());
        pairs.extend(form(&bytes));
        if token.is_none() {
            let given = pairs.iter().find(|(key, _)| key == "token");
            token = given.map(|(_, value)| value.clone());
        }
        Body::Form(pairs)
    };
    fates::respond(playground.call(&name, token.as_deref(), body)).await
}

async fn hook(
    State(playground): State<Playground>,
    Path((_, _, id)): Path<(String, String, String)>,
    bytes: Bytes,
) -> Response {
    let mut world = playground.world();
    let Ok(body) = serde_json::from_slice::<Value>(&bytes) else {
        world.fault("response_url: the body was not JSON");
        return (StatusCode::BAD_REQUEST, "invalid_payload").into_response();
    };
    match world.answer_hook(&id, &body) {
        Ok(()) => Json(json!({"ok": true})).into_response(),
        Err(error) => {
            let gone = matches!(error.as_str(), "expired_url" | "used_url");
            world.fault(format!("response_url: {error}"));
            let status = if gone { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
            (status, Json(json!({"ok": false, "error": error}))).into_response()
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The pairs of a form or a query.
fn form(bytes: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(bytes)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect()
}
