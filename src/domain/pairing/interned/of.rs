//! From what a pairing is asked to numbers.

use std::collections::BTreeMap;

use super::{Card, Columns, Hours, Interned, Meetings, NONE, Rows, Turn, count};
use crate::domain::ids::MemberId;
use crate::domain::pairing::{PastRound, Person, Request};

/// Everybody in the order of their ids, each once.
pub(in crate::domain::pairing) fn in_order(request: &Request) -> Vec<&Person> {
    let mut people: Vec<&Person> = request.people.iter().collect();
    people.sort_by_key(|p| (&p.member, p.trios, p.last_trio, &p.team, &p.department));
    people.dedup_by_key(|person| &person.member);
    people
}

impl Interned {
    /// Numbers everybody. Places are in the order of ids, numbers of teams and the like in the
    /// order of those people, so that the order of the request changes nothing.
    pub fn of(request: &Request) -> Self {
        let people = in_order(request);
        let places: BTreeMap<&MemberId, u32> =
            people.iter().zip(0..).map(|(person, place)| (&person.member, place)).collect();
        let (hours, which) =
            Hours::of(request.date, people.iter().map(|p| (&p.working_hours, p.tz)));
        let (mut teams, mut departments) = (Numbers::default(), Numbers::default());
        let cards = people
            .iter()
            .zip(which)
            .map(|(person, hours)| Card {
                team: person.team.as_deref().map_or(NONE, |team| teams.of(team)),
                department: person.department.as_deref().map_or(NONE, |name| departments.of(name)),
                hours,
                newcomer: person.newcomer,
                prefers_trio: person.prefers_trio,
                interests: 0,
            })
            .collect();
        let turns = people.iter().map(|person| Turn {
            trios: person.trios,
            last_trio: person.last_trio,
            sat_out: person.sat_out,
        });
        let pairs: Vec<[u32; 2]> = request
            .exclusions
            .iter()
            .filter_map(|[one, other]| Some([*places.get(one)?, *places.get(other)?]))
            .collect();
        let history = history(&request.history, &places);
        Self::new(Columns {
            round: request.round,
            rules: request.program.clone(),
            cards,
            hours,
            interests: lists(&people, |person| &person.interests),
            modes: lists(&people, |person| &person.modes),
            languages: lists(&people, |person| &person.languages),
            exclusions: Rows::of_pairs(people.len(), &pairs),
            meetings: Meetings::of(people.len(), request.round, || history.iter().copied()),
            turns: turns.collect(),
        })
    }
}

/// Numbers for words, in the order in which they come.
#[derive(Default)]
struct Numbers<'a>(BTreeMap<&'a str, u32>);

impl<'a> Numbers<'a> {
    fn of(&mut self, word: &'a str) -> u32 {
        let next = count(self.0.len());
        *self.0.entry(word).or_insert(next)
    }
}

fn lists(people: &[&Person], list: impl Fn(&Person) -> &Vec<String>) -> Rows {
    let mut numbers = Numbers::default();
    Rows::of(
        people
            .iter()
            .map(|person| list(person).iter().map(|word| numbers.of(word)).collect::<Vec<u32>>()),
    )
}

/// Meetings that count, each as a round and two places. A group counts in a round unless somebody
/// said that they did not meet, and nobody that they did.
fn history(past: &[PastRound], places: &BTreeMap<&MemberId, u32>) -> Vec<(u32, u32, u32)> {
    let here = |group: &Vec<MemberId>| -> Vec<u32> {
        group.iter().filter_map(|member| places.get(member).copied()).collect()
    };
    let mut meetings = Vec::new();
    for round in past {
        let mut not_met: Vec<(u32, u32)> =
            round.not_met.iter().flat_map(|group| pairs(&here(group))).collect();
        not_met.sort_unstable();
        for group in &round.groups {
            let met = pairs(&here(group));
            let met = met.into_iter().filter(|pair| not_met.binary_search(pair).is_err());
            meetings.extend(met.map(|(one, other)| (round.round, one, other)));
        }
    }
    meetings
}

/// All pairs of a group, the lesser place first.
fn pairs(group: &[u32]) -> Vec<(u32, u32)> {
    let mut group = group.to_vec();
    group.sort_unstable();
    group.dedup();
    let with = |(at, one): (usize, &u32)| {
        let one = *one;
        group.iter().skip(at + 1).map(move |other| (one, *other)).collect::<Vec<_>>()
    };
    group.iter().enumerate().flat_map(with).collect()
}
