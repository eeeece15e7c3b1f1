//! Who is the third when the number is odd, and of which pair.

use std::cmp::Reverse;

use super::roster::Roster;

/// Who is set aside before the others are paired: whoever was the third in the fewest trios, then
/// the longest ago, then by the seed. Nobody if the number is even.
pub(super) fn set_aside(roster: &Roster<'_>) -> Option<usize> {
    if roster.len().is_multiple_of(2) {
        return None;
    }
    // Never (`None`) is before any round.
    roster.places().min_by_key(|place| {
        roster.person(*place).map(|person| (person.trios, person.last_trio, *place))
    })
}

/// The pair that `third` joins: where it repeats least, then where it is worth most, then by the
/// seed.
pub(super) fn host(roster: &Roster<'_>, pairs: &[[usize; 2]], third: usize) -> Option<[usize; 2]> {
    pairs.iter().copied().min_by_key(|pair| {
        let cost: u32 = pair.iter().map(|place| roster.repeat_cost(*place, third)).sum();
        let score: u32 = pair.iter().map(|place| roster.score(*place, third)).sum();
        (cost, Reverse(score), pair.iter().min().copied())
    })
}
