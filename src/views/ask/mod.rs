//! Ask the expert: every sentence of it.

pub mod names;
