use super::*;

fn named(source: &str) -> Vec<String> {
    paths(&without_tests(&tokens(source)))
        .into_iter()
        .map(|path| format!("{} {}", path.line, path.segments.join("::")))
        .collect()
}

#[test]
fn a_use_names_every_leaf_of_its_tree_on_its_line() {
    let source = r"use crate::domain::ids::MemberId;

pub(crate) use crate::{
    clock::Clock,
    store::{self, Store as Db, *},
};
";
    assert_eq!(
        named(source),
        [
            "1 crate::domain::ids::MemberId",
            "4 crate::clock::Clock",
            "5 crate::store::self",
            "5 crate::store::Store",
        ]
    );
}

#[test]
fn a_path_in_the_middle_of_code_counts_too() {
    assert_eq!(
        named("fn f(x: &crate::store::Store) -> Vec<sqlx::Error> { y as u8 }"),
        ["1 crate::store::Store", "1 sqlx::Error"]
    );
    assert_eq!(named("use ::axum::Router;"), ["1 axum::Router"]);
    assert_eq!(named("use axum;"), ["1 axum"]);
    assert_eq!(named("use super::*;"), ["1 super"]);
}

#[test]
fn comments_strings_and_letters_name_nothing() {
    let source = r##"
// use crate::store::Store;
/* use crate::a::B; /* crate::c::D */
*/
/// See [`crate::queue::Worker`].
const A: &str = "use crate::store::\"Store";
const B: &str = r#"crate::store::"Store""#;
const C: [char; 4] = ['"', '\'', 'a', '\u{1F600}'];
fn f<'a>(x: &'a str) { crate::last::one() }
"##;
    assert_eq!(named(source), ["9 crate::last::one"]);
}

#[test]
fn what_stands_under_cfg_test_is_left_out() {
    let source = r#"use crate::a::A;
#[cfg(test)]
use crate::b::{B, C};
#[cfg(test)]
mod tests { fn f() { crate::c::d() } }
#[cfg(test)]
#[path = "x.rs"]
mod more;
use crate::e::E;"#;
    assert_eq!(named(source), ["1 crate::a::A", "9 crate::e::E"]);
}

#[test]
fn modules_of_a_file_are_known() {
    assert_eq!(declared_modules(&tokens("mod exact;\npub(crate) mod odd { }")), ["exact", "odd"]);
}

#[test]
fn a_path_is_followed_to_the_root_of_the_crate() {
    let of = |module: &[&str], path: &str| -> Option<String> {
        let module: Vec<String> = module.iter().map(|&part| part.to_owned()).collect();
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        within_crate(&module, &path).map(|rest| rest.join("::"))
    };
    assert_eq!(of(&["views", "home"], "crate::store::Store").as_deref(), Some("store::Store"));
    assert_eq!(of(&["main"], "klatch::app::App").as_deref(), Some("app::App"));
    assert_eq!(
        of(&["views", "home"], "super::super::store::Store").as_deref(),
        Some("store::Store")
    );
    assert_eq!(of(&["clock"], "super::store::Store").as_deref(), Some("store::Store"));
    assert_eq!(of(&["views", "home"], "super::words::hello"), None);
    assert_eq!(of(&["views", "home"], "chrono::Utc"), None);
}

#[test]
fn the_primary_keys_of_a_migration_are_found() {
    let sql = "-- CREATE TABLE old (id TEXT PRIMARY KEY);
CREATE TABLE workspaces (
    id TEXT PRIMARY KEY, -- Slack's
    seq BIGINT NOT NULL CHECK (seq >= 0)
);
create table if not exists members (workspace_id TEXT, id TEXT,
    PRIMARY KEY(workspace_id, id)
);
CREATE TABLE loose (id TEXT);
CREATE TABLE notes (
    workspace_id TEXT NOT NULL,
    id TEXT NOT NULL,
    CONSTRAINT notes_key PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, id) REFERENCES members (workspace_id, id)
) STRICT;
";
    let found: Vec<String> = tables(sql)
        .into_iter()
        .map(|(name, line, key)| format!("{line} {name}: {}", key.join(", ")))
        .collect();
    assert_eq!(
        found,
        [
            "2 workspaces: id",
            "6 members: workspace_id, id",
            "9 loose: ",
            "10 notes: workspace_id, id"
        ]
    );
}
