//! What no pairing can surpass.
