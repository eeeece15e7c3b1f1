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
    "attach.js",
    "blocks.js",
    "chooser.js",
    "complete.js",
    "composer.js",
    "conversation.js",
    "dates.js",
    "deeds.js",
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
    "ribbon.js",
    "richtext.js",
    "route.js",
    "sidebar.js",
    "socket.js",
    "state.js",
    "traffic.js",
    "values.js",
];

/// The looks of all parts, asked for at once: nothing is painted before they are there.
const STYLE: &str = concat!(
    include_str!("style.css"),
    include_str!("ribbon.css"),
    include_str!("talk.css"),
    include_str!("blocks.css"),
    include_str!("traffic.css"),
);

/// One of the files.
pub(super) fn file(name: &str) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    };
    let content = match name {
        "style.css" => Some(STYLE),
        _ => FILES.iter().find(|(known, _)| *known == name).map(|(_, content)| *content),
    };
    match content {
        Some(content) => {
            // Asked for again each time, so that a page never runs with another version's parts.
            ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], content).into_response()
        }
        None => (StatusCode::NOT_FOUND, "There is no such page.\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bot's sentences and the page are apart; here alone they are held against each other.
    #[test]
    fn every_emoji_of_the_bot_is_drawn() {
        let (_, table) = FILES.iter().find(|(name, _)| *name == "emoji.js").unwrap();
        let mut folders =
            vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/views"))];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                for name in emoji_in(&std::fs::read_to_string(&path).unwrap()) {
                    seen += 1;
                    let row = [' ', '\n']
                        .iter()
                        .any(|before| table.contains(&format!("{before}{name}:")));
                    assert!(row, ":{name}: of {} is missing in emoji.js", path.display());
                }
            }
        }
        assert!(seen > 5);
    }

    /// `:name:`, but not the parts of a Rust path, nor what stands within hours.
    fn emoji_in(source: &str) -> Vec<String> {
        let parts: Vec<&str> = source.split(':').collect();
        let whole = |name: &&str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-".contains(c))
        };
        let named = parts.windows(3).filter(|parts| {
            let ends = |text: &str| text.is_empty() || text.ends_with(|c: char| c.is_ascii_digit());
            matches!(parts, [before, name, after] if whole(name) && !ends(before) && !after.is_empty())
        });
        named.filter_map(|parts| parts.get(1).map(|name| (*name).to_owned())).collect()
    }

    #[test]
    fn every_file_of_the_page_is_served() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/src/playground/page");
        for entry in std::fs::read_dir(directory).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let style = || STYLE.contains(&std::fs::read_to_string(entry.path()).unwrap());
            let served = FILES.iter().any(|(known, _)| *known == name)
                || (name.ends_with(".css") && style());
            assert!(served || name.ends_with(".rs"), "{name} is missing in FILES");
        }
    }
}
