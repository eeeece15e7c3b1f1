//! What a workspace says of its value stories, and the words of others that came along with one.

use chrono::{DateTime, Utc};

use super::row::{Fields, each, to_json};
use super::{Result, Tx};
use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::story::ledger::{Rate, Rules};

/// What admins said of the stories of their workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StorySettings {
    /// The organization's own goals, in their order.
    pub goals: Vec<String>,
    pub rules: Rules,
}

/// The message that a story was saved from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub story: StoryId,
    pub author: MemberId,
    pub words: String,
    pub saved_at: DateTime<Utc>,
    /// When its author said that it may be read; `None`: nobody else reads it.
    pub agreed_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// The usual ones where nobody said anything.
    pub async fn story_settings(&mut self, ws: &WorkspaceId) -> Result<StorySettings> {
        let settings = self.sql(
            "SELECT goals, cap, currency, per_hour FROM story_settings WHERE workspace_id = $1",
        );
        let Some(row) = settings.bind(ws).one().await? else {
            return Ok(StorySettings::default());
        };
        let currency = row.maybe_text("currency")?;
        let per_hour = row.maybe_number("per_hour")?;
        let rate = currency.zip(per_hour).map(|(currency, per_hour)| Rate { currency, per_hour });
        let rules = Rules { cap: row.number("cap")?, rate };
        Ok(StorySettings { goals: row.json("goals")?, rules })
    }

    /// Other ones from now on.
    pub async fn keep_story_settings(
        &mut self,
        ws: &WorkspaceId,
        settings: &StorySettings,
    ) -> Result<()> {
        let rate = settings.rules.rate.as_ref();
        let keep = self.sql(
            "INSERT INTO story_settings (workspace_id, goals, cap, currency, per_hour) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workspace_id) DO UPDATE \
             SET goals = excluded.goals, cap = excluded.cap, currency = excluded.currency, \
             per_hour = excluded.per_hour",
        );
        let keep = keep.bind(ws).bind(to_json("goals", &settings.goals)?);
        let keep = keep.bind(settings.rules.cap).bind(rate.map(|rate| &rate.currency));
        keep.bind(rate.map(|rate| rate.per_hour)).run().await?;
        Ok(())
    }

    /// Keeps somebody's words aside until they agree. Those of one story are kept once.
    pub async fn keep_story_quote(&mut self, ws: &WorkspaceId, it: &Quote) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO story_quotes (workspace_id, story_id, author, words, saved_at, agreed_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        );
        let keep = keep.bind(ws).bind(it.story).bind(&it.author).bind(&it.words);
        keep.bind(it.saved_at).bind(it.agreed_at).run().await?;
        Ok(())
    }

    /// Agreed to or not: only its author may read one that is not.
    pub async fn story_quote(&mut self, ws: &WorkspaceId, story: StoryId) -> Result<Option<Quote>> {
        let quote = self.sql(
            "SELECT story_id, author, words, saved_at, agreed_at FROM story_quotes \
             WHERE workspace_id = $1 AND story_id = $2",
        );
        let rows = quote.bind(ws).bind(story).all().await?;
        let mut quotes = each(&rows, |row| {
            Ok(Quote {
                story: row.parsed("story_id")?,
                author: row.id("author")?,
                words: row.text("words")?,
                saved_at: row.time("saved_at")?,
                agreed_at: row.maybe_time("agreed_at")?,
            })
        })?;
        Ok(quotes.pop())
    }

    /// Their author lets them be read. `false` if there are none, or they did so before.
    pub async fn agree_to_story_quote(
        &mut self,
        ws: &WorkspaceId,
        story: StoryId,
        author: &MemberId,
        at: DateTime<Utc>,
    ) -> Result<bool> {
        let agree = self.sql(
            "UPDATE story_quotes SET agreed_at = $4 \
             WHERE workspace_id = $1 AND story_id = $2 AND author = $3 AND agreed_at IS NULL",
        );
        agree.bind(ws).bind(story).bind(author).bind(at).did().await
    }

    /// They are forgotten. `false` if there are none.
    pub async fn drop_story_quote(&mut self, ws: &WorkspaceId, story: StoryId) -> Result<bool> {
        let drop = self.sql("DELETE FROM story_quotes WHERE workspace_id = $1 AND story_id = $2");
        drop.bind(ws).bind(story).did().await
    }

    /// Forgets words that were saved before `before` and that nobody agreed to.
    pub async fn purge_story_quotes(
        &mut self,
        ws: &WorkspaceId,
        before: DateTime<Utc>,
    ) -> Result<u64> {
        let purge = self.sql(
            "DELETE FROM story_quotes \
             WHERE workspace_id = $1 AND saved_at < $2 AND agreed_at IS NULL",
        );
        purge.bind(ws).bind(before).run().await
    }
}
