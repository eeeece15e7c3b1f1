//! Who meets whom: people, history, rules and a seed in; groups and the reasons for them out.
//!
//! - `roster`: the people of a round in the seed's order, and what a pair of them costs and is worth
//! - `odd`: who is the third when the number is odd, and of which pair
//! - `exact`: the best pairs there are, to about a thousand people
//! - `greedy`: good pairs beyond that
//! - `reasons`: why two people are together
//! - `draws`: the seed's chance, the same on every machine

pub(in crate::domain) mod draws;
mod exact;
mod greedy;
mod odd;
mod reasons;
mod roster;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::ids::MemberId;
use roster::Roster;

/// Names the rules and the order of their random draws. A round keeps it beside its seed, so that
/// it can be replayed: a change that alters a result needs a new name.
pub const ALGORITHM: &str = "plain/1";

/// Somebody who takes part in this round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub member: MemberId,
    pub team: Option<String>,
    pub department: Option<String>,
    /// In how many trios they have been as the third, and in which round last.
    pub trios: u32,
    pub last_trio: Option<u32>,
}

/// Two people were together in a round, and nobody said that they did not meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub pair: [MemberId; 2],
    pub round: u32,
}

/// Everything that a pairing follows from. The order of people and meetings changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// This round's number; every meeting is of an earlier one.
    pub round: u32,
    pub people: Vec<Person>,
    pub meetings: Vec<Meeting>,
    pub seed: [u8; 32],
}

/// Why two people are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    NeverMet,
    OtherDepartment,
    OtherTeam,
    /// Both have met everybody here, and nobody longer ago; it is so many rounds ago.
    LongestAgo(u32),
    /// They met so many rounds ago. One of them has not met somebody else for longer, or ever, but
    /// then others would have had to meet again.
    MetBefore(u32),
}

/// One rule that holds for two people of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub pair: [MemberId; 2],
    pub rule: Rule,
}

/// People to be introduced to each other: two, or three where the number is odd.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// Sorted, the third last.
    pub members: Vec<MemberId>,
    pub third: Option<MemberId>,
    pub because: Vec<Reason>,
}

/// Groups everybody, as long as there are two of them.
///
/// In this order: nobody is left out; no pair that met before while a grouping without it exists,
/// and else those whose meeting is longest ago (the sum of `100 + floor(100 / age)` over repeated
/// pairs is least, age in rounds); people of other departments (600) and other teams (400); the
/// seed decides among equals. With an odd number, whoever was the third in the fewest trios, then
/// the longest ago, joins the pair that fits best.
///
/// Up to [`exact::MOST_PEOPLE`] people this is truly the best; beyond, nearly. Who is listed twice
/// is counted once.
pub fn pair(request: &Request) -> Vec<Grouping> {
    let roster = Roster::of(request);
    if roster.len() < 2 {
        return Vec::new();
    }
    let third = odd::set_aside(&roster);
    let others: Vec<usize> = roster.places().filter(|place| Some(*place) != third).collect();
    let pairs = if others.len() <= exact::MOST_PEOPLE {
        exact::pairs(&roster, &others, &request.seed)
    } else {
        greedy::pairs(&roster, &others, &request.seed)
    };
    let host = third.and_then(|third| odd::host(&roster, &pairs, third));
    let mut groups: Vec<Grouping> = pairs
        .into_iter()
        .map(|pair| grouping(&roster, pair, third.filter(|_| host == Some(pair))))
        .collect();
    groups.sort_unstable_by(|one, other| one.members.cmp(&other.members));
    groups
}

fn grouping(roster: &Roster<'_>, mut pair: [usize; 2], third: Option<usize>) -> Grouping {
    let name = |place: usize| roster.person(place).map(|person| person.member.clone());
    pair.sort_by_key(|place| name(*place));
    let places: Vec<usize> = pair.into_iter().chain(third).collect();
    Grouping {
        members: places.iter().filter_map(|place| name(*place)).collect(),
        third: third.and_then(name),
        because: reasons::of(roster, &places),
    }
}
