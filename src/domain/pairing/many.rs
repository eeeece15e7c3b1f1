//! Pairs for more people than the exact way can take: who is set aside, pairs by search, and who
//! joins one of them.

use super::aside::left_over;
use super::fairness::{self, just_sat_out};
use super::found::{Bounds, Found, are_buddies};
use super::interned::{Interned, MOST_WORTH, at, count};
use super::thirds::{self, assign};
use super::{Kind, Method, Odd};

/// How many people are set aside in turn, until nobody is left out.
const TURNS: usize = 3;
/// Up to so many newcomers and others (their product), each newcomer looks at everybody; beyond,
/// at some.
const LOOK_AT_ALL: usize = 1_000_000;
/// How many others a newcomer looks at then.
const SOME: usize = 256;

/// Pairs among some of the people.
type Pairs = Vec<[u32; 2]>;

/// What no pairs among some people surpass, given those that were found.
type BoundsOf<'a> = dyn Fn(&[u32], &[[u32; 2]]) -> Bounds + 'a;

/// How pairs are found among some of the people, and what no pairs among them surpass.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) pairs: &'a dyn Fn(&[u32]) -> Pairs,
    pub(super) bounds: &'a BoundsOf<'a>,
}

/// The pairs of a round, with their thirds.
pub(super) fn found(people: &Interned, seed: &[u8; 32], search: Search<'_>) -> Found {
    let order = fairness::order(people, seed);
    let rather = fairness::rather_three(people, &order);
    let (found, odd) = best(people, &order, &rather, search);
    let aside: Vec<u32> = rather.into_iter().chain(odd).collect();
    let among = without(people.places(), &aside, people);
    let pairs: Vec<[u32; 2]> =
        found.groups.iter().filter_map(|group| group.members.as_slice().try_into().ok()).collect();
    let joining = without(aside.into_iter(), found.sits_out.as_slice(), people);
    let bounds = with_thirds(people, (search.bounds)(&among, &pairs), &among, &joining);
    Found { bounds: Some(bounds), ..found }
}

/// The same bounds with all who can join the pairs among these people.
fn with_thirds(people: &Interned, bounds: Bounds, among: &[u32], joining: &[u32]) -> Bounds {
    let all = count(among.len() + joining.len());
    let pairs = bounds.grouped / 2;
    let others = count(among.len()).saturating_sub(pairs * 2);
    let few = among.len().saturating_mul(joining.len()) <= LOOK_AT_ALL * 32;
    let most = u64::from(2 * MOST_WORTH);
    let added = if others == 0 && few {
        joining.iter().map(|place| most_added(people, *place, among)).sum()
    } else {
        most * u64::from(pairs.min(others + count(joining.len())))
    };
    Bounds {
        grouped: all.min(pairs * 3),
        repeat_cost: bounds.repeat_cost,
        score: bounds.score + added,
    }
}

/// What a third can add to whatever pair: the two greatest worths.
fn most_added(people: &Interned, third: u32, among: &[u32]) -> u64 {
    let worths = among
        .iter()
        .filter(|other| people.admissible(third, **other))
        .map(|other| people.worth(third, *other));
    let (first, second) = worths.fold((0, 0), |(first, second), worth| {
        if worth > first { (worth, first) } else { (first, second.max(worth)) }
    });
    u64::from(first) + u64::from(second)
}

/// The round that groups the most of some tries, and who was set aside in it.
fn best(
    people: &Interned,
    order: &[u32],
    rather: &[u32],
    search: Search<'_>,
) -> (Found, Option<u32>) {
    let among = without(people.places(), rather, people);
    if among.len().is_multiple_of(2) {
        let pairs = pairs(people, order, &among, search);
        return (joined(people, order, rather, &pairs, None), None);
    }
    let in_turn = |candidates: &[u32], tried: &[u32]| {
        let mut free = candidates.iter().filter(|place| !tried.contains(place));
        let later = free.clone().find(|place| !just_sat_out(people, **place));
        later.or_else(|| free.next()).copied()
    };
    let mut candidates = without(order.iter().copied(), rather, people);
    let mut tried: Vec<u32> = Vec::new();
    let mut best: Option<(Found, Option<u32>)> = None;
    while let Some(odd) = in_turn(&candidates, &tried).filter(|_| tried.len() < TURNS) {
        tried.push(odd);
        let others = without(among.iter().copied(), &[odd], people);
        let pairs = pairs(people, order, &others, search);
        let found = joined(people, order, rather, &pairs, Some(odd));
        let missing = among.len() + rather.len() - found.grouped();
        if best.as_ref().is_none_or(|(best, _)| best.grouped() < found.grouped()) {
            best = Some((found, Some(odd)));
        }
        if missing <= usize::from(people.rules().odd == Odd::SitOut) {
            break;
        }
        // Without one of those who are left there are as many pairs.
        candidates = left_over(people, order, &pairs);
    }
    best.unwrap_or_else(|| (joined(people, order, rather, &[], None), None))
}

