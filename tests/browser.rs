//! The demo as its visitors see it: the real program, the real page, a real browser.
//!
//! Needs `chromium` and `chromedriver`. Without them these stories are skipped, and say so;
//! `KLATCH_REQUIRE_CHROMIUM=1` makes that a failure. `KLATCH_AXE` names a copy of axe-core's
//! `axe.min.js`, for the story that looks for what keeps people out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

#[path = "browser/asking.rs"]
mod asking;
#[path = "browser/axe.rs"]
mod axe;
#[path = "browser/keyboard.rs"]
mod keyboard;
#[path = "browser/page.rs"]
mod page;
#[path = "browser/pictures.rs"]
mod pictures;
#[path = "browser/screens.rs"]
mod screens;
#[path = "browser/setup.rs"]
mod setup;
#[path = "browser/shown.rs"]
mod shown;
#[path = "browser/stage.rs"]
mod stage;
#[path = "browser/telling.rs"]
mod telling;
#[path = "browser/traffic.rs"]
mod traffic;
#[path = "browser/walk.rs"]
mod walk;
#[path = "browser/words.rs"]
mod words;
#[path = "support/workspace.rs"]
mod workspace;
