//! A break of each team: one group a team, of any size.

use super::Method;
use super::found::{Found, Group};
use super::interned::{Interned, NONE};

/// One group for each team of two and more. Where two of a team may not meet, whoever may not meet
/// the most of the others is left out, the last in `order` among equals, until all who remain may.
pub(super) fn found(people: &Interned, order: &[u32]) -> Found {
    let mut by_team: Vec<(u32, usize, u32)> = order
        .iter()
        .enumerate()
        .map(|(turn, place)| (people.team(*place), turn, *place))
        .filter(|(team, _, _)| *team != NONE)
        .collect();
    by_team.sort_unstable();
    let teams = by_team.chunk_by(|one, other| one.0 == other.0);
    let group = |team: &[(u32, usize, u32)]| {
        let mut members = peaceful(people, team.iter().map(|(_, _, place)| *place).collect());
        members.sort_unstable();
        (members.len() >= 2).then_some(Group { members, third: None })
    };
    let groups = teams.filter_map(group).collect();
    Found { groups, sits_out: None, method: Method::Exact, bounds: None }
}

fn peaceful(people: &Interned, mut team: Vec<u32>) -> Vec<u32> {
    loop {
        let strained = |one: &u32| {
            team.iter().filter(|other| *other != one && !people.admissible(*one, **other)).count()
        };
        let worst =
            team.iter().map(strained).enumerate().max_by_key(|(turn, count)| (*count, *turn));
        match worst {
            Some((turn, 1..)) => drop(team.remove(turn)),
            _ => return team,
        }
    }
}