fn without(places: impl Iterator<Item = u32>, some: &[u32], people: &Interned) -> Vec<u32> {
    let mut gone = vec![false; at(people.len())];
    for place in some {
        if let Some(gone) = gone.get_mut(at(*place)) {
            *gone = true;
        }
    }
    places.filter(|place| gone.get(at(*place)).is_some_and(|gone| !gone)).collect()
}

/// Buddies first, if that is what the round is for, then the others.
fn pairs(people: &Interned, order: &[u32], among: &[u32], search: Search<'_>) -> Vec<[u32; 2]> {
    if people.rules().kind != Kind::Buddy {
        return (search.pairs)(among);
    }
    let mut pairs = buddies(people, order, among);
    let paired: Vec<u32> = pairs.iter().flatten().copied().collect();
    pairs.extend((search.pairs)(&without(among.iter().copied(), &paired, people)));
    pairs
}

/// Newcomers in turn with somebody experienced: whom they did not meet yet, then who is worth most.
fn buddies(people: &Interned, order: &[u32], among: &[u32]) -> Vec<[u32; 2]> {
    let in_turn = order.iter().filter(|place| among.binary_search(place).is_ok());
    let (new, old): (Vec<u32>, Vec<u32>) = in_turn.partition(|place| people.newcomer(**place));
    let few = new.len().saturating_mul(old.len()) <= LOOK_AT_ALL;
    let most = if few { old.len() } else { SOME };
    let step = (old.len() / new.len().max(1)).max(1);
    let wanted = new.iter().enumerate().map(|(turn, newcomer)| {
        let places = (0..old.len()).map(|ahead| (turn * step + ahead) % old.len().max(1));
        let mut wanted: Vec<_> = places
            .filter_map(|place| Some((place, *old.get(place)?)))
            .filter(|(_, other)| people.admissible(*newcomer, *other))
            .filter(|(_, other)| are_buddies(people, *newcomer, *other))
            .take(most)
            .map(|(place, other)| {
                let cost = people.repeat_cost(*newcomer, other);
                (cost, std::cmp::Reverse(people.worth(*newcomer, other)), place)
            })
            .collect();
        wanted.sort_unstable();
        wanted.into_iter().map(|(_, _, place)| count(place)).collect()
    });
    let held = assign(wanted.collect(), old.len());
    let pair = |(other, newcomer): (&u32, &Option<usize>)| {
        let newcomer = *new.get((*newcomer)?)?;
        Some([newcomer.min(*other), newcomer.max(*other)])
    };
    old.iter().zip(&held).filter_map(pair).collect()
}

/// Whoever is in none of the pairs joins one: who was set aside first.
fn joined(
    people: &Interned,
    order: &[u32],
    rather: &[u32],
    pairs: &[[u32; 2]],
    odd: Option<u32>,
) -> Found {
    let sits_out = odd.filter(|_| people.rules().odd == Odd::SitOut);
    let first: Vec<u32> = odd.into_iter().chain(rather.iter().copied()).collect();
    let others = without(left_over(people, order, pairs).into_iter(), &first, people);
    let mut waiting = first;
    waiting.retain(|place| Some(*place) != sits_out);
    waiting.extend(others);
    let thirds = thirds::join(people, pairs, &waiting);
    Found { sits_out, ..Found::of_pairs(pairs, &thirds, Method::Search) }
}
