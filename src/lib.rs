//! Klatch: a Slack bot that makes communities of practice work.

pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod event;
pub mod job;
pub mod slack;
