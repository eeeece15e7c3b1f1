//! Random coffee: people join a channel's program, are introduced to somebody new on its dates,
//! reminded once, and asked whether they met.

mod ahead;
mod cannot;
mod channel;
mod command;
mod encounters;
mod first_question;
mod follow_up;
mod history;
mod introduce;
mod membership;
mod mine;
mod moments;
mod no_reply;
mod now;
mod nudges;
mod pair;
mod pause;
mod person;
mod prepare;
mod press;
mod prospect;
mod rematch;
mod roster;
mod rounds;
mod run;
mod said;
mod setup;
mod setup_form;
mod share;
mod silence;
mod target;
mod tended;
mod time;
mod try_out;
mod welcome;
mod wishes;
mod wishes_form;

pub use ahead::open_conversation;
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
pub use rematch::rematch;
pub use rounds::{close, mend_opening, open};
pub use run::submit_run;
pub use said::submit_gained;
pub use setup::submit as submit_setup;
pub use share::share_time;
pub use silence::heard;
pub use time::submit as submit_time;
pub use try_out::try_out;
pub use welcome::joined;
pub use wishes::{submit_hours, submit_like, submit_not_with};

#[cfg(test)]
mod tests;
