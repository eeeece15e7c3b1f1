//! What stands beside the stories of a community: what it cost, and how much of it is known.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::row::Fields;
use super::{Result, Tx};
use crate::domain::digest::Window;
use crate::domain::ids::{ChannelId, CommunityId, QuestionId, SessionId, WorkspaceId};

impl Tx {
    /// The questions of a community of which an answer was accepted in a window.
    pub async fn accepted_in(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        window: Window,
    ) -> Result<BTreeSet<QuestionId>> {
        let answered = self.sql(
            "SELECT DISTINCT a.question_id FROM question_answers AS a JOIN questions AS q \
             ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             WHERE a.workspace_id = $1 AND q.community_id = $2 AND a.accepted_at >= $3 \
             AND a.accepted_at < $4 AND q.source <> 'imported'",
        );
        let answered = answered.bind(ws).bind(community).bind(window.since).bind(window.until);
        let rows = answered.all().await?;
        rows.iter().map(|row| row.parsed("question_id")).collect()
    }

    /// How many readers said that an answer or a card of a community solved it for them too.
    pub async fn reused_since(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        since: DateTime<Utc>,
    ) -> Result<u32> {
        let count = self.sql(
            "SELECT COUNT(DISTINCT r.member_id) AS people FROM reuses AS r \
             WHERE r.workspace_id = $1 AND r.reused_at >= $3 AND (EXISTS \
             (SELECT 1 FROM questions AS q WHERE q.workspace_id = r.workspace_id \
             AND q.question_id = r.about AND q.community_id = $2) OR EXISTS \
             (SELECT 1 FROM cards AS c WHERE c.workspace_id = r.workspace_id \
             AND c.card_id = r.about AND c.community_id = $2))",
        );
        let row = count.bind(ws).bind(community).bind(since).one().await?;
        row.map_or(Ok(0), |row| row.number("people"))
    }

    /// How many people had a coffee of a channel's programs since then, counted once for each coffee, and
    /// how many different ones: of those that somebody said took place, and nobody said otherwise.
    pub async fn people_at_coffee_since(
        &mut self,
        ws: &WorkspaceId,
        channel: &ChannelId,
        since: DateTime<Utc>,
    ) -> Result<(u32, u32)> {
        let count = self.sql(
            "SELECT COUNT(*) AS seats, COUNT(DISTINCT m.member_id) AS people FROM group_members AS m JOIN coffee_groups AS g \
             ON g.workspace_id = m.workspace_id AND g.group_id = m.group_id \
             JOIN programs AS p ON p.workspace_id = g.workspace_id \
             AND p.program_id = g.program_id \
             WHERE m.workspace_id = $1 AND p.channel = $2 AND EXISTS \
             (SELECT 1 FROM answers AS a WHERE a.workspace_id = g.workspace_id \
             AND a.group_id = g.group_id AND a.met = 1 AND a.answered_at >= $3) \
             AND NOT EXISTS (SELECT 1 FROM answers AS a WHERE a.workspace_id = g.workspace_id \
             AND a.group_id = g.group_id AND a.met = 0)",
        );
        let row = count.bind(ws).bind(channel).bind(since).one().await?;
        row.map_or(Ok((0, 0)), |row| Ok((row.number("seats")?, row.number("people")?)))
    }

    /// The sessions of a community that took place since then: minutes, and how many people are known to
    /// have taken part, by having led it, asked under their name, or answered.
    pub async fn sessions_held_since(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        since: DateTime<Utc>,
    ) -> Result<Vec<(u32, u32)>> {
        let rows = self
            .sql(
                "SELECT s.session_id, s.minutes, s.expert, q.asker, a.author FROM sessions AS s \
                 LEFT JOIN session_questions AS q ON q.workspace_id = s.workspace_id \
                 AND q.session_id = s.session_id AND q.stage = 'asked' \
                 LEFT JOIN question_answers AS a ON a.workspace_id = q.workspace_id \
                 AND a.question_id = q.question_id AND a.deleted_at IS NULL \
                 WHERE s.workspace_id = $1 AND s.community_id = $2 AND s.starts_at >= $3 \
                 AND s.state = 'ended'",
            )
            .bind(ws)
            .bind(community)
            .bind(since)
            .all()
            .await?;
        let mut held: BTreeMap<SessionId, (u32, BTreeSet<String>)> = BTreeMap::new();
        for row in &rows {
            let minutes = row.number("minutes")?;
            let session = held.entry(row.parsed("session_id")?);
            let (_, people) = session.or_insert_with(|| (minutes, BTreeSet::new()));
            people.insert(row.text("expert")?);
            people.extend(row.maybe_text("asker")?);
            people.extend(row.maybe_text("author")?);
        }
        let count = |people: BTreeSet<String>| u32::try_from(people.len()).unwrap_or(u32::MAX);
        Ok(held.into_values().map(|(minutes, people)| (minutes, count(people))).collect())
    }
}
