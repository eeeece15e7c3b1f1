//! The bot and a simulated workspace, put together for a visitor.

pub mod crew;
pub mod stage;
pub mod world;
