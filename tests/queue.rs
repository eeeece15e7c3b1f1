//! The queue: several processes at once, panics, doubts, and the order of things.

mod support;

#[path = "queue/claiming.rs"]
mod claiming;
#[path = "queue/worker.rs"]
mod worker;
