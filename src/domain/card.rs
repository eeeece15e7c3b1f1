//! What a community keeps: an answer that was accepted, or something that its author let it have.

use chrono::{DateTime, Months, TimeDelta, Utc};

use super::ids::{AnswerId, CardId, CommunityId, MemberId, QuestionId};
use super::question::{Answer, Privacy, Question};

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

/// So long a card is believed without a word of its owner.
pub const REVIEW_AFTER: Months = Months::new(6);

/// So long after they were asked, silence makes a card stale.
pub const SILENT_AFTER: TimeDelta = TimeDelta::days(14);

/// So long after its review was due a card is stale even if there was never room to ask.
pub const STALE_AFTER: TimeDelta = TimeDelta::days(45);

/// The longest name of a card, in characters.
pub const LONGEST_TITLE: usize = 150;

/// The longest text of a card, in characters: what a field of a modal takes, so that its owner can
/// change it.
pub const LONGEST_TEXT: usize = 3_000;

/// When a card's owner is asked next, from a word of theirs on.
pub fn next_review(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_add_months(REVIEW_AFTER).unwrap_or(now)
}

impl Card {
    /// The card of an accepted answer. What an asker wanted in private is not kept for others:
    /// `None`.
    pub fn of(
        id: CardId,
        question: &Question,
        answer: &Answer,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        if question.privacy == Privacy::Private {
            return None;
        }
        Some(Self {
            id,
            origin: Origin::Answer { question: question.id, answer: answer.id },
            community: question.community,
            title: first(&question.title, LONGEST_TITLE),
            text: first(&answer.text, LONGEST_TEXT),
            owner: answer.author.clone(),
            link: question.link.clone(),
            state: CardState::Current,
            made_at: now,
            review_at: next_review(now),
        })
    }

    /// Somebody who may say so says that it still holds.
    pub fn confirm(&mut self, now: DateTime<Utc>) {
        self.state = CardState::Current;
        self.review_at = next_review(now);
    }

    /// Whether its owner has been silent for too long. `asked_at` is when they were asked, if they were.
    pub fn is_forsaken(&self, asked_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        let silent = asked_at.is_some_and(|at| now - at >= SILENT_AFTER);
        self.state == CardState::Current && (silent || now - self.review_at >= STALE_AFTER)
    }
}

/// At most so many characters, with an ellipsis where more was there.
pub fn first(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn card(review_at: DateTime<Utc>) -> Card {
        Card {
            id: uuid::Uuid::nil().into(),
            origin: Origin::Kept,
            community: None,
            title: "Rotating".to_owned(),
            text: "Two at a time.".to_owned(),
            owner: MemberId::new("U1"),
            link: None,
            state: CardState::Current,
            made_at: review_at,
            review_at,
        }
    }

    #[test]
    fn a_card_is_stale_a_fortnight_after_its_owner_was_asked_in_vain() {
        let due = Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).unwrap();
        let mut card = card(due);
        let days = |days| due + TimeDelta::days(days);
        assert!(!card.is_forsaken(None, days(44)), "nobody could ask them yet");
        assert!(card.is_forsaken(None, days(45)));
        assert!(!card.is_forsaken(Some(days(3)), days(16)));
        assert!(card.is_forsaken(Some(days(3)), days(17)));
        card.state = CardState::Retired;
        assert!(!card.is_forsaken(Some(days(3)), days(17)));
        card.confirm(days(20));
        assert_eq!(
            (card.state, card.review_at),
            (CardState::Current, Utc.with_ymd_and_hms(2026, 12, 21, 9, 0, 0).unwrap())
        );
    }

    #[test]
    fn what_is_long_is_cut_by_characters() {
        assert_eq!(first("ééé", 3), "ééé");
        assert_eq!(first("éééé", 3), "éé…");
    }
}
