//! Bad days, by a seed: coffee rounds and a question that are cut at named and at random points and begun again,
//! while Slack misbehaves, events come twice, late and out of order, connections break, and the
//! database is away. What came of it is judged by the checker of the journeys.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that finds something else than it expects is to fail"
)]

mod support;

#[path = "journeys/breaks.rs"]
mod breaks;
#[path = "journeys/cast.rs"]
mod cast;
#[path = "journeys/checker.rs"]
mod checker;
#[path = "journeys/effects.rs"]
mod effects;
#[path = "journeys/hours.rs"]
mod hours;
#[path = "journeys/matching.rs"]
mod matching;
#[path = "journeys/people.rs"]
mod people;
#[path = "journeys/play.rs"]
mod play;
#[path = "journeys/seen.rs"]
mod seen;

#[path = "faults/hand.rs"]
mod hand;
#[path = "faults/ladder.rs"]
mod ladder;
#[path = "faults/points.rs"]
mod points;
#[path = "faults/proofs.rs"]
mod proofs;
#[expect(dead_code, reason = "made for processes that are killed")]
#[path = "killed/round.rs"]
mod round;
#[path = "faults/rounds.rs"]
mod rounds;
#[path = "faults/running.rs"]
mod running;
#[path = "faults/story.rs"]
mod story;
