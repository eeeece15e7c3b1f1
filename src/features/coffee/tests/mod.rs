//! Stories about coffee.

mod breaks;
mod channels;
mod commands;
mod modals;
mod now;
mod refusals;
mod rounds;
mod said;
mod setup;
mod welcome;
