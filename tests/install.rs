//! Many workspaces, as their administrators live it: they install Klatch, take it out, come back.
//! On both engines, against a small Slack that speaks OAuth.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

#[path = "install/browser.rs"]
mod browser;
#[path = "install/keys.rs"]
mod keys;
#[path = "install/leaving.rs"]
mod leaving;
#[path = "border/rows.rs"]
mod rows;
#[path = "install/slack.rs"]
mod slack;
#[path = "install/town.rs"]
mod town;
#[path = "install/way_in.rs"]
mod way_in;
