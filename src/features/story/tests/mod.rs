//! Stories about what comes after a story, and about thanks.
