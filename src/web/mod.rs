//! Pages and probes for whoever runs the bot.

use axum::Router;
use axum::routing::get;

/// All routes.
pub fn router() -> Router {
    Router::new().route("/healthz", get(|| async { "ok" }))
}
