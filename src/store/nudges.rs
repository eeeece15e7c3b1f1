//! Places in people's days for unasked messages.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::query::row;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};

/// Somebody's day that is to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayClaim {
    pub member: MemberId,
    /// By their own calendar.
    pub day: NaiveDate,
    /// What takes it.
    pub claimed_by: String,
}

impl Tx {
    /// The days from `from` to `to`, both included, that are taken, and by what.
    pub async fn claimed_days(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(NaiveDate, String)>> {
        let rows = self
            .sql(
                "SELECT local_day, claimed_by FROM nudges WHERE workspace_id = $1 \
                 AND member_id = $2 AND local_day BETWEEN $3 AND $4 ORDER BY local_day",
            )
            .bind(ws)
            .bind(member)
            .bind(from)
            .bind(to)
            .all()
            .await?;
        each(&rows, |row| Ok((row.day("local_day")?, row.text("claimed_by")?)))
    }

    /// Takes somebody's day; `true` also if the same claimant has it already.
    pub async fn claim_day(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        day: NaiveDate,
        claimed_by: &str,
    ) -> Result<bool> {
        let at = self.now();
        self.sql(
            "INSERT INTO nudges (workspace_id, member_id, local_day, claimed_by, claimed_at) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (workspace_id, member_id, local_day) DO UPDATE \
             SET claimed_by = excluded.claimed_by \
             WHERE nudges.claimed_by = excluded.claimed_by",
        )
        .bind(ws)
        .bind(member)
        .bind(day)
        .bind(claimed_by)
        .bind(at)
        .did()
        .await
    }

    /// Takes many days, each for its claimant: whose day another one had keeps that one, and is
    /// answered. Nobody may be in it twice with one day.
    pub async fn claim_days(
        &mut self,
        ws: &WorkspaceId,
        claims: &[DayClaim],
    ) -> Result<Vec<MemberId>> {
        let at = self.now();
        let mut sorted: Vec<&DayClaim> = claims.iter().collect();
        sorted.sort_by(|a, b| (&a.member, a.day).cmp(&(&b.member, b.day)));
        let rows = sorted.iter().map(|it| row![ws, &it.member, it.day, &it.claimed_by, at]);
        let taken = self
            .sql_batch(
                "INSERT INTO nudges (workspace_id, member_id, local_day, claimed_by, claimed_at)",
                rows.collect(),
                "ON CONFLICT (workspace_id, member_id, local_day) DO UPDATE \
                 SET claimed_by = excluded.claimed_by \
                 WHERE nudges.claimed_by = excluded.claimed_by RETURNING member_id, local_day",
            )
            .await?;
        let taken =
            each(&taken, |row| Ok((row.id::<MemberId>("member_id")?, row.day("local_day")?)))?;
        let taken: BTreeSet<_> = taken.into_iter().collect();
        let lost = sorted.into_iter().filter(|it| !taken.contains(&(it.member.clone(), it.day)));
        Ok(lost.map(|it| it.member.clone()).collect())
    }

    /// The day that a claimant has, the latest if there are several.
    pub async fn claim_of(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        claimed_by: &str,
    ) -> Result<Option<NaiveDate>> {
        let row = self
            .sql(
                "SELECT local_day FROM nudges WHERE workspace_id = $1 AND member_id = $2 \
                 AND claimed_by = $3 ORDER BY local_day DESC LIMIT 1",
            )
            .bind(ws)
            .bind(member)
            .bind(claimed_by)
            .one()
            .await?;
        row.map(|row| row.day("local_day")).transpose()
    }

    /// Gives the claimant's days back.
    pub async fn release_claim(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        claimed_by: &str,
    ) -> Result<()> {
        let release = self.sql(
            "DELETE FROM nudges WHERE workspace_id = $1 AND member_id = $2 AND claimed_by = $3",
        );
        release.bind(ws).bind(member).bind(claimed_by).run().await?;
        Ok(())
    }
}
