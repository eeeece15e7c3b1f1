//! Who was seen in the private channels of communities, and who left them.

use std::collections::BTreeMap;

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{ChannelId, CommunityId, MemberId, WorkspaceId};

impl Tx {
    /// Somebody was seen in a community's private channel, or left it.
    pub async fn keep_insider(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        member: &MemberId,
        inside: bool,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO community_insiders (workspace_id, community_id, member_id, inside) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (workspace_id, community_id, member_id) DO UPDATE SET inside = excluded.inside",
        );
        keep.bind(ws).bind(community).bind(member).bind(inside).run().await?;
        Ok(())
    }

    /// The communities in whose private channels somebody was seen (`true`), or that they left. Of all
    /// others nothing is known.
    pub async fn insider_of(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<BTreeMap<CommunityId, bool>> {
        let seen = self.sql(
            "SELECT community_id, inside FROM community_insiders \
             WHERE workspace_id = $1 AND member_id = $2 ORDER BY community_id",
        );
        let rows = each(&seen.bind(ws).bind(member).all().await?, |row| {
            Ok((row.parsed("community_id")?, row.number::<u32>("inside")? == 1))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// The private channels that have a community.
    pub async fn private_channels(&mut self, ws: &WorkspaceId) -> Result<Vec<ChannelId>> {
        let private = self.sql(
            "SELECT channel_id FROM communities \
             WHERE workspace_id = $1 AND private = 1 AND ended_at IS NULL ORDER BY channel_id",
        );
        each(&private.bind(ws).all().await?, |row| row.id("channel_id"))
    }
}
