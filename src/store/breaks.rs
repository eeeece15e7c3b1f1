//! Teams' breaks.

use super::programs::saved;
use super::query::row;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::breaks::{Counts, Said, TeamBreak};
use crate::domain::ids::{BreakId, MemberId, ProgramId, RoundId, WorkspaceId};

impl Tx {
    /// Writes the breaks of a round down with their people.
    pub async fn insert_breaks(&mut self, ws: &WorkspaceId, breaks: &[TeamBreak]) -> Result<()> {
        let (mut rows, mut members) = (Vec::new(), Vec::new());
        for it in breaks {
            rows.push(row![
                ws,
                it.id,
                it.round,
                it.program,
                &it.team,
                &it.host,
                it.starts_at,
                it.conversation.as_ref(),
                it.message.as_ref(),
            ]);
            members.extend(it.members.iter().map(|member| row![ws, it.id, member]));
        }
        self.sql_batch(
            "INSERT INTO breaks (workspace_id, break_id, round_id, program_id, team, host, \
             starts_at, conversation, message)",
            rows,
            "",
        )
        .await?;
        self.sql_batch(
            "INSERT INTO break_members (workspace_id, break_id, member_id)",
            members,
            "",
        )
        .await?;
        Ok(())
    }

    /// To change it, use [`Tx::lock_break`].
    pub async fn team_break(&mut self, ws: &WorkspaceId, id: BreakId) -> Result<Option<TeamBreak>> {
        let row = self.sql(
            "SELECT round_id, program_id, team, host, starts_at, conversation, message \
             FROM breaks WHERE workspace_id = $1 AND break_id = $2",
        );
        let Some(row) = row.bind(ws).bind(id).one().await? else { return Ok(None) };
        let members = self.sql(
            "SELECT member_id FROM break_members WHERE workspace_id = $1 AND break_id = $2 \
             ORDER BY member_id",
        );
        let members = each(&members.bind(ws).bind(id).all().await?, |row| row.id("member_id"))?;
        Ok(Some(TeamBreak {
            id,
            round: row.parsed("round_id")?,
            program: row.parsed("program_id")?,
            team: row.text("team")?,
            members,
            host: row.id("host")?,
            starts_at: row.time("starts_at")?,
            conversation: row.maybe_id("conversation")?,
            message: row.maybe_id("message")?,
        }))
    }

    /// The break that somebody has in a round.
    pub async fn break_of(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
        member: &MemberId,
    ) -> Result<Option<TeamBreak>> {
        let row = self.sql(
            "SELECT b.break_id FROM breaks AS b JOIN break_members AS m \
             ON m.workspace_id = b.workspace_id AND m.break_id = b.break_id \
             WHERE b.workspace_id = $1 AND b.round_id = $2 AND m.member_id = $3 \
             ORDER BY b.break_id LIMIT 1",
        );
        match row.bind(ws).bind(round).bind(member).one().await? {
            Some(row) => self.team_break(ws, row.parsed("break_id")?).await,
            None => Ok(None),
        }
    }

    /// Reads a break that nobody else can change until this transaction ends.
    pub async fn lock_break(&mut self, ws: &WorkspaceId, id: BreakId) -> Result<Option<TeamBreak>> {
        let lock = self.sql(
            "UPDATE breaks SET version = version + 1 WHERE workspace_id = $1 AND break_id = $2",
        );
        if lock.bind(ws).bind(id).did().await? { self.team_break(ws, id).await } else { Ok(None) }
    }

    /// Keeps where the message of a locked break stands. Nothing else of it changes.
    pub async fn save_break(&mut self, ws: &WorkspaceId, it: &TeamBreak) -> Result<()> {
        let save = self.sql(
            "UPDATE breaks SET conversation = $3, message = $4 \
             WHERE workspace_id = $1 AND break_id = $2",
        );
        let save = save.bind(ws).bind(it.id);
        let save = save.bind(it.conversation.as_ref()).bind(it.message.as_ref());
        saved("a break", save.did().await?)
    }

    /// Somebody says something of their team's break, the last counts; `false` if it is not theirs.
    pub async fn say_of_break(
        &mut self,
        ws: &WorkspaceId,
        id: BreakId,
        member: &MemberId,
        said: Said,
    ) -> Result<bool> {
        let say = self.sql(
            "UPDATE break_members SET said = $4 \
             WHERE workspace_id = $1 AND break_id = $2 AND member_id = $3",
        );
        say.bind(ws).bind(id).bind(member).bind(name_of(said)).did().await
    }

    /// How many said what of a break.
    pub async fn counts_of_break(&mut self, ws: &WorkspaceId, id: BreakId) -> Result<Counts> {
        let rows = self
            .sql(
                "SELECT said, COUNT(*) AS people FROM break_members WHERE workspace_id = $1 \
                 AND break_id = $2 AND said IS NOT NULL GROUP BY said",
            )
            .bind(ws)
            .bind(id)
            .all()
            .await?;
        let mut counts = Counts::default();
        for row in &rows {
            let (said, people) = (row.text("said")?, row.number("people")?);
            for (known, count) in [
                (Said::In, &mut counts.coming),
                (Said::NotToday, &mut counts.not_today),
                (Said::Met, &mut counts.met),
            ] {
                if name_of(known) == said {
                    *count = people;
                }
            }
        }
        Ok(counts)
    }

    /// How often people hosted breaks of a program.
    pub async fn hosts(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Vec<(MemberId, u32)>> {
        let rows = self.sql(
            "SELECT host, COUNT(*) AS times FROM breaks WHERE workspace_id = $1 \
             AND program_id = $2 GROUP BY host ORDER BY host",
        );
        let rows = rows.bind(ws).bind(program).all().await?;
        each(&rows, |row| Ok((row.id("host")?, row.number("times")?)))
    }

    /// How many breaks a round has.
    pub async fn breaks_in(&mut self, ws: &WorkspaceId, round: RoundId) -> Result<u32> {
        let row = self
            .sql("SELECT COUNT(*) AS breaks FROM breaks WHERE workspace_id = $1 AND round_id = $2");
        let row = row.bind(ws).bind(round).one().await?;
        row.map_or(Ok(0), |row| row.number("breaks"))
    }
}

fn name_of(said: Said) -> &'static str {
    match said {
        Said::In => "in",
        Said::NotToday => "not_today",
        Said::Met => "met",
    }
}
