//! A few people among whom not everybody can meet everybody: all ways to group them are weighed,
//! thirds included, by what is best for every subset.

use std::cmp::Reverse;

use super::draws::{Draws, Phase};
use super::interned::{Interned, at};

/// The work doubles and more with each person.
pub(super) const MOST_PEOPLE: usize = 13;

/// How good a way to group people is, in the order of the goals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Value {
    pub(super) pairs: u32,
    pub(super) thirds: u32,
    repeats: Reverse<u32>,
    worth: u32,
    tie: u32,
}

impl Value {
    fn plus(self, other: Self) -> Self {
        Self {
            pairs: self.pairs + other.pairs,
            thirds: self.thirds + other.thirds,
            repeats: Reverse(self.repeats.0 + other.repeats.0),
            worth: self.worth + other.worth,
            tie: self.tie + other.tie,
        }
    }
}

/// The best way for some of the people.
#[derive(Clone, Copy, Default)]
struct Way {
    value: Value,
    /// The pair with the first of them, and everybody who is in a group with them.
    pair: Option<[usize; 2]>,
    group: usize,
}

/// The best pairs among at most [`MOST_PEOPLE`] people: as many as possible, then as many thirds as
/// possible, then the other goals. `aside` is in no pair, but may be a third.
pub(super) fn best(
    people: &Interned,
    among: &[u32],
    aside: Option<u32>,
    seed: &[u8; 32],
) -> (Value, Vec<[u32; 2]>) {
    let among: Vec<u32> = among.iter().copied().chain(aside).collect();
    let table = Table::of(people, &among, aside, seed);
    let all = (1_usize << among.len()) - 1;
    let mut ways = vec![Way::default(); all + 1];
    for set in 1..=all {
        let way = table.way(set, &ways);
        if let Some(kept) = ways.get_mut(set) {
            *kept = way;
        }
    }
    let mut pairs = Vec::new();
    let mut left = all;
    while left != 0 {
        let way = ways.get(left).copied().unwrap_or_default();
        if let Some([one, other]) = way.pair
            && let (Some(one), Some(other)) = (among.get(one), among.get(other))
        {
            pairs.push([*one, *other]);
        }
        left &= !(way.group | left & left.wrapping_neg());
    }
    (ways.get(all).copied().unwrap_or_default().value, pairs)
}

struct Table {
    len: usize,
    /// What each pair adds, if it is admissible.
    values: Vec<Option<Value>>,
    aside: Option<usize>,
}

impl Table {
    fn of(people: &Interned, among: &[u32], aside: Option<u32>, seed: &[u8; 32]) -> Self {
        let mut ties = Draws::of(seed, Phase::Ties);
        let len = among.len();
        let mut values = vec![None; len * len];
        for (row, one) in values.chunks_exact_mut(len.max(1)).zip(among) {
            for (value, other) in row.iter_mut().zip(among) {
                let tie = u32::try_from(ties.below(1 << 20)).unwrap_or_default();
                *value = people.admissible(*one, *other).then(|| Value {
                    pairs: 1,
                    thirds: 0,
                    repeats: Reverse(people.repeat_cost(*one, *other)),
                    worth: people.worth(*one, *other),
                    tie,
                });
            }
        }
        Self { len, values, aside: aside.map(|_| len - 1) }
    }

    fn pair(&self, one: usize, other: usize) -> Option<Value> {
        let (one, other) = (one.min(other), one.max(other));
        self.values.get(one * self.len + other).copied().flatten()
    }

    /// The best of the first of a set alone, in a pair or in a group of three.
    fn way(&self, set: usize, ways: &[Way]) -> Way {
        let first = at(set.trailing_zeros());
        let rest = |group: usize| ways.get(set & !group).map(|way| way.value).unwrap_or_default();
        let alone = 1 << first;
        let mut best = Way { value: rest(alone), pair: None, group: alone };
        let mut try_pair = |pair: [usize; 2], third: Option<usize>| {
            let [one, other] = pair;
            if self.aside == Some(one) || self.aside == Some(other) {
                return;
            }
            let Some(mut value) = self.pair(one, other) else { return };
            let mut group = 1 << one | 1 << other;
            if let Some(third) = third {
                group |= 1 << third;
                value.thirds = 1;
            }
            let value = value.plus(rest(group));
            if value > best.value {
                best = Way { value, pair: Some(pair), group };
            }
        };
        let others = || (first + 1..self.len).filter(|other| set >> other & 1 == 1);
        for one in others().filter(|one| self.pair(first, *one).is_some()) {
            try_pair([first, one], None);
            let thirds = others().filter(|other| *other > one);
            for other in thirds {
                if self.pair(first, other).is_some() && self.pair(one, other).is_some() {
                    try_pair([first, one], Some(other));
                    try_pair([first, other], Some(one));
                    try_pair([one, other], Some(first));
                }
            }
        }
        best
    }
}
