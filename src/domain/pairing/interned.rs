//! The people of a round as numbers: each at a place `0..len` in the order of their ids, and all
//! that the goals of `pair` ask of two of them answered from a few compact columns.

mod met;
mod of;
mod overlap;
mod rows;

pub use met::Meetings;
pub(super) use of::in_order;
pub use overlap::Hours;
pub use rows::Rows;
pub(super) use rows::{at, count};

use super::{Common, Mix, Rules, Unit};

/// In the columns: no team, no department.
pub const NONE: u32 = u32::MAX;

/// What a meeting with somebody of another department (or, within, of the same team) is worth.
pub(super) const FARTHEST: u32 = 600;
/// What a meeting with somebody of another team is worth.
pub(super) const OTHER_TEAM: u32 = 400;
/// More of the working hours in common are not worth more, in minutes.
const ENOUGH_OVERLAP: u32 = 240;
/// What each of two shared interests is worth.
const INTEREST: u32 = 25;
/// What it is worth that somebody new meets somebody who is not.
const NEWCOMER: u32 = 40;
/// No pair is worth more.
pub const MOST_WORTH: u32 = FARTHEST + 300 + 2 * INTEREST + NEWCOMER;

/// Unit, hours, modes and languages, as far as a rule asks for them.
pub(super) type RuleKey<'a> = (u32, u32, &'a [u32], &'a [u32]);

/// What is most often asked of somebody, kept together.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// [`NONE`] where not given.
    pub team: u32,
    /// [`NONE`] where not given.
    pub department: u32,
    /// Which of the [`Hours`].
    pub hours: u32,
    pub newcomer: bool,
    pub prefers_trio: bool,
    /// A bit for each interest, by its number modulo 64. Filled in by [`Interned::new`].
    pub interests: u64,
}

/// Which turns somebody had.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turn {
    pub trios: u32,
    pub last_trio: Option<u32>,
    pub sat_out: Option<u32>,
}

/// All columns. Those of which nothing is known may be empty.
#[derive(Clone, Debug)]
pub struct Columns {
    pub round: u32,
    pub rules: Rules,
    pub cards: Vec<Card>,
    pub hours: Hours,
    pub interests: Rows,
    pub modes: Rows,
    pub languages: Rows,
    /// Who may not meet whom, in both lists ([`Rows::of_pairs`]).
    pub exclusions: Rows,
    pub meetings: Meetings,
    pub turns: Vec<Turn>,
}

/// The people of a round as numbers.
#[derive(Clone, Debug)]
pub struct Interned {
    columns: Columns,
    /// No more than 64 interests: their bits tell them apart.
    few_interests: bool,
    share_mode: bool,
    share_language: bool,
}

impl Interned {
    /// From columns, for people without names.
    pub fn new(mut columns: Columns) -> Self {
        let interests = &columns.interests;
        let mut few_interests = true;
        for (card, place) in columns.cards.iter_mut().zip(0..) {
            card.interests = 0;
            for interest in interests.row(place) {
                few_interests &= *interest < u64::BITS;
                card.interests |= 1 << (interest % u64::BITS);
            }
        }
        let share = |what| columns.rules.must_share.contains(&what);
        let share_mode = share(Common::Mode) && !columns.modes.is_empty();
        let share_language = share(Common::Language) && !columns.languages.is_empty();
        Self { columns, few_interests, share_mode, share_language }
    }

    pub fn len(&self) -> u32 {
        count(self.columns.cards.len())
    }

    pub fn is_empty(&self) -> bool {
        self.columns.cards.is_empty()
    }

    pub fn places(&self) -> std::ops::Range<u32> {
        0..self.len()
    }

    /// This round's number.
    pub fn round(&self) -> u32 {
        self.columns.round
    }

    pub fn rules(&self) -> &Rules {
        &self.columns.rules
    }

    #[inline]
    pub(super) fn card(&self, place: u32) -> Option<&Card> {
        self.columns.cards.get(at(place))
    }

