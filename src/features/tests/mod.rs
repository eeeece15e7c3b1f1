//! Stories about what the bot does, told from outside.

pub(in crate::features) mod world;

mod greeting;
mod home;
mod people;
mod receipts;
