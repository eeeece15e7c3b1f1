//! Why Klatch asks Slack for what it asks: one table, from which `docs/approval.md` is written and
//! which `klatch check` quotes. Tests hold it to `manifest.yml`, and the page to it.

mod page;
mod reasons;

pub use self::page::page;
pub use self::reasons::{EVENTS, SCOPES};

/// Why something of the manifest is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// As Slack names it.
    pub name: &'static str,
    /// What people have of it.
    pub feature: &'static str,
    /// What Slack hands over.
    pub arrives: &'static str,
    /// What of that is kept.
    pub stored: &'static str,
    /// What does not work without it.
    pub without: &'static str,
}

/// What does not work without a scope.
pub fn without(scope: &str) -> Option<&'static str> {
    SCOPES.iter().find(|reason| reason.name == scope).map(|reason| reason.without)
}
