//! What Slack delivers, from the wire to the database and the log, over both ways.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

#[cfg(test)]
mod intake {
    mod http;
    mod no_trace;
    mod threads;
    mod wire;
}
