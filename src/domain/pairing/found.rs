//! What was found, before it is told.

use super::interned::Interned;
use super::{Kind, Method};

/// A group by places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Without the third, sorted.
    pub(super) members: Vec<u32>,
    pub(super) third: Option<u32>,
}

impl Group {
    /// All of them, the third last.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> + '_ {
        self.members.iter().copied().chain(self.third)
    }

    /// Every two of them.
    pub(super) fn pairs(&self) -> Vec<[u32; 2]> {
        let all: Vec<u32> = self.all().collect();
        let with = |(at, one): (usize, &u32)| {
            let one = *one;
            all.iter().skip(at + 1).map(move |other| [one, *other]).collect::<Vec<_>>()
        };
        all.iter().enumerate().flat_map(with).collect()
    }
}

/// What cannot be surpassed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// People in groups.
    pub grouped: u32,
    pub repeat_cost: u64,
    pub score: u64,
}

/// The groups of a round.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) groups: Vec<Group>,
    /// Who sits out because the number is odd.
    pub(super) sits_out: Option<u32>,
    pub(super) method: Method,
    /// `None`: they are attained.
    pub(super) bounds: Option<Bounds>,
}

impl Found {
    /// How many people are in groups.
    pub(super) fn grouped(&self) -> usize {
        self.groups.iter().map(|group| group.all().count()).sum()
    }

    /// Pairs and their thirds.
    pub(super) fn of_pairs(pairs: &[[u32; 2]], thirds: &[Option<u32>], method: Method) -> Self {
        let group = |(pair, third): (&[u32; 2], &Option<u32>)| {
            let mut members = pair.to_vec();
            members.sort_unstable();
            Group { members, third: *third }
        };
        let groups = pairs.iter().zip(thirds).map(group).collect();
        Self { groups, sits_out: None, method, bounds: None }
    }
}

/// Whether meeting each other is what a round is made for before all else: somebody new and
/// somebody experienced who is not known to be of the same team.
pub(super) fn are_buddies(people: &Interned, one: u32, other: u32) -> bool {
    let same = people.team(one) != super::interned::NONE && people.team(one) == people.team(other);
    people.rules().kind == Kind::Buddy && people.newcomer(one) != people.newcomer(other) && !same
}
