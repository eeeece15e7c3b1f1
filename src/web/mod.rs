//! Pages and probes for whoever runs the bot (is it alive, is it of use, what are its figures), and
//! pages for whoever installs it. Probes hold numbers and plain reasons, nothing of any workspace.

mod figures;
pub mod install;
mod pages;
mod ready;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub use self::ready::{Parts, Watch};

/// What Prometheus expects (OpenMetrics, which the figures are written in).
const OPEN_METRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// All routes.
pub fn router(watch: Watch) -> Router {
    Router::new()
        // Says only that the program runs: whoever restarts it on a failing database helps nobody.
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(watch)
}

async fn ready(State(watch): State<Watch>) -> Response {
    match watch.trouble().await {
        None => "ready\n".into_response(),
        Some(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
    }
}

async fn metrics(State(watch): State<Watch>) -> Response {
    match figures::text(&watch).await {
        Ok(text) => ([(CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests;
