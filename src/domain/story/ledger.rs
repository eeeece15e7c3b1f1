//! What stories come to: sums that are kept apart by how sure they are, and never added together.
//!
//! Of a story counts the least that whoever was helped claims, times how much of it they owe to the
//! community, times how sure they are. Nothing is extrapolated: what nobody told is worth nothing here.
//!
//! Nobody reads one person's claim out of two sums either: stories are added up in groups of five people
//! who were helped, in the order in which they came into their state, and a group counts when it is whole.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::{Claim, Source, State, Story};
use crate::domain::ids::{MemberId, QuestionId};

/// No figure is told about fewer people (promise 3).
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

/// Minutes of people's time that a community took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    pub minutes: u64,
    /// Of at least so many different people.
    pub people: u32,
}

impl Spent {
    /// The minutes; `None` where they would be about fewer than [`FEWEST`] people.
    pub fn told(self) -> Option<u64> {
        (self.people == 0 || enough(self.people)).then_some(self.minutes)
    }
}

/// What the community cost, in minutes of people's time, as declared: nobody measures it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Of each coffee that somebody said took place: [`COFFEE`] for everybody in it.
    pub coffees: Spent,
    /// Of each session that took place: its length for everybody who is known to have taken part.
    pub sessions: Spent,
}

/// What a coffee takes of each of its people, in minutes.
pub const COFFEE: u32 = 30;

impl Cost {
    /// The cost of coffees that took place, as seats and as different people in them, and of sessions as
    /// (minutes, people).
    pub fn of((seats, people): (u32, u32), sessions: &[(u32, u32)]) -> Self {
        let one = |(minutes, people): &(u32, u32)| u64::from(*minutes) * u64::from(*people);
        Self {
            coffees: Spent { minutes: u64::from(seats) * u64::from(COFFEE), people },
            sessions: Spent {
                minutes: sessions.iter().map(one).sum(),
                people: sessions.iter().map(|(_, people)| *people).max().unwrap_or(0),
            },
        }
    }

    /// All of it, in minutes; `None` where one part of it is not told.
    pub fn told(self) -> Option<u64> {
        Some(self.coffees.told()?.saturating_add(self.sessions.told()?))
    }
}

/// How many of the accepted answers somebody told the worth of: the others are worth nothing here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Answers with an estimate; `None` for fewer than [`FEWEST`].
    pub estimated: Option<u32>,
    /// All that were accepted.
    pub answers: u32,
}

/// What stands beside the stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    pub cost: Cost,
    /// The questions of which an answer was accepted in the same time.
    pub answered: BTreeSet<QuestionId>,
    /// How many readers said *Solved it for me too*: their own word, so it is counted and not valued.
    pub readers: u32,
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
    all: Sum,
    minutes: Sum,
    others: BTreeMap<String, Sum>,
}

/// Figures of groups of [`FEWEST`] people: whoever looks before and after somebody's story sees either no
/// difference, or that of five people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sum {
    told: Option<Figure>,
    waiting: Figure,
    helped: BTreeSet<MemberId>,
}

impl Sum {
    fn add(&mut self, story: &Story, one: Figure, from: DateTime<Utc>) {
        self.waiting.add(one);
        self.helped.insert(story.helped.clone());
        if self.helped.len() < FEWEST {
            return;
        }
        let group = std::mem::take(&mut self.waiting);
        self.helped.clear();
        // A group goes as it came: as a whole.
        if story.since >= from {
            self.told.get_or_insert_default().add(group);
        }
    }
}

impl Figure {
    fn of(claim: &Claim, cap: u32) -> Self {
        Self {
            stories: 1,
            counted: u64::from(counted(claim).min(cap)),
            low: u64::from(claim.low.min(cap)),
            likely: u64::from(claim.likely.min(cap)),
            high: u64::from(claim.high.min(cap)),
            capped: u32::from(claim.high > cap),
        }
    }

