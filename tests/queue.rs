//! The queue: several processes at once, panics, doubts, and the order of things.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

#[path = "queue/claiming.rs"]
mod claiming;
#[path = "queue/pacing.rs"]
mod pacing;
#[path = "queue/running.rs"]
mod running;
#[path = "queue/worker.rs"]
mod worker;
