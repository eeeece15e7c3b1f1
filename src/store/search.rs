//! What the search index follows: what was written since it last looked.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    Question,
    Answer,
    Card,
}

/// A row as people may find it. Nothing of who asked a question is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Followed,
    pub id: String,
    /// The question that it belongs to; its own id where there is none.
    pub of: String,
    /// Whether people may not find it (any more): it was deleted, withdrawn, asked in private, or is
    /// not agreed to.
    pub gone: bool,
    /// Answers have none.
    pub title: String,
    pub text: String,
    /// An answer's is its question's.
    pub topic: Option<String>,
    pub at: DateTime<Utc>,
    /// Who answered or owns it; `None` for questions.
    pub author: Option<String>,
}

/// One page of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// All up to here are in this page or in those before.
    pub until: i64,
    /// The newest there is; there are no more pages once `until` is as far.
    pub newest: i64,
    pub changes: Vec<Change>,
}

macro_rules! answers {
    ($condition:literal) => {
        concat!(
            "SELECT answer.answer_id AS id, answer.question_id AS of_question, \
             answer.body AS body, answer.author AS author, answer.written_at AS written_at, \
             answer.deleted_at AS deleted_at, question.topic AS topic, \
             question.privacy AS privacy, question.state AS state \
             FROM question_answers answer JOIN questions question \
             ON question.workspace_id = answer.workspace_id \
             AND question.question_id = answer.question_id \
             WHERE answer.workspace_id = $1 AND question.workspace_id = $1 AND ",
            $condition
        )
    };
}

impl Tx {
    /// What was written after `after`, about `limit` rows of each kind, the oldest first. What is
    /// written later has a higher number, so that whoever asks again from `until` on misses nothing.
    ///
    /// When a question changes, its answers come again (its topic is theirs, and they go with it); not
    /// for questions up to `settled`, whose answers are still to come: for a reading from the start.
    pub async fn changed_since(
        &mut self,
        ws: &WorkspaceId,
        after: i64,
        settled: i64,
        limit: u32,
    ) -> Result<Changes> {
        let newest = self.seq(ws).await?;
        let mut until = newest;
        for full in [
            "SELECT seq FROM questions WHERE workspace_id = $1 AND seq > $2 \
             ORDER BY seq LIMIT 1 OFFSET $3",
            "SELECT seq FROM question_answers WHERE workspace_id = $1 AND seq > $2 \
             ORDER BY seq LIMIT 1 OFFSET $3",
            "SELECT seq FROM cards WHERE workspace_id = $1 AND seq > $2 \
             ORDER BY seq LIMIT 1 OFFSET $3",
        ] {
            let last = self.sql(full).bind(ws).bind(after).bind(limit.saturating_sub(1));
            if let Some(row) = last.one().await? {
                until = until.min(row.number("seq")?);
            }
        }
        let questions = self.sql(
            "SELECT question_id AS id, title, details AS body, topic, asked_at AS written_at, \
             privacy, state FROM questions \
             WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq, question_id",
        );
        let questions = questions.bind(ws).bind(after).bind(until).all().await?;
        let mut changes = each(&questions, question)?;
        let own = self.sql(answers!(
            "answer.seq > $2 AND answer.seq <= $3 ORDER BY answer.seq, answer.answer_id"
        ));
        changes.extend(each(&own.bind(ws).bind(after).bind(until).all().await?, answer)?);
        let with_theirs = self.sql(answers!(
            "question.seq > $2 AND question.seq <= $3 AND answer.seq <= $4 \
             ORDER BY answer.seq, answer.answer_id"
        ));
        let with_theirs = with_theirs.bind(ws).bind(after.max(settled)).bind(until).bind(after);
        changes.extend(each(&with_theirs.all().await?, answer)?);
        let cards = self.sql(
            "SELECT card_id AS id, question_id AS of_question, title, body, owner AS author, state, \
             made_at AS written_at FROM cards \
             WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq, card_id",
        );
        let cards = cards.bind(ws).bind(after).bind(until).all().await?;
        changes.extend(each(&cards, card)?);
        Ok(Changes { until: until.max(after), newest, changes })
    }
}

/// Whether a question may be found, and with it its answers.
fn hidden(row: &AnyRow) -> Result<bool> {
    Ok(row.text("privacy")? == "private" || row.text("state")? == "withdrawn")
}

fn question(row: &AnyRow) -> Result<Change> {
    let id = row.text("id")?;
    Ok(Change {
        kind: Followed::Question,
        of: id.clone(),
        id,
        gone: hidden(row)?,
        title: row.text("title")?,
        text: row.text("body")?,
        topic: row.maybe_text("topic")?,
        at: row.time("written_at")?,
        author: None,
    })
}

fn answer(row: &AnyRow) -> Result<Change> {
    Ok(Change {
        kind: Followed::Answer,
        id: row.text("id")?,
        of: row.text("of_question")?,
        gone: row.maybe_time("deleted_at")?.is_some() || hidden(row)?,
        title: String::new(),
        text: row.text("body")?,
        topic: row.maybe_text("topic")?,
        at: row.time("written_at")?,
        author: Some(row.text("author")?),
    })
}

fn card(row: &AnyRow) -> Result<Change> {
    let id = row.text("id")?;
    let state = row.text("state")?;
    Ok(Change {
        kind: Followed::Card,
        of: row.maybe_text("of_question")?.unwrap_or_else(|| id.clone()),
        id,
        gone: state != "current" && state != "stale",
        title: row.text("title")?,
        text: row.text("body")?,
        topic: None,
        at: row.time("written_at")?,
        author: Some(row.text("author")?),
    })
}
