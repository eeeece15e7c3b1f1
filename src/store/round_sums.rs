//! Sums of rounds that tell a story of a coffee, for as long as that story may change.

use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{ChannelId, MessageTs, ProgramId, RoundId, StoryId, WorkspaceId};

/// The message that summed a round up, with a story in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldSum {
    pub round: RoundId,
    pub program: ProgramId,
    pub story: StoryId,
    /// What it says of the round, as JSON: the round itself may be gone.
    pub figures: String,
    pub channel: ChannelId,
    /// `None` while it is on its way.
    pub message: Option<MessageTs>,
}

impl Tx {
    /// Notes what the message about a round is going to tell, instead of what it would have before; a
    /// `None` tells no story. One that was posted stays as it is.
    pub async fn plan_round_sum(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
        it: Option<&ToldSum>,
    ) -> Result<()> {
        let before = self.sql(
            "DELETE FROM round_sums WHERE workspace_id = $1 AND round_id = $2 AND message IS NULL",
        );
        before.bind(ws).bind(round).run().await?;
        let Some(it) = it else { return Ok(()) };
        let plan = self.sql(
            "INSERT INTO round_sums (workspace_id, round_id, program_id, story_id, figures, channel) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        );
        let plan = plan.bind(ws).bind(round).bind(it.program).bind(it.story);
        plan.bind(&it.figures).bind(&it.channel).run().await?;
        Ok(())
    }

    /// It was posted. `false` if it tells no story, or was posted before.
    pub async fn round_sum_posted(
        &mut self,
        ws: &WorkspaceId,
        round: RoundId,
        message: &MessageTs,
    ) -> Result<bool> {
        let posted = self.sql(
            "UPDATE round_sums SET message = $3 \
             WHERE workspace_id = $1 AND round_id = $2 AND message IS NULL",
        );
        posted.bind(ws).bind(round).bind(message).did().await
    }

    /// `None` where there is none, or it tells no story.
    pub async fn round_sum(&mut self, ws: &WorkspaceId, round: RoundId) -> Result<Option<ToldSum>> {
        let one = self.sql(
            "SELECT round_id, program_id, story_id, figures, channel, message FROM round_sums \
             WHERE workspace_id = $1 AND round_id = $2",
        );
        let rows = one.bind(ws).bind(round).all().await?;
        let mut sums = each(&rows, |row| {
            Ok(ToldSum {
                round: row.parsed("round_id")?,
                program: row.parsed("program_id")?,
                story: row.parsed("story_id")?,
                figures: row.text("figures")?,
                channel: row.id("channel")?,
                message: row.maybe_id("message")?,
            })
        })?;
        Ok(sums.pop())
    }

    /// The rounds whose sums tell a story, and the channels that those stand in.
    pub async fn round_sums_telling(
        &mut self,
        ws: &WorkspaceId,
        story: StoryId,
    ) -> Result<Vec<(RoundId, ChannelId)>> {
        let telling = self.sql(
            "SELECT round_id, channel FROM round_sums \
             WHERE workspace_id = $1 AND story_id = $2 ORDER BY round_id",
        );
        let rows = telling.bind(ws).bind(story).all().await?;
        each(&rows, |row| Ok((row.parsed("round_id")?, row.id("channel")?)))
    }
}
