//! The border to the database: SQLite in a file, or PostgreSQL. Every SQL statement stands here,
//! in one text for both.
//!
//! Every table's key begins with the workspace and every query names it. Only what the queue and
//! the operator ask looks over all workspaces: `due_lanes`, `next_due`, `next_events`,
//! `queue_figures`, `release_lanes` and `workspaces`.

mod error;
mod open;
mod surface;
mod tx;

pub use error::{Error, Result};
pub use open::{Engine, Store};
pub use surface::*;
pub use tx::{Attempts, Tx, body};

pub use crate::transaction;
