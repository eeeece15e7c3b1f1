//! Coffee programs and who tends them.

use chrono::NaiveTime;
use sqlx::any::AnyRow;

use super::query::{Value, row};
use super::row::{Fields, each, to_json};
use super::{Error, Result, Tx};
use crate::domain::coffee::Program;
use crate::domain::ids::{MemberId, ProgramId, WorkspaceId};
use crate::domain::schedule::{Cadence, MOST_WEEKS, Recurrence};

const HOUR: &str = "%H:%M";

macro_rules! columns {
    () => {
        "program_id, channel, steward, every_weeks, weekday, hour, zone, group_size, minimum, \
         next_opening, rounds, invitation, private, ended, created_at, recurrence, rules, \
         managers_apart, style"
    };
}

impl Tx {
    /// `false` if that program is there already.
    pub async fn insert_program(&mut self, ws: &WorkspaceId, program: &Program) -> Result<bool> {
        let rows = self
            .sql_batch(
                concat!("INSERT INTO programs (workspace_id, ", columns!(), ")"),
                vec![values(ws, program)?],
                "ON CONFLICT DO NOTHING RETURNING program_id",
            )
            .await?;
        Ok(!rows.is_empty())
    }

    /// Also one that has ended. To change it, use [`Tx::lock_program`].
    pub async fn program(&mut self, ws: &WorkspaceId, id: ProgramId) -> Result<Option<Program>> {
        let row = self
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM programs WHERE workspace_id = $1 AND program_id = $2"
            ))
            .bind(ws)
            .bind(id)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Those that have not ended, the oldest first.
    pub async fn programs(&mut self, ws: &WorkspaceId) -> Result<Vec<Program>> {
        let all = self.sql(concat!(
            "SELECT ",
            columns!(),
            " FROM programs WHERE workspace_id = $1 AND ended = 0 ORDER BY created_at, program_id"
        ));
        each(&all.bind(ws).all().await?, read)
    }

    /// Reads a program that nobody else can change until this transaction ends.
    pub async fn lock_program(
        &mut self,
        ws: &WorkspaceId,
        id: ProgramId,
    ) -> Result<Option<Program>> {
        let row = self
            .sql(concat!(
                "UPDATE programs SET version = version + 1 \
                 WHERE workspace_id = $1 AND program_id = $2 RETURNING ",
                columns!()
            ))
            .bind(ws)
            .bind(id)
            .one()
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Writes a program that was locked.
    pub async fn save_program(&mut self, ws: &WorkspaceId, program: &Program) -> Result<()> {
        let save = self
            .sql(
                "UPDATE programs SET channel = $3, steward = $4, every_weeks = $5, weekday = $6, \
                 hour = $7, zone = $8, group_size = $9, minimum = $10, next_opening = $11, \
                 rounds = $12, invitation = $13, private = $14, ended = $15, \
                 created_at = $16, recurrence = $17, rules = $18, managers_apart = $19, style = $20 \
                 WHERE workspace_id = $1 AND program_id = $2",
            )
            .bind_all(values(ws, program)?);
        saved("a program", save.did().await?)
    }

    /// Names somebody who tends a program; once more changes nothing.
    pub async fn keep_steward(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        member: &MemberId,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO stewards (workspace_id, program_id, member_id) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING",
        );
        keep.bind(ws).bind(program).bind(member).run().await?;
        Ok(())
    }

    /// By id.
    pub async fn stewards(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Vec<MemberId>> {
        let all = self.sql(
            "SELECT member_id FROM stewards WHERE workspace_id = $1 AND program_id = $2 \
             ORDER BY member_id",
        );
        each(&all.bind(ws).bind(program).all().await?, |row| row.id("member_id"))
    }
}

/// Something that is saved must be there.
pub(super) fn saved(what: &'static str, did: bool) -> Result<()> {
    if did {
        return Ok(());
    }
    Err(Error::Unwritable { what, reason: "it was never inserted".to_owned() })
}

/// `every_weeks`, `weekday` and `group_size` are for the version before, which knows nothing of rules.
fn values(ws: &WorkspaceId, program: &Program) -> Result<Vec<Value>> {
    let cadence = &program.cadence;
    let every_weeks = match cadence.recurrence {
        Recurrence::Weekly { every, .. } => every,
        Recurrence::Monthly { every, .. } => (4 * every).min(MOST_WEEKS),
    };
    Ok(row![
        ws,
        program.id,
        &program.channel,
        &program.steward,
        every_weeks,
        cadence.weekday().to_string(),
        cadence.at.format(HOUR).to_string(),
        cadence.zone.name(),
        program.rules.group_size,
        program.minimum,
        program.next_opening,
        program.rounds,
        program.invitation.as_ref(),
        program.private,
        program.ended,
        program.created_at,
        cadence.recurrence.to_string(),
        to_json("rules", &program.rules)?,
        program.managers_apart,
        to_json("a style", &program.style)?,
    ])
}

fn read(row: &AnyRow) -> Result<Program> {
    let at = NaiveTime::parse_from_str(&row.text("hour")?, HOUR)
        .map_err(|_| Error::unreadable("hour", "not in the form expected"))?;
    let cadence = Cadence { recurrence: row.parsed("recurrence")?, at, zone: row.parsed("zone")? };
    Ok(Program {
        id: row.parsed("program_id")?,
        channel: row.id("channel")?,
        steward: row.id("steward")?,
        cadence,
        rules: row.json("rules")?,
        managers_apart: row.flag("managers_apart")?,
        style: row.json("style")?,
        minimum: row.number("minimum")?,
        next_opening: row.day("next_opening")?,
        rounds: row.number("rounds")?,
        invitation: row.maybe_id("invitation")?,
        private: row.flag("private")?,
        ended: row.flag("ended")?,
        created_at: row.time("created_at")?,
    })
}
