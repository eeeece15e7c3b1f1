//! What happened in a community in a window of time: read for its digest alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::query::{Bind, row};
use super::questions::{one_of, privacy_name};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::digest::{Asked, Window};
use crate::domain::ids::{ChannelId, CommunityId, GroupId, MemberId, StoryId, WorkspaceId};
use crate::domain::question::Privacy;
use crate::domain::report::Coffee;

/// Rows of each kind that are looked at, the newest: more make no better digest.
const MOST: u32 = 20_000;
/// Questions that wait, the oldest.
const MOST_WAITING: u32 = 1_000;
/// Stories of a window.
const MOST_STORIES: u32 = 50;
/// Newcomers of a window.
const MOST_NEWCOMERS: u32 = 1_000;

/// Coffees that took place, and the teams of whoever was in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    pub coffees: Vec<Coffee>,
    pub teams: BTreeMap<MemberId, String>,
}

impl Tx {
    /// What got its first answer in a window, the newest first. Not what was read from an archive, taken
    /// back, or is kept between two people.
    pub async fn answered_between(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        window: Window,
    ) -> Result<Vec<Asked>> {
        let answered = self.sql(
            "SELECT question_id, title, topic, link, privacy, asked_at FROM questions \
             WHERE workspace_id = $1 AND community_id = $2 AND first_answer_at >= $3 \
             AND first_answer_at < $4 AND first_answer_at IS NOT NULL AND state <> 'withdrawn' \
             AND source <> 'imported' AND privacy <> 'private' \
             ORDER BY asked_at DESC, question_id DESC LIMIT $5",
        );
        let answered = answered.bind(ws).bind(community).bind(window.since).bind(window.until);
        each(&answered.bind(MOST).all().await?, read)
    }

    /// What was asked before `until` and nobody has answered, the oldest first.
    pub async fn waiting_at(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        until: DateTime<Utc>,
    ) -> Result<Vec<Asked>> {
        let waiting = self.sql(
            "SELECT question_id, title, topic, link, privacy, asked_at FROM questions \
             WHERE workspace_id = $1 AND community_id = $2 AND asked_at < $3 \
             AND first_answer_at IS NULL \
             AND state IN ('routing', 'channel', 'steward', 'nobody', 'kept_open') \
             AND source <> 'imported' AND privacy <> 'private' \
             ORDER BY asked_at, question_id LIMIT $4",
        );
        let waiting = waiting.bind(ws).bind(community).bind(until).bind(MOST_WAITING);
        each(&waiting.all().await?, read)
    }

    /// When each question since `since` was asked, and whether it has an answer; the newest first.
    pub async fn asked_and_answered(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        since: DateTime<Utc>,
    ) -> Result<Vec<(DateTime<Utc>, bool)>> {
        let asked = self.sql(
            "SELECT asked_at, first_answer_at FROM questions \
             WHERE workspace_id = $1 AND community_id = $2 AND asked_at >= $3 \
             AND state <> 'withdrawn' AND source <> 'imported' AND privacy <> 'private' \
             ORDER BY asked_at DESC, question_id DESC LIMIT $4",
        );
        let rows = asked.bind(ws).bind(community).bind(since).bind(MOST).all().await?;
        each(&rows, |row| Ok((row.time("asked_at")?, row.maybe_time("first_answer_at")?.is_some())))
    }

    /// Coffees of a channel of which somebody said in a window, for the first time, that they took
    /// place. Groups of which only one is left are none; with what each of the others said.
    pub async fn met_between(
        &mut self,
        ws: &WorkspaceId,
        channel: &ChannelId,
        window: Window,
    ) -> Result<Met> {
        // `<> 0` for those before: `= 1` leads SQLite to an index that has all of the years.
        let new = self.sql(
            "SELECT DISTINCT n.group_id FROM answers AS n WHERE n.workspace_id = $1 AND n.met = 1 \
             AND n.answered_at >= $2 AND n.answered_at < $3 AND NOT EXISTS (\
             SELECT 1 FROM answers AS e WHERE e.workspace_id = n.workspace_id \
             AND e.group_id = n.group_id AND e.met <> 0 AND e.answered_at < $2) \
             ORDER BY n.group_id LIMIT $4",
        );
        let new = new.bind(ws).bind(window.since).bind(window.until).bind(MOST).all().await?;
        let new: Vec<GroupId> = each(&new, |row| row.parsed("group_id"))?;
        // By their keys: in one statement, SQLite begins with all of the channel's groups.
        let rows = self
            .sql_list(
                row![ws, channel],
                "SELECT g.group_id, g.round_id, m.member_id, p.team, a.met \
                 FROM coffee_groups AS g JOIN programs AS o ON o.workspace_id = g.workspace_id \
                 AND o.program_id = g.program_id AND o.channel = $2 \
                 JOIN group_members AS m \
                 ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id \
                 LEFT JOIN members AS p \
                 ON p.workspace_id = m.workspace_id AND p.member_id = m.member_id \
                 LEFT JOIN answers AS a ON a.workspace_id = m.workspace_id \
                 AND a.group_id = m.group_id AND a.member_id = m.member_id \
                 WHERE g.workspace_id = $1 AND g.introduction IS NOT NULL AND g.group_id IN",
                new.into_iter().map(Bind::value).collect(),
                "ORDER BY g.group_id, m.position",
            )
            .await?;
        let mut met = Met::default();
        let mut last: Option<GroupId> = None;
        for row in &rows {
            let group: GroupId = row.parsed("group_id")?;
            let said = row.maybe_number::<i64>("met")?.map(|met| met != 0);
            let member: MemberId = row.id("member_id")?;
            if let Some(team) = row.maybe_text("team")? {
                met.teams.insert(member.clone(), team);
            }
            match met.coffees.last_mut().filter(|_| last == Some(group)) {
                Some(coffee) => coffee.people.push((member, said)),
                None => {
                    let people = vec![(member, said)];
                    met.coffees.push(Coffee { round: row.parsed("round_id")?, people });
                }
            }
            last = Some(group);
        }
        met.coffees.retain(|coffee| coffee.people.len() > 1);
        Ok(met)
    }

