//! What people read about coffee.

pub mod answers;
pub mod breaks;
pub mod encounter;
pub mod history;
pub mod ics;
pub mod introduction;
pub mod invitation;
pub mod meeting;
pub mod mine;
pub mod moments;
pub mod notes;
pub mod now;
pub mod pause;
pub mod second_try;
pub mod setup;
pub mod tending;
pub mod thread;
mod ways;
pub mod welcome;
pub mod wishes;
