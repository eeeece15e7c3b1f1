//! Who proposed to keep something, and whether what is kept still holds.

use chrono::{DateTime, Utc};

use super::cards::read;
use super::query::row;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::card::Card;
use crate::domain::ids::{CardId, MemberId, WorkspaceId};
use crate::domain::question::Spot;

macro_rules! cards {
    ($rest:literal) => {
        concat!(
            "SELECT c.card_id, c.kind, c.question_id, c.answer_id, c.community_id, c.title, \
             c.body, c.owner, c.link, c.state, c.made_at, c.review_at FROM cards AS c ",
            $rest
        )
    };
}

/// A message that somebody proposed to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub card: CardId,
    pub by: MemberId,
    pub spot: Spot,
    pub at: DateTime<Utc>,
}

impl Tx {
    /// Writes down who proposed a card. `false` if that message was proposed before.
    pub async fn keep_proposal(&mut self, ws: &WorkspaceId, it: &Proposal) -> Result<bool> {
        let keep = self.sql(
            "INSERT INTO card_proposals (workspace_id, card_id, proposed_by, channel, message, \
             proposed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        );
        let keep = keep.bind(ws).bind(it.card).bind(&it.by);
        keep.bind(&it.spot.channel).bind(&it.spot.message).bind(it.at).did().await
    }

    /// Who proposed a card; `None` for one of an answer.
    pub async fn proposal(&mut self, ws: &WorkspaceId, card: CardId) -> Result<Option<Proposal>> {
        let one = self.sql(
            "SELECT proposed_by, channel, message, proposed_at FROM card_proposals \
             WHERE workspace_id = $1 AND card_id = $2",
        );
        let Some(row) = one.bind(ws).bind(card).one().await? else { return Ok(None) };
        Ok(Some(Proposal {
            card,
            by: row.id("proposed_by")?,
            spot: Spot { channel: row.id("channel")?, message: row.id("message")? },
            at: row.time("proposed_at")?,
        }))
    }

    /// The card that was proposed of a message.
    pub async fn card_at(&mut self, ws: &WorkspaceId, spot: &Spot) -> Result<Option<Card>> {
        let at = self.sql(cards!(
            "JOIN card_proposals AS p ON p.workspace_id = c.workspace_id \
             AND p.card_id = c.card_id \
             WHERE c.workspace_id = $1 AND p.channel = $2 AND p.message = $3"
        ));
        let row = at.bind(ws).bind(&spot.channel).bind(&spot.message).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// What somebody owns and people find, or what waits for their word, the oldest first.
    pub async fn cards_owned(
        &mut self,
        ws: &WorkspaceId,
        owner: &MemberId,
        limit: u32,
    ) -> Result<Vec<Card>> {
        let owned = self.sql(cards!(
            "WHERE c.workspace_id = $1 AND c.owner = $2 AND c.state <> 'retired' \
             ORDER BY c.review_at, c.card_id LIMIT $3"
        ));
        each(&owned.bind(ws).bind(owner).bind(limit).all().await?, read)
    }

    /// The cards whose review is due, the longest overdue first.
    pub async fn cards_due(
        &mut self,
        ws: &WorkspaceId,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Card>> {
        let due = self.sql(cards!(
            "WHERE c.workspace_id = $1 AND c.state = 'current' AND c.review_at <= $2 \
             ORDER BY c.review_at, c.card_id LIMIT $3"
        ));
        each(&due.bind(ws).bind(now).bind(limit).all().await?, read)
    }

    /// Somebody was asked whether these cards still hold; when they were asked first counts.
    pub async fn review_asked(
        &mut self,
        ws: &WorkspaceId,
        cards: &[CardId],
        asked: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let mut cards = cards.to_vec();
        cards.sort();
        cards.dedup();
        let rows = cards.iter().map(|card| row![ws, *card, asked, at]).collect();
        self.write_batch(
            "INSERT INTO card_reviews (workspace_id, card_id, asked, asked_at)",
            rows,
            "ON CONFLICT DO NOTHING",
        )
        .await?;
        Ok(())
    }

    /// When somebody was asked whether a card still holds; `None` once there was a word on it.
    pub async fn review_of(
        &mut self,
        ws: &WorkspaceId,
        card: CardId,
    ) -> Result<Option<DateTime<Utc>>> {
        let one =
            self.sql("SELECT asked_at FROM card_reviews WHERE workspace_id = $1 AND card_id = $2");
        one.bind(ws).bind(card).one().await?.map(|row| row.time("asked_at")).transpose()
    }

    /// There was a word on a card: nobody is waited for.
    pub async fn end_review(&mut self, ws: &WorkspaceId, card: CardId) -> Result<()> {
        let end = self.sql("DELETE FROM card_reviews WHERE workspace_id = $1 AND card_id = $2");
        end.bind(ws).bind(card).run().await?;
        Ok(())
    }
}
