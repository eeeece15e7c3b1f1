//! What an operator tries on files, without a workspace: `klatch pair` and `klatch route`.

mod pair;
mod route;

pub use pair::pair;
pub use route::{Options, Source, Wanted, route};
