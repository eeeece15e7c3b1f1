//! Whose turn it is to be the third, or to sit out.

use super::draws::{Draws, Phase};
use super::interned::{Interned, at};
use super::{Odd, Rules};

/// Everybody in turn. As the third: who was it in the fewest trios, then who was it longest ago,
/// then as the seed has it. Where the odd one sits out, who did so longest ago is first. Never is
/// before any round.
pub(super) fn order(people: &Interned, seed: &[u8; 32]) -> Vec<u32> {
    let mut draws = Draws::of(seed, Phase::Fairness);
    let luck: Vec<u64> = people.places().map(|_| draws.below(1 << 32)).collect();
    let sits_out = matches!(people.rules(), Rules { odd: Odd::SitOut, .. });
    let mut order: Vec<u32> = people.places().collect();
    order.sort_by_cached_key(|place| {
        let sat_out = people.sat_out(*place).filter(|_| sits_out);
        let luck = luck.get(at(*place)).copied();
        (sat_out, people.trios(*place), people.last_trio(*place), luck, *place)
    });
    order
}

/// Who sat out last round, and is not set aside again if somebody else can be.
pub(super) fn just_sat_out(people: &Interned, place: u32) -> bool {
    people.sat_out(place).is_some_and(|round| round.checked_add(1) == Some(people.round()))
}
