//! What a coffee program is made of, and the rules of its people and rounds.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{ChannelId, GroupId, MemberId, MessageTs, ProgramId, RoundId};
use super::meeting::{Meeting, Rating};
use super::pairing::{LeftOut, Paired, Reason, Repeat, Rules};
use super::people::Standing;
use super::plan::{Plan, Style};
use super::schedule::Cadence;
use super::silence::Silence;

/// The smallest number of people a first round may start with, unless the steward says otherwise.
pub const DEFAULT_MINIMUM: u32 = 6;

/// A standing coffee arrangement in one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub id: ProgramId,
    pub channel: ChannelId,
    /// Who set it up.
    pub steward: MemberId,
    pub cadence: Cadence,
    /// Whom it brings together.
    pub rules: Rules,
    /// Nobody is grouped with their own manager.
    pub managers_apart: bool,
    /// Its own words.
    pub style: Style,
    /// How many must have joined before the first round, 2 to 1,000.
    pub minimum: u32,
    /// The local date of the round to come.
    pub next_opening: NaiveDate,
    /// The number of the last round that opened; 0 before the first.
    pub rounds: u32,
    /// The invitation in the channel, once it stands there.
    pub invitation: Option<MessageTs>,
    /// Of a private channel: only who is in it learns of it.
    pub private: bool,
    pub ended: bool,
    pub created_at: DateTime<Utc>,
}

impl Program {
    /// Whether somebody may learn of it outside of its channel: anybody of a public one, else who
    /// has joined or set it up.
    pub fn shows_to(&self, member: &MemberId, joined: bool) -> bool {
        !self.private || joined || self.steward == *member
    }

    /// What its steward has chosen.
    pub fn plan(&self) -> Plan {
        Plan {
            cadence: self.cadence,
            minimum: self.minimum,
            rules: self.rules.clone(),
            managers_apart: self.managers_apart,
            style: self.style.clone(),
        }
    }

    /// The same program by another plan; its date stays.
    #[must_use]
    pub fn following(self, plan: Plan) -> Self {
        let Plan { cadence, minimum, rules, managers_apart, style } = plan;
        Self { cadence, minimum, rules, managers_apart, style, ..self }
    }
}

/// Why a channel cannot have coffee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoCoffeeHere {
    /// Nothing by that id that the bot may see: deleted, or private.
    NotFound,
    /// Private, and nobody has invited the bot.
    Private,
    Archived,
    /// Shared with another organization.
    Shared,
    /// A direct or group message.
    NotAChannel,
    /// There is a program already.
    AlreadyThere,
    /// Slack did not answer for so long that nobody should wait any more.
    Unreachable,
}

/// When somebody who has joined does not want to be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    #[default]
    None,
    /// Back on this date.
    Until(NaiveDate),
    /// So many rounds more.
    Rounds(u32),
    /// Until they say that they are back.
    UntilBack,
}

/// Somebody in a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    pub program: ProgramId,
    pub member: MemberId,
    pub joined_at: DateTime<Utc>,
    pub left: bool,
    pub pause: Pause,
    /// The one opening they skip.
    pub skips: Option<NaiveDate>,
    /// Trios they were the third of, and the round of the last.
    pub trios: u32,
    pub last_trio: Option<u32>,
    /// The round in which they sat out last because the number was odd.
    pub sat_out: Option<u32>,
    pub silence: Silence,
}

impl Participation {
    /// Somebody who just joined: in, not paused, and never the third of a trio.
    pub fn new(program: ProgramId, member: MemberId, joined_at: DateTime<Utc>) -> Self {
        Self {
            program,
            member,
            joined_at,
            left: false,
            pause: Pause::None,
            skips: None,
            trios: 0,
            last_trio: None,
            sat_out: None,
            silence: Silence::default(),
        }
    }

    /// Whether the round that opens on `date` counts on them.
    pub fn takes_part_on(&self, date: NaiveDate) -> bool {
        let paused = match self.pause {
            Pause::None => false,
            Pause::Until(back) => date < back,
            Pause::Rounds(left) => left > 0,
            Pause::UntilBack => true,
        };
        !self.left && !paused && self.skips != Some(date)
    }

