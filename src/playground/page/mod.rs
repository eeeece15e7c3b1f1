//! The page: its files, and the workspace as it shows it.

mod eyes;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Names and contents. A file of this folder is served when it stands here.
macro_rules! files {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!($name))),+] };
}

const FILES: &[(&str, &str)] = files![
    "blocks.css",
    "blocks.js",
    "chooser.js",
    "complete.js",
    "composer.js",
    "conversation.js",
    "dates.js",
    "dom.js",
    "elements.js",
    "emoji.js",
    "feedback.js",
    "hints.js",
    "icons.js",
    "index.html",
    "inputs.js",
    "jump.js",
    "main.js",
    "message.js",
    "modal.js",
    "mrkdwn.js",
    "pane.js",
    "people.js",
    "popup.js",
    "ribbon.css",
    "ribbon.js",
    "richtext.js",
    "route.js",
    "sidebar.js",
    "socket.js",
    "state.js",
    "style.css",
    "talk.css",
    "values.js",
];

/// One of the files.
pub(super) fn file(name: &str) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    };
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((_, content)) => {
            // Asked for again each time, so that a page never runs with another version's parts.
            ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], *content).into_response()
        }
        None => (StatusCode::NOT_FOUND, "There is no such page.\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_is_served() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/src/playground/page");
        for entry in std::fs::read_dir(directory).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let served = FILES.iter().any(|(known, _)| *known == name);
            assert!(served || name.ends_with(".rs"), "{name} is missing in FILES");
        }
    }
}
