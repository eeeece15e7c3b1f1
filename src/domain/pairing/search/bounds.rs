//! What no pairing can surpass. All of it is certain, and most of it is tight.
//!
//! If everybody has a price so that no pair is worth more than the prices of its two, no pairing is
//! worth more than all prices. Up to [`super::ONE_BLOCK`] people have prices of their own, settled
//! from the pairs that were found. Beyond, people of one department and the same hours have the same
//! one, and what interests and newcomers can add is counted.

use std::collections::BTreeMap;

use super::super::Mix;
pub use super::super::found::Bounds;
use super::super::interned::{Interned, NONE, at, count};
use super::block::{Desk, MEET};
use super::forest::Forest;
use super::ground::Ground;
use super::{MOST_LOOKS, ONE_BLOCK, alone};

/// How often prices are settled between pairs.
const SWEEPS: u32 = 16;
/// For more kinds of people than this, all are worth the most to each other.
const MOST_KINDS: usize = 2_000;

/// Bounds for pairs among these people, given pairs that were found among them.
pub fn of(people: &Interned, among: &[u32], pairs: &[[u32; 2]]) -> Bounds {
    let mates = mates_of(people, pairs);
    let ground = Ground::of(people, among);
    let left = alone(among, &mates);
    // On a copy: better pairs would only make a bound of it.
    let mut others = mates.clone();
    let proven = Forest::new(&ground, &mut others, false, MOST_LOOKS).join_all(&left);
    let grouped =
        if proven { among.len() - alone(among, &others).len() } else { among.len() / 2 * 2 };
    let cost: u64 =
        pairs.iter().map(|[one, other]| u64::from(people.repeat_cost(*one, *other))).sum();
    let everybody = grouped == among.len();
    let repeat_cost = if cost > 0 && everybody { least_cost(&ground) } else { 0 };
    let mut score = of_kinds(people, among) / 2;
    if cost == 0 && among.len() <= ONE_BLOCK && grouped == pairs.len() * 2 {
        score = score.min(of_prices(people, among, &mates, pairs.len()));
    }
    Bounds { grouped: count(grouped), repeat_cost, score }
}

fn mates_of(people: &Interned, pairs: &[[u32; 2]]) -> Vec<u32> {
    let mut mates = vec![NONE; at(people.len())];
    for [one, other] in pairs {
        for (one, other) in [(*one, *other), (*other, *one)] {
            if let Some(mate) = mates.get_mut(at(one)) {
                *mate = other;
            }
        }
    }
    mates
}

/// Bounds for groups of at most `size` among these people.
pub fn of_groups(people: &Interned, among: &[u32], size: u8) -> Bounds {
    // Everybody's price counts once for each of the others in their group.
    let others = u64::from(size.saturating_sub(1));
    let score = of_kinds(people, among) * others / 2;
    Bounds { grouped: count(among.len()), repeat_cost: 0, score }
}

/// Where everybody is in a pair, everybody costs at least half of their cheapest one.
fn least_cost(ground: &Ground<'_>) -> u64 {
    let people = ground.people;
    let least = |one: &u32| {
        let mut least = u32::MAX;
        for other in ground.among {
            if least > 0 && people.admissible(*one, *other) {
                least = least.min(people.repeat_cost(*one, *other));
            }
            if least == 0 {
                break;
            }
        }
        if least == u32::MAX { 0 } else { u64::from(least) }
    };
    ground.among.iter().map(least).sum::<u64>().div_ceil(2)
}

/// What no first meetings of as many pairs among these people are worth more than, by a price for
/// each person. Takes 2 n² bytes; `among` is sorted, and has less than 65,536 people.
pub fn by_prices(people: &Interned, among: &[u32], pairs: &[[u32; 2]]) -> u64 {
    of_prices(people, among, &mates_of(people, pairs), pairs.len())
}

fn of_prices(people: &Interned, among: &[u32], mates: &[u32], pairs: usize) -> u64 {
    let mut block = Desk::of(people).lay(people, among);
    for (one, place) in (0..).zip(among) {
        let mate = mates.get(at(*place)).copied().unwrap_or(NONE);
        let other = among.binary_search(&mate).ok().and_then(|other| u16::try_from(other).ok());
        if let Some(other) = other {
            block.put(one, other);
        }
    }
    let prices = block.certain_prices(SWEEPS);
    let meetings = u64::from(MEET.unsigned_abs()) * u64::from(count(pairs));
    prices.saturating_sub(meetings)
}

/// Twice what all pairs can be worth, by a price for each department and hours.
fn of_kinds(people: &Interned, among: &[u32]) -> u64 {
    let mut kinds: BTreeMap<(u32, u32), (u64, u32)> = BTreeMap::new();
    let (mut new, mut interests) = (0, 0);
    for place in among {
        let key = (people.department(*place), people.hours(*place));
        kinds.entry(key).or_insert((0, *place)).0 += 1;
        new += u64::from(people.newcomer(*place));
        interests += 25 * u64::from(count(people.interests(*place).len().min(2)));
    }
    let experienced = u64::from(count(among.len())) - new;
    let mut kinds: Vec<(u64, u32)> = kinds.into_values().collect();
    kinds.sort_by_key(|(people, place)| (std::cmp::Reverse(*people), *place));
    let base = if kinds.len() > MOST_KINDS {
        900 * u64::from(count(among.len()))
    } else {
        spread(people, &kinds).min(evenly(people, &kinds))
    };
    base + interests + 80 * new.min(experienced)
}

/// The most that mix and hours of two people of these kinds are worth.
fn most(people: &Interned, one: u32, other: u32) -> u64 {
    let same = people.department(one) == people.department(other);
    let unknown = people.department(one) == NONE || people.department(other) == NONE;
    let mix = match people.rules().mix {
        Mix::Any => 0,
        // Of other teams, perhaps, even where one department is not known.
        Mix::Across if same || unknown => 400,
        // Within, they may be of the same team.
        Mix::Across | Mix::Within => 600,
    };
    let minutes = people.overlap(one, other).min(240);
    u64::from(mix + 300 * minutes / 240)
}

/// Everybody's price is half of the best that they could get.
fn evenly(people: &Interned, kinds: &[(u64, u32)]) -> u64 {
    let best = |(many, one): &(u64, u32)| {
        let best = kinds.iter().map(|(_, other)| most(people, *one, *other)).max();
        many * best.unwrap_or_default()
    };
    kinds.iter().map(best).sum()
}

/// The most frequent are cheapest: they have to take each other, and the others may choose.
fn spread(people: &Interned, kinds: &[(u64, u32)]) -> u64 {
    let mut prices: Vec<(u64, u32)> = Vec::with_capacity(kinds.len());
    let mut sum = 0;
    for (many, one) in kinds {
        let others = prices
            .iter()
            .map(|(price, other)| (2 * most(people, *one, *other)).saturating_sub(*price));
        let price = others.max().unwrap_or_default().max(most(people, *one, *one));
        prices.push((price, *one));
        sum += many * price;
    }
    sum
}
