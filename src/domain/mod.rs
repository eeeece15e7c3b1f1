//! The rules: pure. No async, no input or output, no clock, no chance of their own.

pub mod authority;
pub mod away;
pub mod breaks;
pub mod coffee;
pub mod encounter;
pub mod hours;
pub mod ids;
pub mod locale;
pub mod membership;
pub mod now;
pub mod opener;
pub mod pacing;
pub mod pairing;
pub mod people;
pub mod quiet;
pub mod schedule;
pub mod settings;
pub mod welcome;
pub mod wording;
