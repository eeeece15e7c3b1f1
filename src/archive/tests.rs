//! Stories of exports.
