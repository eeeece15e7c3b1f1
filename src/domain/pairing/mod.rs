//! Who meets whom: people, history, rules and a seed in; groups and the reasons for them out.

use serde::{Deserialize, Serialize};

use super::ids::MemberId;

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
    /// Everybody else was met more recently; it is so many rounds ago.
    LongestAgo(u32),
}

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
pub fn pair(request: &Request) -> Vec<Grouping> {
    let _ = request;
    todo!()
}
