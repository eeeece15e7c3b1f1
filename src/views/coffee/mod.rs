//! What people read about coffee.

pub mod answers;
pub mod history;
pub mod ics;
pub mod introduction;
pub mod invitation;
pub mod meeting;
pub mod mine;
pub mod notes;
pub mod pause;
pub mod second_try;
pub mod setup;
pub mod tending;
pub mod thread;
pub mod wishes;
