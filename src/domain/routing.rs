//! Whom a question is offered to: the evidence that somebody knows, what asking them costs them, and
//! the limits that keep the few who are always asked from burning out. `docs/routing.md` has the
//! measure of it.
//!
//! How good somebody is for a question is a product, as in the candidate models of expert search
//! (Balog, Azzopardi and de Rijke, *Formal models for expert finding in enterprise corpora*, 2006):
//! how likely they answer anything, times how well the question fits them (`fit`). First
//! comes whoever is best at that times what is left of their time this week (`price`), as it is they
//! who are asked for sure. Whoever follows is asked only if nobody before them answers, and stands
//! there by how good they are alone. Who has no time left is set aside.

mod fit;
mod price;
mod rank;
#[cfg(test)]
mod tests;

use serde::Serialize;

use super::ids::MemberId;

pub use fit::presence;
pub use price::fifth;
pub use rank::rank;

/// How many referrals a week somebody gets unless they say otherwise.
pub const DEFAULT_CAP: u32 = 3;
/// The days over which referrals and first offers are counted.
pub const WEEK_DAYS: i64 = 7;
/// From so many first offers a week on, nobody gets more than a fifth of them.
pub const FIFTH_FROM: u32 = 10;
/// Of how many similar questions the answers count; more of them tell about the language, not the topic.
pub const SIMILAR: usize = 50;
/// Answers older than this, in days, say nothing of how present somebody is: what is worth loading.
pub const PRESENT_DAYS: i64 = 90;
/// Who is not at work for longer than this, in hours, is not asked: a weekend is 64 at most.
pub const LONGEST_WAIT: f64 = 72.0;
/// The same where the asker cannot wait: whoever is at work by then still answers today.
pub const LONGEST_WAIT_URGENT: f64 = 2.0;

/// How many hours whoever is asked may be from their work at most.
pub fn longest_wait(urgent: bool) -> f64 {
    if urgent { LONGEST_WAIT_URGENT } else { LONGEST_WAIT }
}
/// One question in so many goes first to somebody with some evidence who is seldom asked.
pub const GROWING: u64 = 20;

/// All that a ranking is made of. Nothing in it is younger than the question. `Q` names questions.
///
/// The asker, and whoever may not be asked at all (no yes to the hello, gone, asked about this
/// question before), are not among the candidates.
#[derive(Clone, Debug)]
pub struct Request<Q> {
    /// Earlier questions like this one, at most [`SIMILAR`] of them count. Any order.
    pub similar: Vec<Similar<Q>>,
    /// The same for answers: each with its question and its one writer.
    pub answers: Vec<Similar<Q>>,
    pub candidates: Vec<Candidate>,
    /// First offers of the last [`WEEK_DAYS`] days in the workspace, this one apart.
    pub first_offers: u32,
    /// Whether load is spread beyond people's own caps: nobody gets more than a fifth of the first
    /// offers, and some go to somebody new. Off only for measuring.
    pub spread: bool,
    /// The asker needs it today: waiting weighs more.
    pub urgent: bool,
    /// Decides which questions go to somebody new, and to whom. Kept with the question.
    pub seed: [u8; 32],
}

/// An earlier question, or an answer to one, found by the search index.
#[derive(Clone, Debug)]
pub struct Similar<Q> {
    pub question: Q,
    /// How similar, by the index. On any scale from 0; only its relation to the others counts.
    pub score: f64,
    /// Who answered it.
    pub answers: Vec<Vote>,
    /// Who said "Not for me" to it, or "Ask someone else…".
    pub declined: Vec<Declined>,
}

/// One person's answer to an earlier question, as evidence that they know.
#[derive(Clone, Debug)]
pub struct Vote {
    pub member: MemberId,
    pub accepted: bool,
    /// Who found it helpful: votes, or "This solved it for me too". Below 0 counts as 0.
    pub likes: i64,
}

/// Somebody who did not take an earlier question.
#[derive(Clone, Debug)]
pub struct Declined {
    pub member: MemberId,
    /// Whom they named.
    pub instead: Option<MemberId>,
}

/// Somebody who may be asked.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub member: MemberId,
    /// How much they answered lately, anywhere: [`presence`].
    pub presence: f64,
    /// The same, of questions with this topic (with several topics, each by the share of them in common).
    pub on_topic: f64,
    /// How well what they declared fits, 0 to 1.
    pub declared: f64,
    /// How well their title fits, 0 to 1.
    pub title: f64,
    /// They are in the community that the question is asked in.
    pub same_community: bool,
    /// Questions that wait for their answer now.
    pub open: u32,
    /// Referrals of the last [`WEEK_DAYS`] days.
    pub referrals: u32,
    /// How many a week they want; `None` is no limit.
    pub cap: Option<u32>,
    /// How many of those referrals were first offers.
    pub first_offers: u32,
    /// Hours until they are next at work; 0 is now. `None`: paused, or away with no end in sight.
    pub free_in: Option<f64>,
}

/// Who is asked in which order, and who is not.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking<Q> {
    /// Best first. Only people with some evidence.
    pub people: Vec<Ranked<Q>>,
    /// Who would have been ranked, had they time. By id.
    pub aside: Vec<(MemberId, Aside)>,
}

/// Somebody worth asking.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked<Q> {
    pub member: MemberId,
    /// 0 to 1, never more than that of whoever comes before them.
    pub score: f64,
    /// The strongest first; never empty.
    pub because: Vec<Because<Q>>,
}

/// A reason that the person themselves, and the asker, may read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because<Q> {
    /// They answered questions like it: the most telling, at most three; and to how many of all of
    /// these their answer was accepted.
    Answered { questions: Vec<Q>, accepted: u32 },
    /// Somebody who was asked a question like it named them.
    Named,
    /// They answer questions with this topic these days.
    Topic,
    /// They said that they know about it.
    Declared,
    /// Their title says so.
    Title,
    /// They are in the community.
    Community,
    /// They have answered much lately.
    Present,
    /// They know some of it and are seldom asked.
    Growing,
}

/// Why somebody is not asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aside {
    /// Paused, away, or not at work for too long.
    Away,
    /// Asked as often this week as they want to be.
    Cap,
    /// A fifth of this week's first offers went to them.
    Fifth,
}
