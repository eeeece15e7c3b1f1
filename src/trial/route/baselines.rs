//! What the ranking is measured against.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use super::evidence::{Case, Seen};
use super::replay::{Expert, Policy};
use crate::domain::ids::MemberId;
use crate::domain::routing::Because;

/// How much the first places count: k of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009).
const FUSION: f64 = 60.0;

/// Everybody with room whom a baseline knows, best first; the same by the order of ids.
pub(super) fn ranked(
    policy: Policy,
    case: &Case<'_>,
    seed: [u8; 32],
    has_room: impl Fn(&MemberId) -> bool,
) -> Vec<Expert> {
    let active = |seen: &Seen| f64::from(seen.active);
    let document = |seen: &Seen| seen.document;
    let scores = match policy {
        Policy::RandomActive => by_chance(case, seed),
        Policy::MostActive => scores(case, active),
        Policy::Document => scores(case, document),
        Policy::Klatch | Policy::Fused => fused([scores(case, active), scores(case, document)]),
    };
    let mut experts: Vec<Expert> = in_order(scores)
        .into_iter()
        .filter(|(member, _)| has_room(member))
        .map(|(member, score)| Expert {
            member: member.clone(),
            score: score / (1.0 + score),
            because: vec![Because::Present],
        })
        .collect();
    experts.truncate(super::SHOWN);
    experts
}

type Scores<'a> = BTreeMap<&'a MemberId, f64>;

fn scores<'a>(case: &'a Case<'_>, of: impl Fn(&Seen) -> f64) -> Scores<'a> {
    let people = case.people.iter().map(|(member, seen)| (member, of(seen)));
    people.filter(|(_, score)| *score > 0.0).collect()
}

/// Whoever answered in the last 60 days, in any order.
fn by_chance<'a>(case: &'a Case<'_>, seed: [u8; 32]) -> Scores<'a> {
    let mut chance = ChaCha20Rng::from_seed(seed);
    let mut active = scores(case, |seen| f64::from(seen.active));
    for score in active.values_mut() {
        *score = f64::from(chance.next_u32()) + 1.0;
    }
    active
}

fn in_order(scores: Scores<'_>) -> Vec<(&MemberId, f64)> {
    let mut ordered: Vec<(&MemberId, f64)> = scores.into_iter().collect();
    ordered.sort_by(|one, other| other.1.total_cmp(&one.1));
    ordered
}

/// Reciprocal rank fusion: a place counts 1 / (60 + rank).
fn fused<'a>(lists: [Scores<'a>; 2]) -> Scores<'a> {
    let mut fused = Scores::new();
    for list in lists {
        let mut rank = FUSION;
        for (member, _) in in_order(list) {
            rank += 1.0;
            *fused.entry(member).or_default() += 1.0 / rank;
        }
    }
    fused
}
