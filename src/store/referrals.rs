//! Who is asked which question.

use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Bind, Value, row};
use super::questions::one_of;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, QuestionId, ReferralId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::referral::{Referral, ReferralState};

macro_rules! columns {
    () => {
        "referral_id, question_id, member_id, rung, state, because, made_at, offered_at, due_at, \
         ended_at, handed_to, conversation, message"
    };
}
macro_rules! referrals {
    ($condition:literal) => {
        concat!("SELECT ", columns!(), " FROM referrals WHERE workspace_id = $1 AND ", $condition)
    };
}

impl Tx {
    /// Writes down who is asked next. `false` if they were asked that question before.
    pub async fn insert_referral(&mut self, ws: &WorkspaceId, it: &Referral) -> Result<bool> {
        let rows = self
            .sql_batch(
                concat!("INSERT INTO referrals (workspace_id, ", columns!(), ")"),
                vec![values(ws, it)],
                "ON CONFLICT DO NOTHING RETURNING referral_id",
            )
            .await?;
        Ok(!rows.is_empty())
    }

    /// To change it, lock its question, then use [`Tx::lock_referral`].
    pub async fn referral(&mut self, ws: &WorkspaceId, id: ReferralId) -> Result<Option<Referral>> {
        let row = self.sql(referrals!("referral_id = $2")).bind(ws).bind(id).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// Reads a referral that nobody else can change until this transaction ends.
    pub async fn lock_referral(
        &mut self,
        ws: &WorkspaceId,
        id: ReferralId,
    ) -> Result<Option<Referral>> {
        let row = self
            .sql(concat!(
                "UPDATE referrals SET version = version + 1 \
                 WHERE workspace_id = $1 AND referral_id = $2 RETURNING ",
                columns!()
            ))
            .bind(ws)
            .bind(id)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Writes a referral that was locked.
    pub async fn save_referral(&mut self, ws: &WorkspaceId, it: &Referral) -> Result<()> {
        let save = self.sql(
            "UPDATE referrals SET question_id = $3, member_id = $4, rung = $5, state = $6, \
             because = $7, made_at = $8, offered_at = $9, due_at = $10, ended_at = $11, \
             handed_to = $12, conversation = $13, message = $14 \
             WHERE workspace_id = $1 AND referral_id = $2",
        );
        saved("a referral", save.bind_all(values(ws, it)).did().await?)
    }

    /// Everybody who was asked a question, in turn.
    pub async fn referrals(
        &mut self,
        ws: &WorkspaceId,
        question: QuestionId,
    ) -> Result<Vec<Referral>> {
        let all = self.sql(referrals!("question_id = $2 ORDER BY rung, referral_id"));
        each(&all.bind(ws).bind(question).all().await?, read)
    }

    /// Everybody who was asked any of these questions, each question's in turn.
    pub async fn referrals_of(
        &mut self,
        ws: &WorkspaceId,
        questions: &[QuestionId],
    ) -> Result<Vec<Referral>> {
        let rows = self
            .sql_in(
                ws,
                referrals!("question_id IN"),
                questions.iter().map(|id| (*id).value()).collect(),
                "ORDER BY question_id, rung, referral_id",
            )
            .await?;
        each(&rows, read)
    }

    /// What waits for somebody's word, the oldest first.
    pub async fn open_referrals(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Vec<Referral>> {
        let open = self.sql(referrals!(
            "member_id = $2 AND state IN ('hello', 'offered', 'accepted') \
             ORDER BY made_at, referral_id"
        ));
        each(&open.bind(ws).bind(member).all().await?, read)
    }
}

fn values(ws: &WorkspaceId, it: &Referral) -> Vec<Value> {
    row![
        ws,
        it.id,
        it.question,
        &it.member,
        it.rung,
        it.state.as_str(),
        &it.because,
        it.made_at,
        it.offered_at,
        it.due_at,
        it.ended_at,
        it.handed_to.as_ref(),
        it.spot.as_ref().map(|spot| &spot.channel),
        it.spot.as_ref().map(|spot| &spot.message),
    ]
}

fn read(row: &AnyRow) -> Result<Referral> {
    let conversation = row.maybe_id("conversation")?;
    let spot = conversation.zip(row.maybe_id("message")?);
    Ok(Referral {
        id: row.parsed("referral_id")?,
        question: row.parsed("question_id")?,
        member: row.id("member_id")?,
        rung: row.number("rung")?,
        state: one_of(&ReferralState::ALL, "state", row, ReferralState::as_str)?,
        because: row.text("because")?,
        made_at: row.time("made_at")?,
        offered_at: row.maybe_time("offered_at")?,
        due_at: row.maybe_time("due_at")?,
        ended_at: row.maybe_time("ended_at")?,
        handed_to: row.maybe_id("handed_to")?,
        spot: spot.map(|(channel, message)| Spot { channel, message }),
    })
}
