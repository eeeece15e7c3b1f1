//! Who is new, and who welcomes them.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::programs::saved;
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::welcome::{Newcomer, Stage, Welcomer};

impl Tx {
    /// Writes down that somebody joined; `false` if that is known already.
    pub async fn insert_newcomer(&mut self, ws: &WorkspaceId, new: &Newcomer) -> Result<bool> {
        let insert = self.sql(
            "INSERT INTO newcomers (workspace_id, member_id, joined_at, stage) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        );
        insert.bind(ws).bind(&new.member).bind(new.joined_at).bind(name_of(new.stage)).did().await
    }

    /// To change it, use [`Tx::lock_newcomer`].
    pub async fn newcomer(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Option<Newcomer>> {
        let row = self.sql(
            "SELECT member_id, joined_at, stage FROM newcomers \
             WHERE workspace_id = $1 AND member_id = $2",
        );
        row.bind(ws).bind(member).one().await?.as_ref().map(read).transpose()
    }

    /// Reads somebody's welcome, which nobody else can change until this transaction ends.
    pub async fn lock_newcomer(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Option<Newcomer>> {
        let row = self.sql(
            "UPDATE newcomers SET version = version + 1 \
             WHERE workspace_id = $1 AND member_id = $2 RETURNING member_id, joined_at, stage",
        );
        row.bind(ws).bind(member).one().await?.as_ref().map(read).transpose()
    }

    /// Keeps how far the welcome of a locked newcomer has come.
    pub async fn save_newcomer(&mut self, ws: &WorkspaceId, new: &Newcomer) -> Result<()> {
        let save =
            self.sql("UPDATE newcomers SET stage = $3 WHERE workspace_id = $1 AND member_id = $2");
        saved("a newcomer", save.bind(ws).bind(&new.member).bind(name_of(new.stage)).did().await?)
    }

    /// Somebody welcomes newcomers from now on; `false` if they do already. Whatever the stewards
    /// were told about nobody doing so is out of date then.
    pub async fn begin_welcoming(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        self.sql("DELETE FROM unwelcoming WHERE workspace_id = $1").bind(ws).run().await?;
        let begin = self.sql(
            "INSERT INTO welcomers (workspace_id, member_id, since) VALUES ($1, $2, $3) \
             ON CONFLICT DO NOTHING",
        );
        begin.bind(ws).bind(member).bind(at).did().await
    }

    /// Somebody does not welcome newcomers any more; `false` if they did not.
    pub async fn end_welcoming(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<bool> {
        let end = self.sql("DELETE FROM welcomers WHERE workspace_id = $1 AND member_id = $2");
        end.bind(ws).bind(member).did().await
    }

    /// Everybody who welcomes newcomers, by id. Who joined after `new_since` is new themselves.
    pub async fn welcomers(
        &mut self,
        ws: &WorkspaceId,
        new_since: DateTime<Utc>,
    ) -> Result<Vec<Welcomer>> {
        let rows = self
            .sql(
                "SELECT w.member_id, COUNT(e.encounter_id) AS welcomed, MAX(e.made_at) AS last_at, \
                 (SELECT COUNT(*) FROM newcomers AS n WHERE n.workspace_id = w.workspace_id \
                 AND n.member_id = w.member_id AND n.joined_at > $2) AS is_new \
                 FROM welcomers AS w \
                 LEFT JOIN encounter_members AS m ON m.workspace_id = w.workspace_id \
                 AND m.member_id = w.member_id AND m.position = 1 \
                 LEFT JOIN encounters AS e ON e.workspace_id = m.workspace_id \
                 AND e.encounter_id = m.encounter_id AND e.kind = 'welcome' \
                 WHERE w.workspace_id = $1 \
                 GROUP BY w.workspace_id, w.member_id ORDER BY w.member_id",
            )
            .bind(ws)
            .bind(new_since)
            .all()
            .await?;
        each(&rows, |row| {
            Ok(Welcomer {
                member: row.id("member_id")?,
                welcomed: row.number("welcomed")?,
                last: row.maybe_time("last_at")?,
                new: row.flag("is_new")?,
            })
        })
    }

    /// The stewards are told that nobody welcomes newcomers; `false` if they were told already.
    pub async fn tell_unwelcoming(&mut self, ws: &WorkspaceId, at: DateTime<Utc>) -> Result<bool> {
        let tell = self.sql(
            "INSERT INTO unwelcoming (workspace_id, told_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        );
        tell.bind(ws).bind(at).did().await
    }
}

const STAGES: [Stage; 4] = [Stage::Open, Stage::Declined, Stage::Accepted, Stage::Nobody];

fn name_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Declined => "declined",
        Stage::Accepted => "accepted",
        Stage::Nobody => "nobody",
    }
}

fn read(row: &AnyRow) -> Result<Newcomer> {
    let stage = row.text("stage")?;
    Ok(Newcomer {
        member: row.id("member_id")?,
        joined_at: row.time("joined_at")?,
        stage: STAGES
            .into_iter()
            .find(|known| name_of(*known) == stage)
            .ok_or_else(|| Error::unreadable("stage", "not one of those known"))?,
    })
}
