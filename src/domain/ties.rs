//! Which teams know each other through coffee: told in steps and never about fewer than five people of
//! a team, so that nobody can be found in it.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::MemberId;
use super::report::FEWEST;

/// How many teams are told apart, with those that are told together as one of them.
pub const MOST_TEAMS: usize = 12;

/// A team, or those that are told together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Team {
    /// At least five of its people had coffee.
    Named(String),
    /// Several teams with too few people each, or that are too many.
    Others,
}

/// How many people a tie is about, of the team that sent fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Five to nine.
    Some,
    /// Ten to nineteen.
    Many,
    /// Twenty and more.
    Most,
}

impl Strength {
    /// `None` for fewer than five: of them nothing is told.
    fn of(people: usize) -> Option<Self> {
        match people {
            0..5 => None,
            5..10 => Some(Self::Some),
            10..20 => Some(Self::Many),
            _ => Some(Self::Most),
        }
    }
}

/// People of two teams had coffee with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Both teams, by their places in [`Ties::teams`], the smaller first.
    pub teams: (usize, usize),
    pub strength: Strength,
}

/// Which teams had coffee with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties {
    /// Those that have a tie, the ones with the most people first; [`Team::Others`] last.
    pub teams: Vec<Team>,
    /// By their teams.
    pub ties: Vec<Tie>,
}

/// What ties coffees made: each is the people who met. `None` where there is nothing to tell, or nothing
/// that is not about few people.
///
/// A team is named once five of its people had coffee, and a tie is told once five of each side are in it
/// (promise 3: no sums about fewer than five). How many people a tie is about is told in steps; so no change from one week to the next, and no
/// difference of two sums, is about somebody.
pub fn ties<'a, 'm>(
    coffees: impl IntoIterator<Item = &'m [MemberId]>,
    team_of: impl Fn(&MemberId) -> Option<&'a str>,
) -> Option<Ties> {
    let coffees: Vec<&[MemberId]> = coffees.into_iter().collect();
    let told = told_apart(&coffees, &team_of);
    let mut between: BTreeMap<(&Team, &Team), [BTreeSet<&MemberId>; 2]> = BTreeMap::new();
    for coffee in &coffees {
        let mut here: BTreeMap<&Team, Vec<&MemberId>> = BTreeMap::new();
        for member in *coffee {
            if let Some(team) = team_of(member).and_then(|name| told.get(name)) {
                here.entry(team).or_default().push(member);
            }
        }
        for (one, people) in &here {
            for (other, others) in here.range::<&Team, _>(one..).skip(1) {
                let [first, second] = between.entry((one, other)).or_default();
                first.extend(people);
                second.extend(others);
            }
        }
    }
    let between: BTreeMap<(&Team, &Team), Strength> = between
        .into_iter()
        .filter_map(|(teams, [first, second])| {
            Some((teams, Strength::of(first.len().min(second.len()))?))
        })
        .collect();
    let tied: BTreeSet<&Team> = between.keys().flat_map(|(one, other)| [*one, *other]).collect();
    let teams: Vec<Team> = in_order(&coffees, &team_of, &told, &tied);
    let place = |team: &Team| teams.iter().position(|it| it == team);
    let mut ties: Vec<Tie> = between
        .iter()
        .filter_map(|((one, other), strength)| {
            let (one, other) = (place(one)?, place(other)?);
            Some(Tie { teams: (one.min(other), one.max(other)), strength: *strength })
        })
        .collect();
    ties.sort_by_key(|tie| tie.teams);
    (!ties.is_empty()).then_some(Ties { teams, ties })
}

/// Under which name each team is told; one that is not in it is not told at all.
fn told_apart<'a>(
    coffees: &[&[MemberId]],
    team_of: &impl Fn(&MemberId) -> Option<&'a str>,
) -> BTreeMap<&'a str, Team> {
    let mut sizes: Vec<(&str, usize)> = people_of(coffees, team_of)
        .into_iter()
        .map(|(team, people)| (team, people.len()))
        .collect();
    sizes.sort_by_key(|(team, people)| (usize::MAX - people, *team));
    let named = |most: usize| {
        sizes.iter().take_while(|(_, people)| *people >= FEWEST as usize).count().min(most)
    };
    let rest = |from: usize| -> usize { sizes.iter().skip(from).map(|(_, people)| people).sum() };
    let mut names = named(MOST_TEAMS);
    // Those of too few people are told together if they are enough then; there are several of them.
    let others = rest(names) >= FEWEST as usize;
    if others {
        names = named(MOST_TEAMS - 1);
    }
    let told = |(at, (team, _)): (usize, &(&'a str, usize))| {
        if at < names {
            Some((*team, Team::Named((*team).to_owned())))
        } else {
            others.then_some((*team, Team::Others))
        }
    };
    sizes.iter().enumerate().filter_map(told).collect()
}

