//! Pages and probes for whoever runs the bot, and for who installs it.

pub mod install;
mod pages;

use axum::Router;
use axum::routing::get;

/// All routes.
pub fn router() -> Router {
    Router::new().route("/healthz", get(|| async { "ok" }))
}
