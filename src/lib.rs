//! Klatch: a Slack bot that makes communities of practice work.

pub mod app;
pub mod archive;
pub mod check;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod error;
pub mod event;
pub mod features;
pub mod job;
pub mod logging;
pub mod meter;
pub mod operate;
pub mod pictures;
pub mod playground;
pub mod queue;
pub mod router;
pub mod seal;
pub mod search;
pub mod slack;
pub mod store;
pub mod trial;
pub mod views;
pub mod web;

/// Slack's own schemas, as the stories of features are held against them, too.
#[cfg(test)]
#[path = "../tests/support/slack/mod.rs"]
mod slack_schemas;
