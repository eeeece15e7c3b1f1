//! Stories about Ask me anything.
