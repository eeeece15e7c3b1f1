//! Who stepped back from their group, round by round.

use sqlx::any::AnyRow;

use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{RoundId, WorkspaceId};
use crate::domain::meeting::{Why, Withdrawal};

impl Tx {
    /// Writes down that somebody stepped back. `false` if they did already: "cannot" comes after "else",
    /// and is the last word.
    pub async fn withdraw(&mut self, ws: &WorkspaceId, withdrawal: &Withdrawal) -> Result<bool> {
        self.sql(
            "INSERT INTO withdrawals (workspace_id, round_id, member_id, group_id, why, \
             withdrawn_at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (workspace_id, round_id, member_id, group_id) DO UPDATE \
             SET why = excluded.why, withdrawn_at = excluded.withdrawn_at \
             WHERE withdrawals.why = 'else' AND excluded.why = 'cannot'",
        )
        .bind(ws)
        .bind(withdrawal.round)
        .bind(&withdrawal.member)
        .bind(withdrawal.group)
        .bind(name(withdrawal.why))
        .bind(withdrawal.at)
        .did()
        .await
    }

    /// Everybody who stepped back in a round, by member and group.
    pub async fn withdrawals(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
    ) -> Result<Vec<Withdrawal>> {
        let all = self.sql(
            "SELECT round_id, member_id, group_id, why, withdrawn_at FROM withdrawals \
             WHERE workspace_id = $1 AND round_id = $2 ORDER BY member_id, group_id",
        );
        each(&all.bind(ws).bind(round).all().await?, read)
    }
}

fn name(why: Why) -> &'static str {
    match why {
        Why::Cannot => "cannot",
        Why::Else => "else",
    }
}

fn read(row: &AnyRow) -> Result<Withdrawal> {
    let why = row.text("why")?;
    let why = [Why::Cannot, Why::Else].into_iter().find(|it| name(*it) == why);
    Ok(Withdrawal {
        round: row.parsed("round_id")?,
        member: row.id("member_id")?,
        group: row.parsed("group_id")?,
        why: why.ok_or_else(|| Error::unreadable("why", "not one of those known"))?,
        at: row.time("withdrawn_at")?,
    })
}
