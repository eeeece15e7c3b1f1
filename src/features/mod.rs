//! What the bot does, one room each. A feature loads, decides and writes inside one transaction;
//! whatever goes to Slack afterwards is a job of that transaction.

pub mod admin;
pub mod ask;
pub mod coffee;
pub mod digest;
pub mod greeting;
pub mod home;
pub mod housekeeping;
pub mod installing;
pub mod people;
pub mod pictured;
pub mod story;

mod answer;
mod context;
mod deliver;
mod entering;
mod role;

pub use answer::{sorry, sorry_for_slack};
pub use context::{Context, Error, Install, Result};

#[cfg(test)]
mod tests;
