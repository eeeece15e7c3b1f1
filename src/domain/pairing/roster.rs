//! The people of a round in the seed's order, and what a pair of them costs and is worth.

use std::collections::BTreeMap;

use super::draws::{Draws, Phase};
use super::{Person, Request};

/// What a meeting with somebody of another department is worth.
pub(super) const OTHER_DEPARTMENT: u32 = 600;
/// What a meeting with somebody of another team in the same department is worth.
pub(super) const OTHER_TEAM: u32 = 400;

/// Everybody who takes part, each at a place `0..len`. Places are drawn by the seed from the order
/// of ids, so the order of the input changes nothing, and the first place wins among equals.
pub(super) struct Roster<'a> {
    people: Vec<&'a Person>,
    round: u32,
    /// For each place whom they met before, by place, and how many rounds ago last.
    met: Vec<Vec<(usize, u32)>>,
}

impl<'a> Roster<'a> {
    pub(super) fn of(request: &'a Request) -> Self {
        let mut people: Vec<&Person> = request.people.iter().collect();
        people.sort_unstable_by_key(|p| (&p.member, p.trios, p.last_trio, &p.team, &p.department));
        people.dedup_by_key(|person| &person.member);
        Draws::of(&request.seed, Phase::Order).shuffle(&mut people);

        let places: BTreeMap<_, _> =
            people.iter().enumerate().map(|(place, person)| (&person.member, place)).collect();
        let mut met = vec![Vec::new(); people.len()];
        for past in &request.history {
            for group in past.groups.iter().filter(|group| !past.not_met.contains(group)) {
                let here: Vec<usize> =
                    group.iter().filter_map(|member| places.get(member).copied()).collect();
                let age = request.round.saturating_sub(past.round).max(1);
                for from in &here {
                    if let Some(met) = met.get_mut(*from) {
                        met.extend(here.iter().filter(|to| *to != from).map(|to| (*to, age)));
                    }
                }
            }
        }
        for met in &mut met {
            // The last time counts: it stands first, and the older ones go.
            met.sort_unstable();
            met.dedup_by_key(|(place, _)| *place);
        }
        Self { people, round: request.round, met }
    }

    pub(super) fn len(&self) -> usize {
        self.people.len()
    }

    pub(super) fn places(&self) -> std::ops::Range<usize> {
        0..self.len()
    }

    pub(super) fn person(&self, place: usize) -> Option<&'a Person> {
        self.people.get(place).copied()
    }

    /// Whom somebody met before and how many rounds ago, by place.
    pub(super) fn met(&self, place: usize) -> &[(usize, u32)] {
        self.met.get(place).map_or(&[], Vec::as_slice)
    }

    /// How many rounds ago two people met last, if they did.
    pub(super) fn age(&self, one: usize, other: usize) -> Option<u32> {
        let met = self.met(one);
        let at = met.binary_search_by_key(&other, |(place, _)| *place).ok()?;
        met.get(at).map(|(_, age)| *age)
    }

    /// The round in which two people met last, if they did.
    pub(super) fn last_met(&self, one: usize, other: usize) -> Option<u32> {
        self.age(one, other).map(|age| self.round.saturating_sub(age))
    }

    /// What it costs that two people meet again: `100 + floor(100 / age)`, nothing for new pairs.
    pub(super) fn repeat_cost(&self, one: usize, other: usize) -> u32 {
        self.age(one, other).map_or(0, |age| 100 + 100 / age.max(1))
    }

    /// What a meeting is worth: another department, or another team. What is not known is worth
    /// nothing; a team counts by itself where one of the departments is not known.
    pub(super) fn score(&self, one: usize, other: usize) -> u32 {
        let (Some(one), Some(other)) = (self.person(one), self.person(other)) else { return 0 };
        let differ = |one: &Option<String>, other: &Option<String>| {
            one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| one != other)
        };
        if differ(&one.department, &other.department) {
            OTHER_DEPARTMENT
        } else if differ(&one.team, &other.team) {
            OTHER_TEAM
        } else {
            0
        }
    }
}
