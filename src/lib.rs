//! Klatch: a Slack bot that makes communities of practice work.

pub mod clock;
pub mod domain;
pub mod event;
pub mod job;
pub mod playground;
