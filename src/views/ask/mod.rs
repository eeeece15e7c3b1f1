//! Ask the expert: every sentence of it.

pub mod accept;
pub mod answer;
pub mod asking;
pub mod card;
pub mod export;
pub mod keep;
pub mod names;
