//! The page: its files, and the workspace as it shows it.

mod eyes;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// Name, kind, content.
const FILES: &[(&str, &str, &str)] = &[
    ("blocks.css", CSS, include_str!("blocks.css")),
    ("blocks.js", JS, include_str!("blocks.js")),
    ("chooser.js", JS, include_str!("chooser.js")),
    ("complete.js", JS, include_str!("complete.js")),
    ("composer.js", JS, include_str!("composer.js")),
    ("conversation.js", JS, include_str!("conversation.js")),
    ("dates.js", JS, include_str!("dates.js")),
    ("dom.js", JS, include_str!("dom.js")),
    ("elements.js", JS, include_str!("elements.js")),
    ("emoji.js", JS, include_str!("emoji.js")),
    ("feedback.js", JS, include_str!("feedback.js")),
    ("hints.js", JS, include_str!("hints.js")),
    ("icons.js", JS, include_str!("icons.js")),
    ("index.html", HTML, include_str!("index.html")),
    ("inputs.js", JS, include_str!("inputs.js")),
    ("main.js", JS, include_str!("main.js")),
    ("message.js", JS, include_str!("message.js")),
    ("modal.js", JS, include_str!("modal.js")),
    ("mrkdwn.js", JS, include_str!("mrkdwn.js")),
    ("pane.js", JS, include_str!("pane.js")),
    ("people.js", JS, include_str!("people.js")),
    ("popup.js", JS, include_str!("popup.js")),
    ("ribbon.css", CSS, include_str!("ribbon.css")),
    ("ribbon.js", JS, include_str!("ribbon.js")),
    ("richtext.js", JS, include_str!("richtext.js")),
    ("route.js", JS, include_str!("route.js")),
    ("sidebar.js", JS, include_str!("sidebar.js")),
    ("socket.js", JS, include_str!("socket.js")),
    ("state.js", JS, include_str!("state.js")),
    ("style.css", CSS, include_str!("style.css")),
    ("talk.css", CSS, include_str!("talk.css")),
    ("values.js", JS, include_str!("values.js")),
];

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// One of the files.
pub(super) fn file(name: &str) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, content)) => ([(CONTENT_TYPE, *kind)], *content).into_response(),
        None => (StatusCode::NOT_FOUND, "There is no such page.\n").into_response(),
    }
}
