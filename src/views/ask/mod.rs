//! Ask the expert: every sentence of it.

pub mod asking;
pub mod beyond;
pub mod export;
pub mod names;
pub mod offer;
pub mod replies;
pub mod report;
