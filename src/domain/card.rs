//! What a community keeps: an answer that was accepted, or something that its author let it have.

use chrono::{DateTime, Utc};

use super::ids::{AnswerId, CardId, CommunityId, MemberId, QuestionId};

/// What a card came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An accepted answer.
    Answer { question: QuestionId, answer: AnswerId },
    /// A message, document or recording.
    Kept,
    /// A question of an Ask me anything and its answer.
    Session { question: QuestionId },
}

/// How far a card can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardState {
    /// Its author has not agreed yet: nobody else sees it.
    Proposed,
    Current,
    /// Its owner did not say that it still holds.
    Stale,
    /// Its owner or a steward took it back.
    Retired,
}

impl CardState {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Current, Self::Stale, Self::Retired];

    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Current => "current",
            Self::Stale => "stale",
            Self::Retired => "retired",
        }
    }

    /// Whether people find it.
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Current | Self::Stale)
    }
}

/// What a community keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: CardId,
    pub origin: Origin,
    pub community: Option<CommunityId>,
    /// The question, or what it is called; never empty.
    pub title: String,
    pub text: String,
    /// Who wrote it and is asked whether it still holds.
    pub owner: MemberId,
    /// Where it stands in full.
    pub link: Option<String>,
    pub state: CardState,
    pub made_at: DateTime<Utc>,
    /// When its owner is asked again.
    pub review_at: DateTime<Utc>,
}

/// A card with what belongs to it, as it is handed out: names are those that people show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardInFull {
    pub card: Card,
    /// What the asker wrote besides the title; empty for a card without a question.
    pub details: String,
    /// Who asked; only of a question that was asked openly.
    pub asked_by: Option<String>,
    /// What its owner is called; their id if the directory does not know them.
    pub answered_by: String,
    pub community: Option<String>,
    pub topic: Option<String>,
    /// How many people said that it solved it for them, too.
    pub solved_too: u32,
}
