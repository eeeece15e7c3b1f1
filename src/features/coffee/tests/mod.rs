//! Stories about coffee.

mod channels;
mod commands;
mod modals;
mod refusals;
mod rounds;
mod said;
mod setup;
mod silence;
mod wishes;