fn people_of<'a, 'm>(
    coffees: &[&'m [MemberId]],
    team_of: &impl Fn(&MemberId) -> Option<&'a str>,
) -> BTreeMap<&'a str, BTreeSet<&'m MemberId>> {
    let mut teams: BTreeMap<&str, BTreeSet<&MemberId>> = BTreeMap::new();
    for member in coffees.iter().copied().flatten() {
        if let Some(team) = team_of(member) {
            teams.entry(team).or_default().insert(member);
        }
    }
    teams
}

/// The teams that have ties: those with more people first, and the others last.
fn in_order<'a>(
    coffees: &[&[MemberId]],
    team_of: &impl Fn(&MemberId) -> Option<&'a str>,
    told: &BTreeMap<&str, Team>,
    tied: &BTreeSet<&Team>,
) -> Vec<Team> {
    let mut sizes: BTreeMap<&Team, usize> = BTreeMap::new();
    for (name, people) in people_of(coffees, team_of) {
        if let Some(team) = told.get(name).filter(|team| tied.contains(team)) {
            *sizes.entry(team).or_default() += people.len();
        }
    }
    let mut teams: Vec<(&Team, usize)> = sizes.into_iter().collect();
    teams.sort_by_key(|(team, people)| (**team == Team::Others, usize::MAX - people, *team));
    teams.into_iter().map(|(team, _)| team.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ana@red` is of the team `red`; who has no team is called by a name alone.
    fn who(words: &str) -> Vec<MemberId> {
        words.split(' ').map(MemberId::from).collect()
    }

    fn team(member: &MemberId) -> Option<&'static str> {
        let (_, team) = member.as_str().split_once('@')?;
        // Names live as long as the tests.
        Some(String::from(team).leak())
    }

    fn told(coffees: &[Vec<MemberId>]) -> Option<Ties> {
        ties(coffees.iter().map(Vec::as_slice), team)
    }

    /// Coffees of two, between the first people of two teams.
    fn pairs(one: &str, other: &str, many: usize) -> Vec<Vec<MemberId>> {
        (0..many).map(|at| who(&format!("u{at}@{one} u{at}@{other}"))).collect()
    }

    fn named(ties: &Ties) -> Vec<String> {
        let name = |at: usize| match &ties.teams[at] {
            Team::Named(name) => name.clone(),
            Team::Others => "others".to_owned(),
        };
        let told =
            |tie: &Tie| format!("{} {} {:?}", name(tie.teams.0), name(tie.teams.1), tie.strength);
        ties.ties.iter().map(told).collect()
    }

    #[test]
    fn how_many_met_is_told_in_steps() {
        let coffees =
            [pairs("red", "blue", 12), pairs("red", "green", 5), pairs("blue", "green", 4)];
        let ties = told(&coffees.concat()).unwrap();
        assert_eq!(named(&ties), ["blue red Many", "red green Some"]);
        // One more who met changes nothing that is told.
        let more = [coffees.concat(), pairs("red", "blue", 13)].concat();
        assert_eq!(told(&more).unwrap(), ties);
    }

    #[test]
    fn a_team_of_fewer_than_five_is_never_named() {
        let mut coffees = pairs("red", "blue", 4);
        assert_eq!(told(&coffees), None, "eight people, but few of each team");
        coffees.extend(pairs("red", "blue", 5));
        coffees.extend(pairs("red", "law", 2));
        assert_eq!(
            named(&told(&coffees).unwrap()),
            ["blue red Some"],
            "two of law are nobody's to see"
        );
        coffees.extend(pairs("red", "press", 3));
        let ties = told(&coffees).unwrap();
        assert_eq!(named(&ties), ["blue red Some"], "three of red met the others");
        coffees.extend([who("u3@red u3@law"), who("u4@red u4@press")]);
        let ties = told(&coffees).unwrap();
        assert_eq!(ties.teams.last(), Some(&Team::Others));
        assert_eq!(named(&ties), ["blue red Some", "red others Some"]);
    }

    #[test]
    fn many_teams_are_twelve_with_the_others() {
        let coffees: Vec<Vec<MemberId>> = (0..20)
            .flat_map(|at| pairs(&format!("t{at:02}"), &format!("t{:02}", (at + 1) % 20), 6))
            .collect();
        let ties = told(&coffees).unwrap();
        assert_eq!(ties.teams.len(), MOST_TEAMS);
        assert_eq!(ties.teams.last(), Some(&Team::Others));
    }

    #[test]
    fn people_without_a_team_and_coffees_within_one_tie_nothing() {
        let within: Vec<Vec<MemberId>> =
            (0..9).map(|at| who(&format!("u{at}@red v{at}@red w{at}"))).collect();
        assert_eq!(told(&within), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn a_coffee_of_three_teams_ties_each_to_each() {
        let coffees: Vec<Vec<MemberId>> =
            (0..5).map(|at| who(&format!("u{at}@red u{at}@blue u{at}@green"))).collect();
        let ties = told(&coffees).unwrap();
        assert_eq!(named(&ties), ["blue green Some", "blue red Some", "green red Some"]);
    }
}
