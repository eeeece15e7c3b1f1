//! Durable work: jobs are claimed under a lease, handed to a [`Handler`], and ended by what it
//! answers. No transaction is open while a handler runs.

mod dispatch;
mod outlook;
mod settle;
mod worker;

use crate::job::{Outcome, Work};

pub use worker::Worker;

/// Does the jobs. A handler may be run twice for one job, after a crash.
pub trait Handler: Send + Sync + 'static {
    fn handle(&self, work: &Work) -> impl Future<Output = Outcome> + Send;
}
