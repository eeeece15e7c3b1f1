//! Value stories.

pub mod answers;
pub mod names;
