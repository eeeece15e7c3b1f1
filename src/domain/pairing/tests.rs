//! Stories of single rounds, and thousands of random ones held against a checker that shares no
//! code with the rules.

mod checker;
mod example;
mod fair;
mod planned;
mod programs;
mod random;
mod special;
mod whole;

use super::*;
use crate::domain::ids::MemberId;

fn member(number: usize) -> MemberId {
    MemberId::new(format!("U{number:04}"))
}

fn people(count: usize) -> Vec<Person> {
    (0..count).map(|number| Person::new(member(number))).collect()
}

fn request(round: u32, people: Vec<Person>, seed: u8) -> Request {
    Request {
        round,
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        seed: [seed; 32],
        program: Rules::default(),
        people,
        history: Vec::new(),
        exclusions: Vec::new(),
    }
}

/// The round as it goes into the history.
fn past(round: u32, paired: &Paired) -> PastRound {
    let groups = paired.groups.iter().map(|group| group.members.clone()).collect();
    PastRound { round, groups, not_met: Vec::new() }
}

fn met(round: u32, groups: &[&[usize]]) -> PastRound {
    let groups = groups.iter().map(|group| group.iter().map(|one| member(*one)).collect());
    PastRound { round, groups: groups.collect(), not_met: Vec::new() }
}

fn names(paired: &Paired) -> Vec<Vec<MemberId>> {
    paired.groups.iter().map(|group| group.members.clone()).collect()
}
