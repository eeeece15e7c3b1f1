//! Stories about answers and what is kept of them.
