//! How good a ranking was, by who really answered, and how its load is spread.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::SHOWN;
use super::history::Question;
use super::replay::Expert;
use crate::domain::ids::MemberId;

/// What an answer is worth for nDCG: an accepted one twice as much.
const ACCEPTED: f64 = 2.0;

/// Counted question by question.
#[derive(Debug, Default)]
pub(super) struct Measure {
    judged: u32,
    reciprocal: f64,
    /// Within the first place, three and five.
    success: [u32; 3],
    gain: f64,
    load: BTreeMap<MemberId, u32>,
}

/// The figures of one way of ranking.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Figures {
    /// Mean reciprocal rank of the first who answered, among ten.
    pub(super) mrr: f64,
    pub(super) success_at_1: f64,
    pub(super) success_at_3: f64,
    pub(super) success_at_5: f64,
    pub(super) ndcg_at_10: f64,
    /// The share of first offers that the busiest person got.
    pub(super) busiest: f64,
    /// How many people got any.
    pub(super) offered: usize,
    /// How unevenly they went, over everybody who had ever answered: 0 is even, 1 is all to one.
    pub(super) gini: f64,
}

impl Measure {
    /// A question that nobody but its asker answered tells nothing of who was right, but whom it was
    /// offered to had the load.
    pub(super) fn count(&mut self, question: &Question, experts: &[Expert]) {
        if let Some(first) = experts.first() {
            *self.load.entry(first.member.clone()).or_default() += 1;
        }
        let right = question.answerers();
        if right.is_empty() {
            return;
        }
        self.judged += 1;
        let place = experts.iter().take(SHOWN).position(|one| right.contains(&one.member));
        if let Some(place) = place {
            self.reciprocal += 1.0 / rank(place);
            for (within, success) in [1, 3, 5].into_iter().zip(&mut self.success) {
                *success += u32::from(place < within);
            }
        }
        self.gain += gain(question, &right, experts);
    }

    pub(super) fn figures(&self, known: usize) -> Figures {
        let judged = f64::from(self.judged.max(1));
        let [first, three, five] = self.success.map(|success| f64::from(success) / judged);
        let offers: u32 = self.load.values().sum();
        let busiest = self.load.values().max().copied().unwrap_or_default();
        Figures {
            mrr: self.reciprocal / judged,
            success_at_1: first,
            success_at_3: three,
            success_at_5: five,
            ndcg_at_10: self.gain / judged,
            busiest: f64::from(busiest) / f64::from(offers.max(1)),
            offered: self.load.len(),
            gini: gini(self.load.values().copied(), known),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "places are below ten")]
fn rank(place: usize) -> f64 {
    place as f64 + 1.0
}

/// nDCG@10: what the people in the list were worth, each divided by the logarithm of their place,
/// against the best list there could be.
fn gain(question: &Question, right: &BTreeSet<&MemberId>, experts: &[Expert]) -> f64 {
    let worth = |member: &MemberId| {
        let theirs = |accepted: bool| {
            let mut answers = question.answers.iter();
            answers.any(|answer| answer.author == *member && answer.accepted == accepted)
        };
        if theirs(true) { ACCEPTED } else { f64::from(u8::from(theirs(false))) }
    };
    let sum = |worths: &mut dyn Iterator<Item = f64>| -> f64 {
        worths.take(SHOWN).enumerate().map(|(at, worth)| worth / (rank(at) + 1.0).log2()).sum()
    };
    let mut best: Vec<f64> = right.iter().map(|member| worth(member)).collect();
    best.sort_by(|one, other| other.total_cmp(one));
    let found = |one: &Expert| if right.contains(&one.member) { worth(&one.member) } else { 0.0 };
    sum(&mut experts.iter().map(found)) / sum(&mut best.into_iter())
}

/// The mean difference between two people's loads, against twice the mean load; whoever got nothing
/// counts, too.
fn gini(load: impl Iterator<Item = u32>, known: usize) -> f64 {
    let mut load: Vec<f64> = load.map(f64::from).collect();
    load.resize(load.len().max(known), 0.0);
    load.sort_by(f64::total_cmp);
    let all: f64 = load.iter().sum();
    let (mut people, mut below) = (0.0, 0.0);
    for one in &load {
        people += 1.0;
        below += people * one;
    }
    if all == 0.0 { 0.0 } else { 2.0 * below / (people * all) - (people + 1.0) / people }
}

/// How well similar questions were found: against the links that people made.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) judged: u32,
    reciprocal: f64,
    success: u32,
}

