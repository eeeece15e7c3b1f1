//! Ask the expert: every sentence of it.

pub mod beyond;
pub mod asking;
pub mod accept;
pub mod answer;
pub mod card;
pub mod export;
pub mod keep;
pub mod names;
pub mod offer;
pub mod replies;
pub mod report;
