//! Told again from the sentences of the rules, slowly: every pairing of a few people is tried.

use super::super::{Grouping, Person, Request, Rule};
use crate::domain::ids::MemberId;

pub(super) struct Checker {
    people: Vec<Person>,
    /// By two indices into `people`: the last round in which they met.
    last: Vec<Vec<Option<u32>>>,
    round: u32,
}

type Verdict = Result<(), String>;

fn held(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise()) }
}

impl Checker {
    pub(super) fn of(asked: &Request) -> Self {
        let mut people = asked.people.clone();
        people.sort_by(|one, other| one.member.as_str().cmp(other.member.as_str()));
        let mut last = vec![vec![None; people.len()]; people.len()];
        let at = |id: &MemberId| people.binary_search_by(|person| person.member.cmp(id)).ok();
        for meeting in &asked.meetings {
            if let (Some(one), Some(other)) = (at(&meeting.pair[0]), at(&meeting.pair[1])) {
                last[one][other] = last[one][other].max(Some(meeting.round));
                last[other][one] = last[other][one].max(Some(meeting.round));
            }
        }
        Self { people, last, round: asked.round }
    }

    fn index(&self, id: &MemberId) -> usize {
        self.people.binary_search_by(|person| person.member.cmp(id)).unwrap()
    }

    pub(super) fn last_met(&self, one: usize, other: usize) -> Option<u32> {
        self.last[one][other]
    }

    fn pair_cost(&self, one: usize, other: usize) -> u32 {
        match self.last_met(one, other) {
            None => 0,
            Some(round) => 100 + 100 / (self.round - round),
        }
    }

    fn pair_score(&self, one: usize, other: usize) -> u32 {
        let (one, other) = (&self.people[one], &self.people[other]);
        if let (Some(one), Some(other)) = (&one.department, &other.department)
            && one != other
        {
            return 600;
        }
        match (&one.team, &other.team) {
            (Some(one), Some(other)) if one != other => 400,
            _ => 0,
        }
    }

    fn pairs_within(&self, group: &Grouping) -> Vec<(usize, usize)> {
        let places: Vec<usize> = group.members.iter().map(|id| self.index(id)).collect();
        match places[..] {
            [a, b] => vec![(a, b)],
            [a, b, c] => vec![(a, b), (a, c), (b, c)],
            _ => vec![],
        }
    }

    fn sum(&self, groups: &[Grouping], of: impl Fn(&Self, usize, usize) -> u32) -> u32 {
        groups
            .iter()
            .flat_map(|group| self.pairs_within(group))
            .map(|(one, other)| of(self, one, other))
            .sum()
    }

    pub(super) fn cost(&self, groups: &[Grouping]) -> u32 {
        self.sum(groups, Self::pair_cost)
    }

    pub(super) fn score(&self, groups: &[Grouping]) -> u32 {
        self.sum(groups, Self::pair_score)
    }

    /// Everybody is in exactly one group of two, and one of three if the number is odd.
    pub(super) fn everybody_once(&self, groups: &[Grouping]) -> Verdict {
        let mut seen: Vec<&MemberId> = groups.iter().flat_map(|group| &group.members).collect();
        seen.sort();
        let mut all: Vec<&MemberId> = self.people.iter().map(|person| &person.member).collect();
        if all.len() < 2 {
            all.clear();
        }
        held(seen == all, || format!("{all:?} became {seen:?}"))?;
        let trios = groups.iter().filter(|group| group.members.len() == 3).count();
        held(trios == all.len() % 2, || format!("{trios} trios of {} people", all.len()))?;
        for group in groups {
            let sorted = group.members[0] < group.members[1];
            let third = group.members.get(2);
            held(sorted && group.third.as_ref() == third, || format!("{group:?}"))?;
        }
        Ok(())
    }

    fn third(groups: &[Grouping]) -> Option<&MemberId> {
        groups.iter().find_map(|group| group.third.as_ref())
    }

    /// Nobody else was the third less often, or as often and longer ago.
    pub(super) fn fair_third(&self, groups: &[Grouping]) -> Verdict {
        let Some(third) = Self::third(groups) else { return Ok(()) };
        let third = &self.people[self.index(third)];
        let since = |person: &Person| person.last_trio.unwrap_or(0);
        let before = self.people.iter().find(|person| {
            person.trios < third.trios
                || person.trios == third.trios && since(person) < since(third)
        });
        held(before.is_none(), || format!("{before:?} goes before {third:?}"))
    }

