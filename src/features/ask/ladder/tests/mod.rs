//! Stories of the ladder.
