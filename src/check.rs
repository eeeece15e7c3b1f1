//! `klatch check`: looks at everything that Klatch needs and says of each whether it is well, and if
//! not, what to do. It changes nothing, and every wait is bounded.

mod database;
mod delivery;
mod report;
mod slack;
#[cfg(test)]
mod tests;

pub use self::report::{Finding, Mark, Report};

use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::slack::probe::Probe;

/// A token of a workspace that installed Klatch by OAuth.
#[derive(Clone, Debug)]
pub struct Installation {
    /// What an operator knows it by: the workspace's id.
    pub label: String,
    pub token: Secret,
}

/// Looks at everything. `installations` are those that the database has; none where a token is in the
/// settings.
pub async fn check(config: &Config, clock: &Clock, installations: &[Installation]) -> Report {
    let mut report = Report::default();
    database::look(config, clock, &mut report).await;
    match Probe::new() {
        Err(told) => {
            report.wrong("Slack", told.what(), told.remedy());
            report.skipped("Tokens", "nothing can be asked");
            report.skipped("Delivery", "nothing can be asked");
        }
        Ok(probe) => {
            let reachable = slack::look(config, clock, installations, &probe, &mut report).await;
            delivery::look(config, &probe, reachable, &mut report).await;
        }
    }
    report
}
