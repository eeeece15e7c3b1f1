//! What became of a month's stories: one message a community, and pages of stories to read in.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

use super::row::{Fields, each, to_json};
use super::{Result, Tx};
use crate::domain::ids::{CommunityId, StoryId, WorkspaceId};
use crate::domain::question::Spot;

/// A story in the message about its month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Win {
    pub story: StoryId,
    /// Where it can be read in a browser, if known.
    pub link: Option<String>,
}

/// The message about a month's stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wins {
    pub community: CommunityId,
    /// Its first day.
    pub month: NaiveDate,
    /// In the order in which they stand there.
    pub stories: Vec<Win>,
    pub spot: Spot,
    pub posted_at: DateTime<Utc>,
}

impl Tx {
    /// Notes that it was posted. `false` if another one was noted before.
    pub async fn keep_wins(&mut self, ws: &WorkspaceId, it: &Wins) -> Result<bool> {
        let keep = self.sql(
            "INSERT INTO wins (workspace_id, community_id, month, stories, channel, message, \
             posted_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        );
        let stories = to_json("stories", &it.stories)?;
        let keep = keep.bind(ws).bind(it.community).bind(it.month).bind(stories);
        keep.bind(&it.spot.channel).bind(&it.spot.message).bind(it.posted_at).did().await
    }

    /// `None` while there is none.
    pub async fn wins(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        month: NaiveDate,
    ) -> Result<Option<Wins>> {
        let one = self.sql(
            "SELECT month, stories, channel, message, posted_at FROM wins \
             WHERE workspace_id = $1 AND community_id = $2 AND month = $3",
        );
        let row = one.bind(ws).bind(community).bind(month).one().await?;
        row.map(|row| read(&row, community)).transpose()
    }

    /// The latest messages that tell of a story, of whatever communities, the newest first.
    pub async fn wins_with(
        &mut self,
        ws: &WorkspaceId,
        story: StoryId,
        limit: u32,
    ) -> Result<Vec<Wins>> {
        // An id has neither of the signs that LIKE takes for others.
        let with = self.sql(
            "SELECT community_id, month, stories, channel, message, posted_at FROM wins \
             WHERE workspace_id = $1 AND stories LIKE $2 \
             ORDER BY month DESC, community_id LIMIT $3",
        );
        let rows = with.bind(ws).bind(format!("%{story}%")).bind(limit).all().await?;
        each(&rows, |row| read(row, row.parsed("community_id")?))
    }
}

fn read(row: &AnyRow, community: CommunityId) -> Result<Wins> {
    Ok(Wins {
        community,
        month: row.day("month")?,
        stories: row.json("stories")?,
        spot: Spot { channel: row.id("channel")?, message: row.id("message")? },
        posted_at: row.time("posted_at")?,
    })
}
