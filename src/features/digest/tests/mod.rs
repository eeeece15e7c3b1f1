//! Stories about digests.
