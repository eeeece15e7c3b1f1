//! Who is set aside when the number is odd.

use super::Odd;
use super::fairness::just_sat_out;
use super::few;
use super::graph::{Graph, Most};
use super::interned::{Interned, at};

/// How many steps may be spent on looking for a pair that somebody can join.
const STEPS: usize = 100_000_000;

/// The first of `order` among those without whom the greatest number of people can be grouped,
/// with whom they join as a third where thirds are wanted. Who sat out last round is passed over,
/// unless that leaves nobody.
///
/// `graph` says who of `among`, by index, may meet whom; `first`, where there is one, which pairs
/// are wanted even more: their number is not to be less either.
pub(super) fn choose(
    people: &Interned,
    among: &[u32],
    order: &[u32],
    graph: &Graph,
    first: Option<&Graph>,
    seed: &[u8; 32],
) -> Option<u32> {
    let turns: Vec<u32> =
        order.iter().copied().filter(|place| among.binary_search(place).is_ok()).collect();
    let in_turn = |candidates: &[u32]| {
        let later = candidates.iter().find(|place| !just_sat_out(people, **place));
        later.or(candidates.first()).copied()
    };
    if graph.is_complete() && first.is_none() {
        return in_turn(&turns);
    }
    let index = |place: u32| among.binary_search(&place).unwrap_or_default();
    let most = Most::of(graph);
    let mut can = most.missable();
    if let Some(first) = first {
        let wanted = Most::of(first).missable();
        if can.iter().zip(&wanted).any(|(can, wanted)| *can && *wanted) {
            can.iter_mut().zip(&wanted).for_each(|(can, wanted)| *can &= wanted);
        }
    }
    let candidates: Vec<u32> = turns
        .into_iter()
        .filter(|place| can.get(index(*place)).copied().unwrap_or_default())
        .collect();
    let joins = people.rules().odd == Odd::Trio;
    if among.len() <= few::MOST_PEOPLE && most.pairs() * 2 + 1 < among.len() && first.is_none() {
        return in_turn(&of_most(people, among, &candidates, joins, seed));
    }
    if !joins {
        return in_turn(&candidates);
    }
    let tries = STEPS / (among.len() * among.len()).max(1);
    let room = |place: &&u32| {
        let one = index(**place);
        most.without(one).has_room_for(one, tries)
    };
    let (later, sooner): (Vec<u32>, Vec<u32>) =
        candidates.iter().partition(|place| !just_sat_out(people, **place));
    let found = later.iter().find(room).or_else(|| sooner.iter().find(room));
    found.copied().or_else(|| in_turn(&candidates))
}

/// Those of `candidates` without whom the most are grouped, all ways weighed.
fn of_most(
    people: &Interned,
    among: &[u32],
    candidates: &[u32],
    joins: bool,
    seed: &[u8; 32],
) -> Vec<u32> {
    let grouped: Vec<(u32, u32)> = candidates
        .iter()
        .map(|one| {
            let others: Vec<u32> = among.iter().copied().filter(|place| place != one).collect();
            let (value, _) = few::best(people, &others, Some(*one).filter(|_| joins), seed);
            (value.pairs, value.thirds)
        })
        .collect();
    let most = grouped.iter().max();
    let best = candidates.iter().zip(&grouped).filter(|(_, grouped)| Some(*grouped) == most);
    best.map(|(one, _)| *one).collect()
}

/// Who is in none of `pairs`, in turn.
pub(super) fn left_over(people: &Interned, order: &[u32], pairs: &[[u32; 2]]) -> Vec<u32> {
    let mut paired = vec![false; at(people.len())];
    for place in pairs.iter().flatten() {
        if let Some(paired) = paired.get_mut(at(*place)) {
            *paired = true;
        }
    }
    let free = |place: &u32| paired.get(at(*place)).is_some_and(|paired| !paired);
    order.iter().copied().filter(free).collect()
}
