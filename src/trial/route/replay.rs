//! The history walked through once, with as many ways of ranking as wanted side by side.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::evidence::{Case, World};
use super::history::History;
use super::offers::Offers;
use super::{SHOWN, asked_since, baselines};
use crate::domain::ids::MemberId;
use crate::domain::routing::{Because, Candidate, Request, rank};
use crate::search::Result;

/// A way of ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Policy {
    /// The bot's own.
    Klatch,
    RandomActive,
    MostActive,
    Document,
    Fused,
}

impl Policy {
    pub(super) const ALL: [Self; 5] =
        [Self::Klatch, Self::RandomActive, Self::MostActive, Self::Document, Self::Fused];
}

/// What holds for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// First offers a week to one person.
    pub(super) cap: Option<u32>,
    /// Nobody gets more than a fifth of the week's first offers, and somebody new gets some.
    pub(super) spread: bool,
    pub(super) seed: u64,
}

/// One way of ranking on its way through the history: its own offers use up its own limits.
pub(super) struct Run {
    pub(super) policy: Policy,
    terms: Terms,
    offers: Offers,
}

/// Somebody in a ranking.
#[derive(Debug, Serialize)]
pub(super) struct Expert {
    pub(super) member: MemberId,
    #[serde(serialize_with = "rounded")]
    pub(super) score: f64,
    pub(super) because: Vec<Because<String>>,
}

/// What is printed of a question.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    question: &'a str,
    experts: &'a [Expert],
    similar: &'a [&'a str],
}

impl<'a> Line<'a> {
    pub(super) fn of(case: &'a Case<'_>, experts: &'a [Expert]) -> Self {
        let similar = case.similar.get(..SHOWN).unwrap_or(&case.similar);
        Self { question: &case.question.id, experts, similar }
    }
}

/// So many digits as mean anything.
fn rounded<S: serde::Serializer>(score: &f64, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_f64((score * 10_000.0).round() / 10_000.0)
}

impl Run {
    pub(super) fn new(policy: Policy, terms: Terms) -> Self {
        Self { policy, terms, offers: Offers::default() }
    }

    /// Ranks a question, up to ten people; the first of them gets the offer.
    pub(super) fn rank(&mut self, case: &Case<'_>) -> Vec<Expert> {
        self.offers.forget(case.question.at);
        let seed = seed(self.terms.seed, &case.question.id);
        let mut experts = match self.policy {
            Policy::Klatch => self.by_klatch(case, seed),
            other => baselines::ranked(other, case, seed, |member| self.has_room(member)),
        };
        experts.truncate(SHOWN);
        if let Some(first) = experts.first() {
            self.offers.make(case.question.at, &first.member);
        }
        experts
    }

    fn by_klatch(&self, case: &Case<'_>, seed: [u8; 32]) -> Vec<Expert> {
        let candidate = |(member, seen): (&MemberId, &super::evidence::Seen)| {
            let offers = self.offers.of(member);
            Candidate {
                member: member.clone(),
                presence: seen.presence,
                on_topic: seen.on_topic,
                declared: 0.0,
                title: 0.0,
                same_community: false,
                open: 0,
                referrals: offers,
                cap: self.terms.cap,
                first_offers: offers,
                free_in: Some(0.0),
            }
        };
        let request = Request {
            similar: case.questions.clone(),
            answers: case.answers.clone(),
            candidates: case.people.iter().map(candidate).collect(),
            first_offers: self.offers.all(),
            spread: self.terms.spread,
            urgent: false,
            seed,
        };
        let ranked = rank(&request).people.into_iter();
        ranked
            .map(|one| Expert { member: one.member, score: one.score, because: one.because })
            .collect()
    }

    fn has_room(&self, member: &MemberId) -> bool {
        let offers = self.offers.of(member);
        let fifth = crate::domain::routing::fifth(self.offers.all()).filter(|_| self.terms.spread);
        self.terms.cap.is_none_or(|cap| offers < cap) && fifth.is_none_or(|most| offers < most)
    }
}

/// Each question has its own chance, whatever was asked before it.
fn seed(seed: u64, question: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    hash.update(question.as_bytes());
    hash.finalize().into()
}

/// Shows every question since `from` to `each`, in order, with what was known when it was asked.
///
/// # Errors
/// The index does not work, or `each` fails.
pub(super) fn replay<E: From<crate::search::Error>>(
    history: &History,
    from: Option<DateTime<Utc>>,
    mut each: impl FnMut(&Case<'_>) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut world = World::new(history)?;
    for question in &history.questions {
        world.until(question.at)?;
        if asked_since(question, from) {
            let case: Result<Case<'_>> = world.case(question);
            each(&case?)?;
        }
        world.ask(question)?;
    }
    Ok(())
}
