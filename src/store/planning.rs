//! What the planning of a round asks about everybody at once.

use chrono::NaiveDate;

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

    /// Every first question that people of a program were introduced with.
    pub async fn questions_asked(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Vec<(MemberId, u32)>> {
        let rows = self
            .sql(
                "SELECT m.member_id, g.question FROM group_members AS m \
                 JOIN coffee_groups AS g \
                 ON g.workspace_id = m.workspace_id AND g.group_id = m.group_id \
                 WHERE g.workspace_id = $1 AND g.program_id = $2 AND g.introduction IS NOT NULL \
                 ORDER BY m.member_id, g.question",
            )
            .bind(ws)
            .bind(program)
            .all()
            .await?;
        each(&rows, |row| Ok((MemberId::new(row.text("member_id")?), row.number("question")?)))
    }
}
