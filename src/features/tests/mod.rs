//! Stories about what the bot does, told from outside.

pub(in crate::features) mod world;

mod admin;
mod doubt;
mod greeting;
mod home;
mod people;
mod pictured;
mod receipts;
