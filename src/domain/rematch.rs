//! A second try within a round: people who are still free meet each other, by the same rules.

use super::ids::MemberId;
use super::pairing::{Grouping, Kind, Person, Request, pair};

/// Groups of `free`, out of what the round's pairing was asked. Whoever was in one group in this
/// round already, `apart`, is not brought together again, and nobody meets somebody whom a rule or a
/// wish keeps apart. Who finds nobody is in no group.
pub fn rematch(
    asked: &Request,
    seed: [u8; 32],
    free: Vec<Person>,
    apart: &[Vec<MemberId>],
) -> Vec<Grouping> {
    let mut exclusions = asked.exclusions.clone();
    for group in apart {
        for (at, one) in group.iter().enumerate() {
            exclusions.extend(group.iter().skip(at + 1).map(|other| [one.clone(), other.clone()]));
        }
    }
    let request = Request {
        seed,
        people: free,
        exclusions,
        program: super::pairing::Rules { kind: Kind::Pairs, ..asked.program.clone() },
        ..asked.clone()
    };
    let kept_apart = |grouping: &Grouping| {
        let both = |pair: &[MemberId; 2]| pair.iter().all(|who| grouping.members.contains(who));
        request.exclusions.iter().any(both)
    };
    let mut groups = pair(&request).groups;
    // Nothing that somebody asked for may hang on one line of the engine alone.
    groups.retain(|grouping| grouping.members.len() > 1 && !kept_apart(grouping));
    groups
}

#[cfg(test)]
mod tests {
    use super::super::pairing::{PastRound, Rules};
    use super::*;

    fn person(name: &str) -> Person {
        Person::new(name.into())
    }

    fn asked() -> Request {
        Request {
            round: 7,
            date: "2026-11-23".parse().unwrap(),
            seed: [1; 32],
            program: Rules::default(),
            people: ["U1", "U2", "U3", "U4", "U5"].map(person).to_vec(),
            history: Vec::new(),
            exclusions: Vec::new(),
        }
    }

    fn members(groups: &[Grouping]) -> Vec<Vec<&str>> {
        groups.iter().map(|it| it.members.iter().map(MemberId::as_str).collect()).collect()
    }

    #[test]
    fn two_who_are_free_meet_and_one_alone_waits() {
        let free = ["U2", "U9"].map(person).to_vec();
        assert_eq!(members(&rematch(&asked(), [3; 32], free, &[])), [["U2", "U9"]]);
        assert_eq!(rematch(&asked(), [3; 32], vec![person("U2")], &[]), []);
        assert_eq!(rematch(&asked(), [3; 32], Vec::new(), &[]), []);
    }

    #[test]
    fn who_was_together_in_this_round_is_not_again() {
        let free = ["U2", "U3"].map(person).to_vec();
        let apart = [vec!["U3".into(), "U1".into(), "U2".into()]];
        assert_eq!(rematch(&asked(), [3; 32], free, &apart), []);
    }

    #[test]
    fn a_private_wish_holds_in_a_second_try() {
        let asked = Request { exclusions: vec![["U2".into(), "U3".into()]], ..asked() };
        let free = ["U2", "U3"].map(person).to_vec();
        assert_eq!(rematch(&asked, [3; 32], free, &[]), []);
    }

    #[test]
    fn rather_somebody_new() {
        let past = PastRound {
            round: 6,
            groups: vec![vec!["U1".into(), "U2".into()], vec!["U3".into(), "U4".into()]],
            not_met: Vec::new(),
        };
        let asked = Request { history: vec![past], ..asked() };
        for seed in 0..20 {
            let free = ["U1", "U2", "U3", "U4"].map(person).to_vec();
            for group in rematch(&asked, [seed; 32], free, &[]) {
                assert_eq!(group.repeats, []);
            }
        }
    }
}
