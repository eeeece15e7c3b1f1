//! A standard Slack export (a zip with `users.json`, `channels.json` and a file for each day of each
//! channel) as questions with answers. It reads and writes nothing else: `klatch import` keeps what is
//! found here, `klatch route` ranks with it.
//!
//! `package` looks the zip over, `raw` has the shapes of its files, `text` makes markup readable,
//! `asks` and `threads` are the rules: pure, without any reading.

mod asks;
mod export;
mod package;
mod raw;
#[cfg(test)]
mod tests;
mod text;
mod threads;

pub use export::{Channel, Checked, Export, history};
pub use threads::{Answer, LeftOut, Question};
