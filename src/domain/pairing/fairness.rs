//! Whose turn it is to be the third, or to sit out.

use super::draws::{Draws, Phase};
use super::interned::{Interned, at};
use super::{Kind, Odd, Rules};

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

/// Who is set aside because they would rather meet two people than one: as many as there are
/// pairs for. Where these are one too few for an even rest, somebody else goes with them, in
/// turn.
pub(super) fn rather_three(people: &Interned, order: &[u32]) -> Vec<u32> {
    if people.rules().odd != Odd::Trio || people.rules().kind != Kind::Pairs {
        return Vec::new();
    }
    let (rather, others): (Vec<u32>, Vec<u32>) =
        order.iter().partition(|place| people.prefers_trio(**place));
    let most = order.len() / 3;
    let mut aside: Vec<u32> = rather.iter().copied().take(most).collect();
    if !aside.is_empty() && !(order.len() - aside.len()).is_multiple_of(2) {
        let another = others.iter().find(|place| !just_sat_out(people, **place));
        match another.filter(|_| aside.len() < most) {
            Some(another) => aside.push(*another),
            None => drop(aside.pop()),
        }
    }
    aside
}
