//! The weekly digest of a community.

pub mod answers;
