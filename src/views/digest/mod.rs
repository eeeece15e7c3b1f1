//! The weekly digest of a community.

pub mod answers;
pub mod message;
pub mod names;
pub mod notes;
pub mod quiet;
pub mod settings;
pub mod wishes;

use crate::domain::question::Spot;

/// Where a message is read in a browser; Slack leads on to the reader's own workspace.
pub(super) fn link(spot: &Spot) -> String {
    let place: String = spot.message.as_str().chars().filter(char::is_ascii_digit).collect();
    format!("https://slack.com/archives/{}/p{place}", spot.channel)
}

#[cfg(test)]
pub(crate) mod tests;