    fn add(&mut self, it: Self) {
        self.stories = self.stories.saturating_add(it.stories);
        self.counted = self.counted.saturating_add(it.counted);
        self.low = self.low.saturating_add(it.low);
        self.likely = self.likely.saturating_add(it.likely);
        self.high = self.high.saturating_add(it.high);
        self.capped = self.capped.saturating_add(it.capped);
    }
}

impl Tally {
    /// How many stories there are, with an estimate or without; `None` where it would be about fewer than
    /// [`FEWEST`] people who were helped.
    pub fn stories(&self) -> Option<u32> {
        self.all.told.map(|it| it.stories)
    }

    /// Time saved, in minutes; `None` as of [`Tally::stories`].
    pub fn minutes(&self) -> Option<Figure> {
        self.minutes.told
    }

    /// What else was saved, by what it is called; what would be about too few people is left out.
    pub fn others(&self) -> impl Iterator<Item = (&str, Figure)> {
        self.others.iter().filter_map(|(measure, sum)| Some((measure.as_str(), sum.told?)))
    }

    fn add(&mut self, story: &Story, rules: &Rules, from: DateTime<Utc>) {
        self.all.add(story, Figure { stories: 1, ..Figure::default() }, from);
        let Some(claim) = own_claim(story) else { return };
        let (sum, cap) = match &claim.measure {
            None => (&mut self.minutes, rules.cap),
            Some(measure) => (self.others.entry(measure.clone()).or_default(), CAP_OF_THINGS),
        };
        let cap = if story.state == State::Evidenced { u32::MAX } else { cap };
        sum.add(story, Figure::of(claim, cap), from);
    }
}

/// What whoever was helped claims. What somebody else told of them is nobody's claim until they confirm it.
fn own_claim(story: &Story) -> Option<&Claim> {
    let theirs = story.teller == story.helped || story.state != State::Claimed;
    story.worth().filter(|_| theirs)
}

fn enough(people: u32) -> bool {
    usize::try_from(people).is_ok_and(|people| people >= FEWEST)
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
    /// Readers who said that it solved it for them too; `None` for fewer than [`FEWEST`].
    pub readers: Option<u32>,
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
    /// alone has to pay for it. Below zero where it cost more. `None` where its minutes or the cost are
    /// not told.
    pub fn after_cost(&self, state: State) -> Option<i64> {
        let counted = self.of(state)?.minutes()?.counted;
        let whole = |minutes: u64| i64::try_from(minutes).unwrap_or(i64::MAX);
        Some(whole(counted).saturating_sub(whole(self.cost.told()?)))
    }
}

/// Adds stories up, each in its state: those of groups of people that became whole at `from` or later.
/// Wants all stories there are, also older ones, so that the same people are in the same group each time.
pub fn sum<'a>(
    stories: impl IntoIterator<Item = &'a Story>,
    from: DateTime<Utc>,
    beside: &Beside,
    rules: &Rules,
) -> Sums {
    let mut sums = Sums {
        cost: beside.cost,
        readers: enough(beside.readers).then_some(beside.readers),
        rate: rules.rate.clone(),
        ..Sums::default()
    };
    let mut stories: Vec<&Story> = stories.into_iter().collect();
    stories.sort_by_key(|it| (it.since, it.id));
    let mut estimated = BTreeSet::new();
    for story in stories {
        let tally = match story.state {
            State::Claimed => &mut sums.claimed,
            State::Confirmed => &mut sums.confirmed,
            State::Evidenced => &mut sums.evidenced,
            State::Withdrawn => continue,
        };
        tally.add(story, rules, from);
        if let (Source::Question(id), Some(_)) = (&story.source, own_claim(story)) {
            estimated.insert(*id);
        }
    }
    // A story of an answer that was accepted at another time says nothing about these.
    let estimated = count(estimated.intersection(&beside.answered).count());
    sums.coverage = Coverage {
        estimated: enough(estimated).then_some(estimated),
        answers: count(beside.answered.len()),
    };
    sums
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
