//! Stories about coffee.

mod channels;
mod commands;
mod history;
mod modals;
mod programs;
mod refusals;
mod rounds;
mod said;
mod setup;
mod tending;
