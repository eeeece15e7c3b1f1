//! Durable work: jobs are claimed under a lease, handed to a [`Handler`], and ended by what it
//! answers. No transaction is open while a handler runs.

mod dispatch;
mod worker;

use std::time::Duration;

use crate::domain::ids::{JobId, WorkspaceId};
use crate::job::Job;
use crate::store::Lease;

pub use worker::Worker;

/// A job as a handler gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub workspace: WorkspaceId,
    pub id: JobId,
    pub job: Job,
    /// 1 for the first.
    pub attempt: u32,
    /// Perhaps it was sent already: an earlier run was cut off between the send and its end.
    pub in_doubt: bool,
    /// Proof that the job is ours, for `mark_sending` before a send and `finish` in the handler's
    /// own transaction.
    pub lease: Lease,
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Also when the handler has finished it in its own transaction.
    Done,
    /// It failed, and nothing was sent: again after a while that grows.
    Retry(String),
    /// It failed, and nothing was sent: again after this long.
    RetryAfter(Duration, String),
    /// Not now. No failure; it costs no attempt.
    Snooze(Duration),
    /// It is not needed any more, and why.
    Cancel(String),
    /// The answer to a send was lost: whether it is sent again is a matter of the job's kind.
    InDoubt(String),
}

/// Does the jobs. A handler may be run twice for one job, after a crash.
pub trait Handler: Send + Sync + 'static {
    fn handle(&self, work: &Work) -> impl Future<Output = Outcome> + Send;
}