    /// Stories of a community that were published in a window and not taken back, the newest first.
    pub async fn published_between(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        window: Window,
    ) -> Result<Vec<StoryId>> {
        let published = self.sql(
            "SELECT story_id FROM stories WHERE workspace_id = $1 AND community_id = $2 \
             AND published_at >= $3 AND published_at < $4 AND published_at IS NOT NULL \
             AND state <> 'withdrawn' ORDER BY told_at DESC, story_id DESC LIMIT $5",
        );
        let published = published.bind(ws).bind(community).bind(window.since).bind(window.until);
        each(&published.bind(MOST_STORIES).all().await?, |row| row.parsed("story_id"))
    }

    /// Who came to the workspace in a window, as far as is known, by id. Only ordinary members.
    pub async fn came_between(
        &mut self,
        ws: &WorkspaceId,
        window: Window,
    ) -> Result<Vec<(DateTime<Utc>, MemberId)>> {
        let came = self.sql(
            "SELECT member_id, came_at FROM members WHERE workspace_id = $1 AND came_at >= $2 \
             AND came_at < $3 AND came_at IS NOT NULL AND standing = 'full' \
             ORDER BY member_id LIMIT $4",
        );
        let came = came.bind(ws).bind(window.since).bind(window.until).bind(MOST_NEWCOMERS);
        each(&came.all().await?, |row| Ok((row.time("came_at")?, row.id("member_id")?)))
    }

    /// When somebody came to the workspace, as far as is known.
    pub async fn came_at(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Option<DateTime<Utc>>> {
        let came =
            self.sql("SELECT came_at FROM members WHERE workspace_id = $1 AND member_id = $2");
        let row = came.bind(ws).bind(member).one().await?;
        row.map_or(Ok(None), |row| row.maybe_time("came_at"))
    }

    /// Which of these people joined a channel's coffee, answered in its community, or asked there under
    /// their name.
    pub async fn known_in(
        &mut self,
        ws: &WorkspaceId,
        (community, channel): (CommunityId, &ChannelId),
        members: &[MemberId],
    ) -> Result<BTreeSet<MemberId>> {
        let list: Vec<_> = members.iter().map(Bind::value).collect();
        let joined = self
            .sql_list(
                row![ws, channel],
                "SELECT j.member_id AS who FROM participations AS j JOIN programs AS o \
                 ON o.workspace_id = j.workspace_id AND o.program_id = j.program_id \
                 WHERE j.workspace_id = $1 AND o.channel = $2 AND j.has_left = 0 \
                 AND j.member_id IN",
                list.clone(),
                "",
            )
            .await?;
        // `|| ''` leads SQLite to what these people asked, not to all that the community did.
        let asked = self
            .sql_list(
                row![ws, community],
                "SELECT asker AS who FROM questions WHERE workspace_id = $1 \
                 AND community_id || '' = $2 AND privacy = 'open' AND asker IN",
                list.clone(),
                "",
            )
            .await?;
        let answered = self
            .sql_list(
                row![ws, community],
                "SELECT a.author AS who FROM question_answers AS a JOIN questions AS q \
                 ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
                 WHERE a.workspace_id = $1 AND q.community_id = $2 AND q.privacy <> 'private' \
                 AND a.deleted_at IS NULL AND a.author IN",
                list,
                "",
            )
            .await?;
        [joined, asked, answered].iter().flatten().map(|row| row.id("who")).collect()
    }
}

fn read(row: &AnyRow) -> Result<Asked> {
    const PRIVACY: [Privacy; 3] = [Privacy::Open, Privacy::Private, Privacy::Anonymous];
    let privacy = one_of(&PRIVACY, "privacy", row, privacy_name)?;
    Ok(Asked {
        asked_at: row.time("asked_at")?,
        id: row.parsed("question_id")?,
        title: row.text("title")?,
        topic: row.maybe_text("topic")?,
        link: row.maybe_text("link")?,
        private: Asked::keeps_private(privacy),
    })
}
