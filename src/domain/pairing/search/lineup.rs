//! Who comes into which block. Each block is like the whole: people of each department, team and
//! working hours are dealt to all blocks in turn, so that a minority finds the others everywhere.
//! Those with rare hours sit together instead, since they need each other; within teams, teams do.

use std::collections::BTreeMap;

use super::super::Mix;
use super::super::draws::{Draws, Phase};
use super::super::interned::{Interned, NONE};

/// People of the same rare hours sit together so many at a time.
const TOGETHER: usize = 16;

/// Deals people to blocks of at most `size`, an even number. At most one block is of odd size.
pub(in crate::domain::pairing) fn blocks(
    people: &Interned,
    among: &[u32],
    size: usize,
    seed: &[u8; 32],
) -> Vec<Vec<u32>> {
    let mut order = among.to_vec();
    Draws::of(seed, Phase::Lineup).shuffle(&mut order);
    let count = order.len().div_ceil(size.max(2));
    if count <= 1 {
        return vec![order];
    }
    if people.rules().mix == Mix::Within {
        order.sort_by_key(|place| (people.team(*place), people.hours(*place)));
        return order.chunks(size).map(<[u32]>::to_vec).collect();
    }
    let room = order.len().div_ceil(count).next_multiple_of(2);
    let mut hours: BTreeMap<u32, usize> = BTreeMap::new();
    for place in &order {
        *hours.entry(people.hours(*place)).or_default() += 1;
    }
    let is_rare =
        |place: u32| hours.get(&people.hours(place)).is_some_and(|known| *known < TOGETHER * count);
    order.sort_by_cached_key(|place| {
        let unit = (people.department(*place), people.team(*place));
        (!is_rare(*place), people.hours(*place), unit)
    });
    let (rare, common) = order.split_at(order.partition_point(|place| is_rare(*place)));
    let mut deal = Deal { blocks: vec![Vec::with_capacity(room); count], room, next: 0 };
    for some in rare.chunk_by(|one, other| people.hours(*one) == people.hours(*other)) {
        for together in some.chunks(TOGETHER) {
            let block = deal.next;
            for place in together {
                deal.next = block;
                deal.put(*place);
            }
        }
    }
    for place in common {
        deal.put(*place);
    }
    deal.even()
}

struct Deal {
    blocks: Vec<Vec<u32>>,
    room: usize,
    next: usize,
}

impl Deal {
    /// Into the next block where there is room.
    fn put(&mut self, place: u32) {
        for _ in 0..self.blocks.len() {
            let count = self.blocks.len().max(1);
            let Some(block) = self.blocks.get_mut(self.next % count) else { return };
            self.next = (self.next + 1) % count;
            if block.len() < self.room {
                block.push(place);
                return;
            }
        }
    }

    /// Nobody is left without a partner only because two blocks are of odd size.
    fn even(mut self) -> Vec<Vec<u32>> {
        let mut waiting = None;
        for block in &mut self.blocks {
            if block.len() % 2 == 1 {
                match waiting.take() {
                    Some(place) => block.push(place),
                    None => waiting = block.pop(),
                }
            }
        }
        if let (Some(place), Some(block)) = (waiting, self.blocks.first_mut()) {
            block.push(place);
        }
        self.blocks
    }
}

/// Pairs in blocks of at most `size` people: those with the same interests in common together, so
/// that whoever has none of it, or one less, finds somebody with whom there is more.
pub(super) fn pairs_in_blocks(
    people: &Interned,
    pairs: &[[u32; 2]],
    size: usize,
    draws: &mut Draws,
) -> Vec<Vec<[u32; 2]>> {
    let mut order = pairs.to_vec();
    draws.shuffle(&mut order);
    order.sort_by_cached_key(|pair| in_common(people, *pair));
    order.chunks((size / 2).max(1)).map(<[[u32; 2]]>::to_vec).collect()
}

/// The first two interests in common; where there are none, those of whoever has fewer.
fn in_common(people: &Interned, [one, other]: [u32; 2]) -> [u32; 2] {
    let (one, other) = (people.interests(one), people.interests(other));
    let common = one.iter().filter(|interest| other.binary_search(interest).is_ok());
    let fewer = [one, other].into_iter().filter(|interests| !interests.is_empty());
    let fewer = fewer.min_by_key(|interests| interests.len()).unwrap_or_default();
    let mut both = common.chain(fewer).copied();
    [both.next().unwrap_or(NONE), both.next().unwrap_or(NONE)]
}
