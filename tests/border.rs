//! The border to Slack as the whole bot has it: signed requests, several workspaces, several copies
//! of the bot behind one address, and whatever else the network brings.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

#[path = "border/bad_frames.rs"]
mod bad_frames;
#[path = "border/bad_requests.rs"]
mod bad_requests;
#[path = "install/browser.rs"]
mod browser;
#[path = "border/gate.rs"]
mod gate;
#[path = "border/house.rs"]
mod house;
#[path = "border/replays.rs"]
mod replays;
#[path = "border/rows.rs"]
mod rows;
#[path = "border/stories.rs"]
mod stories;
#[path = "border/towns.rs"]
mod towns;
