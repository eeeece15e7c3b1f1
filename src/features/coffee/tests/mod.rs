//! Stories about coffee.

mod breaks;
mod channels;
mod commands;
mod history;
mod meeting;
mod modals;
mod now;
mod programs;
mod refusals;
mod rounds;
mod said;
mod second_try;
mod setup;
mod silence;
mod tending;
mod welcome;
mod wishes;
