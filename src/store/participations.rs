//! Who is in a program.

use sqlx::any::AnyRow;

use super::people::{self, read_member};
use super::preferences;
use super::query::{Bind, row};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::coffee::{Participation, Pause};
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::silence::Silence;

macro_rules! columns {
    () => {
        "p.program_id, p.member_id, p.joined_at, p.has_left, p.pause_until, p.pause_rounds, \
         p.pause_open, p.skips, p.trios, p.last_trio, p.sat_out, p.silent, p.asked_at, p.heard_at"
    };
}

impl Tx {
    /// Writes down how somebody is in a program, whether they were in it before or not.
    pub async fn keep_participation(
        &mut self,
        ws: &WorkspaceId,
        participation: &Participation,
    ) -> Result<()> {
        let (until, rounds) = match participation.pause {
            Pause::None | Pause::UntilBack => (None, None),
            Pause::Until(day) => (Some(day), None),
            Pause::Rounds(rounds) => (None, Some(rounds)),
        };
        self.sql(
            "INSERT INTO participations (workspace_id, program_id, member_id, joined_at, has_left, \
             pause_until, pause_rounds, pause_open, skips, trios, last_trio, sat_out, silent, \
             asked_at, heard_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             ON CONFLICT (workspace_id, program_id, member_id) DO UPDATE \
             SET joined_at = excluded.joined_at, has_left = excluded.has_left, \
             pause_until = excluded.pause_until, pause_rounds = excluded.pause_rounds, \
             pause_open = excluded.pause_open, skips = excluded.skips, trios = excluded.trios, \
             last_trio = excluded.last_trio, sat_out = excluded.sat_out, \
             silent = excluded.silent, asked_at = excluded.asked_at, \
             heard_at = excluded.heard_at",
        )
        .bind(ws)
        .bind(participation.program)
        .bind(&participation.member)
        .bind(participation.joined_at)
        .bind(participation.left)
        .bind(until)
        .bind(rounds)
        .bind(participation.pause == Pause::UntilBack)
        .bind(participation.skips)
        .bind(participation.trios)
        .bind(participation.last_trio)
        .bind(participation.sat_out)
        .bind(participation.silence.rounds)
        .bind(participation.silence.asked_at)
        .bind(participation.silence.heard_at)
        .run()
        .await?;
        Ok(())
    }

    /// `None` if they never joined; there also if they left.
    pub async fn participation(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        member: &MemberId,
    ) -> Result<Option<Participation>> {
        let row = self
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM participations AS p \
                 WHERE p.workspace_id = $1 AND p.program_id = $2 AND p.member_id = $3"
            ))
            .bind(ws)
            .bind(program)
            .bind(member)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Everybody who ever joined, also those who left, by id.
    pub async fn participations(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Vec<Participation>> {
        let all = self.sql(concat!(
            "SELECT ",
            columns!(),
            " FROM participations AS p WHERE p.workspace_id = $1 AND p.program_id = $2 \
             ORDER BY p.member_id"
        ));
        each(&all.bind(ws).bind(program).all().await?, read)
    }

    /// Those of `members` who left the program, by id.
    pub async fn who_left(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        members: &[MemberId],
    ) -> Result<Vec<MemberId>> {
        let rows = self
            .sql_list(
                row![ws, program],
                "SELECT member_id FROM participations \
                 WHERE workspace_id = $1 AND program_id = $2 AND has_left = 1 AND member_id IN",
                members.iter().map(Bind::value).collect(),
                "ORDER BY member_id",
            )
            .await?;
        each(&rows, |row| row.id("member_id"))
    }

    /// All programs that somebody ever joined, also those they left, by id.
    pub async fn participations_of(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Vec<Participation>> {
        let all = self.sql(concat!(
            "SELECT ",
            columns!(),
            " FROM participations AS p WHERE p.workspace_id = $1 AND p.member_id = $2 \
             ORDER BY p.program_id"
        ));
        each(&all.bind(ws).bind(member).all().await?, read)
    }

    /// Those who have not left and whom the directory knows, by id.
    pub async fn participants(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Vec<(Participation, Member)>> {
        let all = self.sql(concat!(
            "SELECT ",
            columns!(),
            ", ",
            people::columns!(),
            " FROM participations AS p \
             JOIN members AS m ON m.workspace_id = p.workspace_id AND m.member_id = p.member_id",
            preferences::joined!(),
            "WHERE p.workspace_id = $1 AND p.program_id = $2 AND p.has_left = 0 \
             ORDER BY p.member_id"
        ));
        let rows = all.bind(ws).bind(program).all().await?;
        each(&rows, |row| Ok((read(row)?, read_member(row)?)))
    }
}

fn read(row: &AnyRow) -> Result<Participation> {
    let pause = match (row.maybe_parsed("pause_until")?, row.maybe_number("pause_rounds")?) {
        (Some(day), _) => Pause::Until(day),
        (None, Some(rounds)) => Pause::Rounds(rounds),
        (None, None) if row.flag("pause_open")? => Pause::UntilBack,
        (None, None) => Pause::None,
    };
    let silence = Silence {
        rounds: row.number("silent")?,
        asked_at: row.maybe_time("asked_at")?,
        heard_at: row.maybe_time("heard_at")?,
    };
    Ok(Participation {
        program: row.parsed("program_id")?,
        member: row.id("member_id")?,
        joined_at: row.time("joined_at")?,
        left: row.flag("has_left")?,
        pause,
        skips: row.maybe_parsed("skips")?,
        trios: row.number("trios")?,
        last_trio: row.maybe_number("last_trio")?,
        sat_out: row.maybe_number("sat_out")?,
        silence,
    })
}