    fn turn(&self, place: u32) -> Turn {
        self.columns.turns.get(at(place)).copied().unwrap_or_default()
    }

    /// Whether two people may meet: neither excludes the other, and no rule of the program forbids
    /// it.
    #[inline]
    pub fn admissible(&self, one: u32, other: u32) -> bool {
        one != other && self.permitted(one, other) && !self.columns.exclusions.holds(one, other)
    }

    /// Whether no rule of the program forbids that two people meet. Those of one [`RuleKey`] are
    /// all the same in this.
    #[inline]
    pub(super) fn permitted(&self, one: u32, other: u32) -> bool {
        let (Some(this), Some(that)) = (self.card(one), self.card(other)) else { return false };
        self.permitted_by_cards((one, this), (other, that)).is_some()
    }

    /// The minutes in common of two people whom no rule forbids to meet.
    #[inline]
    fn permitted_by_cards(
        &self,
        (one, this): (u32, &Card),
        (other, that): (u32, &Card),
    ) -> Option<u32> {
        let rules = &self.columns.rules;
        let same = match rules.must_differ {
            None => false,
            Some(Unit::Team) => this.team != NONE && this.team == that.team,
            Some(Unit::Department) => this.department != NONE && this.department == that.department,
        };
        let common = self.columns.hours.common(this.hours, that.hours);
        common.filter(|minutes| {
            !same
                && *minutes >= rules.min_overlap_minutes
                && (!self.share_mode || shared(&self.columns.modes, one, other))
                && (!self.share_language || shared(&self.columns.languages, one, other))
        })
    }

