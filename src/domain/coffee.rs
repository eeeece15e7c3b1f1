//! What a coffee program is made of, and the rules of its people and rounds.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{ChannelId, GroupId, MemberId, MessageTs, ProgramId, RoundId};
use super::pairing::Reason;
use super::schedule::Cadence;

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
    /// People of a group; 2 for now.
    pub group_size: u8,
    /// How many must have joined before the first round, 2 to 1,000.
    pub minimum: u32,
    /// The local date of the round to come.
    pub next_opening: NaiveDate,
    /// The number of the last round that opened; 0 before the first.
    pub rounds: u32,
    /// The invitation in the channel, once it stands there.
    pub invitation: Option<MessageTs>,
    pub ended: bool,
    pub created_at: DateTime<Utc>,
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
}

impl Participation {
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
        }
    }

    /// Whether the round that opens on `date` counts on them.
    pub fn takes_part_on(&self, date: NaiveDate) -> bool {
        let paused = match self.pause {
            Pause::None => false,
            Pause::Until(back) => date < back,
            Pause::Rounds(left) => left > 0,
        };
        !self.left && !paused && self.skips != Some(date)
    }

    /// What the round that opened on `date` leaves behind: pauses run off, a skip is used up.
    pub fn after_opening(mut self, date: NaiveDate) -> Self {
        self.pause = match self.pause {
            Pause::Rounds(left) if left > 1 => Pause::Rounds(left - 1),
            Pause::Until(back) if date < back => self.pause,
            Pause::None | Pause::Until(_) | Pause::Rounds(_) => Pause::None,
        };
        if self.skips.is_some_and(|skipped| skipped <= date) {
            self.skips = None;
        }
        self
    }
}

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
    /// Who takes part is written down; nobody is paired yet.
    Opened,
    Paired,
    /// Fewer people than the program's minimum (or than two): nobody was paired.
    TooFew,
    Closed,
}

/// One date of a program. Snapshot, seed and algorithm stay, so that it can be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub id: RoundId,
    pub program: ProgramId,
    /// 1 for the program's first.
    pub number: u32,
    pub opens_on: NaiveDate,
    pub seed: [u8; 32],
    pub algorithm: String,
    /// What the pairing was asked, as JSON; empty until it was.
    pub snapshot: String,
    pub state: RoundState,
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
    /// The group message, once it is open.
    pub conversation: Option<ChannelId>,
    /// The introduction in it, once it was sent.
    pub introduction: Option<MessageTs>,
}

/// What one member of a group said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub group: GroupId,
    pub member: MemberId,
    pub met: bool,
    /// One useful thing they gained, in their words.
    pub gained: Option<String>,
    pub at: DateTime<Utc>,
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
