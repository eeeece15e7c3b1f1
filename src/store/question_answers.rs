//! What people answered to questions.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Bind, Value, row};
use super::questions::spot;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{AnswerId, ChannelId, CommunityId, MemberId, QuestionId, WorkspaceId};
use crate::domain::question::{Answer, Spot};

macro_rules! columns {
    () => {
        "answer_id, question_id, author, body, channel, message, likes, accepted_at, written_at, \
         edited_at, deleted_at"
    };
}
pub(super) use columns;
macro_rules! answers {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM question_answers WHERE workspace_id = $1 AND ",
            $condition
        )
    };
}

impl Tx {
    /// Writes an answer down. `false` if that message stands there already.
    pub async fn insert_answer(&mut self, ws: &WorkspaceId, it: &Answer) -> Result<bool> {
        let mut values = values(ws, it);
        values.extend(row![self.next_seq(ws).await?]);
        let rows = self
            .sql_batch(
                concat!("INSERT INTO question_answers (workspace_id, ", columns!(), ", seq)"),
                vec![values],
                "ON CONFLICT DO NOTHING RETURNING answer_id",
            )
            .await?;
        Ok(!rows.is_empty())
    }

    /// Writes an answer anew; whoever changes it locks its question first.
    pub async fn save_answer(&mut self, ws: &WorkspaceId, it: &Answer) -> Result<()> {
        let mut values = values(ws, it);
        values.extend(row![self.next_seq(ws).await?]);
        let save = self.sql(
            "UPDATE question_answers SET question_id = $3, author = $4, body = $5, channel = $6, \
             message = $7, likes = $8, accepted_at = $9, written_at = $10, edited_at = $11, \
             deleted_at = $12, seq = $13 WHERE workspace_id = $1 AND answer_id = $2",
        );
        saved("an answer", save.bind_all(values).did().await?)
    }

    /// By its id, also when it was deleted.
    pub async fn given_answer(&mut self, ws: &WorkspaceId, id: AnswerId) -> Result<Option<Answer>> {
        let row = self.sql(answers!("answer_id = $2")).bind(ws).bind(id).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// The answer that a message is.
    pub async fn answer_at(&mut self, ws: &WorkspaceId, at: &Spot) -> Result<Option<Answer>> {
        let there = self.sql(answers!("channel = $2 AND message = $3"));
        let row = there.bind(ws).bind(&at.channel).bind(&at.message).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// What was answered to these questions and not deleted, the oldest first.
    pub async fn answers_to(
        &mut self,
        ws: &WorkspaceId,
        questions: &[QuestionId],
    ) -> Result<Vec<Answer>> {
        let rows = self
            .sql_in(
                ws,
                answers!("deleted_at IS NULL AND question_id IN"),
                questions.iter().map(|id| (*id).value()).collect(),
                "ORDER BY question_id, written_at, answer_id",
            )
            .await?;
        each(&rows, read)
    }

    /// Answers since then that were given in a window and stand in no thread, though their question has
    /// one, and its channel: the oldest first.
    pub async fn unposted_answers(
        &mut self,
        ws: &WorkspaceId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<(AnswerId, ChannelId)>> {
        let unposted = self.sql(
            "SELECT a.answer_id, q.channel FROM question_answers AS a JOIN questions AS q \
             ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             WHERE a.workspace_id = $1 AND a.written_at >= $2 AND a.deleted_at IS NULL \
             AND a.channel IS NULL AND q.source = 'asked' AND q.privacy <> 'private' \
             AND q.channel IS NOT NULL AND q.thread IS NOT NULL \
             ORDER BY a.written_at, a.answer_id LIMIT $3",
        );
        let rows = unposted.bind(ws).bind(since).bind(limit).all().await?;
        each(&rows, |row| Ok((row.parsed("answer_id")?, row.id("channel")?)))
    }

    /// The communities in whose threads somebody answered.
    pub async fn answered_in(
        &mut self,
        ws: &WorkspaceId,
        author: &MemberId,
    ) -> Result<Vec<CommunityId>> {
        let there = self.sql(
            "SELECT DISTINCT q.community_id FROM question_answers AS a JOIN questions AS q \
             ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             WHERE a.workspace_id = $1 AND a.author = $2 AND a.channel IS NOT NULL \
             AND q.community_id IS NOT NULL AND q.source <> 'imported' ORDER BY q.community_id",
        );
        each(&there.bind(ws).bind(author).all().await?, |row| row.parsed("community_id"))
    }

    /// What somebody answered since then that stands in no thread, the newest first.
    pub async fn threadless_answers_of(
        &mut self,
        ws: &WorkspaceId,
        author: &MemberId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Answer>> {
        let given = self.sql(answers!(
            "author = $2 AND written_at >= $3 AND channel IS NULL AND deleted_at IS NULL \
             ORDER BY written_at DESC, answer_id DESC LIMIT $4"
        ));
        each(&given.bind(ws).bind(author).bind(since).bind(limit).all().await?, read)
    }

    /// What somebody answered and an asker accepted, the newest first.
    pub async fn accepted_of(
        &mut self,
        ws: &WorkspaceId,
        author: &MemberId,
        limit: u32,
    ) -> Result<Vec<Answer>> {
        let accepted = self.sql(answers!(
            "author = $2 AND accepted_at IS NOT NULL AND deleted_at IS NULL \
             ORDER BY accepted_at DESC NULLS LAST, answer_id DESC LIMIT $3"
        ));
        each(&accepted.bind(ws).bind(author).bind(limit).all().await?, read)
    }
}

pub(super) fn values(ws: &WorkspaceId, it: &Answer) -> Vec<Value> {
    row![
        ws,
        it.id,
        it.question,
        &it.author,
        &it.text,
        it.spot.as_ref().map(|spot| &spot.channel),
        it.spot.as_ref().map(|spot| &spot.message),
        it.likes,
        it.accepted_at,
        it.written_at,
        it.edited_at,
        it.deleted_at,
    ]
}

pub(super) fn read(row: &AnyRow) -> Result<Answer> {
    Ok(Answer {
        id: row.parsed("answer_id")?,
        question: row.parsed("question_id")?,
        author: row.id("author")?,
        text: row.text("body")?,
        spot: spot(row, "message")?,
        likes: row.number("likes")?,
        accepted_at: row.maybe_time("accepted_at")?,
        written_at: row.time("written_at")?,
        edited_at: row.maybe_time("edited_at")?,
        deleted_at: row.maybe_time("deleted_at")?,
    })
}
