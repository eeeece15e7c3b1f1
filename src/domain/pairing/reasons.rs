//! What was found, told in words: who is together and why, who is not, and how good that is.

use super::found::{Bounds, Found, Group};
use super::interned::{FARTHEST, Interned, OTHER_TEAM, at, count};
use super::{
    Grouping, LeftOut, Mix, Odd, Paired, Person, Reason, Repeat, Rule, Summary, WhyLeftOut,
};
use crate::domain::ids::MemberId;

/// Tells what was found of these people, who are in the order of their places.
pub(super) fn tell(people: &Interned, persons: &[&Person], found: &Found) -> Paired {
    let teller = Teller { people, persons };
    let mut groups: Vec<Grouping> = found.groups.iter().map(|group| teller.group(group)).collect();
    groups.sort_unstable_by(|one, other| one.members.cmp(&other.members));
    Paired { left_out: teller.left_out(found), summary: teller.summary(found, &groups), groups }
}

struct Teller<'a> {
    people: &'a Interned,
    persons: &'a [&'a Person],
}

impl Teller<'_> {
    fn name(&self, place: u32) -> Option<MemberId> {
        self.persons.get(at(place)).map(|person| person.member.clone())
    }

    /// Two names in their order: that of places.
    fn names(&self, [one, other]: [u32; 2]) -> Option<[MemberId; 2]> {
        Some([self.name(one.min(other))?, self.name(one.max(other))?])
    }

    fn group(&self, group: &Group) -> Grouping {
        let pairs = group.pairs();
        let repeat = |[one, other]: [u32; 2]| {
            let round = self.people.last_met(one, other)?;
            Some(Repeat { pair: self.names([one, other])?, round })
        };
        Grouping {
            members: group.all().filter_map(|place| self.name(place)).collect(),
            third: group.third.and_then(|place| self.name(place)),
            score: pairs.iter().map(|[one, other]| self.people.worth(*one, *other)).sum(),
            repeats: pairs.iter().filter_map(|pair| repeat(*pair)).collect(),
            because: pairs.iter().flat_map(|pair| self.reasons(*pair)).collect(),
        }
    }

    fn reasons(&self, pair: [u32; 2]) -> Vec<Reason> {
        let [one, other] = pair;
        let mix = match (self.people.rules().mix, self.people.mix_worth(one, other)) {
            (Mix::Within, FARTHEST) => Some(Rule::SameTeam),
            (Mix::Across, FARTHEST) => Some(Rule::OtherDepartment),
            (Mix::Across, OTHER_TEAM) => Some(Rule::OtherTeam),
            _ => None,
        };
        let minutes = self.people.overlap(one, other);
        let what = self.interests(one, other);
        let rules = [
            mix,
            (minutes > 0).then_some(Rule::Overlap { minutes }),
            (!what.is_empty()).then_some(Rule::SharedInterest { what }),
            (self.people.newcomer(one) != self.people.newcomer(other)).then_some(Rule::Newcomer),
        ];
        let Some(names) = self.names(pair) else { return Vec::new() };
        let told = rules.into_iter().flatten().map(|rule| Reason { pair: names.clone(), rule });
        told.collect()
    }

    fn interests(&self, one: u32, other: u32) -> Vec<String> {
        let of = |place: u32| {
            self.persons.get(at(place)).map_or(&[][..], |person| person.interests.as_slice())
        };
        let mut shared: Vec<String> =
            of(one).iter().filter(|interest| of(other).contains(interest)).cloned().collect();
        shared.sort_unstable();
        shared.dedup();
        shared
    }

    fn left_out(&self, found: &Found) -> Vec<LeftOut> {
        let mut grouped = vec![false; self.persons.len()];
        for place in found.groups.iter().flat_map(Group::all) {
            if let Some(grouped) = grouped.get_mut(at(place)) {
                *grouped = true;
            }
        }
        let left = self.people.places().zip(grouped).filter(|(_, grouped)| !grouped);
        left.filter_map(|(place, _)| {
            let odd = found.sits_out == Some(place) && self.people.rules().odd == Odd::SitOut;
            let because = if odd { WhyLeftOut::OddOneOut } else { WhyLeftOut::NoAdmissiblePartner };
            Some(LeftOut { member: self.name(place)?, because })
        })
        .collect()
    }

    fn summary(&self, found: &Found, groups: &[Grouping]) -> Summary {
        let size = |size| count(groups.iter().filter(|group| group.members.len() == size).count());
        let pairs = || found.groups.iter().flat_map(Group::pairs);
        let cost = |[one, other]: [u32; 2]| u64::from(self.people.repeat_cost(one, other));
        let repeat_cost = pairs().map(cost).sum();
        let score = groups.iter().map(|group| u64::from(group.score)).sum();
        let grouped = count(found.grouped());
        let bounds = found.bounds.unwrap_or(Bounds { grouped, repeat_cost, score });
        let attained = bounds.grouped == grouped && bounds.repeat_cost == repeat_cost;
        Summary {
            people: self.people.len(),
            grouped,
            pairs: size(2),
            trios: size(3),
            repeats: count(groups.iter().map(|group| group.repeats.len()).sum()),
            repeat_cost,
            score,
            method: found.method,
            grouped_bound: bounds.grouped,
            repeat_cost_bound: bounds.repeat_cost,
            upper_bound: bounds.score,
            gap: attained.then(|| gap(bounds.score, score)),
            elapsed_ms: 0,
        }
    }
}

/// What is missing to the bound, as a share of it.
fn gap(bound: u64, score: u64) -> f64 {
    // Sums of less than a thousand million: exact as floating numbers.
    let number = |sum: u64| f64::from(u32::try_from(sum).unwrap_or(u32::MAX));
    number(bound.saturating_sub(score)) / number(bound.max(1))
}
