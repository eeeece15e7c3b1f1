//! The best pairs there are: a matching of the greatest weight (Edmonds' blossoms, by the crate
//! `integer-blossom`). Takes about n³ steps and 80 n² bytes: 80 MB for a thousand people.

use std::thread;

use super::draws::{Draws, Phase};
use super::interned::{Interned, MOST_WORTH};

/// Beyond so many people the wait gets noticeable (about a second for a thousand).
pub(super) const MOST_PEOPLE: usize = 1_000;

/// From so many people on, a thread of its own does the work. What the crate needs stays with the
/// thread, so it goes with it.
const MANY: usize = 200;

/// Chance among equals: of so many numbers (or fewer, where these would not fit) one is drawn for
/// each pair.
const TIES: i64 = 1 << 20;

/// No weight is larger. The crate's sums of duals reach four times as much, and it takes a quarter
/// of what an `i64` holds for infinite.
const MOST_WEIGHT: i64 = 1 << 58;

/// What goes before the goals that always hold.
#[derive(Clone, Copy, Default)]
pub(super) struct Before<'a> {
    /// As many of these pairs as possible, even before the number of all pairs.
    pub(super) first: Option<&'a dyn Fn(u32, u32) -> bool>,
    /// As many of these as possible, after the number of all pairs.
    pub(super) second: Option<&'a dyn Fn(u32, u32) -> bool>,
}

/// How much one of each goal counts: so much that no sum of the lesser ones reaches it.
struct Units {
    ties: i64,
    missed: i64,
    repeat: i64,
    second: i64,
    pair: i64,
    first: i64,
}

impl Units {
    /// For 500 pairs a pair counts 200 × 500 × 990 × 500 × 500 × `ties` < 2⁴⁵ × `ties`. `None` if
    /// the numbers get too large all the same.
    fn of(pairs: usize, most_cost: u32, before: Before<'_>) -> Option<Self> {
        let pairs = i64::try_from(pairs.max(1)).ok()?;
        let mut ties = TIES;
        while ties > 0 {
            let up = |unit: i64, most: i64| unit.checked_mul(pairs.checked_mul(most)? + 1);
            let units = || {
                let missed = pairs.checked_mul(ties)?;
                let repeat = up(missed, i64::from(MOST_WORTH))?;
                let second = up(repeat, i64::from(most_cost))?;
                let pair = if before.second.is_some() { up(second, 1)? } else { second };
                let first = if before.first.is_some() { up(pair, 2)? } else { 0 };
                let all = first.checked_add(pair)?.checked_add(second)?;
                (all <= MOST_WEIGHT).then_some(Self { ties, missed, repeat, second, pair, first })
            };
            if let Some(units) = units() {
                return Some(units);
            }
            ties /= 2;
        }
        None
    }

    fn weight(&self, people: &Interned, [one, other]: [u32; 2], before: Before<'_>) -> i64 {
        let wanted = |wish: Option<&dyn Fn(u32, u32) -> bool>| {
            i64::from(wish.is_some_and(|wish| wish(one, other)))
        };
        let missed = MOST_WORTH - people.worth(one, other).min(MOST_WORTH);
        wanted(before.first) * self.first + self.pair + wanted(before.second) * self.second
            - i64::from(people.repeat_cost(one, other)) * self.repeat
            - i64::from(missed) * self.missed
    }
}

/// The best admissible pairs among at most [`MOST_PEOPLE`] people: the greatest number, then the
/// least repeats, then the greatest worth, then as the seed has it. `None` if `before` makes the
/// numbers too large.
pub(super) fn pairs(
    people: &Interned,
    among: &[u32],
    seed: &[u8; 32],
    before: Before<'_>,
) -> Option<Vec<[u32; 2]>> {
    let n = among.len();
    let both = || {
        among.iter().enumerate().flat_map(|(at, one)| {
            among.iter().enumerate().skip(at + 1).map(move |(to, other)| (at, to, [*one, *other]))
        })
    };
    let most_cost = both().map(|(_, _, [one, other])| people.repeat_cost(one, other)).max();
    let units = Units::of(n / 2, most_cost.unwrap_or_default(), before)?;
    let mut ties = Draws::of(seed, Phase::Ties);
    let mut weights = vec![0_i64; n * n];
    for (at, to, pair) in both() {
        // Drawn for all pairs, so that a rule more changes nothing in the others' luck.
        let tie = ties.below(units.ties.unsigned_abs());
        if people.admissible(pair[0], pair[1])
            && let Some(weight) = weights.get_mut(at * n + to)
        {
            *weight = units.weight(people, pair, before) - i64::try_from(tie).unwrap_or_default();
        }
    }
    let mates = matched(&weights, n);
    let pairs = mates.into_iter().enumerate().filter_map(|(at, mate)| {
        let mate = mate.filter(|mate| at < *mate)?;
        Some([*among.get(at)?, *among.get(mate)?])
    });
    Some(pairs.collect())
}

fn matched(weights: &[i64], n: usize) -> Vec<Option<usize>> {
    if n >= MANY {
        let apart = thread::scope(|scope| {
            let work = || integer_blossom::max_weight_matching(weights, n);
            thread::Builder::new().spawn_scoped(scope, work).ok()?.join().ok()
        });
        if let Some(mates) = apart {
            return mates;
        }
    }
    integer_blossom::max_weight_matching(weights, n)
}
