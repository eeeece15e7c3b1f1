//! What askers write back to whoever answered, kept until it has been carried there.

use super::row::Fields;
use super::{Result, Tx};
use crate::domain::ids::{AnswerId, QuestionId, ReplyId, WorkspaceId};

/// What an asker wrote back. Who that is stands with the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskerReply {
    pub id: ReplyId,
    pub question: QuestionId,
    /// The answer that it is about.
    pub answer: AnswerId,
    pub text: String,
}

impl Tx {
    /// Keeps a reply until it has been carried.
    pub async fn keep_reply(&mut self, ws: &WorkspaceId, it: &AskerReply) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO asker_replies (workspace_id, reply_id, question_id, answer_id, body) \
             VALUES ($1, $2, $3, $4, $5)",
        );
        keep.bind(ws).bind(it.id).bind(it.question).bind(it.answer).bind(&it.text).run().await?;
        Ok(())
    }

    /// `None` once it was carried.
    pub async fn reply(&mut self, ws: &WorkspaceId, id: ReplyId) -> Result<Option<AskerReply>> {
        let one = self.sql(
            "SELECT question_id, answer_id, body FROM asker_replies \
             WHERE workspace_id = $1 AND reply_id = $2",
        );
        let Some(row) = one.bind(ws).bind(id).one().await? else { return Ok(None) };
        Ok(Some(AskerReply {
            id,
            question: row.parsed("question_id")?,
            answer: row.parsed("answer_id")?,
            text: row.text("body")?,
        }))
    }

    /// It was carried, or there is nobody to carry it to.
    pub async fn drop_reply(&mut self, ws: &WorkspaceId, id: ReplyId) -> Result<()> {
        let drop = self.sql("DELETE FROM asker_replies WHERE workspace_id = $1 AND reply_id = $2");
        drop.bind(ws).bind(id).run().await?;
        Ok(())
    }
}
