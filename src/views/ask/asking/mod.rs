//! What people read who ask a question.

pub mod answers;
pub mod clinic;
pub mod community;
pub mod expert;
pub mod head;
pub mod mine;
pub mod modal;
pub mod names;
pub mod news;

#[cfg(test)]
mod tests;
