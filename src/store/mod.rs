//! The border to the database: SQLite in a file, or PostgreSQL. Every SQL statement stands here,
//! in one text for both.
//!
//! Every table's key begins with the workspace and every query names it. Only what the queue and
//! the operator ask looks over all workspaces: `due`, `brakes`, `first_due`, `holds_count`,
//! `inbox_waiting`, `next_due`, `next_events`, `queue_figures`, `release_lanes`, `workspaces` and
//! `installations`, and who holds all messages back. `receive` writes for several at once.
//! `oauth_states` stand apart: nobody knows yet whose they will be.

mod answers;
mod asker_replies;
mod audit;
mod backup;
mod breaks;
mod card_tending;
mod cards;
mod cards_in_full;
mod claims;
mod communities;
mod desk;
mod digest_facts;
mod digests;
mod directories;
mod drafts;
mod encounters;
mod erase;
mod error;
mod experts;
mod follow_ups;
mod forget;
mod free_now;
mod groups;
mod holds;
mod imports;
mod inbox;
mod insiders;
mod installations;
mod jobs;
mod nudges;
mod open;
mod pacing;
mod pairings;
mod participations;
mod people;
mod places;
mod planning;
mod preferences;
mod probe;
mod programs;
mod purge;
mod query;
mod question_answers;
mod questions;
mod radar;
mod receipts;
mod referrals;
mod report;
mod retention;
mod reuses;
mod round_sums;
mod rounds;
mod routings;
mod row;
mod rules;
mod search;
mod sessions;
mod silence;
mod states;
mod stories;
mod story_figures;
mod story_words;
mod thanks;
mod tracked;
mod tx;
mod welcome;
mod wins;
mod withdrawals;
mod workspaces;

pub use asker_replies::AskerReply;
pub use audit::AuditLine;
pub use backup::back_up_sqlite;
pub use card_tending::Proposal;
pub use claims::ClaimedJob;
pub use desk::{Helped, Reached};
pub use digest_facts::Met;
pub use directories::Listed;
pub use error::{Error, Result};
pub use holds::{HeldJobs, Hold, Released};
pub use inbox::Intake;
pub use installations::{Installation, NewInstallation, SealedTokens};
pub use jobs::{NewJob, PlannedJob, QueueFigures};
pub use nudges::DayClaim;
pub use open::{Engine, Store};
pub use pacing::{Brakes, Due};
pub use places::Placement;
pub use round_sums::ToldSum;
pub use routings::{Answered, Asked, RecentAnswer, Routing};
pub use search::{Change, Changes, Followed};
pub use silence::Introduced;
pub use story_words::{Quote, StorySettings};
pub use tracked::{Place, Tracked};
pub use tx::{Attempts, Tx, body};
pub use wins::{Win, Wins};
pub use workspaces::Workspace;

pub use crate::transaction;
