//! Takes repeats away. Each pair that met before first looks for another pair to change partners
//! with, then for any alternating path of first meetings (`forest`), then for another pair with
//! which at least less is repeated. What is left is looked at together with those around it, and
//! solved exactly there.

use std::collections::BTreeSet;

use super::super::draws::Draws;
use super::super::interned::{NONE, at};
use super::forest::Forest;
use super::ground::Ground;
use super::{alone, pairs_of};

/// So many pairs are looked at before all are.
const SAMPLE: usize = 4_096;
/// How often all repeats are gone through at most.
const PASSES: u32 = 8;
/// How often two people may be looked at in one pass.
const MOST_LOOKS: u64 = 1 << 28;
/// So many people are solved exactly together: some hundredths of a second.
const TOGETHER: usize = 256;
/// How often that is done.
const EXACT_TIMES: usize = 6;

/// Makes the repeat cost of these pairs less, wherever that is found to be possible.
pub(super) fn mend(ground: &Ground<'_>, mates: &mut [u32], draws: &mut Draws) {
    let mut looks = MOST_LOOKS;
    for _ in 0..PASSES {
        let repeats = repeats(ground, mates);
        if repeats.is_empty() {
            return;
        }
        let mut pairs = pairs_of(ground.among, mates);
        draws.shuffle(&mut pairs);
        let mut better = false;
        for [one, other] in repeats {
            if get(mates, one) == other && looks > 0 {
                better |= change(ground, mates, &pairs, [one, other], &mut looks)
                    || reroute(ground, mates, [one, other], &mut looks);
            }
        }
        if !better {
            break;
        }
    }
    for time in 0..EXACT_TIMES {
        if !exactly(ground, mates, time) {
            break;
        }
    }
}

fn get(mates: &[u32], place: u32) -> u32 {
    mates.get(at(place)).copied().unwrap_or(NONE)
}

fn put(mates: &mut [u32], [one, other]: [u32; 2]) {
    for (one, other) in [(one, other), (other, one)] {
        if let Some(mate) = mates.get_mut(at(one)) {
            *mate = other;
        }
    }
}

/// The pairs that met before, those that cost most first.
fn repeats(ground: &Ground<'_>, mates: &[u32]) -> Vec<[u32; 2]> {
    let cost = |[one, other]: [u32; 2]| ground.people.repeat_cost(one, other);
    let mut repeats = pairs_of(ground.among, mates);
    repeats.retain(|pair| cost(*pair) > 0);
    repeats.sort_by_key(|pair| std::cmp::Reverse(cost(*pair)));
    repeats
}

/// What an exchange of partners costs and is worth after it, less being better.
type After = (u32, std::cmp::Reverse<u32>);

fn after(ground: &Ground<'_>, pairs: [[u32; 2]; 2]) -> Option<After> {
    let (mut cost, mut worth) = (0, 0);
    for [one, other] in pairs {
        if !ground.joins(one, other, false) {
            return None;
        }
        cost += ground.people.repeat_cost(one, other);
        worth += ground.people.worth(one, other);
    }
    Some((cost, std::cmp::Reverse(worth)))
}

/// Changes partners with another pair, if less is repeated then: the best of some, or of all if
/// none of those is without any repeat.
fn change(
    ground: &Ground<'_>,
    mates: &mut [u32],
    pairs: &[[u32; 2]],
    [one, other]: [u32; 2],
    looks: &mut u64,
) -> bool {
    let held = ground.people.repeat_cost(one, other);
    let mut best: Option<(After, [[u32; 2]; 2])> = None;
    for (looked, [third, _]) in pairs.iter().enumerate() {
        if looked >= SAMPLE && best.is_some_and(|((cost, _), _)| cost == 0) {
            break;
        }
        let fourth = get(mates, *third);
        if [one, other].contains(third) || fourth == NONE {
            continue;
        }
        *looks = looks.saturating_sub(2);
        let before = held + ground.people.repeat_cost(*third, fourth);
        for exchange in [[[one, *third], [other, fourth]], [[one, fourth], [other, *third]]] {
            if let Some(after) = after(ground, exchange)
                && after.0 < before
                && best.is_none_or(|(least, _)| after < least)
            {
                best = Some((after, exchange));
            }
        }
    }
    let Some((_, exchange)) = best else { return false };
    for pair in exchange {
        put(mates, pair);
    }
    true
}

