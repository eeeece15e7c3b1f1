//! The rules of the house, held against its source: who may use whom, how long a file may be, how
//! tables are keyed. `ARCHITECTURE.md` says why; a rule is changed there and here together.

use std::fs;
use std::path::{Path, PathBuf};

#[cfg(test)]
#[path = "house/reading.rs"]
mod reading;

/// Every room and the rooms it may use, itself apart. `*` is all of them; `slack::client` is that
/// part of a room only.
const ROOMS: [(&str, &[&str]); 27] = [
    ("domain", &[]),
    ("event", &["domain"]),
    ("job", &["domain"]),
    ("error", &["domain"]),
    ("clock", &["domain"]),
    ("meter", &[]),
    ("config", &["domain", "error"]),
    ("seal", &["error"]),
    ("views", &["domain", "error"]),
    ("pictures", &["domain", "error"]),
    ("store", &["domain", "event", "job", "error", "clock"]),
    ("queue", &["store", "job", "domain", "error", "clock", "meter"]),
    ("search", &["store", "domain", "error"]),
    ("slack", &["domain", "event", "error", "clock", "config", "meter"]),
    (
        "features",
        &[
            "domain",
            "event",
            "job",
            "views",
            "store",
            "search",
            "error",
            "clock",
            "meter",
            "slack::client",
            "slack::failure",
            "slack::oauth",
            "seal",
            "pictures",
        ],
    ),
    ("router", &["domain", "event", "job", "features", "store", "views"]),
    ("web", &["store", "domain", "views", "error", "config", "meter", "clock"]),
    // It is Slack, not the bot: nothing of features, views, store or queue.
    ("playground", &["domain", "error", "clock", "config"]),
    ("logging", &["config", "error", "slack"]),
    ("check", &["config", "clock", "store", "seal", "slack", "domain", "error"]),
    ("operate", &["archive", "config", "clock", "store", "search", "domain", "error", "views"]),
    ("archive", &["domain", "error"]),
    ("trial", &["archive", "domain", "error", "search"]),
    ("app", &["*"]),
    ("demo", &["*"]),
    ("commands", &["*"]),
    ("main", &["*"]),
];

/// Crates that only some rooms may use, by the beginning of their names.
const CRATES: [(&str, &[&str]); 11] = [
    ("sqlx", &["store"]),
    ("slack_morphism", &["slack", "views", "features"]),
    ("axum", &["slack", "web", "playground", "demo", "app"]),
    ("tokio_tungstenite", &["slack", "playground"]),
    ("hyper", &["slack", "playground", "demo", "app", "logging"]),
    ("tantivy", &["search"]),
    ("zip", &["archive"]),
    ("charts_rs", &["pictures"]),
    ("resvg", &["pictures"]),
    ("png", &["pictures"]),
    ("ttf_parser", &["pictures"]),
];

/// All that the pure rules may use.
const CRATES_OF_DOMAIN: [&str; 12] = [
    "std",
    "core",
    "chrono",
    "chrono_tz",
    "serde",
    "rand",
    "rand_chacha",
    "uuid",
    "strsim",
    "integer_blossom",
    "thiserror",
    "rrule",
];

/// A file that grows longer lacks a room.
const MOST_LINES: usize = 420;

/// Tables that are not of one workspace's rows.
const TABLES_APART: [&str; 3] = ["workspaces", "installations", "oauth_states"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files under a folder with one of these endings, sorted; none if there is no such folder.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if endings.contains(&ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// `src/domain/pairing/mod.rs` is `domain::pairing`.
fn module_of(path: &Path) -> Vec<String> {
    let inside = path.strip_prefix(root().join("src")).unwrap_or(path).with_extension("");
    let mut module: Vec<String> =
        inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    module.pop_if(|last| last == "mod");
    module
}

/// `tests.rs`, `something_tests.rs` and what stands in a folder `tests` are free to use anything.
fn is_test(module: &[String]) -> bool {
    module.iter().any(|part| part == "tests" || part.ends_with("_tests"))
}

fn may_use(room: &str, path: &[String]) -> bool {
    let Some(used) = path.first() else { return true };
    // Exported macros stand at the root too, and `super` in a module within a file stays there.
    if !ROOMS.iter().any(|(name, _)| name == used) {
        return true;
    }
    let allowed = ROOMS.iter().find(|(name, _)| *name == room).map_or(&[][..], |(_, may)| *may);
    let part = path.get(1).map(|part| format!("{used}::{part}"));
    used == room
        || allowed
            .iter()
            .any(|may| *may == "*" || *may == used.as_str() || Some(*may) == part.as_deref())
}

/// What one file does that its room may not.
fn breaches(module: &[String], source: &str) -> Vec<(usize, String)> {
    let Some(room) = module.first().map(String::as_str) else { return Vec::new() };
    if room == "lib" || is_test(module) {
        return Vec::new();
    }
    if !ROOMS.iter().any(|(name, _)| *name == room) {
        return vec![(1, format!("no room is called `{room}`: give it a line in ROOMS"))];
    }
    let tokens = reading::without_tests(&reading::tokens(source));
    let own = reading::declared_modules(&tokens);
    let mut found = Vec::new();
    for path in reading::paths(&tokens) {
        if let Some(inside) = reading::within_crate(module, &path.segments) {
            if !may_use(room, inside) {
                let used = inside.join("::");
                found.push((
                    path.line,
                    format!("`{room}` may not use `{used}`: pass in what it needs, or move it"),
                ));
            }
            continue;
        }
        let Some(head) = path.segments.first().filter(|head| !own.contains(head)) else { continue };
        let kept = CRATES.iter().find(|(name, _)| head.starts_with(name));
        if let Some((_, rooms)) = kept.filter(|(_, rooms)| !rooms.contains(&room)) {
            found.push((path.line, format!("`{head}` is only for {}", rooms.join(", "))));
        }
        let foreign = path.by_use
            && !matches!(head.as_str(), "self" | "super")
            && head.starts_with(|sign: char| sign.is_ascii_lowercase())
            && !CRATES_OF_DOMAIN.contains(&head.as_str());
        if room == "domain" && foreign {
            found.push((path.line, format!("the rules are pure: `{head}` is not for `domain`")));
        }
    }
    found
}

/// Fails with all of them, one a line.
#[track_caller]
fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}\n{}\n", found.join("\n"));
}

