//! Value stories.

pub mod answers;
pub mod export;
pub mod figures;
pub mod follow_up;
pub mod home;
pub mod list;
pub mod mine;
pub mod modals;
pub mod names;
pub mod notes;
pub mod page;
pub mod post;
pub mod report;
pub mod telling;
pub mod thanks;
pub mod wins;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;
