//! Names of things, counted up, so that the same deeds give the same ids.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

/// Hands out ids and message times.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    counts: BTreeMap<&'static str, u64>,
    /// Told apart from other workspaces' ids; 0 for the first one.
    workspace: u32,
    last_ts: i64,
}

impl Ids {
    /// Ids that no other workspace gives; workspaces are counted from 1.
    pub(crate) fn of_workspace(number: u32) -> Self {
        Self { workspace: number.saturating_sub(1), ..Self::default() }
    }

    /// The next number of a kind, from 1.
    pub(crate) fn number(&mut self, kind: &'static str) -> u64 {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        *count
    }

    /// The next id with that prefix, such as `C0004`.
    pub(crate) fn next(&mut self, prefix: &'static str) -> String {
        let number = self.number(prefix);
        match self.workspace {
            0 => format!("{prefix}{number:04}"),
            workspace => format!("{prefix}{workspace}X{number:04}"),
        }
    }

    /// A message time: the clock's, and later than every one before it.
    pub(crate) fn ts(&mut self, now: DateTime<Utc>) -> String {
        self.last_ts = now.timestamp_micros().max(self.last_ts + 1);
        format_ts(self.last_ts)
    }

    /// A message time in the past, for what was said before the story begins.
    pub(crate) fn ts_before(&mut self, at: DateTime<Utc>) -> String {
        let number = i64::try_from(self.number("past")).unwrap_or_default();
        format_ts(at.timestamp_micros() + number)
    }

    /// An envelope id, of the shape that Slack's have.
    pub(crate) fn envelope(&mut self) -> String {
        let workspace = self.workspace;
        format!("e0000000-{workspace:04}-4000-8000-{:012}", self.number("envelope"))
    }
}

fn format_ts(micros: i64) -> String {
    format!("{}.{:06}", micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000))
}
