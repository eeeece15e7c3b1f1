//! The border to the database: SQLite in a file, or PostgreSQL. Every SQL statement stands here,
//! in one text for both.
//!
//! Every table's key begins with the workspace and every query names it. Only what the queue and
//! the operator ask looks over all workspaces: `due_lanes`, `first_due`, `next_due`, `next_events`,
//! `queue_figures`, `release_lanes`, `workspaces` and `installations`. `receive` writes for several
//! at once. `oauth_states` stand apart: nobody knows yet whose they will be.

mod answers;
mod audit;
mod claims;
mod erase;
mod error;
mod groups;
mod inbox;
mod installations;
mod jobs;
mod nudges;
mod open;
mod participations;
mod people;
mod planning;
mod programs;
mod purge;
mod query;
mod receipts;
mod rounds;
mod row;
mod states;
mod tx;
mod workspaces;

pub use audit::AuditLine;
pub use claims::ClaimedJob;
pub use error::{Error, Result};
pub use installations::{Installation, NewInstallation, SealedTokens};
pub use jobs::{PlannedJob, QueueFigures};
pub use open::{Engine, Store};
pub use people::Placement;
pub use tx::{Attempts, Tx, body};
pub use workspaces::Workspace;

pub use crate::transaction;
