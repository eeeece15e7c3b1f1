//! Thanks from one person to another, and where they stand in Slack.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::row;
use super::questions::one_of;
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{ChannelId, JobId, MemberId, ThanksId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::thanks::{Heard, Thanks};

macro_rules! columns {
    () => {
        "thanks_id, sender, thanked, body, shared, channel, message, thread, said_at, manager, \
         manager_may_at, taken_back_at"
    };
}
macro_rules! thanks {
    ($condition:literal) => {
        concat!("SELECT ", columns!(), " FROM thanks WHERE workspace_id = $1 AND ", $condition)
    };
}

impl Tx {
    /// Writes down what somebody said.
    pub async fn insert_thanks(&mut self, ws: &WorkspaceId, it: &Thanks) -> Result<()> {
        let insert = concat!("INSERT INTO thanks (workspace_id, ", columns!(), ")");
        let (manager, may_at) = it.manager.clone().unzip();
        let values = row![
            ws,
            it.id,
            &it.from,
            &it.to,
            &it.text,
            it.shared,
            &it.about.channel,
            &it.about.message,
            &it.thread,
            it.said_at,
            manager.as_ref(),
            may_at,
            it.taken_back_at,
        ];
        self.sql_batch(insert, vec![values], "").await?;
        Ok(())
    }

    /// To change it, use [`Tx::lock_thanks`].
    pub async fn thanks(&mut self, ws: &WorkspaceId, id: ThanksId) -> Result<Option<Thanks>> {
        let one = self.sql(thanks!("thanks_id = $2")).bind(ws).bind(id).one().await?;
        one.as_ref().map(read).transpose()
    }

    /// Those that stand in threads of a channel and were said from `since` on and before `until`.
    pub async fn thanks_shared(
        &mut self,
        ws: &WorkspaceId,
        channel: &ChannelId,
        since: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Thanks>> {
        let shared = self.sql(thanks!(
            "channel = $2 AND shared = 1 AND taken_back_at IS NULL \
             AND said_at >= $3 AND said_at < $4 AND EXISTS (SELECT 1 FROM thanks_heard AS h \
             WHERE h.workspace_id = thanks.workspace_id AND h.thanks_id = thanks.thanks_id \
             AND h.heard = 'thread') ORDER BY said_at NULLS LAST, thanks_id LIMIT 200"
        ));
        let rows = shared.bind(ws).bind(channel).bind(since).bind(until).all().await?;
        each(&rows, read)
    }

    /// Reads thanks that nobody else can change until this transaction ends.
    pub async fn lock_thanks(&mut self, ws: &WorkspaceId, id: ThanksId) -> Result<Option<Thanks>> {
        let lock = self.sql(
            "UPDATE thanks SET version = version + 1 WHERE workspace_id = $1 AND thanks_id = $2",
        );
        if lock.bind(ws).bind(id).did().await? { self.thanks(ws, id).await } else { Ok(None) }
    }

    /// Writes what can change of thanks that were locked: whether a manager may read them, whether they
    /// were taken back, and whether they are said in the thread.
    pub async fn save_thanks(&mut self, ws: &WorkspaceId, it: &Thanks) -> Result<()> {
        let save = self.sql(
            "UPDATE thanks SET shared = $3, manager = $4, manager_may_at = $5, taken_back_at = $6 \
             WHERE workspace_id = $1 AND thanks_id = $2",
        );
        let (manager, may_at) = it.manager.clone().unzip();
        let save = save.bind(ws).bind(it.id).bind(it.shared).bind(manager.as_ref()).bind(may_at);
        saved("thanks", save.bind(it.taken_back_at).did().await?)
    }

    /// Thanks that somebody got and that still stand, the newest first.
    pub async fn thanks_to(
        &mut self,
        ws: &WorkspaceId,
        thanked: &MemberId,
        limit: u32,
    ) -> Result<Vec<Thanks>> {
        let got = self.sql(thanks!(
            "thanked = $2 AND taken_back_at IS NULL ORDER BY said_at DESC NULLS LAST, thanks_id DESC LIMIT $3"
        ));
        each(&got.bind(ws).bind(thanked).bind(limit).all().await?, read)
    }

    /// Thanks that somebody said since then and that still stand, the newest first.
    pub async fn thanks_from(
        &mut self,
        ws: &WorkspaceId,
        sender: &MemberId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Thanks>> {
        let said = self.sql(thanks!(
            "sender = $2 AND said_at >= $3 AND taken_back_at IS NULL \
             ORDER BY said_at DESC NULLS LAST, thanks_id DESC LIMIT $4"
        ));
        each(&said.bind(ws).bind(sender).bind(since).bind(limit).all().await?, read)
    }

    /// How often somebody said thanks since then, at most `limit`: also what they took back.
    pub async fn thanks_said(
        &mut self,
        ws: &WorkspaceId,
        sender: &MemberId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<u32> {
        let said = self.sql(
            "SELECT thanks_id FROM thanks \
             WHERE workspace_id = $1 AND sender = $2 AND said_at >= $3 LIMIT $4",
        );
        let said = said.bind(ws).bind(sender).bind(since).bind(limit).all().await?;
        Ok(u32::try_from(said.len()).unwrap_or(limit))
    }

    /// Whether somebody said thanks for that message before, and did not take it back.
    pub async fn has_thanked(
        &mut self,
        ws: &WorkspaceId,
        sender: &MemberId,
        about: &Spot,
    ) -> Result<bool> {
        let said = self.sql(thanks!(
            "sender = $2 AND channel = $3 AND message = $4 AND taken_back_at IS NULL LIMIT 1"
        ));
        let said = said.bind(ws).bind(sender).bind(&about.channel).bind(&about.message);
        Ok(said.one().await?.is_some())
    }

    /// Those to somebody that nobody has told them yet and that still stand, the oldest first.
    pub async fn thanks_untold(
        &mut self,
        ws: &WorkspaceId,
        thanked: &MemberId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Thanks>> {
        let untold = self.sql(thanks!(
            "thanked = $2 AND shared = 0 AND taken_back_at IS NULL AND said_at >= $3 \
             AND NOT EXISTS (SELECT 1 FROM thanks_heard AS h \
             WHERE h.workspace_id = thanks.workspace_id AND h.thanks_id = thanks.thanks_id \
             AND h.heard = 'dm') ORDER BY said_at NULLS LAST, thanks_id LIMIT $4"
        ));
        each(&untold.bind(ws).bind(thanked).bind(since).bind(limit).all().await?, read)
    }

    /// Notes which thanks a job puts into its message, instead of those that it would have before.
    pub async fn draw_thanks(
        &mut self,
        ws: &WorkspaceId,
        job: JobId,
        ids: &[ThanksId],
        at: DateTime<Utc>,
    ) -> Result<()> {
        self.drop_drawn(ws, job).await?;
        let rows = ids.iter().map(|id| row![ws, job, *id, at]).collect();
        let insert = "INSERT INTO thanks_drawn (workspace_id, job_id, thanks_id, drawn_at)";
        self.sql_batch(insert, rows, "").await?;
        Ok(())
    }

    /// The thanks that a job put into its message: they are not noted any longer.
    pub async fn take_drawn_thanks(
        &mut self,
        ws: &WorkspaceId,
        job: JobId,
    ) -> Result<Vec<ThanksId>> {
        let drawn = self.sql(
            "SELECT thanks_id FROM thanks_drawn \
             WHERE workspace_id = $1 AND job_id = $2 ORDER BY thanks_id",
        );
        let rows = drawn.bind(ws).bind(job).all().await?;
        self.drop_drawn(ws, job).await?;
        each(&rows, |row| row.parsed("thanks_id"))
    }

    async fn drop_drawn(&mut self, ws: &WorkspaceId, job: JobId) -> Result<()> {
        let drop = self.sql("DELETE FROM thanks_drawn WHERE workspace_id = $1 AND job_id = $2");
        drop.bind(ws).bind(job).run().await?;
        Ok(())
    }

    /// Forgets what was put into messages before `before`: they are long sent, or never will be.
    pub async fn purge_drawn_thanks(
        &mut self,
        ws: &WorkspaceId,
        before: DateTime<Utc>,
    ) -> Result<u64> {
        let purge = self.sql("DELETE FROM thanks_drawn WHERE workspace_id = $1 AND drawn_at < $2");
        purge.bind(ws).bind(before).run().await
    }

    /// Notes where thanks stand; the first place of a kind is kept.
    pub async fn thanks_heard(
        &mut self,
        ws: &WorkspaceId,
        id: ThanksId,
        heard: Heard,
        spot: &Spot,
    ) -> Result<()> {
        let keep = self.sql(
            "INSERT INTO thanks_heard (workspace_id, thanks_id, heard, channel, message) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        );
        let keep = keep.bind(ws).bind(id).bind(heard.as_str());
        keep.bind(&spot.channel).bind(&spot.message).run().await?;
        Ok(())
    }

    /// Where thanks stand.
    pub async fn thanks_places(
        &mut self,
        ws: &WorkspaceId,
        id: ThanksId,
    ) -> Result<Vec<(Heard, Spot)>> {
        let places = self.sql(
            "SELECT heard, channel, message FROM thanks_heard \
             WHERE workspace_id = $1 AND thanks_id = $2 ORDER BY heard",
        );
        each(&places.bind(ws).bind(id).all().await?, |row| {
            let spot = Spot { channel: row.id("channel")?, message: row.id("message")? };
            Ok((one_of(&Heard::ALL, "heard", row, Heard::as_str)?, spot))
        })
    }

    /// What stands in one message, the oldest first: also what was taken back since.
    pub async fn thanks_at(&mut self, ws: &WorkspaceId, spot: &Spot) -> Result<Vec<Thanks>> {
        let there = self.sql(thanks!(
            "EXISTS (SELECT 1 FROM thanks_heard AS h WHERE h.workspace_id = thanks.workspace_id \
             AND h.thanks_id = thanks.thanks_id AND h.channel = $2 AND h.message = $3) \
             ORDER BY said_at NULLS LAST, thanks_id"
        ));
        each(&there.bind(ws).bind(&spot.channel).bind(&spot.message).all().await?, read)
    }
}

fn read(row: &AnyRow) -> Result<Thanks> {
    Ok(Thanks {
        id: row.parsed("thanks_id")?,
        from: row.id("sender")?,
        to: row.id("thanked")?,
        text: row.text("body")?,
        shared: row.flag("shared")?,
        about: Spot { channel: row.id("channel")?, message: row.id("message")? },
        thread: row.id("thread")?,
        said_at: row.time("said_at")?,
        manager: row.maybe_id("manager")?.zip(row.maybe_time("manager_may_at")?),
        taken_back_at: row.maybe_time("taken_back_at")?,
    })
}
