//! What stories come to: sums that are kept apart by how sure they are, and never added together.
//!
//! Of a story counts the least that whoever was helped claims, times how much of it they owe to the
//! community, times how sure they are. Nothing is extrapolated: what nobody told is worth nothing here.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claim, State, Story};
use crate::domain::ids::MemberId;

/// No figure is told about fewer people who were helped (promise 3).
pub const FEWEST: usize = 5;

/// What one story counts at most until there is evidence, in minutes: a working week of forty hours. Of
/// that much, people remember the length well enough; more rests on more than one person's memory.
pub const USUAL_CAP: u32 = 40 * 60;

/// The same for whatever else is counted: nobody can say what much is, so a hundred is looked at.
pub const CAP_OF_THINGS: u32 = 100;

/// What an hour costs, where an admin said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// As it is written before an amount, such as `EUR`.
    pub currency: String,
    /// Whole units of it for an hour.
    pub per_hour: u32,
}

impl Rate {
    /// What so many minutes come to, in whole units, rounded down.
    pub fn of(&self, minutes: u64) -> u64 {
        minutes.saturating_mul(u64::from(self.per_hour)) / 60
    }
}

/// How a workspace counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What one story counts at most until there is evidence, in minutes.
    pub cap: u32,
    /// `None`: hours stay hours.
    pub rate: Option<Rate>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { cap: USUAL_CAP, rate: None }
    }
}

/// What the community cost, in minutes of people's time, as declared: nobody measures it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Of each coffee that somebody said took place: [`COFFEE`] for everybody in it.
    pub coffees: u64,
    /// Of each session that took place: its length for everybody who is known to have taken part.
    pub sessions: u64,
}

/// What a coffee takes of each of its people, in minutes.
pub const COFFEE: u32 = 30;

impl Cost {
    /// The cost of coffees that took place with so many people in all, and of sessions as (minutes,
    /// people).
    pub fn of(people_at_coffee: u32, sessions: &[(u32, u32)]) -> Self {
        let one = |(minutes, people): &(u32, u32)| u64::from(*minutes) * u64::from(*people);
        Self {
            coffees: u64::from(people_at_coffee) * u64::from(COFFEE),
            sessions: sessions.iter().map(one).sum(),
        }
    }

    /// All of it, in minutes.
    pub fn minutes(self) -> u64 {
        self.coffees.saturating_add(self.sessions)
    }
}

/// How many of the accepted answers somebody told the worth of: the others are worth nothing here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Answers with an estimate.
    pub estimated: u32,
    /// All that were accepted.
    pub answers: u32,
}

/// What stands beside the stories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    pub cost: Cost,
    /// Answers that were accepted in the same time.
    pub answers: u32,
    /// How often a reader said *Solved it for me too*: their own word, so it is counted and not valued.
    pub reuses: u32,
}

/// One figure with its range. `counted <= low <= likely <= high`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Stories in it.
    pub stories: u32,
    /// `low x attribution x confidence` of each, rounded down story by story.
    pub counted: u64,
    pub low: u64,
    pub likely: u64,
    pub high: u64,
    /// Stories that claim more than the cap, and have no evidence: of them the cap counts.
    pub capped: u32,
}

/// What stories of one state come to, by what is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    stories: u32,
    minutes: Sum,
    others: BTreeMap<String, Sum>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sum {
    figure: Figure,
    helped: BTreeSet<MemberId>,
}

impl Sum {
    fn told(&self) -> Option<Figure> {
        (self.helped.len() >= FEWEST).then_some(self.figure)
    }
}

impl Tally {
    /// How many stories there are, with an estimate or without.
    pub fn stories(&self) -> u32 {
        self.stories
    }

    /// Time saved, in minutes; `None` where it would be about fewer than [`FEWEST`] people.
    pub fn minutes(&self) -> Option<Figure> {
        self.minutes.told()
    }

