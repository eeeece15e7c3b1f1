//! The weekly digest of a community.

pub mod answers;
pub mod message;
pub mod names;
pub mod notes;
pub mod quiet;
pub mod settings;
pub mod wishes;

#[cfg(test)]
pub(crate) mod tests;
