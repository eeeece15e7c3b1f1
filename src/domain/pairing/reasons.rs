//! Why two people are together, as they may read it.

use super::roster::{OTHER_DEPARTMENT, OTHER_TEAM, Roster};
use super::{Reason, Rule};

/// The reasons for every pair among `places`: first their history, then where they work.
pub(super) fn of(roster: &Roster<'_>, places: &[usize]) -> Vec<Reason> {
    let pairs = places
        .iter()
        .enumerate()
        .flat_map(|(at, one)| places.iter().skip(at + 1).map(move |other| (*one, *other)));
    pairs
        .flat_map(|(one, other)| {
            [Some(history(roster, one, other)), mix(roster, one, other)]
                .into_iter()
                .flatten()
                .filter_map(move |rule| reason(roster, one, other, rule))
        })
        .collect()
}

fn reason(roster: &Roster<'_>, one: usize, other: usize, rule: Rule) -> Option<Reason> {
    let mut pair = [roster.person(one)?.member.clone(), roster.person(other)?.member.clone()];
    pair.sort_unstable();
    Some(Reason { pair, rule })
}

fn history(roster: &Roster<'_>, one: usize, other: usize) -> Rule {
    let Some(age) = roster.age(one, other) else { return Rule::NeverMet };
    let nobody_longer_ago = |place| {
        let met = roster.met(place);
        met.len() + 1 == roster.len() && met.iter().all(|(_, since)| *since <= age)
    };
    if nobody_longer_ago(one) && nobody_longer_ago(other) {
        Rule::LongestAgo(age)
    } else {
        Rule::MetBefore(age)
    }
}

fn mix(roster: &Roster<'_>, one: usize, other: usize) -> Option<Rule> {
    match roster.score(one, other) {
        OTHER_DEPARTMENT => Some(Rule::OtherDepartment),
        OTHER_TEAM => Some(Rule::OtherTeam),
        _ => None,
    }
}
