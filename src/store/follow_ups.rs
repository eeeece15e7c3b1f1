//! Asking after stories.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::query::Bind;
use super::questions::one_of;
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::story::follow_up::{After, FollowUp, Word};

impl Tx {
    /// Notes that a story is to be asked about. `false` if that is so already.
    pub async fn insert_follow_up(&mut self, ws: &WorkspaceId, it: &FollowUp) -> Result<bool> {
        let insert = self.sql(
            "INSERT INTO follow_ups (workspace_id, story_id, days, due_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        );
        insert.bind(ws).bind(it.story).bind(it.after.days()).bind(it.due_at).did().await
    }

    /// To change it, lock its story first.
    pub async fn follow_up(
        &mut self,
        ws: &WorkspaceId,
        story: StoryId,
        after: After,
    ) -> Result<Option<FollowUp>> {
        let one = self.sql(
            "SELECT story_id, days, due_at, channel, message, word, said_at, came FROM follow_ups \
             WHERE workspace_id = $1 AND story_id = $2 AND days = $3",
        );
        one.bind(ws).bind(story).bind(after.days()).one().await?.as_ref().map(read).transpose()
    }

    /// Writes one whose story was locked.
    pub async fn save_follow_up(&mut self, ws: &WorkspaceId, it: &FollowUp) -> Result<()> {
        let save = self.sql(
            "UPDATE follow_ups SET channel = $4, message = $5, word = $6, said_at = $7, came = $8 \
             WHERE workspace_id = $1 AND story_id = $2 AND days = $3",
        );
        let save = save.bind(ws).bind(it.story).bind(it.after.days());
        let save = save.bind(it.asked.as_ref().map(|spot| &spot.channel));
        let save = save.bind(it.asked.as_ref().map(|spot| &spot.message));
        let save = save.bind(it.word.map(Word::as_str)).bind(it.said_at).bind(it.came.as_ref());
        super::programs::saved("a follow-up", save.did().await?)
    }

    /// Those that wait for a word of somebody, the oldest first: due by `now`, and of no story that
    /// was withdrawn.
    pub async fn follow_ups_waiting(
        &mut self,
        ws: &WorkspaceId,
        helped: &MemberId,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<FollowUp>> {
        let waiting = self.sql(
            "SELECT f.story_id, f.days, f.due_at, f.channel, f.message, f.word, f.said_at, f.came \
             FROM follow_ups AS f JOIN stories AS s \
             ON s.workspace_id = f.workspace_id AND s.story_id = f.story_id \
             WHERE f.workspace_id = $1 AND s.helped = $2 AND f.due_at <= $3 AND f.word IS NULL \
             AND s.state <> 'withdrawn' ORDER BY f.due_at NULLS LAST, f.story_id LIMIT $4",
        );
        each(&waiting.bind(ws).bind(helped).bind(now).bind(limit).all().await?, read)
    }

    /// What came of these stories, in the words of whoever was helped: after two weeks, and after two
    /// months. Stories without such words are not in it.
    pub async fn came_of_stories(
        &mut self,
        ws: &WorkspaceId,
        stories: &[StoryId],
    ) -> Result<BTreeMap<StoryId, Vec<String>>> {
        let list = stories.iter().map(|id| (*id).value()).collect();
        let came = "SELECT story_id, days, came FROM follow_ups \
                    WHERE workspace_id = $1 AND came IS NOT NULL AND story_id IN";
        let rows = self.sql_in(ws, came, list, "ORDER BY story_id, days").await?;
        let mut came: BTreeMap<StoryId, Vec<String>> = BTreeMap::new();
        for (story, words) in each(&rows, |row| Ok((row.parsed("story_id")?, row.text("came")?)))? {
            came.entry(story).or_default().push(words);
        }
        Ok(came)
    }
}

fn read(row: &AnyRow) -> Result<FollowUp> {
    let days: u32 = row.number("days")?;
    let after = After::ALL.into_iter().find(|after| after.days() == days);
    let word = match row.maybe_text("word")? {
        Some(_) => Some(one_of(&Word::ALL, "word", row, Word::as_str)?),
        None => None,
    };
    let (channel, message) = (row.maybe_id("channel")?, row.maybe_id("message")?);
    Ok(FollowUp {
        story: row.parsed("story_id")?,
        after: after.ok_or_else(|| Error::unreadable("days", "not one of those known"))?,
        due_at: row.time("due_at")?,
        asked: channel.zip(message).map(|(channel, message)| Spot { channel, message }),
        word,
        said_at: row.maybe_time("said_at")?,
        came: row.maybe_text("came")?,
    })
}
