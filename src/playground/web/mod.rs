//! The workspace over HTTP: Web API, response URLs, Socket Mode, and the page.

mod fates;
mod files;
mod guard;
mod install;
mod page_socket;
mod socket;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::Town;
use super::api::Body;
use super::page;

/// How large a request may be.
const BODY_BYTES: usize = 1_000_000;

/// All routes, without the guard.
pub(super) fn router(town: &Town) -> Router {
    Router::new()
        .route("/", get(|| async { page::file("index.html") }))
        .route("/page/socket", get(page_socket::open))
        .route("/page/{file}", get(|Path(file): Path<String>| async move { page::file(&file) }))
        .route("/api/{method}", any(call))
        .route("/hooks/{kind}/{team}/{id}", post(hook))
        .route("/upload/{team}/{secret}", post(files::take))
        .route("/files/{team}/{id}/{name}", get(files::give))
        .route("/pictures/{team}/{id}", get(files::show))
        .route("/socket", get(socket::open))
        .route("/oauth/v2/authorize", get(install::page).post(install::answer))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .with_state(town.clone())
}

/// The routes, closed to everything that is not this machine.
pub(super) fn guarded(router: Router) -> Router {
    router.layer(axum::middleware::from_fn(guard::only_loopback))
}

async fn call(
    State(town): State<Town>,
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
        pairs.extend(basic(&headers).into_iter().flatten());
        if token.is_none() {
            let given = pairs.iter().find(|(key, _)| key == "token");
            token = given.map(|(_, value)| value.clone());
        }
        Body::Form(pairs)
    };
    respond(&town, &name, token.as_deref(), body).await
}

/// Asks the workspace that the call is for. An app that is not let in anywhere knows itself by its
/// credentials, and the workspace by the code.
async fn respond(town: &Town, name: &str, token: Option<&str>, body: Body) -> Response {
    let code = ["refresh_token", "code"].into_iter().find_map(|key| body.field(key));
    match town.of_call(token, code) {
        Some(playground) => fates::respond(playground.call(name, token, body)).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `client_id` and `client_secret` from HTTP's basic authentication.
fn basic(headers: &HeaderMap) -> Option<[(String, String); 2]> {
    let given = header(headers, &AUTHORIZATION)?.strip_prefix("Basic ")?;
    let plain = String::from_utf8(STANDARD.decode(given).ok()?).ok()?;
    let (id, secret) = plain.split_once(':')?;
    Some([("client_id".to_owned(), id.to_owned()), ("client_secret".to_owned(), secret.to_owned())])
}

async fn hook(
    State(town): State<Town>,
    Path((_, team, id)): Path<(String, String, String)>,
    bytes: Bytes,
) -> Response {
    let Some(playground) = town.team(&team) else { return StatusCode::NOT_FOUND.into_response() };
    let mut world = playground.world();
    let Ok(body) = serde_json::from_slice::<Value>(&bytes) else {
        world.fault("response_url: the body was not JSON");
        return (StatusCode::BAD_REQUEST, "invalid_payload").into_response();
    };
    world.examine("response_url", &body, false);
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
