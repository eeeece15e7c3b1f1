//! Who answered what: read for the radar alone.

use chrono::{DateTime, Utc};

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{CommunityId, WorkspaceId};
use crate::domain::radar::Answered;

/// Rows that are looked at, the newest first.
const MOST: u32 = 20_000;

impl Tx {
    /// Whether stewards may look at topics that one person alone answers.
    pub async fn radar_is_on(&mut self, ws: &WorkspaceId) -> Result<bool> {
        let on = self.sql("SELECT radar FROM workspaces WHERE workspace_id = $1");
        on.bind(ws).one().await?.map_or(Ok(false), |row| row.flag("radar"))
    }

    /// Switches that on or off; `false` if it was so.
    pub async fn switch_radar(&mut self, ws: &WorkspaceId, on: bool) -> Result<bool> {
        let switch =
            self.sql("UPDATE workspaces SET radar = $2 WHERE workspace_id = $1 AND radar <> $2");
        switch.bind(ws).bind(on).did().await
    }

    /// Who answered the questions of these communities since `since`, their own left out; the newest
    /// answers, up to a bound. What was asked in private is nobody's business here.
    pub async fn answered_since(
        &mut self,
        ws: &WorkspaceId,
        communities: &[CommunityId],
        since: DateTime<Utc>,
    ) -> Result<Vec<Answered>> {
        let mut all = Vec::new();
        for community in communities {
            let rows = self
                .sql(
                    "SELECT q.question_id, q.topic, q.title, a.author, MAX(a.written_at) AS newest \
                     FROM question_answers AS a JOIN questions AS q \
                     ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
                     WHERE a.workspace_id = $1 AND q.community_id = $2 AND a.written_at >= $3 \
                     AND a.deleted_at IS NULL AND q.privacy <> 'private' \
                     AND q.state <> 'withdrawn' AND (q.asker IS NULL OR q.asker <> a.author) \
                     GROUP BY q.question_id, q.topic, q.title, a.author \
                     ORDER BY newest DESC, q.question_id, a.author LIMIT $4",
                )
                .bind(ws)
                .bind(*community)
                .bind(since)
                .bind(MOST)
                .all()
                .await?;
            all.extend(each(&rows, |row| {
                Ok(Answered {
                    question: row.parsed("question_id")?,
                    topic: row.maybe_text("topic")?,
                    title: row.text("title")?,
                    author: row.id("author")?,
                })
            })?);
        }
        Ok(all)
    }
}
