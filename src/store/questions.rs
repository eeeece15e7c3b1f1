//! Questions, and the keys of the anonymous ones.

use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Bind, Value, row};
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{ChannelId, MemberId, MessageTs, QuestionId, WorkspaceId};
use crate::domain::question::{Asker, Privacy, Question, Source, Spot, State};

macro_rules! columns {
    () => {
        "question_id, community_id, asker, sealed_asker, privacy, title, details, topic, urgent, \
         state, source, channel, thread, link, asked_at, since, first_answer_at, accepted_answer, \
         otherwise"
    };
}
pub(super) use columns;
macro_rules! questions {
    ($($condition:tt)+) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM questions WHERE workspace_id = $1 AND ",
            $($condition)+
        )
    };
}

mod open;

impl Tx {
    /// Writes a question down that somebody asked.
    pub async fn insert_question(&mut self, ws: &WorkspaceId, it: &Question) -> Result<()> {
        let mut values = values(ws, it);
        values.extend(row![self.next_seq(ws).await?]);
        self.sql_batch(
            concat!("INSERT INTO questions (workspace_id, ", columns!(), ", seq)"),
            vec![values],
            "",
        )
        .await?;
        Ok(())
    }

    /// To change it, use [`Tx::lock_question`].
    pub async fn question(&mut self, ws: &WorkspaceId, id: QuestionId) -> Result<Option<Question>> {
        let row = self.sql(questions!("question_id = $2")).bind(ws).bind(id).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// Those of these that there are, by id.
    pub async fn these_questions(
        &mut self,
        ws: &WorkspaceId,
        ids: &[QuestionId],
    ) -> Result<Vec<Question>> {
        let ids = ids.iter().map(|id| (*id).value()).collect();
        each(
            &self.sql_in(ws, questions!("question_id IN"), ids, "ORDER BY question_id").await?,
            read,
        )
    }

    /// Reads a question that nobody else can change until this transaction ends.
    pub async fn lock_question(
        &mut self,
        ws: &WorkspaceId,
        id: QuestionId,
    ) -> Result<Option<Question>> {
        let row = self
            .sql(concat!(
                "UPDATE questions SET version = version + 1 \
                 WHERE workspace_id = $1 AND question_id = $2 RETURNING ",
                columns!()
            ))
            .bind(ws)
            .bind(id)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Writes a question that was locked.
    pub async fn save_question(&mut self, ws: &WorkspaceId, it: &Question) -> Result<()> {
        let mut values = values(ws, it);
        values.extend(row![self.next_seq(ws).await?]);
        let save = self.sql(
            "UPDATE questions SET community_id = $3, asker = $4, sealed_asker = $5, privacy = $6, \
             title = $7, details = $8, topic = $9, urgent = $10, state = $11, source = $12, \
             channel = $13, thread = $14, link = $15, asked_at = $16, since = $17, \
             first_answer_at = $18, accepted_answer = $19, otherwise = $20, seq = $21 \
             WHERE workspace_id = $1 AND question_id = $2",
        );
        saved("a question", save.bind_all(values).did().await?)
    }

    /// The question whose thread that is.
    pub async fn question_in_thread(
        &mut self,
        ws: &WorkspaceId,
        channel: &ChannelId,
        thread: &MessageTs,
    ) -> Result<Option<Question>> {
        let of_thread = self.sql(questions!("channel = $2 AND thread = $3"));
        let row = of_thread.bind(ws).bind(channel).bind(thread).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// What somebody asked under their name, the newest first.
    pub async fn questions_of(
        &mut self,
        ws: &WorkspaceId,
        asker: &MemberId,
        limit: u32,
    ) -> Result<Vec<Question>> {
        let own =
            self.sql(questions!("asker = $2 ORDER BY asked_at DESC, question_id DESC LIMIT $3"));
        each(&own.bind(ws).bind(asker).bind(limit).all().await?, read)
    }

    /// Keeps the key that an anonymous question's asker is sealed with.
    pub async fn keep_key(&mut self, ws: &WorkspaceId, id: QuestionId, secret: &str) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO question_keys (workspace_id, question_id, secret) VALUES ($1, $2, $3)",
        );
        keep.bind(ws).bind(id).bind(secret).run().await?;
        Ok(())
    }

    /// `None` once it was destroyed.
    pub async fn key(&mut self, ws: &WorkspaceId, id: QuestionId) -> Result<Option<String>> {
        let key = self
            .sql("SELECT secret FROM question_keys WHERE workspace_id = $1 AND question_id = $2");
        key.bind(ws).bind(id).one().await?.map(|row| row.text("secret")).transpose()
    }

    /// The keys of these questions, by question.
    pub async fn keys_of(
        &mut self,
        ws: &WorkspaceId,
        ids: &[QuestionId],
    ) -> Result<BTreeMap<QuestionId, String>> {
        let rows = self
            .sql_in(
                ws,
                "SELECT question_id, secret FROM question_keys \
                 WHERE workspace_id = $1 AND question_id IN",
                ids.iter().map(|id| (*id).value()).collect(),
                "ORDER BY question_id",
            )
            .await?;
        let keys = each(&rows, |row| Ok((row.parsed("question_id")?, row.text("secret")?)))?;
        Ok(keys.into_iter().collect())
    }

    /// Destroys the key of a question, and with it who asked. `false` if it was gone.
    pub async fn destroy_key(&mut self, ws: &WorkspaceId, id: QuestionId) -> Result<bool> {
        let gone =
            self.sql("DELETE FROM question_keys WHERE workspace_id = $1 AND question_id = $2");
        let destroyed = gone.bind(ws).bind(id).did().await?;
        self.forgets |= destroyed;
        Ok(destroyed)
    }
}

pub(super) fn values(ws: &WorkspaceId, it: &Question) -> Vec<Value> {
    let (asker, sealed) = match &it.asker {
        Asker::Known(member) => (Some(member), None),
        Asker::Sealed(sealed) => (None, Some(sealed)),
        Asker::Forgotten => (None, None),
    };
    row![
        ws,
        it.id,
        it.community,
        asker,
        sealed,
        privacy_name(it.privacy),
        &it.title,
        &it.details,
        it.topic.as_ref(),
        it.urgent,
        it.state.as_str(),
        source_name(it.source),
        it.thread.as_ref().map(|spot| &spot.channel),
        it.thread.as_ref().map(|spot| &spot.message),
        it.link.as_ref(),
        it.asked_at,
        it.since,
        it.first_answer_at,
        it.accepted,
        it.otherwise.as_ref(),
    ]
}

pub(super) fn privacy_name(privacy: Privacy) -> &'static str {
    match privacy {
        Privacy::Open => "open",
        Privacy::Private => "private",
        Privacy::Anonymous => "anonymous",
    }
}

