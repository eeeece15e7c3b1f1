//! Who is heard, and who was silent in a round.

use chrono::{DateTime, TimeDelta, Utc};

use super::query::{Bind, row};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::coffee::Outcome;
use crate::domain::ids::{MemberId, MessageTs, ProgramId, RoundId, WorkspaceId};

/// Somebody who was introduced in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduced {
    pub member: MemberId,
    /// The message in which they were.
    pub introduction: MessageTs,
    /// Whether their group met, as far as it said so: one yes counts unless another says no.
    pub outcome: Outcome,
}

/// Somebody who was heard is not noted again for so long.
const A_MOMENT: TimeDelta = TimeDelta::minutes(5);

impl Tx {
    /// Notes that somebody pressed, typed or sent something: in all of their programs their silence
    /// is over. News that come late change nothing, nor do those that come within [`A_MOMENT`] of the
    /// last, or of joining: whoever clicks through a modal does not write with each click, nor a delivery that comes
    /// again.
    pub async fn heard(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let heard = self.sql(
            "UPDATE participations SET heard_at = $3, silent = 0, asked_at = NULL \
             WHERE workspace_id = $1 AND member_id = $2 AND (COALESCE(heard_at, joined_at) <= $4 \
             OR (COALESCE(heard_at, joined_at) <= $3 AND (silent > 0 OR asked_at IS NOT NULL)))",
        );
        heard.bind(ws).bind(member).bind(at).bind(at - A_MOMENT).run().await?;
        Ok(())
    }

    /// Everybody who was introduced in a round, by id, and what came of it. Whoever was left alone
    /// had nobody to answer.
    pub async fn introduced_in(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
    ) -> Result<Vec<Introduced>> {
        let rows = self
            .sql(
                "SELECT m.member_id, g.introduction, said.least, said.most \
                 FROM coffee_groups AS g \
                 JOIN group_members AS m \
                 ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id \
                 LEFT JOIN (SELECT workspace_id, group_id, MIN(met) AS least, MAX(met) AS most \
                 FROM answers WHERE workspace_id = $1 GROUP BY workspace_id, group_id) AS said \
                 ON said.workspace_id = g.workspace_id AND said.group_id = g.group_id \
                 WHERE g.workspace_id = $1 AND g.round_id = $2 AND g.introduction IS NOT NULL \
                 AND EXISTS (SELECT 1 FROM group_members AS other \
                 WHERE other.workspace_id = m.workspace_id AND other.group_id = m.group_id \
                 AND other.member_id <> m.member_id) \
                 ORDER BY m.member_id",
            )
            .bind(ws)
            .bind(round)
            .all()
            .await?;
        each(&rows, |row| {
            let outcome = match (row.maybe_long("least")?, row.maybe_long("most")?) {
                (Some(1), Some(_)) => Outcome::Met,
                (Some(_), Some(0)) => Outcome::NotMet,
                _ => Outcome::Unknown,
            };
            let introduction = row.id("introduction")?;
            Ok(Introduced { member: row.id("member_id")?, introduction, outcome })
        })
    }

    /// Counts one more silent round for these people of a program.
    pub async fn count_silent(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        members: &[MemberId],
    ) -> Result<()> {
        let members = members.iter().map(Bind::value).collect();
        self.sql_list(
            row![ws, program],
            "UPDATE participations SET silent = silent + 1 \
             WHERE workspace_id = $1 AND program_id = $2 AND member_id IN",
            members,
            "",
        )
        .await?;
        Ok(())
    }

    /// These people of a program were not silent this round: what was counted is over.
    pub async fn count_not_silent(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        members: &[MemberId],
    ) -> Result<()> {
        let members = members.iter().map(Bind::value).collect();
        self.sql_list(
            row![ws, program],
            "UPDATE participations SET silent = 0, asked_at = NULL \
             WHERE workspace_id = $1 AND program_id = $2 \
             AND (silent > 0 OR asked_at IS NOT NULL) AND member_id IN",
            members,
            "",
        )
        .await?;
        Ok(())
    }

    /// Notes that somebody has been asked whether they are still up for a program.
    pub async fn was_asked(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        member: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let asked = self.sql(
            "UPDATE participations SET asked_at = $4 \
             WHERE workspace_id = $1 AND program_id = $2 AND member_id = $3 \
             AND (heard_at IS NULL OR heard_at <= $4)",
        );
        asked.bind(ws).bind(program).bind(member).bind(at).run().await?;
        Ok(())
    }

    /// Notes for these people that they sat a round of a program out because the number was odd.
    pub async fn sat_out(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        round: u32,
        members: &[MemberId],
    ) -> Result<()> {
        let members = members.iter().map(Bind::value).collect();
        self.sql_list(
            row![ws, program, round],
            "UPDATE participations SET sat_out = $3 \
             WHERE workspace_id = $1 AND program_id = $2 AND member_id IN",
            members,
            "",
        )
        .await?;
        Ok(())
    }
}
