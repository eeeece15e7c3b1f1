//! What people read about coffee.

pub mod answers;
pub mod breaks;
pub mod encounter;
pub mod introduction;
pub mod invitation;
pub mod mine;
pub mod moments;
pub mod notes;
pub mod now;
pub mod pause;
pub mod setup;
pub mod thread;
pub mod welcome;
