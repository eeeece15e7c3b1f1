//! Value stories.

pub mod answers;
pub mod figures;
pub mod modals;
pub mod names;
pub mod notes;
pub mod page;
pub mod post;
pub mod report;
pub mod telling;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;
