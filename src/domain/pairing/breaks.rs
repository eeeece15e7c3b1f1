//! A break of each team: one group a team, of any size.

use super::Method;
use super::found::{Bounds, Found, Group};
use super::interned::{Interned, MOST_WORTH, NONE, count};

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
    let teams: Vec<Vec<u32>> = by_team
        .chunk_by(|one, other| one.0 == other.0)
        .map(|team| team.iter().map(|(_, _, place)| *place).collect())
        .filter(|team: &Vec<u32>| team.len() >= 2)
        .collect();
    let group = |team: &Vec<u32>| {
        let mut members = peaceful(people, team.clone());
        members.sort_unstable();
        (members.len() >= 2).then_some(Group { members, third: None })
    };
    let groups: Vec<Group> = teams.iter().filter_map(group).collect();
    let whole = groups.iter().map(|group| group.members.len()).eq(teams.iter().map(Vec::len));
    let bounds = (!whole).then(|| at_most(&teams));
    Found { groups, sits_out: None, method: Method::Exact, bounds }
}

/// Where somebody had to be left out, perhaps fewer would have done.
fn at_most(teams: &[Vec<u32>]) -> Bounds {
    let pairs = |team: &Vec<u32>| u64::from(count(team.len() * (team.len() - 1) / 2));
    Bounds {
        grouped: teams.iter().map(|team| count(team.len())).sum(),
        repeat_cost: 0,
        score: teams.iter().map(pairs).sum::<u64>() * u64::from(MOST_WORTH),
    }
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
