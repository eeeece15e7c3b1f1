//! Ask the expert: every sentence of it.

pub mod asking;
pub mod export;
pub mod names;
