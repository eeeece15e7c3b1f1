//! `klatch check`: looks at everything that Klatch needs and says of each whether it is well, and if
//! not, what to do. It changes nothing, and every wait is bounded.

mod database;
mod delivery;
mod installations;
mod report;
mod slack;
#[cfg(test)]
mod tests;

pub use self::report::{Finding, Mark, Report};

use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::seal::Sealed;
use crate::slack::probe::Probe;

/// A workspace that installed Klatch by OAuth.
#[derive(Clone, Debug)]
struct Installation {
    /// What an operator knows it by: the workspace's id.
    label: String,
    /// Or why it cannot be opened with the keys of the settings.
    token: Result<Secret, Sealed>,
}

/// Looks at everything: also at the workspaces of the database, where no token is in the settings.
pub async fn check(config: &Config, clock: &Clock) -> Report {
    let mut report = Report::default();
    database::look(config, clock, &mut report).await;
    match Probe::new() {
        Err(told) => {
            report.wrong("Slack", told.what(), told.remedy());
            report.skipped("Tokens", "nothing can be asked");
            report.skipped("Delivery", "nothing can be asked");
        }
        Ok(probe) => {
            let installations = installations::read(config, clock, &mut report).await;
            let installations = installations.as_deref();
            let reachable = slack::look(config, clock, installations, &probe, &mut report).await;
            delivery::look(config, &probe, reachable, &mut report).await;
        }
    }
    report
}
