//! What people said about their groups.

use sqlx::any::AnyRow;

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::coffee::Answer;
use crate::domain::ids::{GroupId, RoundId, WorkspaceId};
use crate::domain::meeting::Rating;

impl Tx {
    /// Writes down what somebody said; what they said before is replaced.
    pub async fn keep_answer(&mut self, ws: &WorkspaceId, answer: &Answer) -> Result<()> {
        self.sql(
            "INSERT INTO answers (workspace_id, group_id, member_id, met, gained, answered_at, \
             rating, story) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (workspace_id, group_id, member_id) DO UPDATE \
             SET met = excluded.met, gained = excluded.gained, answered_at = excluded.answered_at, \
             rating = excluded.rating, story = excluded.story",
        )
        .bind(ws)
        .bind(answer.group)
        .bind(&answer.member)
        .bind(answer.met)
        .bind(answer.gained.as_ref())
        .bind(answer.at)
        .bind(answer.rating.map(|rating| u32::from(rating.number())))
        .bind(answer.story)
        .run()
        .await?;
        Ok(())
    }

    /// Of one group, by member.
    pub async fn answers(&mut self, ws: &WorkspaceId, group: GroupId) -> Result<Vec<Answer>> {
        let all = self.sql(
            "SELECT group_id, member_id, met, gained, answered_at, rating, story FROM answers \
             WHERE workspace_id = $1 AND group_id = $2 ORDER BY member_id",
        );
        each(&all.bind(ws).bind(group).all().await?, read)
    }

    /// Of all groups of a round, by group and member.
    pub async fn answers_of_round(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
    ) -> Result<Vec<Answer>> {
        let all = self.sql(
            "SELECT a.group_id, a.member_id, a.met, a.gained, a.answered_at, a.rating, a.story \
             FROM answers AS a \
             JOIN coffee_groups AS g \
             ON g.workspace_id = a.workspace_id AND g.group_id = a.group_id \
             WHERE a.workspace_id = $1 AND g.round_id = $2 ORDER BY a.group_id, a.member_id",
        );
        each(&all.bind(ws).bind(round).all().await?, read)
    }
}

fn read(row: &AnyRow) -> Result<Answer> {
    Ok(Answer {
        group: row.parsed("group_id")?,
        member: row.id("member_id")?,
        met: row.flag("met")?,
        gained: row.maybe_text("gained")?,
        rating: row.maybe_number("rating")?.and_then(Rating::of),
        story: row.flag("story")?,
        at: row.time("answered_at")?,
    })
}
