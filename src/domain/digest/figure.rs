//! The one picture of a digest: which of several has something to say this week, in turn.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::{Facts, Window};
use crate::domain::ids::{MemberId, QuestionId};
use crate::domain::story::ledger::{self, Beside, Coverage, Rules};
use crate::domain::story::{State, Story};
use crate::domain::ties::{self, Ties};

/// So many weeks of questions are drawn: fewer before the first question is so long ago.
pub const WEEKS: usize = 8;
/// Fewer weeks with questions make no picture.
const FEWEST_WEEKS: usize = 2;

/// A week of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub begins: DateTime<Utc>,
    pub asked: u32,
    /// Of those that were asked in it.
    pub answered: u32,
}

/// What the stories of one state come to. States are never added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByState {
    /// All of them, with an estimate or without; `None` where it would be about too few people.
    pub stories: Option<u32>,
    /// In minutes, as the ledger has it; `None` where it would be about too few people.
    pub minutes: Option<ledger::Figure>,
}

/// What the stories come to that a channel may read: the ledger's figures, and how much is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    pub claimed: ByState,
    pub confirmed: ByState,
    pub evidenced: ByState,
    pub coverage: Coverage,
}

/// What is known of the time before a window.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// When each question of the last weeks was asked, and whether it was answered.
    pub asked: &'a [(DateTime<Utc>, bool)],
    /// What the stories of the last year come to: see [`value`].
    pub worth: Option<Worth>,
}

/// A picture, as numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Teams that met over coffee in the window.
    Ties(Ties),
    /// The last weeks, the oldest first.
    Weeks(Vec<Week>),
    Value(Worth),
}

/// The picture of a community's digest of that number. `None`: nothing has anything to say.
pub fn figure(facts: &Facts, window: Window, number: u32, known: Known<'_>) -> Option<Figure> {
    let worth = known.worth.map(Figure::Value);
    let mut all = [coffee_ties(facts), weeks(window, known.asked), worth];
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
    let before = weeks.iter().take_while(|week| week.asked == 0).count();
    (busy >= FEWEST_WEEKS).then(|| Figure::Weeks(weeks.split_off(before)))
}

/// What these stories come to from a moment on, of those that the channel may read, beside the questions
/// of which an answer was accepted since: see [`ledger::sum`]. `None` where no state has enough people for
/// a figure.
pub fn value(
    stories: &[Story],
    from: DateTime<Utc>,
    answered: BTreeSet<QuestionId>,
    rules: &Rules,
) -> Option<Worth> {
    let shown = stories.iter().filter(|it| it.is_shown());
    let sums = ledger::sum(shown, from, &Beside { answered, ..Beside::default() }, rules);
    let of = |state: State| {
        let tally = sums.of(state);
        tally.map_or_else(ByState::default, |it| ByState {
            stories: it.stories(),
            minutes: it.minutes(),
        })
    };
    let worth = Worth {
        claimed: of(State::Claimed),
        confirmed: of(State::Confirmed),
        evidenced: of(State::Evidenced),
        coverage: sums.coverage,
    };
    let told = [worth.claimed, worth.confirmed, worth.evidenced];
    told.iter().any(|it| it.minutes.is_some()).then_some(worth)
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;
    use uuid::Uuid;

    use super::*;
    use crate::domain::report::Coffee;
    use crate::domain::story::{Audience, Claim, Concerned, Cycle, Kind, Part, Source};

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
        assert_eq!(figure(&few, window(), 0, Known::default()), None);
        let Some(Figure::Ties(ties)) = figure(&busy(), window(), 0, Known::default()) else {
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
        let known = Known { asked: &asked, worth: None };
        let Some(Figure::Weeks(weeks)) = figure(&Facts::default(), window(), 7, known) else {
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
        let known = Known { asked: &asked, worth: None };
        let kind = |number| match figure(&facts, window(), number, known) {
            Some(Figure::Ties(_)) => "ties",
            Some(Figure::Weeks(_)) => "weeks",
            Some(Figure::Value(_)) => "value",
            None => "none",
        };
        assert_eq!([0, 1, 2, 3].map(kind), ["ties", "weeks", "ties", "ties"]);
    }
    /// A story of that person, who claims so many minutes at least and twice as many at most.
    fn story(of: u128, state: State, low: u32, audience: Audience) -> Story {
        let helped = MemberId::new(format!("U{of}"));
        let person = |member: &MemberId, part| Concerned {
            member: member.clone(),
            part,
            audience: Some(audience),
            named: true,
            out_at: None,
        };
        let at = window().since;
        Story {
            id: Uuid::from_u128(of).into(),
            community: None,
            teller: helped.clone(),
            people: vec![person(&helped, Part::Helped), person(&"UH".into(), Part::Helper)],
            helped,
            happened: "It worked.".to_owned(),
            changed: None,
            kind: Kind::Support,
            goal: None,
            claim: Some(Claim {
                measure: None,
                low,
                likely: low,
                high: low * 2,
                before: None,
                after: None,
                confidence: 50,
                attribution: 100,
            }),
            state,
            cycle: Cycle::Immediate,
            evidence: None,
            source: Source::Told,
            post: None,
            told_at: at,
            since: at,
            published_at: Some(at),
            fell_through: false,
        }
    }

    #[test]
    fn value_is_what_the_ledger_counts_and_nothing_about_few() {
        let all = |many: u128, state| -> Vec<Story> {
            (1..=many).map(|of| story(of, state, 60, Audience::Community)).collect()
        };
        let answered: BTreeSet<QuestionId> = (1..=9).map(|it| Uuid::from_u128(it).into()).collect();
        let value = |stories: &[Story], rules: &Rules| {
            value(stories, window().since, answered.clone(), rules)
        };
        assert_eq!(value(&all(4, State::Confirmed), &Rules::default()), None, "four people");
        let mut stories = [all(4, State::Confirmed), all(3, State::Evidenced)].concat();
        stories.push(story(6, State::Confirmed, 60, Audience::Us));
        stories.push(story(7, State::Withdrawn, 60, Audience::Everyone));
        // One that claims a year: of it the cap counts.
        stories.push(story(8, State::Confirmed, 100_000, Audience::Everyone));
        let worth = value(&stories, &Rules { cap: 120, rate: None }).unwrap();
        let counted = worth.confirmed.minutes.unwrap();
        assert_eq!((worth.confirmed.stories, counted.counted), (Some(5), 4 * 30 + 120));
        assert_eq!((counted.low, counted.high), (4 * 60 + 120, 5 * 120));
        assert_eq!((worth.evidenced.stories, worth.evidenced.minutes), (None, None));
        assert_eq!(worth.claimed, ByState::default());
        assert_eq!((worth.coverage.estimated, worth.coverage.answers), (None, 9));
    }
}
