//! Pairs to about a thousand people: who is set aside, the best pairs of the others, and who joins
//! one of them as its third.

use super::aside;
use super::exact::{self, Before};
use super::fairness;
use super::few;
use super::found::{Bounds, Found, are_buddies};
use super::graph::Graph;
use super::interned::{Interned, MOST_WORTH, count};
use super::planned;
use super::thirds;
use super::{Kind, Method, Odd};

/// How often fewer of those who would rather be three are set aside, until that leaves nobody out.
const FEWER: usize = 8;

/// The pairs of a round, with their thirds.
pub(super) fn found(people: &Interned, seed: &[u8; 32]) -> Found {
    let round = Round { people, seed, order: fairness::order(people, seed) };
    let mut rather = round.rather_three();
    if rather.is_empty() {
        return round.with(&[]);
    }
    let usual = round.with(&[]);
    for _ in 0..FEWER {
        let found = round.with(&rather);
        if found.grouped() >= usual.grouped() {
            return found;
        }
        rather.truncate(rather.len().saturating_sub(2));
    }
    usual
}

struct Round<'a> {
    people: &'a Interned,
    seed: &'a [u8; 32],
    order: Vec<u32>,
}

impl Round<'_> {
    /// Who is set aside because they would rather meet two people than one: as many as there are
    /// pairs for. Where these are one too few for an even rest, somebody else goes with them, in
    /// turn.
    fn rather_three(&self) -> Vec<u32> {
        let people = self.people;
        if people.rules().odd != Odd::Trio || people.rules().kind != Kind::Pairs {
            return Vec::new();
        }
        let (rather, others): (Vec<u32>, Vec<u32>) =
            self.order.iter().partition(|place| people.prefers_trio(**place));
        let most = self.order.len() / 3;
        let mut aside: Vec<u32> = rather.iter().copied().take(most).collect();
        if !aside.is_empty() && !(self.order.len() - aside.len()).is_multiple_of(2) {
            let another = others.iter().find(|place| !fairness::just_sat_out(people, **place));
            match another.filter(|_| aside.len() < most) {
                Some(another) => aside.push(*another),
                None => drop(aside.pop()),
            }
        }
        aside
    }

    /// The best round in which those of `aside` join pairs.
    fn with(&self, aside: &[u32]) -> Found {
        let people = self.people;
        let mut among: Vec<u32> = people.places().filter(|place| !aside.contains(place)).collect();
        let graph = self.graph(&among, |one, other| people.admissible(one, other));
        let mut odd = None;
        if !among.len().is_multiple_of(2) {
            let first = (people.rules().kind == Kind::Buddy).then(|| {
                self.graph(&among, |one, other| {
                    people.admissible(one, other) && are_buddies(people, one, other)
                })
            });
            odd = aside::choose(people, &among, &self.order, &graph, first.as_ref(), self.seed);
            among.retain(|place| Some(*place) != odd);
        }
        let sits_out = odd.filter(|_| people.rules().odd == Odd::SitOut);
        let third = odd.filter(|_| sits_out.is_none());

        let (pairs, method) = self.best(&among);
        let waiting = |pairs: &[[u32; 2]]| {
            let mut waiting: Vec<u32> = third.into_iter().chain(aside.iter().copied()).collect();
            let others = aside::left_over(people, &self.order, pairs);
            let others: Vec<u32> = others
                .into_iter()
                .filter(|place| !waiting.contains(place) && Some(*place) != sits_out)
                .collect();
            waiting.extend(others);
            waiting
        };
        let join = |pairs: &[[u32; 2]], method| {
            let thirds = thirds::join(people, pairs, &waiting(pairs));
            Found { sits_out, ..Found::of_pairs(pairs, &thirds, method) }
        };
        let found = join(&pairs, method);
        let mut left = waiting(&pairs);
        left.retain(|place| !found.groups.iter().any(|group| group.third == Some(*place)));
        if left.is_empty() {
            return found;
        }
        // Other pairs, as many of them, may have room for those who are left.
        let (other, proven) = self.with_room(&among, third.filter(|_| aside.is_empty()), &left);
        let other = join(&other, Method::Exact);
        let mut found = if other.grouped() > found.grouped() { other } else { found };
        if !proven {
            found.bounds = Some(self.loose_bounds(&found, sits_out));
        }
        found
    }

    fn graph(&self, among: &[u32], joined: impl Fn(u32, u32) -> bool) -> Graph {
        Graph::of(among.len(), |one, other| match (among.get(one), among.get(other)) {
            (Some(one), Some(other)) => joined(*one, *other),
            _ => false,
        })
    }

    fn best(&self, among: &[u32]) -> (Vec<[u32; 2]>, Method) {
        let people = self.people;
        let buddies = |one: u32, other: u32| are_buddies(people, one, other);
        let first: Option<&dyn Fn(u32, u32) -> bool> =
            if people.rules().kind == Kind::Buddy { Some(&buddies) } else { None };
        let before = Before { first, second: None };
        let pairs = exact::pairs(people, among, self.seed, before).unwrap_or_default();
        if first.is_none()
            && let Some(planned) = planned::pairs(people, among, &pairs, self.seed)
        {
            return (planned, Method::Planned);
        }
        (pairs, Method::Exact)
    }

    /// As many pairs, and among them such as those who are left can join. Whether no others have
    /// room for more.
    fn with_room(&self, among: &[u32], third: Option<u32>, left: &[u32]) -> (Vec<[u32; 2]>, bool) {
        let people = self.people;
        let usual = people.rules().kind == Kind::Pairs;
        if usual && among.len() + third.iter().len() <= few::MOST_PEOPLE {
            return (few::best(people, among, third, self.seed).1, true);
        }
        let room = |one: u32, other: u32| {
            let joins = |who: &u32| people.admissible(*who, one) && people.admissible(*who, other);
            left.iter().any(joins)
        };
        let buddies = |one: u32, other: u32| are_buddies(people, one, other);
        let first: Option<&dyn Fn(u32, u32) -> bool> = if usual { None } else { Some(&buddies) };
        let before = Before { first, second: Some(&room) };
        (exact::pairs(people, among, self.seed, before).unwrap_or_default(), false)
    }

    /// Bounds where more could perhaps join as thirds: as many as there are people and pairs.
    fn loose_bounds(&self, found: &Found, sits_out: Option<u32>) -> Bounds {
        let pairs = found.groups.len();
        let all = self.order.len() - sits_out.iter().len();
        let grouped = count(all.min(pairs * 3));
        // Three people are three pairs.
        let score = u64::from(grouped) * u64::from(MOST_WORTH);
        Bounds { grouped, repeat_cost: 0, score }
    }
}
