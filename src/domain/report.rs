//! What a program's steward learns of it: sums about people who are in it now, never about fewer than
//! five of them, nor such that the difference of two sums is about fewer than five.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{MemberId, RoundId};

/// A sum about fewer people would be about somebody.
pub const FEWEST: u32 = 5;

/// A group that was introduced, and what its people said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coffee {
    pub round: RoundId,
    /// Its people, each with their answer: whether they met.
    pub people: Vec<(MemberId, Option<bool>)>,
}

/// How many of a greater number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    Exactly(u32),
    /// Somebody, but fewer than five.
    Few,
    /// All of them, but for fewer than five.
    NearlyAll,
}

/// How coffees went. What would be about too few people is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coffees {
    pub all: u32,
    /// Somebody said that they met, and nobody denied it.
    pub met: Option<u32>,
    /// Of the others: those of which nobody said anything, or of which people disagree.
    pub unknown: Option<u32>,
    /// Those of people from more than one team, where teams are known.
    pub across: Option<u32>,
    /// Pairs of teams that they brought together.
    pub team_pairs: Option<u32>,
}

/// What a steward reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// People in the program now.
    pub joined: u32,
    /// Of them: those who were introduced to somebody.
    pub introduced: Share,
    /// Those who said that they met.
    pub met: Share,
    /// Those who were introduced in more than one round.
    pub again: Share,
    /// Of all who took part; `None` where these were too few.
    pub coffees: Option<Coffees>,
}

/// Sums a program up; `None` where fewer than five people are in it.
pub fn report<'a>(
    joined: &BTreeSet<&MemberId>,
    coffees: &[Coffee],
    team_of: impl Fn(&MemberId) -> Option<&'a str>,
) -> Option<Report> {
    let count = u32::try_from(joined.len()).unwrap_or(u32::MAX);
    if count < FEWEST {
        return None;
    }
    let mut rounds: BTreeMap<&MemberId, BTreeSet<RoundId>> = BTreeMap::new();
    let mut met: BTreeSet<&MemberId> = BTreeSet::new();
    for coffee in coffees {
        for (member, said) in coffee.people.iter().filter(|(member, _)| joined.contains(member)) {
            rounds.entry(member).or_default().insert(coffee.round);
            if *said == Some(true) {
                met.insert(member);
            }
        }
    }
    let number = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let introduced = number(rounds.len());
    let again = number(rounds.values().filter(|rounds| rounds.len() > 1).count());
    Some(Report {
        joined: count,
        introduced: share(introduced, count),
        met: share(number(met.len()), introduced),
        again: share(again, introduced),
        coffees: how_they_went(coffees, team_of),
    })
}

fn share(some: u32, all: u32) -> Share {
    match (some, all.saturating_sub(some)) {
        (0, _) => Share::Exactly(0),
        (some, _) if some < FEWEST => Share::Few,
        (_, 1..FEWEST) => Share::NearlyAll,
        (some, _) => Share::Exactly(some),
    }
}

/// Groups and the different people in them.
#[derive(Default)]
struct Part<'a> {
    groups: u32,
    people: BTreeSet<&'a MemberId>,
}

impl<'a> Part<'a> {
    fn of(coffees: impl Iterator<Item = &'a Coffee>) -> Self {
        let mut part = Self::default();
        for coffee in coffees {
            part.groups += 1;
            part.people.extend(coffee.people.iter().map(|(member, _)| member));
        }
        part
    }

    /// About nobody, or about enough people.
    fn tells_of_nobody(&self) -> bool {
        self.groups == 0 || self.people.len() >= FEWEST as usize
    }
}

fn how_they_went<'a>(
    coffees: &[Coffee],
    team_of: impl Fn(&MemberId) -> Option<&'a str>,
) -> Option<Coffees> {
    let all = Part::of(coffees.iter());
    if all.groups == 0 || !all.tells_of_nobody() {
        return None;
    }
    let of = |wanted: &[Went]| Part::of(coffees.iter().filter(|it| wanted.contains(&went(it))));
    let (met, unknown) = (of(&[Went::Met]), of(&[Went::Unknown]));
    let (not_met, not_known_to) = (of(&[Went::NotMet]), of(&[Went::NotMet, Went::Unknown]));
    let met_tells = met.tells_of_nobody() && not_known_to.tells_of_nobody();
    let all_tell = met_tells && unknown.tells_of_nobody() && not_met.tells_of_nobody();
    let teams = |coffee: &Coffee| -> BTreeSet<&str> {
        coffee.people.iter().filter_map(|(member, _)| team_of(member)).collect()
    };
    let (across, within): (Vec<&Coffee>, Vec<&Coffee>) =
        coffees.iter().partition(|coffee| teams(coffee).len() > 1);
    let pairs: BTreeSet<(&str, &str)> = across
        .iter()
        .flat_map(|coffee| {
            let teams: Vec<&str> = teams(coffee).into_iter().collect();
            pairs_of(&teams)
        })
        .collect();
    let across_tell = Part::of(across.iter().copied()).tells_of_nobody()
        && Part::of(within.into_iter()).tells_of_nobody();
    let number = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    Some(Coffees {
        all: all.groups,
        met: met_tells.then_some(met.groups),
        unknown: all_tell.then_some(unknown.groups),
        across: across_tell.then(|| number(across.len())),
        team_pairs: across_tell.then(|| number(pairs.len())),
    })
}

