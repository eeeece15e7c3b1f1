//! What communities keep.

use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Bind, Value, row};
use super::questions::one_of;
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::card::{Card, CardState, Origin};
use crate::domain::ids::{CardId, CommunityId, QuestionId, WorkspaceId};

macro_rules! columns {
    () => {
        "card_id, kind, question_id, answer_id, community_id, title, body, owner, link, state, \
         made_at, review_at"
    };
}
macro_rules! cards {
    ($condition:literal) => {
        concat!("SELECT ", columns!(), " FROM cards WHERE workspace_id = $1 AND ", $condition)
    };
}

impl Tx {
    /// Writes a card down. `false` if its question has one.
    pub async fn insert_card(&mut self, ws: &WorkspaceId, it: &Card) -> Result<bool> {
        let mut values = values(ws, it);
        values.extend(row![self.next_seq(ws).await?]);
        let rows = self
            .sql_batch(
                concat!("INSERT INTO cards (workspace_id, ", columns!(), ", seq)"),
                vec![values],
                "ON CONFLICT DO NOTHING RETURNING card_id",
            )
            .await?;
        Ok(!rows.is_empty())
    }

    /// To change it, use [`Tx::lock_card`].
    pub async fn card(&mut self, ws: &WorkspaceId, id: CardId) -> Result<Option<Card>> {
        let row = self.sql(cards!("card_id = $2")).bind(ws).bind(id).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// The card that was made of a question.
    pub async fn card_of(
        &mut self,
        ws: &WorkspaceId,
        question: QuestionId,
    ) -> Result<Option<Card>> {
        let row = self.sql(cards!("question_id = $2")).bind(ws).bind(question).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// Those that people find, the newest first.
    pub async fn shown_cards(&mut self, ws: &WorkspaceId, limit: u32) -> Result<Vec<Card>> {
        let shown = self.sql(cards!(
            "state IN ('current', 'stale') ORDER BY made_at DESC, card_id DESC LIMIT $2"
        ));
        each(&shown.bind(ws).bind(limit).all().await?, read)
    }

    /// Which cards that people find are of these communities: the newest fifty thousand.
    pub async fn shown_cards_in(
        &mut self,
        ws: &WorkspaceId,
        communities: &[CommunityId],
    ) -> Result<Vec<CardId>> {
        let rows = self
            .sql_in(
                ws,
                "SELECT card_id FROM cards WHERE workspace_id = $1 \
                 AND state IN ('current', 'stale') AND community_id IN",
                communities.iter().map(|id| (*id).value()).collect(),
                "ORDER BY made_at DESC, card_id DESC LIMIT 50000",
            )
            .await?;
        each(&rows, |row| row.parsed("card_id"))
    }

    /// Reads a card that nobody else can change until this transaction ends.
    pub async fn lock_card(&mut self, ws: &WorkspaceId, id: CardId) -> Result<Option<Card>> {
        let row = self
            .sql(concat!(
                "UPDATE cards SET version = version + 1 \
                 WHERE workspace_id = $1 AND card_id = $2 RETURNING ",
                columns!()
            ))
            .bind(ws)
            .bind(id)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Writes a card that was locked.
    pub async fn save_card(&mut self, ws: &WorkspaceId, it: &Card) -> Result<()> {
        let mut values = values(ws, it);
        values.extend(row![self.next_seq(ws).await?]);
        let save = self.sql(
            "UPDATE cards SET kind = $3, question_id = $4, answer_id = $5, community_id = $6, \
             title = $7, body = $8, owner = $9, link = $10, state = $11, made_at = $12, \
             review_at = $13, seq = $14 WHERE workspace_id = $1 AND card_id = $2",
        );
        saved("a card", save.bind_all(values).did().await?)
    }
}

fn values(ws: &WorkspaceId, it: &Card) -> Vec<Value> {
    let (kind, question, answer) = match it.origin {
        Origin::Answer { question, answer } => ("answer", Some(question), Some(answer)),
        Origin::Kept => ("kept", None, None),
        Origin::Session { question } => ("session", Some(question), None),
    };
    row![
        ws,
        it.id,
        kind,
        question,
        answer,
        it.community,
        &it.title,
        &it.text,
        &it.owner,
        it.link.as_ref(),
        it.state.as_str(),
        it.made_at,
        it.review_at,
    ]
}

fn origin(row: &AnyRow) -> Result<Origin> {
    match row.text("kind")?.as_str() {
        "answer" => Ok(Origin::Answer {
            question: row.parsed("question_id")?,
            answer: row.parsed("answer_id")?,
        }),
        "session" => Ok(Origin::Session { question: row.parsed("question_id")? }),
        "kept" => Ok(Origin::Kept),
        _ => Err(Error::unreadable("kind", "not one of those known")),
    }
}

pub(super) fn read(row: &AnyRow) -> Result<Card> {
    Ok(Card {
        id: row.parsed("card_id")?,
        origin: origin(row)?,
        community: row.maybe_parsed("community_id")?,
        title: row.text("title")?,
        text: row.text("body")?,
        owner: row.id("owner")?,
        link: row.maybe_text("link")?,
        state: one_of(&CardState::ALL, "state", row, CardState::as_str)?,
        made_at: row.time("made_at")?,
        review_at: row.time("review_at")?,
    })
}