#[test]
fn every_room_uses_only_what_it_may() {
    let mut found = Vec::new();
    let sources = files("src", &["rs"]);
    assert!(!sources.is_empty(), "no source in {}", root().display());
    for path in sources {
        let source = fs::read_to_string(&path).unwrap();
        for (line, breach) in breaches(&module_of(&path), &source) {
            found.push(format!("{}:{line}: {breach}", shown(&path)));
        }
    }
    none(&found, "The table of rooms (ROOMS and CRATES in tests/house.rs) says otherwise:");
}

#[test]
fn no_file_is_too_long() {
    let mut found = Vec::new();
    for path in ["src", "tests"].iter().flat_map(|dir| files(dir, &["rs", "js", "css"])) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > MOST_LINES {
            found.push(format!("{}:{lines}: longer than {MOST_LINES} lines", shown(&path)));
        }
    }
    none(&found, "A room is missing: split these files by what they are about.");
}

#[test]
fn nothing_is_left_undone() {
    let marks = [concat!("FIX", "ME"), concat!("TO", "DO")];
    let mut found = Vec::new();
    for path in ["src", "tests"].iter().flat_map(|dir| files(dir, &["rs", "js", "css"])) {
        let source = fs::read_to_string(&path).unwrap();
        for (number, line) in source.lines().enumerate() {
            let words = line.split(|sign: char| !sign.is_alphanumeric());
            if let Some(mark) = words.into_iter().find(|word| marks.contains(word)) {
                found.push(format!("{}:{}: `{mark}`", shown(&path), number + 1));
            }
        }
        let is_rust = path.extension().is_some_and(|ending| ending == "rs");
        let tokens = if is_rust { reading::tokens(&source) } else { Vec::new() };
        for pair in tokens.windows(2) {
            if matches!(pair[0].text.as_str(), "todo" | "unimplemented") && pair[1].text == "!" {
                let (line, name) = (pair[0].line, &pair[0].text);
                found.push(format!("{}:{line}: `{name}!`", shown(&path)));
            }
        }
    }
    none(&found, "Finish these, or leave them out and say so where people will read it.");
}

#[test]
fn every_table_is_keyed_by_workspace_first() {
    let mut found = Vec::new();
    for path in files("migrations", &["sql"]) {
        for (table, line, key) in reading::tables(&fs::read_to_string(&path).unwrap()) {
            let apart = TABLES_APART.contains(&table.as_str());
            if !apart && key.first().is_none_or(|column| column != "workspace_id") {
                let key = key.join(", ");
                found.push(format!("{}:{line}: `{table}` has the key ({key})", shown(&path)));
            }
        }
    }
    none(
        &found,
        "`workspace_id` comes first in every primary key: it keeps tenants apart. Put it there, or \
         name the table in TABLES_APART if its rows belong to no workspace.",
    );
}

#[test]
fn a_breach_is_told_with_its_line() {
    let of = |module: &[&str], source: &str| -> Vec<String> {
        let module: Vec<String> = module.iter().map(|&part| part.to_owned()).collect();
        breaches(&module, source).iter().map(|(line, text)| format!("{line}: {text}")).collect()
    };
    assert_eq!(
        of(&["views", "home"], "use crate::domain::ids::MemberId;\nuse crate::store::Store;"),
        ["2: `views` may not use `store::Store`: pass in what it needs, or move it"]
    );
    assert_eq!(of(&["views", "home"], "use super::super::store::Store;").len(), 1);
    assert_eq!(of(&["views", "home"], "fn f() { crate::store::open() }").len(), 1);
    assert_eq!(of(&["features", "x"], "use crate::slack::{client::Slack, decode};").len(), 1);
    assert_eq!(of(&["features", "x"], "use sqlx::Row;"), ["1: `sqlx` is only for store"]);
    assert_eq!(of(&["web"], "use hyper_util::rt;").len(), 1);
    assert_eq!(of(&["domain", "x"], "mod odd;\nuse odd::Third;\nuse std::fmt;"), [""; 0]);
    assert_eq!(of(&["domain", "x"], "use tokio::time;").len(), 1);
    assert_eq!(of(&["attic"], "").len(), 1);
    assert_eq!(of(&["views", "tests"], "use crate::store::Store;"), [""; 0]);
    assert_eq!(of(&["views", "home"], "use crate::some_macro;"), [""; 0]);
    assert_eq!(of(&["main"], "use klatch::app::App;"), [""; 0]);
}
