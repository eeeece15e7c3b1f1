//! Stories about asking.
