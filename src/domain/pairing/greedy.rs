//! Good pairs for more people than `exact` can take: everybody takes the best of some partners in
//! turn, then pairs exchange partners where both aims allow it. Pairs that met before are mended
//! over all others; the mix is near its best, but nothing is proven.

use std::cmp::Reverse;

use super::draws::{Draws, Phase};
use super::roster::{OTHER_DEPARTMENT, Roster};

/// How many partners each looks at, unless all of those were met before.
const LOOK_AT: usize = 128;
/// How many exchanges are tried for each pair.
const EXCHANGES: usize = 64;
/// How often all repeats are looked through again.
const MENDING_ROUNDS: usize = 3;

/// Repeats first, then what the meetings are worth: less is better.
type Badness = (u32, Reverse<u32>);

/// Pairs up `places`, of which there is an even number.
pub(super) fn pairs(roster: &Roster<'_>, places: &[usize], seed: &[u8; 32]) -> Vec<[usize; 2]> {
    let mut pairs = take_turns(roster, places);
    exchange(roster, &mut pairs, &mut Draws::of(seed, Phase::Exchange));
    for _ in 0..MENDING_ROUNDS {
        if !mend_repeats(roster, &mut pairs) {
            break;
        }
    }
    pairs
}

fn take_turns(roster: &Roster<'_>, places: &[usize]) -> Vec<[usize; 2]> {
    let mut waiting = places.to_vec();
    let mut pairs = Vec::with_capacity(places.len() / 2);
    while let Some(one) = waiting.pop() {
        let mut best: Option<(Badness, usize)> = None;
        for (looked, (at, other)) in waiting.iter().enumerate().rev().enumerate() {
            let badness = badness(roster, &[[one, *other]]);
            if best.is_none_or(|(least, _)| badness < least) {
                best = Some((badness, at));
            }
            let perfect = badness == (0, Reverse(OTHER_DEPARTMENT));
            let enough = looked >= LOOK_AT && best.is_some_and(|((cost, _), _)| cost == 0);
            if perfect || enough {
                break;
            }
        }
        if let Some((_, at)) = best {
            pairs.push([one, waiting.swap_remove(at)]);
        }
    }
    pairs
}

/// Two pairs drawn at random change partners if that is better, over and over.
fn exchange(roster: &Roster<'_>, pairs: &mut [[usize; 2]], draws: &mut Draws) {
    for _ in 0..pairs.len() * EXCHANGES {
        let (one, other) = (draws.index(pairs.len()), draws.index(pairs.len()));
        if let (Some(from), Some(to)) = (pairs.get(one), pairs.get(other))
            && one != other
        {
            let now = badness(roster, &[*from, *to]);
            if let Some((better, [first, second])) = best_exchange(roster, *from, *to)
                && better < now
            {
                put(pairs, one, first);
                put(pairs, other, second);
            }
        }
    }
}

/// Every pair that met before looks for the best exchange among all others. Whether anything
/// changed.
fn mend_repeats(roster: &Roster<'_>, pairs: &mut [[usize; 2]]) -> bool {
    let mut changed = false;
    for one in 0..pairs.len() {
        let Some(from) = pairs.get(one).copied() else { continue };
        if badness(roster, &[from]).0 == 0 {
            continue;
        }
        let best = pairs
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != one)
            .filter_map(|(other, to)| {
                let (after, exchanged) = best_exchange(roster, from, *to)?;
                let before = badness(roster, &[from, *to]);
                (after < before).then(|| (gain(before, after), other, exchanged))
            })
            .min();
        if let Some((_, other, [first, second])) = best {
            put(pairs, one, first);
            put(pairs, other, second);
            changed = true;
        }
    }
    changed
}

/// What an exchange changes: repeats, then worth. Less is better.
fn gain(before: Badness, after: Badness) -> (i64, i64) {
    let repeats = i64::from(after.0) - i64::from(before.0);
    let worth = i64::from(before.1.0) - i64::from(after.1.0);
    (repeats, worth)
}

/// The better of the two other ways to pair four people.
fn best_exchange(
    roster: &Roster<'_>,
    [a, b]: [usize; 2],
    [c, d]: [usize; 2],
) -> Option<(Badness, [[usize; 2]; 2])> {
    [[[a, c], [b, d]], [[a, d], [b, c]]]
        .into_iter()
        .map(|exchanged| (badness(roster, &exchanged), exchanged))
        .min()
}

fn badness(roster: &Roster<'_>, pairs: &[[usize; 2]]) -> Badness {
    pairs.iter().fold((0, Reverse(0)), |(cost, Reverse(score)), [one, other]| {
        (cost + roster.repeat_cost(*one, *other), Reverse(score + roster.score(*one, *other)))
    })
}

fn put(pairs: &mut [[usize; 2]], at: usize, pair: [usize; 2]) {
    if let Some(place) = pairs.get_mut(at) {
        *place = pair;
    }
}
