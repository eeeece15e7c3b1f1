//! Nothing is left of a workspace.

use chrono::{DateTime, Utc};

use super::{Result, Tx};
use crate::domain::ids::WorkspaceId;

/// Every table with rows of a workspace, those first that others are referred to by. A test looks
/// into the database that none is missing.
const TABLES: &[(&str, &str)] = &[
    ("story_quotes", "DELETE FROM story_quotes WHERE workspace_id = $1"),
    ("story_settings", "DELETE FROM story_settings WHERE workspace_id = $1"),
    ("round_sums", "DELETE FROM round_sums WHERE workspace_id = $1"),
    ("thanks_drawn", "DELETE FROM thanks_drawn WHERE workspace_id = $1"),
    ("thanks_heard", "DELETE FROM thanks_heard WHERE workspace_id = $1"),
    ("thanks", "DELETE FROM thanks WHERE workspace_id = $1"),
    ("wins", "DELETE FROM wins WHERE workspace_id = $1"),
    ("follow_ups", "DELETE FROM follow_ups WHERE workspace_id = $1"),
    ("digest_stories", "DELETE FROM digest_stories WHERE workspace_id = $1"),
    ("digests", "DELETE FROM digests WHERE workspace_id = $1"),
    ("digest_rhythms", "DELETE FROM digest_rhythms WHERE workspace_id = $1"),
    ("digest_wishes", "DELETE FROM digest_wishes WHERE workspace_id = $1"),
    ("story_people", "DELETE FROM story_people WHERE workspace_id = $1"),
    ("stories", "DELETE FROM stories WHERE workspace_id = $1"),
    ("drafts", "DELETE FROM drafts WHERE workspace_id = $1"),
    ("session_votes", "DELETE FROM session_votes WHERE workspace_id = $1"),
    ("session_questions", "DELETE FROM session_questions WHERE workspace_id = $1"),
    ("sessions", "DELETE FROM sessions WHERE workspace_id = $1"),
    ("reuses", "DELETE FROM reuses WHERE workspace_id = $1"),
    ("asker_replies", "DELETE FROM asker_replies WHERE workspace_id = $1"),
    ("card_proposals", "DELETE FROM card_proposals WHERE workspace_id = $1"),
    ("card_reviews", "DELETE FROM card_reviews WHERE workspace_id = $1"),
    ("cards", "DELETE FROM cards WHERE workspace_id = $1"),
    ("question_answers", "DELETE FROM question_answers WHERE workspace_id = $1"),
    ("routings", "DELETE FROM routings WHERE workspace_id = $1"),
    ("referrals", "DELETE FROM referrals WHERE workspace_id = $1"),
    ("question_keys", "DELETE FROM question_keys WHERE workspace_id = $1"),
    ("questions", "DELETE FROM questions WHERE workspace_id = $1"),
    ("experts", "DELETE FROM experts WHERE workspace_id = $1"),
    ("community_insiders", "DELETE FROM community_insiders WHERE workspace_id = $1"),
    ("community_stewards", "DELETE FROM community_stewards WHERE workspace_id = $1"),
    ("communities", "DELETE FROM communities WHERE workspace_id = $1"),
    ("encounter_members", "DELETE FROM encounter_members WHERE workspace_id = $1"),
    ("encounters", "DELETE FROM encounters WHERE workspace_id = $1"),
    ("free_now", "DELETE FROM free_now WHERE workspace_id = $1"),
    ("newcomers", "DELETE FROM newcomers WHERE workspace_id = $1"),
    ("welcomers", "DELETE FROM welcomers WHERE workspace_id = $1"),
    ("unwelcoming", "DELETE FROM unwelcoming WHERE workspace_id = $1"),
    ("withdrawals", "DELETE FROM withdrawals WHERE workspace_id = $1"),
    ("break_members", "DELETE FROM break_members WHERE workspace_id = $1"),
    ("breaks", "DELETE FROM breaks WHERE workspace_id = $1"),
    ("answers", "DELETE FROM answers WHERE workspace_id = $1"),
    ("group_members", "DELETE FROM group_members WHERE workspace_id = $1"),
    ("coffee_groups", "DELETE FROM coffee_groups WHERE workspace_id = $1"),
    ("pairings", "DELETE FROM pairings WHERE workspace_id = $1"),
    ("rounds", "DELETE FROM rounds WHERE workspace_id = $1"),
    ("participations", "DELETE FROM participations WHERE workspace_id = $1"),
    ("stewards", "DELETE FROM stewards WHERE workspace_id = $1"),
    ("programs", "DELETE FROM programs WHERE workspace_id = $1"),
    ("audit", "DELETE FROM audit WHERE workspace_id = $1"),
    ("nudges", "DELETE FROM nudges WHERE workspace_id = $1"),
    ("receipts", "DELETE FROM receipts WHERE workspace_id = $1"),
    ("inbox", "DELETE FROM inbox WHERE workspace_id = $1"),
    ("lanes", "DELETE FROM lanes WHERE workspace_id = $1"),
    ("jobs", "DELETE FROM jobs WHERE workspace_id = $1"),
    ("homes", "DELETE FROM homes WHERE workspace_id = $1"),
    ("places", "DELETE FROM places WHERE workspace_id = $1"),
    ("directories", "DELETE FROM directories WHERE workspace_id = $1"),
    ("pauses", "DELETE FROM pauses WHERE workspace_id = $1"),
    ("holds", "DELETE FROM holds WHERE workspace_id = $1"),
    ("preferences", "DELETE FROM preferences WHERE workspace_id = $1"),
    ("exclusions", "DELETE FROM exclusions WHERE workspace_id = $1"),
    ("workspace_rules", "DELETE FROM workspace_rules WHERE workspace_id = $1"),
    ("members", "DELETE FROM members WHERE workspace_id = $1"),
    ("workspaces", "DELETE FROM workspaces WHERE workspace_id = $1"),
];

impl Tx {
    /// A worker that ran the erasing may have leased the lane once more: such leases go, too.
    pub async fn sweep_lanes(&mut self, at: DateTime<Utc>) -> Result<u64> {
        let orphans = self.sql(
            "DELETE FROM lanes WHERE leased_until <= $1 AND NOT EXISTS (SELECT 1 FROM workspaces \
             WHERE workspaces.workspace_id = lanes.workspace_id)",
        );
        orphans.bind(at).run().await
    }

    /// Deletes everything of a workspace that took Klatch out, its installation last, and returns
    /// how many rows that were. Nothing where it is installed.
    pub async fn erase_workspace(&mut self, ws: &WorkspaceId) -> Result<u64> {
        let gone = self.sql(
            "DELETE FROM installations WHERE workspace_id = $1 AND uninstalled_at IS NOT NULL",
        );
        let mut erased = gone.bind(ws).run().await?;
        if erased == 0 {
            return Ok(0);
        }
        self.moves = true;
        for (_, text) in TABLES {
            erased += self.sql(text).bind(ws).run().await?;
        }
        Ok(erased)
    }
}
