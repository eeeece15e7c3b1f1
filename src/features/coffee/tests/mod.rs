//! Stories about coffee.

mod channels;
mod commands;
mod meeting;
mod modals;
mod refusals;
mod rounds;
mod said;
mod second_try;
mod setup;
