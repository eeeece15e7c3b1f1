//! Ask me anything: sessions, the questions that people bring, and their votes.

use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Value, row};
use super::questions::one_of;
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{MemberId, QuestionId, SessionId, WorkspaceId};
use crate::domain::question::Asker;
use crate::domain::session::{Session, SessionQuestion, Silence, Stage, State, WhyOff};

macro_rules! columns {
    () => {
        "session_id, community_id, steward, expert, about, starts_at, minutes, state, why_off, \
         proposed, announcement, people, current_question, turns, silence, planned_at"
    };
}
macro_rules! sessions {
    ($condition:literal) => {
        concat!("SELECT ", columns!(), " FROM sessions WHERE workspace_id = $1 AND ", $condition)
    };
}
macro_rules! questions {
    ($condition:literal) => {
        concat!(
            "SELECT q.question_id, q.session_id, q.asker, q.sealed_asker, q.body, q.stage, \
             q.asked_at, q.votes + (SELECT COUNT(*) FROM session_votes AS v \
             WHERE v.workspace_id = q.workspace_id AND v.question_id = q.question_id) AS votes \
             FROM session_questions AS q WHERE q.workspace_id = $1 AND ",
            $condition
        )
    };
}

impl Tx {
    /// Writes a session down that a steward plans.
    pub async fn insert_session(&mut self, ws: &WorkspaceId, it: &Session) -> Result<()> {
        let insert = concat!("INSERT INTO sessions (workspace_id, ", columns!(), ")");
        self.sql_batch(insert, vec![values(ws, it)], "").await?;
        Ok(())
    }

