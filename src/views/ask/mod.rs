//! Ask the expert: every sentence of it.

pub mod names;
pub mod radar;
pub mod session;
