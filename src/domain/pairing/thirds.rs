//! Who joins which pair as its third.

use std::cmp::Reverse;

use super::interned::{Interned, at, count};

/// Up to so many pairs and thirds (their product), everybody looks at all pairs, and makes room
/// for others; beyond, at some.
const LOOK_AT_ALL: usize = 1_000_000;
/// How many pairs somebody looks at then.
const SOME: usize = 512;

/// For each pair the third that joins it. As many as possible join; of those who cannot all join,
/// the first in `waiting` do. Each in turn joins the pair with the least repeat cost, then with the
/// greatest added worth, of those that leave room for the others.
pub(super) fn join(people: &Interned, pairs: &[[u32; 2]], waiting: &[u32]) -> Vec<Option<u32>> {
    if pairs.len().saturating_mul(waiting.len()) > LOOK_AT_ALL {
        return join_some(people, pairs, waiting);
    }
    let mut places = Places {
        wanted: waiting.iter().map(|third| wanted(people, pairs, *third)).collect(),
        held: vec![None; pairs.len()],
        fixed: vec![false; pairs.len()],
    };
    let joining: Vec<usize> =
        (0..waiting.len()).filter(|who| places.find(*who, &mut vec![false; pairs.len()])).collect();
    for who in joining {
        places.settle(who);
    }
    places.held.iter().map(|who| who.and_then(|who| waiting.get(who).copied())).collect()
}

/// What pairs somebody can join, the best first.
fn wanted(people: &Interned, pairs: &[[u32; 2]], third: u32) -> Vec<u32> {
    let mut wanted: Vec<(Added, u32)> = pairs
        .iter()
        .zip(0..)
        .filter_map(|(pair, at)| Some((added(people, *pair, third)?, at)))
        .collect();
    wanted.sort_unstable();
    wanted.into_iter().map(|(_, at)| at).collect()
}

/// Repeat cost and worth that a third adds; less is better.
type Added = (u32, Reverse<u32>);

fn added(people: &Interned, pair: [u32; 2], third: u32) -> Option<Added> {
    let sum = |of: &dyn Fn(u32) -> u32| pair.iter().map(|place| of(*place)).sum();
    pair.iter().all(|place| people.admissible(*place, third)).then(|| {
        let cost = sum(&|place| people.repeat_cost(place, third));
        (cost, Reverse(sum(&|place| people.worth(place, third))))
    })
}

struct Places {
    /// By who is waiting: pairs, the best first.
    wanted: Vec<Vec<u32>>,
    /// By pair: who of the waiting holds it.
    held: Vec<Option<usize>>,
    /// By pair: it is not given up any more.
    fixed: Vec<bool>,
}

impl Places {
    fn holder(&self, pair: usize) -> Option<usize> {
        self.held.get(pair).copied().flatten()
    }

    fn hold(&mut self, pair: usize, who: Option<usize>) {
        if let Some(held) = self.held.get_mut(pair) {
            *held = who;
        }
    }

    /// A pair for `who`; others move on for that where they can.
    fn find(&mut self, who: usize, seen: &mut [bool]) -> bool {
        let wanted = self.wanted.get(who).cloned().unwrap_or_default();
        let free = |places: &Self, pair: usize| places.holder(pair).is_none();
        let closed = |places: &Self, seen: &[bool], pair: usize| {
            seen.get(pair).copied().unwrap_or(true)
                || places.fixed.get(pair).copied().unwrap_or(true)
        };
        let first = wanted.iter().map(|pair| at(*pair));
        if let Some(pair) =
            first.clone().find(|pair| !closed(self, seen, *pair) && free(self, *pair))
        {
            self.hold(pair, Some(who));
            return true;
        }
        for pair in first {
            if closed(self, seen, pair) {
                continue;
            }
            if let Some(seen) = seen.get_mut(pair) {
                *seen = true;
            }
            if self.holder(pair).is_none_or(|holder| self.find(holder, seen)) {
                self.hold(pair, Some(who));
                return true;
            }
        }
        false
    }

    /// Moves `who` to the best pair that leaves room for all who hold one, for good.
    fn settle(&mut self, who: usize) {
        let Some(now) = (0..self.held.len()).find(|pair| self.holder(*pair) == Some(who)) else {
            return;
        };
        let wanted = self.wanted.get(who).cloned().unwrap_or_default();
        for pair in wanted.into_iter().map(at) {
            if self.fixed.get(pair).copied().unwrap_or(true) {
                continue;
            }
            let before = self.held.clone();
            let holder = self.holder(pair).filter(|_| pair != now);
            self.hold(now, None);
            self.hold(pair, Some(who));
            if let Some(fixed) = self.fixed.get_mut(pair) {
                *fixed = true;
            }
            let fits =
                holder.is_none_or(|holder| self.find(holder, &mut vec![false; self.held.len()]));
            if fits {
                return;
            }
            if let Some(fixed) = self.fixed.get_mut(pair) {
                *fixed = false;
            }
            self.held = before;
        }
    }
}

/// Everybody in turn joins the best of some free pairs, or the first that they can join at all.
fn join_some(people: &Interned, pairs: &[[u32; 2]], waiting: &[u32]) -> Vec<Option<u32>> {
    let mut joined = vec![None; pairs.len()];
    let step = (pairs.len() / waiting.len().max(1)).max(1);
    for (turn, third) in waiting.iter().enumerate() {
        let from = turn * step;
        let best = (0..pairs.len())
            .map(|ahead| (from + ahead) % pairs.len().max(1))
            .filter(|pair| joined.get(*pair).is_some_and(Option::is_none))
            .filter_map(|at| Some((added(people, *pairs.get(at)?, *third)?, count(at))))
            .take(SOME)
            .min();
        if let Some(joined) = best.and_then(|(_, pair)| joined.get_mut(at(pair))) {
            *joined = Some(*third);
        }
    }
    joined
}
