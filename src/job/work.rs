//! A job that somebody works on, and how a try ends.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Job;
use crate::domain::ids::{JobId, WorkspaceId};

/// A job in the hands of whoever does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub workspace: WorkspaceId,
    pub id: JobId,
    pub job: Job,
    /// 1 for the first try.
    pub attempt: u32,
    /// When an earlier try was about to send something, if it never learned whether it arrived.
    pub in_doubt: Option<DateTime<Utc>>,
    /// Whatever ends the job must still hold it.
    pub lease: Lease,
}

/// After so many attempts a job is kept as discarded.
pub const ATTEMPTS: u32 = 12;

impl Work {
    /// Whether there is no try after this one, if it fails.
    pub fn is_last(&self) -> bool {
        self.attempt >= ATTEMPTS
    }
}

/// The right to work on one job for a while. Each claim has its own, so that whoever was too slow
/// cannot end what somebody else has taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease(String);

impl Lease {
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Also when the handler has finished it in its own transaction.
    Done,
    /// It failed, and nothing was sent: again after a while that grows.
    Retry(String),
    /// It failed, and nothing was sent: again after this long.
    RetryAfter(Duration, String),
    /// It was sent, and the answer got lost: see [`WhenInDoubt`](super::WhenInDoubt).
    InDoubt(String),
    /// Nobody knows yet whether an earlier try arrived: looked for again after this long. If Slack
    /// asks to slow down with looking, every process does. No try used up.
    LookAgain { after: Duration, limited: Option<&'static str> },
    /// Nobody can find out whether an earlier try arrived: better never than twice.
    LetGo,
    /// Not now. No failure, and no try used up.
    Snooze(Duration),
    /// Slack asks not to call this method for a while: every job that does waits so long, in all
    /// processes. No try used up.
    Limited { method: &'static str, pause: Duration },
    /// Slack refuses the token: whatever goes to Slack waits until somebody mends it. No try used up.
    Refused(String),
    /// Something outside of the job must be mended first: again after this long, for this reason,
    /// which the operator can see. No try used up.
    Wait(Duration, String),
    /// There is nothing left to do, for this reason.
    Cancel(String),
    /// It cannot be done, and trying again would not help: kept and counted for the operator.
    Fail(String),
}

impl Outcome {
    /// The name under which it is counted.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Retry(_) | Self::RetryAfter(..) => "retry",
            Self::InDoubt(_) => "in_doubt",
            Self::LookAgain { .. } => "look_again",
            Self::LetGo => "let_go",
            Self::Snooze(_) => "snoozed",
            Self::Limited { .. } => "rate_limited",
            Self::Refused(_) => "refused",
            Self::Wait(..) => "waits",
            Self::Cancel(_) => "cancelled",
            Self::Fail(_) => "failed",
        }
    }
}
