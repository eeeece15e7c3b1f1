//! Cards with what belongs to them, to be handed out.

use super::row::{Fields, each};
use super::{Result, Tx, cards};
use crate::domain::card::CardInFull;
use crate::domain::ids::WorkspaceId;

impl Tx {
    /// Those that people find, the oldest first, from behind `after` on. Who asked is told only of
    /// questions that were asked openly.
    pub async fn cards_in_full(
        &mut self,
        ws: &WorkspaceId,
        after: Option<&CardInFull>,
        limit: u32,
    ) -> Result<Vec<CardInFull>> {
        let page = self.sql(
            "SELECT c.card_id, c.kind, c.question_id, c.answer_id, c.community_id, c.title, \
             c.body, c.owner, c.link, c.state, c.made_at, c.review_at, q.details, q.topic, \
             CASE WHEN q.privacy = 'open' THEN COALESCE(asker.name, q.asker) END AS asked_by, \
             COALESCE(owner.name, c.owner) AS answered_by, community.name AS community, \
             (SELECT COUNT(*) FROM reuses WHERE reuses.workspace_id = c.workspace_id \
             AND reuses.about = COALESCE(c.question_id, c.card_id)) AS solved_too \
             FROM cards AS c \
             LEFT JOIN questions AS q \
             ON q.workspace_id = c.workspace_id AND q.question_id = c.question_id \
             LEFT JOIN members AS asker \
             ON asker.workspace_id = c.workspace_id AND asker.member_id = q.asker \
             LEFT JOIN members AS owner \
             ON owner.workspace_id = c.workspace_id AND owner.member_id = c.owner \
             LEFT JOIN communities AS community \
             ON community.workspace_id = c.workspace_id \
             AND community.community_id = c.community_id \
             WHERE c.workspace_id = $1 AND c.state IN ('current', 'stale') \
             AND (c.made_at > $2 OR (c.made_at = $2 AND c.card_id > $3)) \
             ORDER BY c.made_at, c.card_id LIMIT $4",
        );
        let page = page.bind(ws).bind(after.map_or(-1, |it| it.card.made_at.timestamp_millis()));
        let page = page.bind(after.map_or_else(String::new, |it| it.card.id.to_string()));
        each(&page.bind(limit).all().await?, |row| {
            Ok(CardInFull {
                card: cards::read(row)?,
                details: row.maybe_text("details")?.unwrap_or_default(),
                asked_by: row.maybe_text("asked_by")?,
                answered_by: row.text("answered_by")?,
                community: row.maybe_text("community")?,
                topic: row.maybe_text("topic")?,
                solved_too: row.number("solved_too")?,
            })
        })
    }
}