impl Links {
    /// `linked` are the earlier questions that belong to it.
    pub(super) fn count(&mut self, linked: &BTreeSet<&str>, found: &[&str]) {
        self.judged += 1;
        let place = found.iter().take(SHOWN).position(|one| linked.contains(one));
        if let Some(place) = place {
            self.reciprocal += 1.0 / rank(place);
            self.success += u32::from(place < 3);
        }
    }

    /// MRR among ten, and the share with one among the first three.
    pub(super) fn figures(&self) -> (f64, f64) {
        let judged = f64::from(self.judged.max(1));
        (self.reciprocal / judged, f64::from(self.success) / judged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn experts(members: &[&str]) -> Vec<Expert> {
        let one = |member: &&str| Expert { member: (*member).into(), score: 0.5, because: vec![] };
        members.iter().map(one).collect()
    }

    fn answered_by(members: &[(&str, bool)]) -> Question {
        let answers = members.iter().map(|(member, accepted)| {
            serde_json::json!({"id": "A", "author": member, "at": "2026-01-05T10:00:00Z",
                               "accepted": accepted})
        });
        let question = serde_json::json!({"id": "Q", "asker": "P0", "at": "2026-01-05T09:00:00Z",
            "title": "Why?", "answers": answers.collect::<Vec<_>>()});
        serde_json::from_value(question).unwrap()
    }

    #[test]
    fn who_answered_counts_where_they_stand() {
        let mut measure = Measure::default();
        measure.count(&answered_by(&[("P1", true)]), &experts(&["P1", "P2"]));
        measure.count(
            &answered_by(&[("P1", true), ("P0", false)]),
            &experts(&["P3", "P2", "P4", "P1"]),
        );
        // Nobody else answered: nobody was right, and P2 had the offer all the same.
        measure.count(&answered_by(&[("P0", true)]), &experts(&["P2"]));
        let figures = measure.figures(4);
        assert_eq!(figures.mrr, (1.0 + 0.25) / 2.0);
        assert_eq!(
            (figures.success_at_1, figures.success_at_3, figures.success_at_5),
            (0.5, 0.5, 1.0)
        );
        assert_eq!((figures.offered, figures.busiest), (3, 1.0 / 3.0));
        assert!((figures.ndcg_at_10 - (1.0 + 1.0 / 5.0_f64.log2()) / 2.0).abs() < 1e-9);
    }

    #[test]
    fn an_accepted_answer_is_worth_two() {
        let question = answered_by(&[("P1", false), ("P2", true)]);
        let gained = |order: &[&str]| gain(&question, &question.answerers(), &experts(order));
        assert!((gained(&["P2", "P1"]) - 1.0).abs() < 1e-9);
        let third = 1.0 / 3.0_f64.log2();
        assert!((gained(&["P1", "P2"]) - (1.0 + 2.0 * third) / (2.0 + third)).abs() < 1e-9);
        assert!(gained(&["P9"]) == 0.0 && gained(&[]) == 0.0);
    }

    #[test]
    fn load_is_even_or_not() {
        assert_eq!(gini([3, 3, 3].into_iter(), 3), 0.0);
        assert_eq!(gini([10].into_iter(), 4), 0.75);
        assert_eq!(gini([].into_iter(), 4), 0.0);
    }
}
