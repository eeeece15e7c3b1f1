//! What the planning of a round asks about everybody at once.

use chrono::NaiveDate;

use super::query::{Bind, row};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};

impl Tx {
    /// The days from `from` to `to`, both included, that are taken, with whose they are.
    pub async fn claims_between(
        &mut self,
        ws: &WorkspaceId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(MemberId, NaiveDate)>> {
        let rows = self
            .sql(
                "SELECT member_id, local_day FROM nudges WHERE workspace_id = $1 \
                 AND local_day BETWEEN $2 AND $3 ORDER BY member_id, local_day",
            )
            .bind(ws)
            .bind(from)
            .bind(to)
            .all()
            .await?;
        each(&rows, |row| Ok((MemberId::new(row.text("member_id")?), row.day("local_day")?)))
    }

    /// How often people of a program were asked to say hello first, where they were introduced.
    pub async fn openers(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Vec<(MemberId, u32)>> {
        let rows = self
            .sql(
                "SELECT opener, COUNT(*) AS times FROM coffee_groups WHERE workspace_id = $1 \
                 AND program_id = $2 AND introduction IS NOT NULL GROUP BY opener ORDER BY opener",
            )
            .bind(ws)
            .bind(program)
            .all()
            .await?;
        each(&rows, |row| Ok((MemberId::new(row.text("opener")?), row.number("times")?)))
    }

    /// Every first question that these people were introduced with, in whichever program, and the
    /// date of the round.
    pub async fn questions_asked(
        &mut self,
        ws: &WorkspaceId,
        members: &[MemberId],
    ) -> Result<Vec<(MemberId, u32, NaiveDate)>> {
        let rows = self
            .sql_list(
                row![ws],
                "SELECT m.member_id, g.question, r.opens_on FROM (\
                 SELECT workspace_id, group_id, member_id FROM group_members \
                 UNION SELECT workspace_id, group_id, member_id FROM withdrawals) AS m \
                 JOIN coffee_groups AS g \
                 ON g.workspace_id = m.workspace_id AND g.group_id = m.group_id \
                 JOIN rounds AS r \
                 ON r.workspace_id = g.workspace_id AND r.round_id = g.round_id \
                 WHERE m.workspace_id = $1 AND g.introduction IS NOT NULL AND m.member_id IN",
                members.iter().map(Bind::value).collect(),
                "ORDER BY m.member_id, r.opens_on, g.question",
            )
            .await?;
        each(&rows, |row| Ok((row.id("member_id")?, row.number("question")?, row.day("opens_on")?)))
    }
}