    /// Of all ways to pair up those who are not the third, none repeats less, and none that
    /// repeats as little is worth more.
    pub(super) fn best_pairs(&self, groups: &[Grouping]) -> Verdict {
        let third = Self::third(groups).map(|id| self.index(id));
        let others: Vec<usize> = (0..self.people.len()).filter(|at| Some(*at) != third).collect();
        let ours = groups
            .iter()
            .map(|group| (self.index(&group.members[0]), self.index(&group.members[1])))
            .fold((0, 0), |(cost, score), (one, other)| {
                (cost + self.pair_cost(one, other), score + self.pair_score(one, other))
            });
        let mut best = None;
        self.try_all(&others, (0, 0), &mut best);
        held(best == Some(ours), || format!("ours is {ours:?}, the best {best:?}"))
    }

    fn try_all(&self, left: &[usize], so_far: (u32, u32), best: &mut Option<(u32, u32)>) {
        let Some((one, rest)) = left.split_first() else {
            let better = best.is_none_or(|(cost, score)| {
                so_far.0 < cost || so_far.0 == cost && so_far.1 > score
            });
            if better {
                *best = Some(so_far);
            }
            return;
        };
        for other in rest {
            let still: Vec<usize> = rest.iter().copied().filter(|at| at != other).collect();
            let (cost, score) = so_far;
            let with = (cost + self.pair_cost(*one, *other), score + self.pair_score(*one, *other));
            self.try_all(&still, with, best);
        }
    }

    /// No other pair would have suited the third better.
    pub(super) fn best_host(&self, groups: &[Grouping]) -> Verdict {
        let Some(third) = Self::third(groups) else { return Ok(()) };
        let third = self.index(third);
        let added = |group: &Grouping| {
            let (one, other) = (self.index(&group.members[0]), self.index(&group.members[1]));
            let cost = self.pair_cost(one, third) + self.pair_cost(other, third);
            let score = self.pair_score(one, third) + self.pair_score(other, third);
            (cost, 2_000 - score)
        };
        let ours = groups.iter().find(|group| group.third.is_some()).map(added);
        let best = groups.iter().map(added).min();
        held(ours == best, || format!("{ours:?}, but {best:?} was to be had"))
    }

    /// Every pair has one reason of its history, and those about teams are true.
    pub(super) fn reasons_hold(&self, group: &Grouping) -> Verdict {
        for (one, other) in self.pairs_within(group) {
            let mut pair = [self.people[one].member.clone(), self.people[other].member.clone()];
            pair.sort();
            let rules: Vec<Rule> = group
                .because
                .iter()
                .filter(|reason| reason.pair == pair)
                .map(|reason| reason.rule)
                .collect();
            let age = self.last_met(one, other).map(|round| self.round - round);
            let longest = [one, other].iter().all(|person| {
                (0..self.people.len()).filter(|at| at != person).all(|at| {
                    self.last_met(*person, at).is_some_and(|r| Some(self.round - r) <= age)
                })
            });
            let history = match age {
                None => Rule::NeverMet,
                Some(age) if longest => Rule::LongestAgo(age),
                Some(age) => Rule::MetBefore(age),
            };
            let mut expected = vec![history];
            match self.pair_score(one, other) {
                600 => expected.push(Rule::OtherDepartment),
                400 => expected.push(Rule::OtherTeam),
                _ => {}
            }
            held(rules == expected, || format!("{pair:?}: {rules:?} instead of {expected:?}"))?;
        }
        Ok(())
    }
}

/// Whether everybody can be paired along `edges`: Tutte's matrix with numbers in the place of its
/// unknowns has full rank. A yes is certain; a no is wrong once in some billion billions.
pub(super) fn perfect_matching_exists(n: usize, edges: &dyn Fn(usize, usize) -> bool) -> bool {
    const PRIME: u128 = (1 << 61) - 1;
    let mut number: u128 = 88_172_645_463_325_252;
    let mut matrix = vec![vec![0_u128; n]; n];
    for (one, other) in (0..n).flat_map(|one| (one + 1..n).map(move |other| (one, other))) {
        if edges(one, other) {
            number = (number * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % PRIME;
            matrix[one][other] = number;
            matrix[other][one] = PRIME - number;
        }
    }
    for column in 0..n {
        let Some(pivot) = (column..n).find(|row| matrix[*row][column] != 0) else { return false };
        matrix.swap(column, pivot);
        let inverse = power(matrix[column][column], PRIME - 2, PRIME);
        let leading = matrix[column].clone();
        for row in matrix.iter_mut().skip(column + 1) {
            let factor = row[column] * inverse % PRIME;
            for (value, lead) in row.iter_mut().zip(&leading) {
                *value = (*value + PRIME - factor * lead % PRIME) % PRIME;
            }
        }
    }
    true
}

fn power(base: u128, mut exponent: u128, modulus: u128) -> u128 {
    let (mut result, mut square) = (1, base);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * square % modulus;
        }
        square = square * square % modulus;
        exponent >>= 1;
    }
    result
}
