//! What becomes of an answer between the workspace and the app.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Json, Response};

use crate::playground::api::{Answer, Fate};

/// Longer than anybody waits, in real time.
const SILENCE: Duration = Duration::from_secs(60);

/// A proxy's page, as it comes when the servers behind it are away.
const PAGE: &str = "<html><head><title>Bad day</title></head>\
    <body><center><h1>Something is wrong on our side</h1></center></body></html>\n";

pub(super) async fn respond(answer: Answer) -> Response {
    let mut response = match answer.fate {
        Fate::Arrives => (answer.status, Json(answer.body)).into_response(),
        Fate::Page => (answer.status, Html(PAGE)).into_response(),
        Fate::Half => {
            let text = answer.body.to_string();
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            ([(CONTENT_TYPE, "application/json; charset=utf-8")], half).into_response()
        }
        Fate::Breaks => return broken(),
        Fate::Silence => {
            // The app hangs up before this is over; then nobody waits here either.
            tokio::time::sleep(SILENCE).await;
            return broken();
        }
    };
    let headers = response.headers_mut();
    if let Ok(scopes) = HeaderValue::from_str(&answer.scopes) {
        headers.insert(HeaderName::from_static("x-oauth-scopes"), scopes);
    }
    if let Some(seconds) = answer.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A body that fails before its first byte: the server closes the connection.
pub(super) fn broken() -> Response {
    let failure = io::Error::from(io::ErrorKind::ConnectionAborted);
    let body = futures_util::stream::once(async { Err::<Bytes, io::Error>(failure) });
    (StatusCode::OK, Body::from_stream(body)).into_response()
}
