//! What comes of a pairing, as `klatch pair` prints it.

use serde::{Deserialize, Serialize};

use crate::domain::ids::MemberId;

/// The groups of a round, who is in none, and how good that is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// Sorted by their members.
    pub groups: Vec<Grouping>,
    pub left_out: Vec<LeftOut>,
    pub summary: Summary,
}

impl Paired {
    /// The same with the time that it took: whoever has a clock measures it.
    #[must_use]
    pub fn within(mut self, elapsed: std::time::Duration) -> Self {
        self.summary.elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        self
    }
}

/// People to be introduced to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// Sorted, the third last.
    pub members: Vec<MemberId>,
    /// Who joined a pair, where two are the rule.
    pub third: Option<MemberId>,
    /// What these meetings are worth, over all pairs of the group.
    pub score: u32,
    /// Who of them met before, and when last.
    pub repeats: Vec<Repeat>,
    pub because: Vec<Reason>,
}

/// Two people meet again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    pub pair: [MemberId; 2],
    /// The round in which they met last.
    pub round: u32,
}

/// What speaks for two people of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub pair: [MemberId; 2],
    #[serde(flatten)]
    pub rule: Rule,
}

/// What can speak for a meeting. Nothing that is private to one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Rule {
    OtherDepartment,
    OtherTeam,
    SameTeam,
    /// So many minutes of their working hours are the same.
    Overlap {
        minutes: u32,
    },
    SharedInterest {
        what: Vec<String>,
    },
    /// One of them is new, the other is not.
    Newcomer,
}

/// Somebody who takes part and is in no group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    #[serde(rename = "id")]
    pub member: MemberId,
    pub because: WhyLeftOut,
}

/// Why somebody is in no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyLeftOut {
    /// There was nobody whom they could be grouped with.
    NoAdmissiblePartner,
    /// The number was odd, and it was their turn.
    OddOneOut,
}

/// How good a pairing is. The bounds hold for whoever was set aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub people: u32,
    pub grouped: u32,
    /// Groups of two.
    pub pairs: u32,
    /// Groups of three.
    pub trios: u32,
    /// Two people who met before, over all groups.
    pub repeats: u32,
    /// The sum over them of `100 + floor(100 / age)`, age in rounds.
    pub repeat_cost: u64,
    pub score: u64,
    pub method: Method,
    /// No grouping has more people in groups.
    pub grouped_bound: u32,
    /// No such grouping repeats less.
    pub repeat_cost_bound: u64,
    /// No such grouping is worth more.
    pub upper_bound: u64,
    /// `(upper_bound - score) / max(1, upper_bound)`; `None` unless the other bounds are attained.
    pub gap: Option<f64>,
    /// The engine alone, in milliseconds. Not part of what is reproducible.
    pub elapsed_ms: u64,
}

/// How the groups were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// With the rounds to come in mind.
    Planned,
    /// The best there are.
    Exact,
    /// Good ones, by search.
    Search,
}
