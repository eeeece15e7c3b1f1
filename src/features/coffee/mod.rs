//! Random coffee: people join a channel's program, are introduced to somebody new on its dates,
//! reminded once, and asked whether they met.

mod ahead;
mod breaks;
mod channel;
mod command;
mod encounters;
mod follow_up;
mod introduce;
mod membership;
mod mine;
mod moments;
mod now;
mod nudges;
mod pair;
mod pause;
mod prepare;
mod press;
mod rounds;
mod said;
mod setup;
mod setup_form;
mod target;
mod welcome;

pub use ahead::open_conversation;
pub use breaks::{announce as announce_break, show as show_break};
pub use channel::{channel_lost, invite, refresh_invitation, sum_up, tell};
pub use command::command;
pub use encounters::{introduce_two, show_two};
pub use follow_up::{check_in, remind, show_met};
pub use introduce::introduce;
pub use mine::{my_programs, people_met};
pub use moments::my_moments;
pub use now::end_free;
pub use pair::pair;
pub use pause::submit_pause;
pub use prepare::prepare;
pub use press::press;
pub use rounds::{close, mend_opening, open};
pub use said::submit_gained;
pub use setup::submit as submit_setup;
pub use welcome::joined;

#[cfg(test)]
mod tests;
