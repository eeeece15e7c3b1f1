//! Groups of three to six. The best ones are too hard to find for certain, so: people are put one
//! by one where they fit best, then two of different groups change places as long as that is better
//! by the three goals over all pairs within the groups.
//!
//! `ceil(n / size)` groups, whose sizes differ by at most one. Where rules leave no such grouping,
//! more and smaller groups are tried, then somebody is left out; never is a rule broken. More than
//! [`BLOCK`] people are dealt to blocks, each like the whole.

mod seats;
#[cfg(test)]
mod tests;

use super::draws::{Draws, Phase};
use super::interned::{Interned, at};
use super::search::in_blocks;
use seats::Seats;

/// So many people are looked at together: a table of four megabytes.
const BLOCK: usize = 1_024;
/// How often it is tried from the beginning, where few take part: so many people in all.
const TRIED: usize = 600;
/// How often it is tried with another number of people, where not all fit in.
const TRIES: usize = 10;
/// Of so many people, every number is tried.
const FEW: usize = 40;

/// Groups people of `among` in groups of at most `size`, 2 at least: each sorted, and all of them.
/// Who is in none could not be grouped.
pub fn groups(people: &Interned, among: &[u32], size: u8, seed: &[u8; 32]) -> Vec<Vec<u32>> {
    let size = usize::from(size.max(2));
    let mut among = among.to_vec();
    among.sort_unstable();
    among.dedup();
    let mut draws = Draws::of(seed, Phase::Groups);
    let mut groups = Vec::new();
    for block in blocks(people, &among, size, seed) {
        groups.extend(grouped(people, &block, size, &mut draws));
    }
    gather(people, &among, &mut groups, size, &mut draws);
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

/// Sizes of `count` groups for so many people: the larger ones first.
fn sizes(people: usize, count: usize) -> Vec<usize> {
    let count = count.max(1);
    let (least, larger) = (people / count, people % count);
    (0..count).map(|group| least + usize::from(group < larger)).collect()
}

/// Cuts people into blocks of whole groups.
fn blocks(people: &Interned, among: &[u32], size: usize, seed: &[u8; 32]) -> Vec<Vec<u32>> {
    let mut order = in_blocks(people, among, BLOCK, seed).into_iter().flatten();
    let mut blocks = vec![Vec::new()];
    for seats in sizes(among.len(), among.len().div_ceil(size)) {
        if blocks.last().is_some_and(|block: &Vec<u32>| block.len() + seats > BLOCK) {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.extend(order.by_ref().take(seats));
        }
    }
    blocks
}

/// Those who are in no group come together once more, with groups that may change.
fn gather(
    people: &Interned,
    among: &[u32],
    groups: &mut Vec<Vec<u32>>,
    size: usize,
    draws: &mut Draws,
) {
    if among.len() <= BLOCK {
        return;
    }
    let mut is_in = vec![false; at(people.len())];
    for place in groups.iter().flatten() {
        if let Some(is_in) = is_in.get_mut(at(*place)) {
            *is_in = true;
        }
    }
    let mut alone: Vec<u32> =
        among.iter().copied().filter(|place| is_in.get(at(*place)) == Some(&false)).collect();
    if alone.is_empty() {
        return;
    }
    draws.shuffle(groups);
    draws.shuffle(&mut alone);
    alone.truncate(BLOCK / 2);
    let mut some = alone;
    let before = some.len();
    // Whole groups of the usual sizes, so that those of all still differ by at most one.
    let kept = groups.len().saturating_sub((BLOCK - some.len()) / size);
    let changing: Vec<Vec<u32>> = groups.drain(kept..).collect();
    some.extend(changing.iter().flatten());
    let found = grouped(people, &some, size, draws);
    let usual = |groups: &[Vec<u32>]| {
        let sizes = groups.iter().map(Vec::len);
        sizes.clone().max().unwrap_or_default() - sizes.min().unwrap_or_default() <= 1
    };
    let more = found.iter().map(Vec::len).sum::<usize>() > some.len() - before;
    let all: Vec<Vec<u32>> = groups.iter().chain(&found).cloned().collect();
    groups.extend(if more && usual(&all) { found } else { changing });
}

/// The groups of one block: with everybody, or with as many as there is room for.
fn grouped(people: &Interned, among: &[u32], size: usize, draws: &mut Draws) -> Vec<Vec<u32>> {
    let mut seats = Seats::of(people, among);
    let all = among.len();
    let (mut best, mut low, mut failed) = (Vec::new(), 0, 0);
    let mut taking_part = all;
    for _ in 0..TRIES.max(if all <= FEW { all } else { 0 }) {
        if !(2..=all).contains(&taking_part) {
            break;
        }
        let (found, broken) = with_counts(&mut seats, taking_part, size, draws);
        if broken == 0 {
            (best, low, failed) = (found, taking_part, 0);
            // Of a few, all larger numbers were tried before.
            if all <= FEW {
                break;
            }
            taking_part += 1;
        } else if low > 0 {
            // One more may be too many where two are not.
            failed += 1;
            if failed == 2 {
                break;
            }
            taking_part += 1;
        } else {
            taking_part -= if all <= FEW { 1 } else { broken.min(taking_part) };
        }
    }
    let name = |group: Vec<u16>| {
        group.iter().filter_map(|number| among.get(usize::from(*number)).copied()).collect()
    };
    best.into_iter().map(name).collect()
}

/// Groups so many of them, in as few groups as it goes. How many people would have to leave so that
/// no rule is broken, too: the fewest.
fn with_counts(
    seats: &mut Seats,
    taking_part: usize,
    size: usize,
    draws: &mut Draws,
) -> (Vec<Vec<u16>>, usize) {
    let first = taking_part.div_ceil(size);
    let most = (taking_part / 2).max(first);
    let counts = if seats.len() <= FEW { FEW } else { 3 };
    let step = (most - first).div_ceil(counts).max(1);
    let mut best: Option<(Vec<Vec<u16>>, usize)> = None;
    for count in (first..=most).step_by(step) {
        let sizes = sizes(taking_part, count);
        let tries = (TRIED / seats.len().max(1)).clamp(1, 60);
        let (groups, broken) = seats.best_of(&sizes, tries, draws);
        if best.as_ref().is_none_or(|(_, least)| broken < *least) {
            best = Some((groups, broken));
        }
        if broken == 0 {
            break;
        }
    }
    best.unwrap_or_default()
}
