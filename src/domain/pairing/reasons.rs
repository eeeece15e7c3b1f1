//! Why two people are together, as they may read it.

use super::roster::{OTHER_DEPARTMENT, OTHER_TEAM, Roster};
use super::{Reason, Repeat, Rule};
use crate::domain::ids::MemberId;

/// The reasons for every pair among `places`.
pub(super) fn of(roster: &Roster<'_>, places: &[usize]) -> Vec<Reason> {
    let reason = |(one, other)| {
        let rule = mix(roster, one, other)?;
        Some(Reason { pair: names(roster, one, other)?, rule })
    };
    pairs(places).filter_map(reason).collect()
}

/// Who of `places` met before.
pub(super) fn repeats(roster: &Roster<'_>, places: &[usize]) -> Vec<Repeat> {
    let repeat = |(one, other)| {
        let round = roster.last_met(one, other)?;
        Some(Repeat { pair: names(roster, one, other)?, round })
    };
    pairs(places).filter_map(repeat).collect()
}

fn pairs(places: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let one_with = |(at, one): (usize, &usize)| {
        let one = *one;
        places.iter().skip(at + 1).map(move |other| (one, *other))
    };
    places.iter().enumerate().flat_map(one_with)
}

fn names(roster: &Roster<'_>, one: usize, other: usize) -> Option<[MemberId; 2]> {
    let mut pair = [roster.person(one)?.member.clone(), roster.person(other)?.member.clone()];
    pair.sort_unstable();
    Some(pair)
}

fn mix(roster: &Roster<'_>, one: usize, other: usize) -> Option<Rule> {
    match roster.score(one, other) {
        OTHER_DEPARTMENT => Some(Rule::OtherDepartment),
        OTHER_TEAM => Some(Rule::OtherTeam),
        _ => None,
    }
}
