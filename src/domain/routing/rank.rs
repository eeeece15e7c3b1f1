//! The order in which people are asked.

use super::fit::{Fit, Votes, fit};
use super::price::price;
use super::{Because, Candidate, GROWING, Ranked, Ranking, Request};
use crate::domain::pairing::draws::{Draws, Phase};

/// Among how many of the best somebody new is looked for.
const NEAR: usize = 10;
/// Whose [`presence`](super::presence) is below is new here, or comes back.
const NEW: f64 = 3.0;

/// Whom to ask, best first. The order of what is asked changes nothing, and the same seed gives the
/// same ranking.
pub fn rank<Q: Clone + Ord>(request: &Request<Q>) -> Ranking<Q> {
    let votes = Votes::of(request);
    let mut candidates: Vec<&Candidate> = request.candidates.iter().collect();
    candidates.sort_by(|one, other| one.member.cmp(&other.member));
    candidates.dedup_by(|one, other| one.member == other.member);
    let mut ranking = Ranking { people: Vec::new(), aside: Vec::new() };
    let mut standing: Vec<Standing<'_, Q>> = Vec::new();
    for candidate in candidates {
        let fit = fit(&votes, candidate);
        if fit.because.is_empty() {
            continue;
        }
        match price(request, candidate) {
            Ok(price) => standing.push(Standing { candidate, price, fit }),
            Err(aside) => ranking.aside.push((candidate.member.clone(), aside)),
        }
    }
    // By id where they are as good: sort_by keeps that order.
    standing.sort_by(|one, other| other.fit.value.total_cmp(&one.fit.value));
    let grown = growing(request, &standing);
    let first = grown.or_else(|| cheapest(&standing)).map(|place| standing.remove(place));
    // Nobody's score is less than that of whoever comes after them.
    let second = standing.first().map_or(0.0, |next| next.fit.value);
    ranking.people.extend(first.map(|mut first| {
        if grown.is_some() {
            first.fit.because.insert(0, Because::Growing);
        }
        first.fit.value = first.fit.value.max(second);
        first.ranked()
    }));
    ranking.people.extend(standing.into_iter().map(Standing::ranked));
    ranking
}

/// The place of whoever is best for what it costs them; of equals the first.
fn cheapest<Q>(standing: &[Standing<'_, Q>]) -> Option<usize> {
    let worth = |one: &Standing<'_, Q>| one.fit.value * one.price;
    let places = standing.iter().enumerate();
    let best = places.reduce(|best, one| if worth(one.1) > worth(best.1) { one } else { best });
    best.map(|(place, _)| place)
}

/// Somebody on their way into the ranking.
struct Standing<'a, Q> {
    candidate: &'a Candidate,
    price: f64,
    fit: Fit<Q>,
}

impl<Q> Standing<'_, Q> {
    fn ranked(self) -> Ranked<Q> {
        let score = self.fit.value / (1.0 + self.fit.value);
        Ranked { member: self.candidate.member.clone(), score, because: self.fit.because }
    }
}

/// The place of whoever is asked first this time because they are new: one question in [`GROWING`],
/// one of the ten best but for the best, with some evidence, few answers lately and no referral this week.
fn growing<Q>(request: &Request<Q>, standing: &[Standing<'_, Q>]) -> Option<usize> {
    let mut chance = Draws::of(&request.seed, Phase::Growing);
    if !request.spread || chance.below(GROWING) != 0 {
        return None;
    }
    let is_new = |one: &Standing<'_, Q>| {
        one.fit.evidence && one.candidate.referrals == 0 && one.candidate.presence < NEW
    };
    let near = standing.iter().enumerate().take(NEAR).skip(1);
    let new: Vec<usize> = near.filter(|(_, one)| is_new(one)).map(|(place, _)| place).collect();
    let drawn = chance.below(u64::try_from(new.len()).unwrap_or(u64::MAX));
    new.get(usize::try_from(drawn).unwrap_or(usize::MAX)).copied()
}