    /// To change it, use [`Tx::lock_session`].
    pub async fn session(&mut self, ws: &WorkspaceId, id: SessionId) -> Result<Option<Session>> {
        let row = self.sql(sessions!("session_id = $2")).bind(ws).bind(id).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// Reads a session that nobody else can change until this transaction ends; its questions and
    /// votes are only changed by whoever locked it.
    pub async fn lock_session(
        &mut self,
        ws: &WorkspaceId,
        id: SessionId,
    ) -> Result<Option<Session>> {
        let lock = self.sql(concat!(
            "UPDATE sessions SET version = version + 1 \
             WHERE workspace_id = $1 AND session_id = $2 RETURNING ",
            columns!()
        ));
        let row = lock.bind(ws).bind(id).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// Writes a session that was locked.
    pub async fn save_session(&mut self, ws: &WorkspaceId, it: &Session) -> Result<()> {
        let save = self.sql(
            "UPDATE sessions SET community_id = $3, steward = $4, expert = $5, about = $6, \
             starts_at = $7, minutes = $8, state = $9, why_off = $10, proposed = $11, \
             announcement = $12, people = $13, current_question = $14, turns = $15, \
             silence = $16, planned_at = $17 WHERE workspace_id = $1 AND session_id = $2",
        );
        saved("a session", save.bind_all(values(ws, it)).did().await?)
    }

    /// Those that somebody held as their expert, the latest first.
    pub async fn sessions_held(
        &mut self,
        ws: &WorkspaceId,
        expert: &MemberId,
        limit: u32,
    ) -> Result<Vec<Session>> {
        let held = self.sql(sessions!(
            "expert = $2 AND state = 'ended' ORDER BY starts_at DESC, session_id DESC LIMIT $3"
        ));
        each(&held.bind(ws).bind(expert).bind(limit).all().await?, read)
    }

    /// Those that are still to come or going on, the next one first.
    pub async fn open_sessions(&mut self, ws: &WorkspaceId) -> Result<Vec<Session>> {
        let open = self.sql(sessions!(
            "state IN ('invited', 'collecting', 'live', 'paused') ORDER BY starts_at, session_id"
        ));
        each(&open.bind(ws).all().await?, read)
    }

    /// Writes a question down that somebody brings to a session.
    pub async fn insert_session_question(
        &mut self,
        ws: &WorkspaceId,
        it: &SessionQuestion,
    ) -> Result<()> {
        let (asker, sealed) = match &it.asker {
            Asker::Known(member) => (Some(member), None),
            Asker::Sealed(sealed) => (None, Some(sealed)),
            Asker::Forgotten => (None, None),
        };
        let insert = self.sql(
            "INSERT INTO session_questions (workspace_id, question_id, session_id, asker, \
             sealed_asker, body, stage, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        );
        let insert = insert.bind(ws).bind(it.id).bind(it.session).bind(asker).bind(sealed);
        insert.bind(&it.text).bind(it.stage.as_str()).bind(it.asked_at).run().await?;
        Ok(())
    }

    /// What people bring to a session, the oldest first.
    pub async fn session_questions(
        &mut self,
        ws: &WorkspaceId,
        session: SessionId,
    ) -> Result<Vec<SessionQuestion>> {
        let all = self.sql(questions!("q.session_id = $2 ORDER BY q.asked_at, q.question_id"));
        each(&all.bind(ws).bind(session).all().await?, read_question)
    }

    /// A question comes further.
    pub async fn stage_session_question(
        &mut self,
        ws: &WorkspaceId,
        id: QuestionId,
        stage: Stage,
    ) -> Result<()> {
        let save = self.sql(
            "UPDATE session_questions SET stage = $3 WHERE workspace_id = $1 AND question_id = $2",
        );
        saved("a session's question", save.bind(ws).bind(id).bind(stage.as_str()).did().await?)
    }

    /// Its asker takes a question back: nothing of it stays, nor its votes or its key.
    pub async fn drop_session_question(&mut self, ws: &WorkspaceId, id: QuestionId) -> Result<()> {
        self.destroy_key(ws, id).await?;
        for text in [
            "DELETE FROM session_votes WHERE workspace_id = $1 AND question_id = $2",
            "DELETE FROM session_questions WHERE workspace_id = $1 AND question_id = $2",
        ] {
            self.sql(text).bind(ws).bind(id).run().await?;
        }
        Ok(())
    }

    /// Somebody votes for a question of that session; `false` if they had, or there is none.
    pub async fn vote(
        &mut self,
        ws: &WorkspaceId,
        (session, question): (SessionId, QuestionId),
        member: &MemberId,
    ) -> Result<bool> {
        let vote = self.sql(
            "INSERT INTO session_votes (workspace_id, question_id, member_id, session_id) \
             SELECT workspace_id, question_id, $4, session_id FROM session_questions \
             WHERE workspace_id = $1 AND session_id = $2 AND question_id = $3 \
             ON CONFLICT DO NOTHING",
        );
        vote.bind(ws).bind(session).bind(question).bind(member).did().await
    }

    /// They take their vote back; `false` if there was none.
    pub async fn take_vote_back(
        &mut self,
        ws: &WorkspaceId,
        question: QuestionId,
        member: &MemberId,
    ) -> Result<bool> {
        let back = self.sql(
            "DELETE FROM session_votes \
             WHERE workspace_id = $1 AND question_id = $2 AND member_id = $3",
        );
        back.bind(ws).bind(question).bind(member).did().await
    }

    /// What somebody votes for in a session, by id.
    pub async fn votes_of(
        &mut self,
        ws: &WorkspaceId,
        session: SessionId,
        member: &MemberId,
    ) -> Result<Vec<QuestionId>> {
        let votes = self.sql(
            "SELECT question_id FROM session_votes \
             WHERE workspace_id = $1 AND session_id = $2 AND member_id = $3 ORDER BY question_id",
        );
        let rows = votes.bind(ws).bind(session).bind(member).all().await?;
        each(&rows, |row| row.parsed("question_id"))
    }

    /// A locked session is over: of its votes only the numbers stay, and nobody knows any more who
    /// asked what anonymously.
    pub async fn forget_session(&mut self, ws: &WorkspaceId, session: SessionId) -> Result<()> {
        self.forgets = true;
        for text in [
            "UPDATE session_questions SET votes = votes + (SELECT COUNT(*) FROM session_votes AS v \
             WHERE v.workspace_id = session_questions.workspace_id \
             AND v.question_id = session_questions.question_id) \
             WHERE workspace_id = $1 AND session_id = $2",
            "DELETE FROM session_votes WHERE workspace_id = $1 AND session_id = $2",
            "DELETE FROM question_keys WHERE workspace_id = $1 AND question_id IN \
             (SELECT q.question_id FROM session_questions AS q \
             WHERE q.workspace_id = $1 AND q.session_id = $2)",
            "UPDATE session_questions SET sealed_asker = NULL \
             WHERE workspace_id = $1 AND session_id = $2 AND sealed_asker IS NOT NULL",
        ] {
            self.sql(text).bind(ws).bind(session).run().await?;
        }
        Ok(())
    }
}

fn values(ws: &WorkspaceId, it: &Session) -> Vec<Value> {
    let why = match it.state {
        State::Cancelled(why) => Some(why.as_str()),
        State::Invited | State::Collecting | State::Live | State::Paused | State::Ended => None,
    };
    row![
        ws,
        it.id,
        it.community,
        &it.steward,
        &it.expert,
        &it.about,
        it.starts_at,
        it.minutes,
        it.state.as_str(),
        why,
        it.proposed,
        it.announcement.as_ref(),
        it.people,
        it.current,
        it.turns,
        it.silence.as_str(),
        it.planned_at,
    ]
}

fn state(row: &AnyRow) -> Result<State> {
    if row.text("state")? == "cancelled" {
        return Ok(State::Cancelled(one_of(&WhyOff::ALL, "why_off", row, WhyOff::as_str)?));
    }
    let all = [State::Invited, State::Collecting, State::Live, State::Paused, State::Ended];
    one_of(&all, "state", row, State::as_str)
}

fn read(row: &AnyRow) -> Result<Session> {
    Ok(Session {
        id: row.parsed("session_id")?,
        community: row.parsed("community_id")?,
        steward: row.id("steward")?,
        expert: row.id("expert")?,
        about: row.text("about")?,
        starts_at: row.time("starts_at")?,
        minutes: row.number("minutes")?,
        state: state(row)?,
        proposed: row.maybe_time("proposed")?,
        announcement: row.maybe_id("announcement")?,
        people: row.maybe_number("people")?,
        current: row.maybe_parsed("current_question")?,
        turns: row.number("turns")?,
        silence: one_of(&Silence::ALL, "silence", row, Silence::as_str)?,
        planned_at: row.time("planned_at")?,
    })
}

fn read_question(row: &AnyRow) -> Result<SessionQuestion> {
    let asker = match (row.maybe_id("asker")?, row.maybe_text("sealed_asker")?) {
        (Some(member), None) => Asker::Known(member),
        (None, Some(sealed)) => Asker::Sealed(sealed),
        (None, None) => Asker::Forgotten,
        (Some(_), Some(_)) => {
            return Err(Error::unreadable("asker", "both known and sealed"));
        }
    };
    Ok(SessionQuestion {
        id: row.parsed("question_id")?,
        session: row.parsed("session_id")?,
        asker,
        text: row.text("body")?,
        stage: one_of(&Stage::ALL, "stage", row, Stage::as_str)?,
        votes: row.number("votes")?,
        asked_at: row.time("asked_at")?,
    })
}
