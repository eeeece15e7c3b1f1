//! Communities and who tends them.

use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::row;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::community::Community;
use crate::domain::ids::{ChannelId, CommunityId, MemberId, WorkspaceId};

macro_rules! communities {
    ($condition:literal) => {
        concat!(
            "SELECT community_id, channel_id, name, began_at, ended_at FROM communities \
             WHERE workspace_id = $1 AND ",
            $condition
        )
    };
}

impl Tx {
    /// Begins a community. `false` if its channel has one.
    pub async fn insert_community(&mut self, ws: &WorkspaceId, it: &Community) -> Result<bool> {
        let insert = self.sql(
            "INSERT INTO communities (workspace_id, community_id, channel_id, name, began_at, \
             ended_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        );
        let insert = insert.bind(ws).bind(it.id).bind(&it.channel).bind(&it.name);
        if !insert.bind(it.began_at).bind(it.ended_at).did().await? {
            return Ok(false);
        }
        self.write_stewards(ws, it).await?;
        Ok(true)
    }

    /// To change it, use [`Tx::lock_community`].
    pub async fn community(
        &mut self,
        ws: &WorkspaceId,
        id: CommunityId,
    ) -> Result<Option<Community>> {
        let row = self.sql(communities!("community_id = $2")).bind(ws).bind(id).one().await?;
        self.with_stewards(ws, row).await
    }

    /// The one that lives in a channel.
    pub async fn community_in(
        &mut self,
        ws: &WorkspaceId,
        channel: &ChannelId,
    ) -> Result<Option<Community>> {
        let living = self.sql(communities!("channel_id = $2 AND ended_at IS NULL"));
        let row = living.bind(ws).bind(channel).one().await?;
        self.with_stewards(ws, row).await
    }

    /// Those that live, by name.
    pub async fn communities(&mut self, ws: &WorkspaceId) -> Result<Vec<Community>> {
        let living = self.sql(communities!("ended_at IS NULL"));
        let rows = living.bind(ws).all().await?;
        let tending = self.sql(
            "SELECT community_id, member_id FROM community_stewards \
             WHERE workspace_id = $1 ORDER BY community_id, member_id",
        );
        let mut stewards = BTreeMap::<CommunityId, Vec<MemberId>>::new();
        for row in tending.bind(ws).all().await? {
            stewards.entry(row.parsed("community_id")?).or_default().push(row.id("member_id")?);
        }
        let mut all = each(&rows, |row| {
            let id = row.parsed("community_id")?;
            read(row, id, stewards.get(&id).cloned().unwrap_or_default())
        })?;
        all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(all)
    }

    /// Reads a community that nobody else can change until this transaction ends.
    pub async fn lock_community(
        &mut self,
        ws: &WorkspaceId,
        id: CommunityId,
    ) -> Result<Option<Community>> {
        let lock = self.sql(
            "UPDATE communities SET version = version + 1 \
             WHERE workspace_id = $1 AND community_id = $2",
        );
        if lock.bind(ws).bind(id).did().await? { self.community(ws, id).await } else { Ok(None) }
    }

    /// Writes a community that was locked.
    pub async fn save_community(&mut self, ws: &WorkspaceId, it: &Community) -> Result<()> {
        let save = self.sql(
            "UPDATE communities SET name = $3, ended_at = $4 \
             WHERE workspace_id = $1 AND community_id = $2",
        );
        let did = save.bind(ws).bind(it.id).bind(&it.name).bind(it.ended_at).did().await?;
        saved("a community", did)?;
        let before = self
            .sql("DELETE FROM community_stewards WHERE workspace_id = $1 AND community_id = $2");
        before.bind(ws).bind(it.id).run().await?;
        self.write_stewards(ws, it).await
    }

    async fn write_stewards(&mut self, ws: &WorkspaceId, it: &Community) -> Result<()> {
        let rows = it.stewards.iter().map(|member| row![ws, it.id, member]).collect();
        self.sql_batch(
            "INSERT INTO community_stewards (workspace_id, community_id, member_id)",
            rows,
            "",
        )
        .await?;
        Ok(())
    }

    async fn with_stewards(
        &mut self,
        ws: &WorkspaceId,
        row: Option<AnyRow>,
    ) -> Result<Option<Community>> {
        let Some(row) = row else { return Ok(None) };
        let id: CommunityId = row.parsed("community_id")?;
        let stewards = self.sql(
            "SELECT member_id FROM community_stewards \
             WHERE workspace_id = $1 AND community_id = $2 ORDER BY member_id",
        );
        let stewards: Vec<MemberId> =
            each(&stewards.bind(ws).bind(id).all().await?, |row| row.id("member_id"))?;
        read(&row, id, stewards).map(Some)
    }
}

fn read(row: &AnyRow, id: CommunityId, stewards: Vec<MemberId>) -> Result<Community> {
    Ok(Community {
        id,
        channel: row.id("channel_id")?,
        name: row.text("name")?,
        stewards,
        began_at: row.time("began_at")?,
        ended_at: row.maybe_time("ended_at")?,
    })
}