fn pairs_of<'a>(teams: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let after = |at: usize| teams.iter().skip(at + 1);
    teams
        .iter()
        .enumerate()
        .flat_map(|(at, one)| after(at).map(move |other| (*one, *other)))
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Went {
    Met,
    NotMet,
    Unknown,
}

/// As [`super::coffee::outcome`] counts it.
fn went(coffee: &Coffee) -> Went {
    let said = |what: bool| coffee.people.iter().any(|(_, said)| *said == Some(what));
    match (said(true), said(false)) {
        (true, false) => Went::Met,
        (false, true) => Went::NotMet,
        (true, true) | (false, false) => Went::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn who(number: u32) -> MemberId {
        MemberId::new(format!("U{number:02}"))
    }

    /// Two people of a round, and what each said: `y`, `n` or `-`.
    fn coffee(round: u128, people: [u32; 2], said: [char; 2]) -> Coffee {
        let answer = |said: char| (said != '-').then_some(said == 'y');
        let people = people.into_iter().zip(said).map(|(it, said)| (who(it), answer(said)));
        Coffee { round: Uuid::from_u128(round).into(), people: people.collect() }
    }

    fn of(joined: u32, coffees: &[Coffee]) -> Option<Report> {
        let people: Vec<MemberId> = (0..joined).map(who).collect();
        // People with even numbers are in one team, the others in another.
        let team = |member: &MemberId| {
            let number: u32 = member.as_str()[1..].parse().unwrap();
            Some(if number.is_multiple_of(2) { "even" } else { "odd" })
        };
        report(&people.iter().collect(), coffees, team)
    }

    #[test]
    fn of_fewer_than_five_nothing_is_told() {
        assert_eq!(of(4, &[coffee(1, [0, 1], ['y', 'y'])]), None);
        let report = of(5, &[coffee(1, [0, 1], ['y', 'y'])]).unwrap();
        assert_eq!(report.introduced, Share::Few);
        assert_eq!((report.met, report.coffees), (Share::Few, None));
    }

    #[test]
    fn the_way_from_joining_to_joining_again() {
        let first = (0..6).map(|it| coffee(1, [2 * it, 2 * it + 1], ['y', '-']));
        let second = (0..3).map(|it| coffee(2, [4 * it, 4 * it + 2], ['-', '-']));
        let report = of(20, &first.chain(second).collect::<Vec<_>>()).unwrap();
        assert_eq!(report.joined, 20);
        assert_eq!(report.introduced, Share::Exactly(12));
        assert_eq!(report.met, Share::Exactly(6));
        assert_eq!(report.again, Share::Exactly(6));
        let coffees = report.coffees.unwrap();
        assert_eq!((coffees.all, coffees.met, coffees.unknown), (9, Some(6), Some(3)));
        assert_eq!((coffees.across, coffees.team_pairs), (Some(6), Some(1)));
    }

    #[test]
    fn no_difference_of_two_sums_is_about_somebody() {
        let coffees: Vec<Coffee> =
            (0..4).map(|it| coffee(1, [2 * it, 2 * it + 1], ['y', 'y'])).collect();
        let report = of(10, &coffees).unwrap();
        assert_eq!(report.introduced, Share::NearlyAll, "two were not");
        assert_eq!(of(8, &coffees).unwrap().introduced, Share::Exactly(8));
    }

    #[test]
    fn one_coffee_that_did_not_take_place_is_not_pointed_at() {
        let mut coffees: Vec<Coffee> =
            (0..4).map(|it| coffee(1, [2 * it, 2 * it + 1], ['y', '-'])).collect();
        coffees.push(coffee(1, [8, 9], ['n', '-']));
        let told = of(12, &coffees).unwrap().coffees.unwrap();
        assert_eq!((told.all, told.met, told.unknown), (5, None, None));
        coffees.extend((5..8).map(|it| coffee(1, [2 * it, 2 * it + 1], ['-', '-'])));
        let told = of(20, &coffees).unwrap().coffees.unwrap();
        assert_eq!((told.all, told.met, told.unknown), (8, Some(4), None));
    }
}
