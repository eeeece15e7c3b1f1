//! The bytes of files: taken from the app, given to the page.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::fates::broken;
use super::header;
use crate::playground::{Town, Trick};

/// Slack says how many bytes it took.
pub(super) async fn take(
    State(town): State<Town>,
    Path((team, secret)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response {
    let Some(playground) = town.team(&team) else { return StatusCode::NOT_FOUND.into_response() };
    let mut world = playground.world();
    match world.mischief.ordered("upload_url") {
        None => {}
        Some(Trick::LostBefore | Trick::LostAfter | Trick::Silence | Trick::SilenceAfter) => {
            return broken();
        }
        Some(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
    if header(&headers, &AUTHORIZATION).is_some() {
        world.fault("upload_url: the token went along");
    }
    match world.take_file(&secret, &bytes) {
        Ok(taken) => format!("OK - {taken}").into_response(),
        Err(why) => (StatusCode::BAD_REQUEST, why).into_response(),
    }
}

/// A file that was shared, to be saved.
pub(super) async fn give(
    State(town): State<Town>,
    Path((team, id, _)): Path<(String, String, String)>,
) -> Response {
    let Some(playground) = town.team(&team) else { return StatusCode::NOT_FOUND.into_response() };
    let world = playground.world();
    match world.file(&id).filter(|file| file.shared).and_then(|file| file.bytes.clone()) {
        Some(bytes) => {
            let headers =
                [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment")];
            (headers, bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A picture that messages show, for the page.
pub(super) async fn show(
    State(town): State<Town>,
    Path((team, id)): Path<(String, String)>,
) -> Response {
    let Some(playground) = town.team(&team) else { return StatusCode::NOT_FOUND.into_response() };
    let world = playground.world();
    match world.picture(&id) {
        Some((kind, bytes)) => ([(CONTENT_TYPE, kind)], bytes.to_vec()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