    /// All of somebody that the program's rules ask for.
    pub(super) fn rule_key(&self, one: u32) -> RuleKey<'_> {
        let unit = match self.columns.rules.must_differ {
            None => NONE,
            Some(Unit::Team) => self.team(one),
            Some(Unit::Department) => self.department(one),
        };
        let modes = if self.share_mode { self.columns.modes.row(one) } else { &[] };
        let languages = if self.share_language { self.columns.languages.row(one) } else { &[] };
        (unit, self.hours(one), modes, languages)
    }

    /// What a meeting is worth, if no rule forbids it; whether one excludes the other is not asked.
    #[inline]
    pub(super) fn worth_if_permitted(&self, one: (u32, &Card), other: (u32, &Card)) -> Option<u32> {
        let minutes = self.permitted_by_cards(one, other)?;
        Some(self.worth_with(one, other, minutes))
    }

    /// What it costs that two people meet again: `100 + floor(100 / age)`, nothing for new pairs.
    #[inline]
    pub fn repeat_cost(&self, one: u32, other: u32) -> u32 {
        self.columns.meetings.cost(one, other)
    }

    /// Whom somebody met before and in which round last, in the order of places.
    pub fn met(&self, one: u32) -> impl Iterator<Item = (u32, u32)> {
        self.columns.meetings.of_person(one)
    }

    /// Whom somebody met before, in the order of places.
    #[inline]
    pub fn met_with(&self, one: u32) -> &[u32] {
        self.columns.meetings.with(one)
    }

    /// The round in which two people met last, if they did.
    #[inline]
    pub fn last_met(&self, one: u32, other: u32) -> Option<u32> {
        self.columns.meetings.last(one, other)
    }

    /// How many rounds ago two people met last, if they did; 1 at least.
    pub fn age(&self, one: u32, other: u32) -> Option<u32> {
        self.last_met(one, other).map(|round| self.columns.meetings.age(round))
    }

    /// What a meeting of two people is worth by the third goal, at most [`MOST_WORTH`].
    #[inline]
    pub fn worth(&self, one: u32, other: u32) -> u32 {
        let (Some(this), Some(that)) = (self.card(one), self.card(other)) else { return 0 };
        let minutes = self.columns.hours.common(this.hours, that.hours).unwrap_or_default();
        self.worth_with((one, this), (other, that), minutes)
    }

    #[inline]
    fn worth_with(
        &self,
        (one, this): (u32, &Card),
        (other, that): (u32, &Card),
        minutes: u32,
    ) -> u32 {
        self.mixed(this, that)
            + 300 * minutes.min(ENOUGH_OVERLAP) / ENOUGH_OVERLAP
            + INTEREST * self.interests_in_common(one, other, this.interests & that.interests)
            + NEWCOMER * u32::from(this.newcomer != that.newcomer)
    }

    #[inline]
    fn mixed(&self, this: &Card, that: &Card) -> u32 {
        let differ = |one: u32, other: u32| one != NONE && other != NONE && one != other;
        match self.columns.rules.mix {
            Mix::Across if differ(this.department, that.department) => FARTHEST,
            // A team counts by itself where one of the departments is not known.
            Mix::Across if differ(this.team, that.team) => OTHER_TEAM,
            Mix::Within if this.team != NONE && this.team == that.team => FARTHEST,
            Mix::Any | Mix::Across | Mix::Within => 0,
        }
    }

    /// What of the worth of a pair is for teams and departments: 600, 400 or nothing.
    pub fn mix_worth(&self, one: u32, other: u32) -> u32 {
        self.card(one).zip(self.card(other)).map_or(0, |(this, that)| self.mixed(this, that))
    }

    /// Two at most.
    #[inline]
    fn interests_in_common(&self, one: u32, other: u32, bits: u64) -> u32 {
        if bits == 0 {
            0
        } else if self.few_interests {
            bits.count_ones().min(2)
        } else {
            self.columns.interests.in_common(one, other, 2)
        }
    }

    /// Minutes of working hours in common; 0 for two without a common working day.
    #[inline]
    pub fn overlap(&self, one: u32, other: u32) -> u32 {
        let (Some(this), Some(that)) = (self.card(one), self.card(other)) else { return 0 };
        self.columns.hours.common(this.hours, that.hours).unwrap_or_default()
    }

    /// The number of somebody's team, or [`NONE`].
    #[inline]
    pub fn team(&self, one: u32) -> u32 {
        self.card(one).map_or(NONE, |card| card.team)
    }

    /// The number of somebody's department, or [`NONE`].
    #[inline]
    pub fn department(&self, one: u32) -> u32 {
        self.card(one).map_or(NONE, |card| card.department)
    }

    /// Which hours somebody works: the same number, the same overlap with anybody.
    #[inline]
    pub fn hours(&self, one: u32) -> u32 {
        self.card(one).map_or(NONE, |card| card.hours)
    }

    /// The numbers of somebody's interests, sorted.
    #[inline]
    pub fn interests(&self, one: u32) -> &[u32] {
        self.columns.interests.row(one)
    }

    /// Whom somebody may not meet though no rule of the program forbids it, sorted.
    #[inline]
    pub fn excluded(&self, one: u32) -> &[u32] {
        self.columns.exclusions.row(one)
    }

    #[inline]
    pub fn newcomer(&self, one: u32) -> bool {
        self.card(one).is_some_and(|card| card.newcomer)
    }

    pub fn prefers_trio(&self, one: u32) -> bool {
        self.card(one).is_some_and(|card| card.prefers_trio)
    }

    pub fn trios(&self, one: u32) -> u32 {
        self.turn(one).trios
    }

    pub fn last_trio(&self, one: u32) -> Option<u32> {
        self.turn(one).last_trio
    }

    pub fn sat_out(&self, one: u32) -> Option<u32> {
        self.turn(one).sat_out
    }
}

/// Whether two people have one of these in common, or one of them says nothing.
#[inline]
fn shared(lists: &Rows, one: u32, other: u32) -> bool {
    lists.row(one).is_empty() || lists.row(other).is_empty() || lists.in_common(one, other, 1) > 0
}
