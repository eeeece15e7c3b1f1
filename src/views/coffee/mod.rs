//! What people read about coffee.

pub mod answers;
pub mod introduction;
pub mod invitation;
pub mod mine;
pub mod notes;
pub mod pause;
pub mod setup;
pub mod thread;
pub mod wishes;
