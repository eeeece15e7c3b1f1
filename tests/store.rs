//! What the store promises: every query, as a story, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows them in tests, but sees only the test functions themselves"
)]

mod support;

#[path = "store/asking.rs"]
mod asking;
#[path = "store/desk.rs"]
mod desk;
#[path = "store/differences.rs"]
mod differences;
#[path = "store/digests.rs"]
mod digests;
#[path = "store/drafts.rs"]
mod drafts;
#[path = "store/forget.rs"]
mod forget;
#[path = "store/given.rs"]
mod given;
#[path = "store/holds.rs"]
mod holds;
#[path = "store/house.rs"]
mod house;
#[path = "store/imports.rs"]
mod imports;
#[path = "store/installations.rs"]
mod installations;
#[path = "store/jobs.rs"]
mod jobs;
#[path = "store/moments.rs"]
mod moments;
#[path = "store/opening.rs"]
mod opening;
#[path = "store/pacing.rs"]
mod pacing;
#[path = "store/pairings.rs"]
mod pairings;
#[path = "store/people.rs"]
mod people;
#[path = "store/places.rs"]
mod places;
#[path = "store/planning.rs"]
mod planning;
#[path = "store/plans.rs"]
mod plans;
#[path = "store/programs.rs"]
mod programs;
#[path = "store/replay.rs"]
mod replay;
#[path = "store/rounds.rs"]
mod rounds;
#[path = "store/search.rs"]
mod search;
#[path = "store/sessions.rs"]
mod sessions;
#[path = "store/stories.rs"]
mod stories;
#[path = "store/story_words.rs"]
mod story_words;
#[path = "store/thanks.rs"]
mod thanks;
#[path = "store/tracked.rs"]
mod tracked;
#[path = "store/waiting.rs"]
mod waiting;
#[path = "store/wishes.rs"]
mod wishes;
#[path = "store/writing.rs"]
mod writing;
