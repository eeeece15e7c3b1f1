//! Value stories.

pub mod answers;
pub mod export;
pub mod follow_up;
pub mod home;
pub mod list;
pub mod mine;
pub mod names;
pub mod thanks;
pub mod wins;