fn source_name(source: Source) -> &'static str {
    match source {
        Source::Asked => "asked",
        Source::Imported => "imported",
        Source::Session => "session",
    }
}

/// A message that is somewhere or nowhere, from its two columns.
pub(super) fn spot(row: &AnyRow, message: &'static str) -> Result<Option<Spot>> {
    let channel = row.maybe_id("channel")?;
    Ok(channel.zip(row.maybe_id(message)?).map(|(channel, message)| Spot { channel, message }))
}

/// One of the names that are known.
pub(super) fn one_of<T: Copy>(
    all: &[T],
    column: &'static str,
    row: &AnyRow,
    name: impl Fn(T) -> &'static str,
) -> Result<T> {
    let text = row.text(column)?;
    let known = all.iter().copied().find(|it| name(*it) == text);
    known.ok_or_else(|| Error::unreadable(column, "not one of those known"))
}

pub(super) fn read(row: &AnyRow) -> Result<Question> {
    let asker = match (row.maybe_id("asker")?, row.maybe_text("sealed_asker")?) {
        (Some(member), _) => Asker::Known(member),
        (None, Some(sealed)) => Asker::Sealed(sealed),
        (None, None) => Asker::Forgotten,
    };
    let all = [Privacy::Open, Privacy::Private, Privacy::Anonymous];
    let sources = [Source::Asked, Source::Imported, Source::Session];
    Ok(Question {
        id: row.parsed("question_id")?,
        community: row.maybe_parsed("community_id")?,
        asker,
        privacy: one_of(&all, "privacy", row, privacy_name)?,
        title: row.text("title")?,
        details: row.text("details")?,
        topic: row.maybe_text("topic")?,
        urgent: row.flag("urgent")?,
        state: one_of(&State::ALL, "state", row, State::as_str)?,
        source: one_of(&sources, "source", row, source_name)?,
        thread: spot(row, "thread")?,
        link: row.maybe_text("link")?,
        asked_at: row.time("asked_at")?,
        since: row.time("since")?,
        first_answer_at: row.maybe_time("first_answer_at")?,
        accepted: row.maybe_parsed("accepted_answer")?,
        otherwise: row.maybe_text("otherwise")?,
    })
}
