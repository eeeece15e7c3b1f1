//! What people can be asked.

use sqlx::any::AnyRow;

use super::query::Bind;
use super::questions::one_of;
use super::row::{Fields, each, to_json};
use super::{Result, Tx};
use crate::domain::expert::{Expert, Willing};
use crate::domain::ids::{MemberId, WorkspaceId};

macro_rules! experts {
    ($condition:literal) => {
        concat!(
            "SELECT member_id, willing, greeted_at, decided_at, per_week, topics, communities, \
             paused_until, may_be_named FROM experts WHERE workspace_id = $1",
            $condition
        )
    };
}

impl Tx {
    /// What somebody said about being asked. Nobody else can change it until this transaction ends;
    /// who never said anything stands there from now on.
    pub async fn lock_expert(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<Expert> {
        let none = Expert::unasked(member.clone());
        let lock = self.sql(
            "INSERT INTO experts (workspace_id, member_id, per_week, topics, communities) \
             VALUES ($1, $2, $3, '[]', '[]') \
             ON CONFLICT (workspace_id, member_id) DO UPDATE SET version = experts.version + 1",
        );
        lock.bind(ws).bind(member).bind(none.per_week).run().await?;
        Ok(self.expert(ws, member).await?.unwrap_or(none))
    }

    /// `None` for who never said anything about it.
    pub async fn expert(&mut self, ws: &WorkspaceId, member: &MemberId) -> Result<Option<Expert>> {
        let row = self.sql(experts!(" AND member_id = $2")).bind(ws).bind(member).one().await?;
        row.as_ref().map(read).transpose()
    }

    /// What these said about being asked: only those who ever did, by id.
    pub async fn experts_among(
        &mut self,
        ws: &WorkspaceId,
        members: &[MemberId],
    ) -> Result<Vec<Expert>> {
        let members = members.iter().map(Bind::value).collect();
        let rows = self.sql_in(ws, experts!(" AND member_id IN"), members, "ORDER BY member_id");
        each(&rows.await?, read)
    }

    /// All who agreed to be asked, by id.
    pub async fn willing_experts(&mut self, ws: &WorkspaceId) -> Result<Vec<Expert>> {
        let all = self.sql(experts!(" AND willing IN ('yes', 'monthly') ORDER BY member_id"));
        each(&all.bind(ws).all().await?, read)
    }

    /// Writes what somebody said who was locked.
    pub async fn save_expert(&mut self, ws: &WorkspaceId, it: &Expert) -> Result<()> {
        self.sql(
            "UPDATE experts SET willing = $3, greeted_at = $4, decided_at = $5, per_week = $6, \
             topics = $7, communities = $8, paused_until = $9, may_be_named = $10 \
             WHERE workspace_id = $1 AND member_id = $2",
        )
        .bind(ws)
        .bind(&it.member)
        .bind(it.willing.map(Willing::as_str))
        .bind(it.greeted_at)
        .bind(it.decided_at)
        .bind(it.per_week)
        .bind(to_json("topics", &it.topics)?)
        .bind(to_json("communities", &it.communities)?)
        .bind(it.paused_until)
        .bind(it.may_be_named)
        .run()
        .await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<Expert> {
    let willing = match row.maybe_text("willing")? {
        Some(_) => Some(one_of(&Willing::ALL, "willing", row, Willing::as_str)?),
        None => None,
    };
    Ok(Expert {
        member: row.id("member_id")?,
        willing,
        greeted_at: row.maybe_time("greeted_at")?,
        decided_at: row.maybe_time("decided_at")?,
        per_week: row.number("per_week")?,
        topics: row.json("topics")?,
        communities: row.json("communities")?,
        paused_until: row.maybe_time("paused_until")?,
        may_be_named: row.flag("may_be_named")?,
    })
}
