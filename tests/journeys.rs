//! Weeks of coffee as people see them: the real bot over HTTP and WebSocket, in a workspace whose
//! clock is moved. What came of it is judged by a checker that knows the promises, not the bot.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects is to fail"
)]

mod support;

#[path = "journeys/asking.rs"]
mod asking;
#[path = "journeys/away.rs"]
mod away;
#[path = "journeys/breaks.rs"]
mod breaks;
#[path = "journeys/cast.rs"]
mod cast;
#[path = "journeys/checker.rs"]
mod checker;
#[path = "journeys/crashes.rs"]
mod crashes;
#[path = "journeys/effects.rs"]
mod effects;
#[path = "journeys/hours.rs"]
mod hours;
#[path = "journeys/large.rs"]
mod large;
#[path = "journeys/matching.rs"]
mod matching;
#[path = "journeys/moments.rs"]
mod moments;
#[path = "journeys/people.rs"]
mod people;
#[path = "journeys/play.rs"]
mod play;
#[path = "journeys/seen.rs"]
mod seen;
#[path = "journeys/weeks.rs"]
mod weeks;