    /// What the round that opened on `date` leaves behind: pauses run off, a skip is used up.
    pub fn after_opening(mut self, date: NaiveDate) -> Self {
        self.pause = match self.pause {
            Pause::Rounds(left) if left > 1 => Pause::Rounds(left - 1),
            Pause::Until(back) if date < back => self.pause,
            Pause::UntilBack => self.pause,
            Pause::None | Pause::Until(_) | Pause::Rounds(_) => Pause::None,
        };
        if self.skips.is_some_and(|skipped| skipped <= date) {
            self.skips = None;
        }
        self
    }
}

/// Why somebody cannot take part in coffee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Guests do not take part by default: who invited them may not want them to meet everybody.
    Guest,
    /// Somebody of another organization.
    External,
    Bot,
    Deactivated,
}

/// Whether somebody of that standing may take part; `guests` is the operator's switch.
///
/// # Errors
/// They are not a full member of the workspace: why.
pub fn may_take_part(standing: Standing, guests: bool) -> Result<(), WhyNot> {
    match standing {
        Standing::Full => Ok(()),
        Standing::Guest if guests => Ok(()),
        Standing::Guest => Err(WhyNot::Guest),
        Standing::External => Err(WhyNot::External),
        Standing::Bot => Err(WhyNot::Bot),
        Standing::Deactivated => Err(WhyNot::Deactivated),
    }
}

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
    /// Who takes part is written down; nobody is paired yet.
    Opened,
    Paired,
    Closed,
}

/// One date of a program. Its seed, its algorithm and what its pairing was asked stay, so that it can
/// be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub id: RoundId,
    pub program: ProgramId,
    /// 1 for the program's first.
    pub number: u32,
    pub opens_on: NaiveDate,
    /// The days of its follow-ups, as they were when it opened: a new rhythm counts from the next
    /// round on.
    pub reminder_on: NaiveDate,
    pub check_in_on: NaiveDate,
    pub seed: [u8; 32],
    pub algorithm: String,
    pub state: RoundState,
}

/// What a round's pairing came to. Groups may have changed since: people leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Each with its members, the third last.
    pub groups: Vec<Vec<MemberId>>,
    pub left_out: Vec<LeftOut>,
}

impl From<&Paired> for Decided {
    fn from(paired: &Paired) -> Self {
        Self {
            groups: paired.groups.iter().map(|group| group.members.clone()).collect(),
            left_out: paired.left_out.clone(),
        }
    }
}

/// People of one round who were introduced to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub round: RoundId,
    pub program: ProgramId,
    /// Sorted, the third last.
    pub members: Vec<MemberId>,
    /// Who is asked to say hello first.
    pub opener: MemberId,
    /// Which of the first questions; see `views::first_questions`.
    pub question: u32,
    pub because: Vec<Reason>,
    /// Who of them had met before.
    pub repeats: Vec<Repeat>,
    /// The group message, once it is open.
    pub conversation: Option<ChannelId>,
    /// The introduction in it, once it was sent.
    pub introduction: Option<MessageTs>,
    /// When they may meet, and will.
    pub meeting: Meeting,
}

/// What one member of a group said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub group: GroupId,
    pub member: MemberId,
    pub met: bool,
    /// One useful thing they gained, in their words.
    pub gained: Option<String>,
    /// How it was; nobody else ever sees it.
    pub rating: Option<Rating>,
    /// What they gained may become a value story, if they still agree then.
    pub story: bool,
    pub at: DateTime<Utc>,
}

impl Answer {
    /// A bare yes or no.
    pub fn new(group: GroupId, member: MemberId, met: bool, at: DateTime<Utc>) -> Self {
        Self { group, member, met, gained: None, rating: None, story: false, at }
    }
}

/// Whether a group met, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Met,
    NotMet,
    /// Nobody said, or they disagree.
    Unknown,
}

