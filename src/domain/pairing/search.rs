//! Good pairs for more people than `exact` can take.
//!
//! 1. `lineup`: people are dealt to blocks, each like the whole
//! 2. `block`, `chain`: within a block all that pairs are worth is known; greedy pairs, then chains
//!    of exchanges. Here nobody meets anybody again
//! 3. `forest`: augmenting paths from everybody who has nobody yet, in the whole graph, first of
//!    pairs that never met, then of all that may meet: the number of pairs is the greatest possible
//! 4. `mending`: every pair that met before looks for a way without
//!
//! What is proven and what is not: the number of people in pairs is the greatest possible, as long
//! as [`MOST_LOOKS`] suffice (`search::bounds` says what is certain). The repeats are tried to be
//! taken away by every alternating path of first meetings, as long as the looks of `mending`
//! suffice, and then exactly among some hundred people around them; where none are left, that is
//! proven, else not. The worth is good, and not proven.

mod block;
pub mod bounds;
mod chain;
mod forest;
mod ground;
mod lineup;
mod mending;

use super::draws::{Draws, Phase};
use super::interned::{Interned, NONE, at};
use block::{Block, Desk, Effort};
use forest::Forest;
use ground::Ground;
pub(super) use lineup::blocks as in_blocks;

/// To so many people everybody is in one block.
const ONE_BLOCK: usize = 2_500;
/// To so many people pairs are looked at once more, with those of the same interests.
const MIDDLE: usize = 20_000;
/// How often two people may be looked at for augmenting paths: seconds at most.
const MOST_LOOKS: u64 = 1 << 30;

/// Pairs up people of `among`: as many as possible, then with the least repeats that it finds, then
/// with much worth. Somebody is in no pair only if there is nobody for them. Each pair in order of
/// places, and the pairs, too.
pub fn pairs(people: &Interned, among: &[u32], seed: &[u8; 32]) -> Vec<[u32; 2]> {
    let mut among = among.to_vec();
    among.sort_unstable();
    among.dedup();
    planned(people, &among, seed, &Plan::of(among.len()))
}

fn planned(people: &Interned, among: &[u32], seed: &[u8; 32], plan: &Plan) -> Vec<[u32; 2]> {
    let mut mates = vec![NONE; at(people.len())];
    let mut desk = Desk::of(people);
    for block in lineup::blocks(people, among, plan.block, seed) {
        solve(people, &mut desk, &block, &mut mates, plan.first);
    }
    let mut draws = Draws::of(seed, Phase::Mending);
    gather(people, &mut desk, among, &mut mates, &mut draws);
    for _ in 0..plan.again {
        let pairs = pairs_of(among, &mates);
        for block in lineup::pairs_in_blocks(people, &pairs, plan.block, &mut draws) {
            let block: Vec<u32> = block.into_iter().flatten().collect();
            solve(people, &mut desk, &block, &mut mates, plan.second);
        }
    }
    drop(desk);
    let ground = Ground::of(people, among);
    for fresh in [true, false] {
        let alone: Vec<u32> = alone(among, &mates);
        Forest::new(&ground, &mut mates, fresh, MOST_LOOKS).join_all(&alone);
    }
    mending::mend(&ground, &mut mates, &mut draws);
    pairs_of(among, &mates)
}

/// How much is done for so many people.
struct Plan {
    block: usize,
    first: Effort,
    again: u32,
    second: Effort,
}

impl Plan {
    fn of(people: usize) -> Self {
        if people <= ONE_BLOCK {
            let first = Effort { turns: 8, sweeps: 2 };
            return Self { block: ONE_BLOCK, first, again: 0, second: first };
        }
        let effort = |turns, sweeps| Effort { turns, sweeps };
        if people <= MIDDLE {
            return Self { block: 500, first: effort(3, 2), again: 1, second: effort(2, 2) };
        }
        Self { block: 500, first: effort(3, 2), again: 0, second: effort(1, 1) }
    }
}

/// Pairs up a block, beginning with the pairs there are.
fn solve(people: &Interned, desk: &mut Desk, among: &[u32], mates: &mut [u32], effort: Effort) {
    let mut block = desk.lay(people, among);
    let mut numbers: Vec<(u32, u16)> = among.iter().copied().zip(0..).collect();
    numbers.sort_unstable();
    let number = |place: u32| {
        let found = numbers.binary_search_by_key(&place, |(place, _)| *place).ok()?;
        numbers.get(found).map(|(_, number)| *number)
    };
    for (place, one) in &numbers {
        let mate = mates.get(at(*place)).copied().filter(|mate| *mate != NONE && place < mate);
        if let Some(other) = mate.and_then(number) {
            block.put(*one, other);
        }
    }
    block.solve(effort);
    write_down(&block, among, mates);
    desk.clear(block);
}

fn write_down(block: &Block, among: &[u32], mates: &mut [u32]) {
    for (place, mate) in among.iter().zip(&block.mates) {
        let mate = among.get(usize::from(*mate)).copied().unwrap_or(NONE);
        if let Some(kept) = mates.get_mut(at(*place)) {
            *kept = mate;
        }
    }
}

/// Those without a partner come together, with some pairs that they may change partners with.
fn gather(people: &Interned, desk: &mut Desk, among: &[u32], mates: &mut [u32], draws: &mut Draws) {
    const TOGETHER: usize = 500;
    let alone = alone(among, mates);
    if alone.is_empty() || alone.len() == among.len() {
        return;
    }
    let mut pairs = pairs_of(among, mates);
    draws.shuffle(&mut pairs);
    let mut pairs = pairs.chunks(TOGETHER / 4);
    for some in alone.chunks(TOGETHER) {
        let others = pairs.next().unwrap_or_default().iter().flatten().copied();
        let block: Vec<u32> = some.iter().copied().chain(others).collect();
        solve(people, desk, &block, mates, Effort { turns: 2, sweeps: 1 });
    }
}

fn alone(among: &[u32], mates: &[u32]) -> Vec<u32> {
    let is_alone = |place: &u32| mates.get(at(*place)).is_none_or(|mate| *mate == NONE);
    among.iter().copied().filter(is_alone).collect()
}

fn pairs_of(among: &[u32], mates: &[u32]) -> Vec<[u32; 2]> {
    let pair = |place: &u32| {
        let mate = mates.get(at(*place)).copied().filter(|mate| *mate != NONE)?;
        (*place < mate).then_some([*place, mate])
    };
    among.iter().filter_map(pair).collect()
}

#[cfg(test)]
pub(super) mod tests;