/// Parts the two and looks for any way of first meetings from one to the other.
fn reroute(ground: &Ground<'_>, mates: &mut [u32], pair: [u32; 2], looks: &mut u64) -> bool {
    for place in pair {
        if let Some(mate) = mates.get_mut(at(place)) {
            *mate = NONE;
        }
    }
    let mut forest = Forest::new(ground, mates, true, *looks);
    let joined = forest.phase(&pair);
    *looks = forest.budget;
    if !joined {
        put(mates, pair);
    }
    joined
}

/// Solves some of the pairs that met before exactly, with those around them. Whether that was
/// better.
fn exactly(ground: &Ground<'_>, mates: &mut [u32], time: usize) -> bool {
    let mut repeats = repeats(ground, mates);
    let turn = repeats.len() / EXACT_TIMES * time;
    repeats.rotate_left(turn);
    let chosen = surroundings(ground, mates, &repeats);
    if repeats.is_empty() || chosen.len() < 4 {
        return false;
    }
    let cost = |one: u32, other: u32| -> i64 {
        if !ground.joins(one, other, false) {
            return 1 << 40;
        }
        let worth = ground.people.worth(one, other);
        let missed = super::super::interned::MOST_WORTH.saturating_sub(worth);
        (i64::from(ground.people.repeat_cost(one, other)) << 20) + i64::from(missed)
    };
    let size = chosen.len();
    let mut costs = vec![0_i64; size * size];
    for (row, one) in costs.chunks_exact_mut(size).zip(&chosen) {
        for (cell, other) in row.iter_mut().zip(&chosen) {
            *cell = cost(*one, *other);
        }
    }
    let now: i64 = chosen.iter().map(|one| cost(*one, get(mates, *one))).sum();
    let found: Vec<[u32; 2]> = integer_blossom::min_weight_perfect_matching(&costs, size)
        .into_iter()
        .zip(&chosen)
        .filter_map(|(mate, one)| Some([*one, *chosen.get(mate)?]))
        .collect();
    let then: i64 = found.iter().map(|[one, other]| cost(*one, *other)).sum();
    if then >> 21 >= now >> 21 {
        return false;
    }
    for [one, other] in found {
        let other = if ground.joins(one, other, false) { other } else { NONE };
        if let Some(mate) = mates.get_mut(at(one)) {
            *mate = other;
        }
    }
    true
}

/// The people of those pairs, of pairs that can be reached from them by first meetings, then of any
/// others; some of those without a partner are among them, since another may be left out for less.
fn surroundings(ground: &Ground<'_>, mates: &[u32], from: &[[u32; 2]]) -> Vec<u32> {
    let mut chosen: Vec<u32> = from.iter().flatten().copied().take(TOGETHER / 2).collect();
    let mut alone = alone(ground.among, mates);
    alone.truncate(TOGETHER / 4);
    alone.truncate(alone.len() / 2 * 2);
    chosen.extend(alone);
    let mut known: BTreeSet<u32> = chosen.iter().copied().collect();
    let mut next = 0;
    while chosen.len() + 2 <= TOGETHER {
        let one = chosen.get(next).copied();
        next += 1;
        for other in ground.among {
            let mate = get(mates, *other);
            if chosen.len() + 2 <= TOGETHER
                && mate != NONE
                && !known.contains(other)
                && one.is_none_or(|one| ground.joins(one, *other, true))
            {
                known.extend([*other, mate]);
                chosen.extend([*other, mate]);
            }
        }
        if one.is_none() {
            break;
        }
    }
    chosen
}
