//! Stories about what the bot does, told from outside.

pub(in crate::features) mod world;

mod admin;
mod desk;
mod doubt;
mod forget;
mod greeting;
mod home;
mod people;
mod pictured;
mod receipts;
mod rules;
mod switches;
