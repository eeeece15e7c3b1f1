//! The rounds of a program.

use std::fmt::Write as _;

use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Value, row};
use super::row::Fields;
use super::{Error, Result, Tx};
use crate::domain::coffee::{Round, RoundState};
use crate::domain::ids::{ChannelId, ProgramId, RoundId, WorkspaceId};

macro_rules! columns {
    () => {
        "round_id, program_id, number, opens_on, reminder_on, check_in_on, seed, algorithm, state"
    };
}

impl Tx {
    /// `false` if the program has a round on that date already.
    pub async fn insert_round(&mut self, ws: &WorkspaceId, round: &Round) -> Result<bool> {
        let rows = self
            .sql_batch(
                concat!("INSERT INTO rounds (workspace_id, ", columns!(), ")"),
                vec![values(ws, round)],
                "ON CONFLICT DO NOTHING RETURNING round_id",
            )
            .await?;
        Ok(!rows.is_empty())
    }

    /// To change it, use [`Tx::lock_round`].
    pub async fn round(&mut self, ws: &WorkspaceId, id: RoundId) -> Result<Option<Round>> {
        let row = self
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM rounds WHERE workspace_id = $1 AND round_id = $2"
            ))
            .bind(ws)
            .bind(id)
            .one()
            .await?;
        row.as_ref().map(read_round).transpose()
    }

    /// Reads a round that nobody else can change until this transaction ends.
    pub async fn lock_round(&mut self, ws: &WorkspaceId, id: RoundId) -> Result<Option<Round>> {
        let row = self
            .sql(concat!(
                "UPDATE rounds SET version = version + 1 \
                 WHERE workspace_id = $1 AND round_id = $2 RETURNING ",
                columns!()
            ))
            .bind(ws)
            .bind(id)
            .one()
            .await?;
        row.as_ref().map(read_round).transpose()
    }

    /// Writes a round that was locked.
    pub async fn save_round(&mut self, ws: &WorkspaceId, round: &Round) -> Result<()> {
        let save = self
            .sql(
                "UPDATE rounds SET program_id = $3, number = $4, opens_on = $5, reminder_on = $6, \
                 check_in_on = $7, seed = $8, algorithm = $9, state = $10 \
                 WHERE workspace_id = $1 AND round_id = $2",
            )
            .bind_all(values(ws, round));
        saved("a round", save.did().await?)
    }

    /// Every round of a program, the first one first.
    pub async fn rounds(&mut self, ws: &WorkspaceId, program: ProgramId) -> Result<Vec<Round>> {
        let rows = self
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM rounds WHERE workspace_id = $1 AND program_id = $2 ORDER BY number, round_id"
            ))
            .bind(ws)
            .bind(program)
            .all()
            .await?;
        rows.iter().map(read_round).collect()
    }

    /// The rounds of all programs and their channels, the latest first.
    pub async fn latest_rounds(
        &mut self,
        ws: &WorkspaceId,
        limit: u32,
    ) -> Result<Vec<(ChannelId, Round)>> {
        let rows = self
            .sql(
                "SELECT p.channel, r.round_id, r.program_id, r.number, r.opens_on, r.reminder_on, \
                 r.check_in_on, r.seed, r.algorithm, r.state FROM rounds AS r \
                 JOIN programs AS p \
                 ON p.workspace_id = r.workspace_id AND p.program_id = r.program_id \
                 WHERE r.workspace_id = $1 \
                 ORDER BY r.opens_on DESC, r.program_id, r.round_id LIMIT $2",
            )
            .bind(ws)
            .bind(limit)
            .all()
            .await?;
        rows.iter().map(|row| Ok((row.id("channel")?, read_round(row)?))).collect()
    }

    /// The round that is under way, if one is: the latest that is opened or paired.
    pub async fn current_round(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
    ) -> Result<Option<Round>> {
        let row = self
            .sql(concat!(
                "SELECT ",
                columns!(),
                " FROM rounds WHERE workspace_id = $1 AND program_id = $2 \
                 AND state IN ('opened', 'paired') ORDER BY number DESC, round_id DESC LIMIT 1"
            ))
            .bind(ws)
            .bind(program)
            .one()
            .await?;
        row.as_ref().map(read_round).transpose()
    }
}

fn values(ws: &WorkspaceId, round: &Round) -> Vec<Value> {
    row![
        ws,
        round.id,
        round.program,
        round.number,
        round.opens_on,
        round.reminder_on,
        round.check_in_on,
        to_hex(&round.seed),
        &round.algorithm,
        state_name(round.state),
    ]
}

pub(super) fn read_round(row: &AnyRow) -> Result<Round> {
    Ok(Round {
        id: row.parsed("round_id")?,
        program: row.parsed("program_id")?,
        number: row.number("number")?,
        opens_on: row.day("opens_on")?,
        reminder_on: row.day("reminder_on")?,
        check_in_on: row.day("check_in_on")?,
        seed: from_hex(&row.text("seed")?)
            .ok_or_else(|| Error::unreadable("seed", "not 64 hexadecimal digits"))?,
        algorithm: row.text("algorithm")?,
        state: state(&row.text("state")?)?,
    })
}

fn state_name(state: RoundState) -> &'static str {
    match state {
        RoundState::Opened => "opened",
        RoundState::Paired => "paired",
        RoundState::Closed => "closed",
    }
}

fn state(name: &str) -> Result<RoundState> {
    let all = [RoundState::Opened, RoundState::Paired, RoundState::Closed];
    all.into_iter()
        .find(|state| state_name(*state) == name)
        .ok_or_else(|| Error::unreadable("state", "not one of those known"))
}

pub(super) fn to_hex(seed: &[u8; 32]) -> String {
    seed.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut seed = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (place, byte) in seed.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_comes_back_from_its_digits() {
        let mut seed = [0; 32];
        (seed[0], seed[31]) = (0xab, 7);
        assert_eq!(to_hex(&seed).len(), 64);
        assert_eq!(from_hex(&to_hex(&seed)), Some(seed));
        assert_eq!(from_hex("ab"), None);
        assert_eq!(from_hex(&"é".repeat(32)), None);
        assert_eq!(from_hex(&"x".repeat(64)), None);
    }
}