    /// What else was saved, by what it is called; what would be about too few people is left out.
    pub fn others(&self) -> impl Iterator<Item = (&str, Figure)> {
        self.others.iter().filter_map(|(measure, sum)| Some((measure.as_str(), sum.told()?)))
    }

    /// Whether there are figures that are not told, because they are about too few people.
    pub fn keeps_back(&self) -> bool {
        let mut all = self.others.values().chain([&self.minutes]);
        all.any(|sum| !sum.helped.is_empty() && sum.told().is_none())
    }

    fn add(&mut self, story: &Story, rules: &Rules) {
        self.stories = self.stories.saturating_add(1);
        let Some(claim) = story.worth() else { return };
        let (sum, cap) = match &claim.measure {
            None => (&mut self.minutes, rules.cap),
            Some(measure) => (self.others.entry(measure.clone()).or_default(), CAP_OF_THINGS),
        };
        sum.helped.insert(story.helped.clone());
        let cap = if story.state == State::Evidenced { u32::MAX } else { cap };
        let figure = &mut sum.figure;
        figure.stories = figure.stories.saturating_add(1);
        figure.counted += u64::from(counted(claim).min(cap));
        figure.low += u64::from(claim.low.min(cap));
        figure.likely += u64::from(claim.likely.min(cap));
        figure.high += u64::from(claim.high.min(cap));
        figure.capped += u32::from(claim.high > cap);
    }
}

/// What counts of a claim before any cap: `low x attribution x confidence`, rounded down.
pub fn counted(claim: &Claim) -> u32 {
    let share = u64::from(claim.attribution.min(100)) * u64::from(claim.confidence.min(100));
    let counted = u64::from(claim.low) * share / 10_000;
    u32::try_from(counted).unwrap_or(claim.low)
}

/// What stories come to. There is nothing that adds one state to another: they differ in how sure they
/// are, and a sum of them would say less than each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub claimed: Tally,
    pub confirmed: Tally,
    pub evidenced: Tally,
    pub cost: Cost,
    pub coverage: Coverage,
    pub reuses: u32,
    pub rate: Option<Rate>,
}

impl Sums {
    /// One state's; `None` for what was taken back: it counts nowhere.
    pub fn of(&self, state: State) -> Option<&Tally> {
        match state {
            State::Claimed => Some(&self.claimed),
            State::Confirmed => Some(&self.confirmed),
            State::Evidenced => Some(&self.evidenced),
            State::Withdrawn => None,
        }
    }

    /// What is left of one state's minutes when all that the community cost is taken off: each state
    /// alone has to pay for it. Below zero where it cost more. `None` where its minutes are not told.
    pub fn after_cost(&self, state: State) -> Option<i64> {
        let counted = self.of(state)?.minutes()?.counted;
        let whole = |minutes: u64| i64::try_from(minutes).unwrap_or(i64::MAX);
        Some(whole(counted).saturating_sub(whole(self.cost.minutes())))
    }
}

/// Adds stories up, each in its state.
pub fn sum<'a>(
    stories: impl IntoIterator<Item = &'a Story>,
    beside: Beside,
    rules: &Rules,
) -> Sums {
    let mut sums = Sums {
        cost: beside.cost,
        coverage: Coverage { estimated: 0, answers: beside.answers },
        reuses: beside.reuses,
        rate: rules.rate.clone(),
        ..Sums::default()
    };
    let mut estimated = BTreeSet::new();
    for story in stories {
        let tally = match story.state {
            State::Claimed => &mut sums.claimed,
            State::Confirmed => &mut sums.confirmed,
            State::Evidenced => &mut sums.evidenced,
            State::Withdrawn => continue,
        };
        tally.add(story, rules);
        if let (super::Source::Question(id), Some(_)) = (&story.source, story.worth()) {
            estimated.insert(*id);
        }
    }
    // Told later than accepted, a story may belong to an answer of an earlier time.
    sums.coverage.estimated =
        u32::try_from(estimated.len()).unwrap_or(u32::MAX).min(beside.answers);
    sums
}

#[cfg(test)]
mod tests;
