//! Ask the expert: every sentence of it.

pub mod export;
pub mod names;
