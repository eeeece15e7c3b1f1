//! Ask the expert: every sentence of it.

pub mod beyond;
pub mod export;
pub mod names;
pub mod offer;
pub mod replies;
pub mod report;
