//! One question offered to one expert.

use chrono::{DateTime, Utc};

use super::ids::{MemberId, QuestionId, ReferralId};
use super::question::Spot;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralState {
    /// They were asked whether they want to be asked at all.
    Hello,
    /// The question stands before them.
    Offered,
    /// They said that they can answer it.
    Accepted,
    /// "Not for me."
    Declined,
    /// They named somebody else.
    HandedOver,
    /// They said nothing in time.
    Lapsed,
    /// The question was over, or they left: nothing is asked of them any more.
    Recalled,
    /// They answered.
    Answered,
}

impl ReferralState {
    /// Every one of them.
    pub const ALL: [Self; 8] = [
        Self::Hello,
        Self::Offered,
        Self::Accepted,
        Self::Declined,
        Self::HandedOver,
        Self::Lapsed,
        Self::Recalled,
        Self::Answered,
    ];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Offered => "offered",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::HandedOver => "handed_over",
            Self::Lapsed => "lapsed",
            Self::Recalled => "recalled",
            Self::Answered => "answered",
        }
    }

    /// Whether something is still asked of them.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Hello | Self::Offered | Self::Accepted)
    }
}

/// One question offered to one expert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    pub id: ReferralId,
    pub question: QuestionId,
    pub member: MemberId,
    /// 1 is the first person who is asked.
    pub rung: u32,
    pub state: ReferralState,
    /// Why they are asked: a list, as JSON.
    pub because: String,
    pub made_at: DateTime<Utc>,
    /// When the offer stood in their direct message.
    pub offered_at: Option<DateTime<Utc>>,
    /// Until when they may think about it.
    pub due_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// Whom they named.
    pub handed_to: Option<MemberId>,
    /// The message that they were asked with.
    pub spot: Option<Spot>,
}
