//! The one picture of a digest: which of several has something to say this week, in turn.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::{Facts, Window};
use crate::domain::ids::MemberId;
use crate::domain::story::{State, Story};
use crate::domain::ties::{self, Ties};

/// So many weeks of questions are drawn.
pub const WEEKS: usize = 8;
/// Fewer weeks with questions make no picture.
const FEWEST_WEEKS: usize = 3;

/// A week of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub begins: DateTime<Utc>,
    pub asked: u32,
    /// Of those that were asked in it.
    pub answered: u32,
}

/// Minutes that were won, as whoever was helped says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub low: u64,
    pub likely: u64,
    pub high: u64,
}

/// What the stories of one state are worth together. States are never added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByState {
    pub state: State,
    pub stories: u32,
    pub minutes: Range,
}

/// A picture, as numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Teams that met over coffee in the window.
    Ties(Ties),
    /// The last weeks, the oldest first.
    Weeks(Vec<Week>),
    /// In the order of states.
    Value(Vec<ByState>),
}

/// The picture of a community's digest of that number. `asked` is when each question of the last weeks
/// was asked, and whether it was answered; `stories` are those of the last year. `None`: none of them
/// has anything to say.
pub fn figure(
    facts: &Facts,
    window: Window,
    number: u32,
    asked: &[(DateTime<Utc>, bool)],
    stories: &[Story],
) -> Option<Figure> {
    let mut all = [coffee_ties(facts), weeks(window, asked), value(stories)];
    let turn = usize::try_from(number).unwrap_or_default() % all.len();
    all.rotate_left(turn);
    all.into_iter().flatten().next()
}

/// In steps, and nothing about few people: see [`ties::ties`].
fn coffee_ties(facts: &Facts) -> Option<Figure> {
    let coffees: Vec<Vec<MemberId>> = facts
        .coffees
        .iter()
        .map(|coffee| coffee.people.iter().map(|(member, _)| member.clone()).collect())
        .collect();
    let team = |member: &MemberId| facts.teams.get(member).map(String::as_str);
    ties::ties(coffees.iter().map(Vec::as_slice), team).map(Figure::Ties)
}

fn weeks(window: Window, asked: &[(DateTime<Utc>, bool)]) -> Option<Figure> {
    let ahead = |back: usize| Duration::weeks(i64::try_from(back).unwrap_or_default());
    let first = window.until - ahead(WEEKS);
    let mut weeks: Vec<Week> = (0..WEEKS)
        .map(|week| Week { begins: first + ahead(week), asked: 0, answered: 0 })
        .collect();
    for (at, answered) in asked.iter().filter(|(at, _)| (first..window.until).contains(at)) {
        let week = usize::try_from((*at - first).num_weeks()).ok();
        if let Some(week) = week.and_then(|week| weeks.get_mut(week)) {
            week.asked += 1;
            week.answered += u32::from(*answered);
        }
    }
    let busy = weeks.iter().filter(|week| week.asked > 0).count();
    (busy >= FEWEST_WEEKS).then_some(Figure::Weeks(weeks))
}

/// Only stories that the channel may read, with a claim in minutes. One story is no sum.
fn value(stories: &[Story]) -> Option<Figure> {
    let mut sums: BTreeMap<State, ByState> = BTreeMap::new();
    for story in stories.iter().filter(|it| it.is_shown()) {
        let Some(claim) = story.worth().filter(|it| it.measure.is_none()) else { continue };
        let none = ByState { state: story.state, stories: 0, minutes: Range::default() };
        let sum = sums.entry(story.state).or_insert(none);
        sum.stories += 1;
        sum.minutes.low += u64::from(claim.low);
        sum.minutes.likely += u64::from(claim.likely);
        sum.minutes.high += u64::from(claim.high);
    }
    let all: u32 = sums.values().map(|it| it.stories).sum();
    (all > 1).then(|| Figure::Value(sums.into_values().collect()))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use uuid::Uuid;

    use super::*;
    use crate::domain::report::Coffee;

    fn window() -> Window {
        let until = Utc.with_ymd_and_hms(2026, 11, 19, 9, 0, 0).unwrap();
        Window { since: until - Duration::weeks(1), until }
    }

    /// People of two teams over coffee: `a1 b1` are one each of `a` and `b`.
    fn facts(coffees: &[&str]) -> Facts {
        let mut facts = Facts::default();
        for (at, coffee) in coffees.iter().enumerate() {
            let people: Vec<_> =
                coffee.split(' ').map(|it| (MemberId::new(it), Some(true))).collect();
            for (member, _) in &people {
                facts.teams.insert(member.clone(), member.as_str()[..1].to_owned());
            }
            let round = Uuid::from_u128(at as u128).into();
            facts.coffees.push(Coffee { round, people });
        }
        facts
    }

    /// Five people of each of two teams, over coffee in pairs.
    fn busy() -> Facts {
        let coffees: Vec<String> = (1..=5).map(|n| format!("a{n} b{n}")).collect();
        facts(&coffees.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn ties_are_between_teams_and_of_enough_people() {
        let few = facts(&["a1 b1", "a2 c1"]);
        assert_eq!(figure(&few, window(), 0, &[], &[]), None);
        let Some(Figure::Ties(ties)) = figure(&busy(), window(), 0, &[], &[]) else {
            panic!("no ties")
        };
        assert_eq!((ties.teams.len(), ties.ties.len()), (2, 1));
    }

    #[test]
    fn weeks_are_counted_up_to_now() {
        let until = window().until;
        let asked = |days: i64, answered: bool| (until - Duration::days(days), answered);
        let asked =
            [asked(1, true), asked(2, false), asked(8, true), asked(50, true), asked(60, true)];
        let Some(Figure::Weeks(weeks)) = figure(&Facts::default(), window(), 7, &asked, &[]) else {
            panic!("no weeks")
        };
        let counts: Vec<_> = weeks.iter().map(|week| (week.asked, week.answered)).collect();
        let none = (0, 0);
        assert_eq!(counts, [(1, 1), none, none, none, none, none, (1, 1), (2, 1)]);
    }

    #[test]
    fn each_has_its_turn_and_steps_back_when_it_has_nothing_to_say() {
        let asked: Vec<_> = (0..4)
            .map(|week| (window().until - Duration::weeks(week) - Duration::days(1), true))
            .collect();
        let facts = busy();
        let kind = |number| match figure(&facts, window(), number, &asked, &[]) {
            Some(Figure::Ties(_)) => "ties",
            Some(Figure::Weeks(_)) => "weeks",
            Some(Figure::Value(_)) => "value",
            None => "none",
        };
        assert_eq!([0, 1, 2, 3].map(kind), ["ties", "weeks", "ties", "ties"]);
    }
}
