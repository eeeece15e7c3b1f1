//! Ask the expert: every sentence of it.

pub mod accept;
pub mod answer;
pub mod asking;
pub mod beyond;
pub mod card;
pub mod export;
pub mod keep;
pub mod names;
pub mod offer;
pub mod own;
pub mod radar;
pub mod replies;
pub mod report;
pub mod session;