/// One yes counts as met unless another says no; disagreement counts as unknown.
pub fn outcome<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Outcome {
    let (mut yes, mut no) = (false, false);
    for answer in answers {
        yes |= answer.met;
        no |= !answer.met;
    }
    match (yes, no) {
        (true, false) => Outcome::Met,
        (false, true) => Outcome::NotMet,
        (true, true) | (false, false) => Outcome::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn ana() -> Participation {
        Participation::new(Uuid::nil().into(), "UANA".into(), DateTime::UNIX_EPOCH)
    }

    fn answer(member: &str, met: bool) -> Answer {
        Answer::new(Uuid::nil().into(), member.into(), met, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn who_joined_takes_part_until_they_leave() {
        let date = day("2026-11-23");
        assert!(ana().takes_part_on(date));
        assert!(!Participation { left: true, ..ana() }.takes_part_on(date));
    }

    #[test]
    fn who_paused_until_a_date_is_back_on_it() {
        let paused = Participation { pause: Pause::Until(day("2026-12-07")), ..ana() };
        assert!(!paused.takes_part_on(day("2026-11-30")));
        assert!(paused.takes_part_on(day("2026-12-07")));
        let still = paused.after_opening(day("2026-11-30"));
        assert_eq!(still.pause, Pause::Until(day("2026-12-07")));
        assert_eq!(still.after_opening(day("2026-12-07")).pause, Pause::None);
    }

    #[test]
    fn who_paused_for_two_rounds_misses_exactly_two() {
        let mut person = Participation { pause: Pause::Rounds(2), ..ana() };
        let mut missed = 0;
        for date in ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"].map(day) {
            missed += u32::from(!person.takes_part_on(date));
            person = person.after_opening(date);
        }
        assert_eq!(missed, 2);
        assert_eq!(person.pause, Pause::None);
    }

    #[test]
    fn who_paused_until_they_are_back_comes_back_by_themselves_never() {
        let mut person = Participation { pause: Pause::UntilBack, ..ana() };
        for date in ["2026-11-23", "2027-11-30"].map(day) {
            assert!(!person.takes_part_on(date));
            person = person.after_opening(date);
        }
        assert_eq!(person.pause, Pause::UntilBack);
    }

    #[test]
    fn a_skip_is_for_one_opening() {
        let skips = Participation { skips: Some(day("2026-11-30")), ..ana() };
        assert!(skips.takes_part_on(day("2026-11-23")));
        assert!(!skips.takes_part_on(day("2026-11-30")));
        let before = skips.after_opening(day("2026-11-23"));
        assert_eq!(before.skips, Some(day("2026-11-30")));
        assert_eq!(before.after_opening(day("2026-11-30")).skips, None);
    }

    #[test]
    fn a_skip_of_a_date_that_never_came_does_not_stay() {
        let skips = Participation { skips: Some(day("2026-11-30")), ..ana() };
        assert_eq!(skips.after_opening(day("2026-12-07")).skips, None);
    }

    #[test]
    fn only_full_members_take_part() {
        assert_eq!(may_take_part(Standing::Full, false), Ok(()));
        assert_eq!(may_take_part(Standing::Guest, false), Err(WhyNot::Guest));
        assert_eq!(may_take_part(Standing::External, false), Err(WhyNot::External));
        assert_eq!(may_take_part(Standing::Bot, false), Err(WhyNot::Bot));
        assert_eq!(may_take_part(Standing::Deactivated, false), Err(WhyNot::Deactivated));
        assert_eq!(may_take_part(Standing::Guest, true), Ok(()));
        assert_eq!(may_take_part(Standing::External, true), Err(WhyNot::External));
    }

    #[test]
    fn one_yes_is_enough_and_disagreement_is_unknown() {
        let of = |answers: &[bool]| {
            let answers: Vec<Answer> = answers.iter().map(|met| answer("U1", *met)).collect();
            outcome(&answers)
        };
        assert_eq!(of(&[]), Outcome::Unknown);
        assert_eq!(of(&[true]), Outcome::Met);
        assert_eq!(of(&[true, true]), Outcome::Met);
        assert_eq!(of(&[false]), Outcome::NotMet);
        assert_eq!(of(&[true, false]), Outcome::Unknown);
    }

    proptest! {
        #[test]
        fn the_order_of_answers_changes_nothing(
            (given, shuffled) in proptest::collection::vec(any::<bool>(), 0..6)
                .prop_flat_map(|given| (Just(given.clone()), Just(given).prop_shuffle())),
        ) {
            let answers = |met: &[bool]| -> Vec<Answer> {
                met.iter().map(|met| answer("U1", *met)).collect()
            };
            prop_assert_eq!(outcome(&answers(&given)), outcome(&answers(&shuffled)));
        }
    }
}
