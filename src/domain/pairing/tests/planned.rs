//! Few people who meet again and again.

use std::collections::BTreeMap;

use super::{MemberId, Paired, Person, Request, member, pair, past, people, request};

/// Rounds of the same people; each must leave as much time as possible between meetings.
fn spaced(everybody: &[Person], rounds: u32, seed: u8, check: &mut dyn FnMut(&Request, &Paired)) {
    let spacing = u32::try_from(everybody.len()).unwrap() - 1;
    let mut last: BTreeMap<[MemberId; 2], u32> = BTreeMap::new();
    let mut history = Vec::new();
    for round in 1..=rounds {
        let mut asked = request(round, everybody.to_vec(), seed);
        asked.seed[..4].copy_from_slice(&round.to_le_bytes());
        asked.history.clone_from(&history);
        let told = pair(&asked);
        check(&asked, &told);
        for group in &told.groups {
            let [one, other] = &group.members[..] else { panic!("{group:?}") };
            let before = last.insert([one.clone(), other.clone()], round);
            let age = before.map_or(u32::MAX, |before| round - before);
            assert!(age >= spacing, "{} people, round {round}: {age}", everybody.len());
        }
        history.push(past(round, &told));
    }
}

fn teams(count: usize) -> Vec<Person> {
    let mut everybody = people(count);
    for (number, person) in everybody.iter_mut().enumerate() {
        person.team = Some(["web", "data", "brand"][number * number % 3].to_owned());
        person.department = Some(["eng", "mkt"][usize::from(number % 5 == 0)].to_owned());
        person.interests = vec![["tea", "chess", "rust"][number % 3].to_owned()];
        person.newcomer = number % 4 == 1;
    }
    everybody
}

#[test]
fn everybody_meets_everybody_and_then_again_in_the_same_spacing() {
    for count in [4, 6, 8, 10, 12, 14, 16] {
        for seed in 0..3 {
            let rounds = u32::try_from(3 * (count - 1)).unwrap();
            spaced(&people(count), rounds, seed, &mut |_, _| {});
            spaced(&teams(count), rounds, 100 + seed, &mut |_, _| {});
        }
    }
}

#[test]
fn somebody_new_among_few_spoils_nothing_for_this_round() {
    let mut everybody = teams(8);
    let mut history = Vec::new();
    for round in 1..=24 {
        if round % 5 == 0 {
            let gone = usize::try_from(round).unwrap() % everybody.len();
            everybody[gone].member = member(100 + usize::try_from(round).unwrap());
        }
        let mut asked = request(round, everybody.clone(), 3);
        asked.history.clone_from(&history);
        let told = pair(&asked);
        let checker = super::checker::Checker::of(&asked);
        assert_eq!(checker.best(&told, true), Ok(()), "round {round}");
        history.push(past(round, &told));
    }
}
