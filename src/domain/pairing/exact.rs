//! The best pairs there are: a perfect matching of least cost on the complete graph (Edmonds'
//! blossoms, by the crate `integer-blossom`). Takes about n³ steps and 80 n² bytes, which the
//! thread keeps for the next time: 80 MB for a thousand people.

use super::draws::{Draws, Phase};
use super::roster::{OTHER_DEPARTMENT, Roster};

/// Beyond so many people the wait gets noticeable (about a second for a thousand).
pub(super) const MOST_PEOPLE: usize = 1_000;

/// Chance among equals: of so many numbers one is drawn for each pair.
const TIES: i64 = 1 << 20;

/// Pairs up `places`, of which there is an even number of at most [`MOST_PEOPLE`].
///
/// The three aims become one number, each so large that no sum of the lesser ones reaches one of
/// it. With 500 pairs that is 200 × 500 × 600 × 500 × 2²⁰ < 2⁵⁵, and the algorithm needs four
/// times as much at most.
pub(super) fn pairs(roster: &Roster<'_>, places: &[usize], seed: &[u8; 32]) -> Vec<[usize; 2]> {
    let n = places.len();
    let count = i64::try_from(n / 2).unwrap_or(i64::MAX);
    let score_unit = count * TIES;
    let repeat_unit = (count * i64::from(OTHER_DEPARTMENT) + 1) * score_unit;
    let mut ties = Draws::of(seed, Phase::Ties);

    let mut costs = vec![0_i64; n * n];
    for (row, one) in costs.chunks_exact_mut(n.max(1)).zip(places) {
        // Only what lies above the diagonal is read, so only that is filled in.
        for (cost, other) in row.iter_mut().zip(places).rev() {
            if one == other {
                break;
            }
            let tie = i64::from(u32::try_from(ties.below(TIES.unsigned_abs())).unwrap_or_default());
            let missed = OTHER_DEPARTMENT - roster.score(*one, *other).min(OTHER_DEPARTMENT);
            *cost = i64::from(roster.repeat_cost(*one, *other)) * repeat_unit
                + i64::from(missed) * score_unit
                + tie;
        }
    }

    integer_blossom::min_weight_perfect_matching(&costs, n)
        .into_iter()
        .enumerate()
        .filter(|(at, mate)| at < mate)
        .filter_map(|(at, mate)| Some([*places.get(at)?, *places.get(mate)?]))
        .collect()
}
