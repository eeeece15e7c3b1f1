//! What a person's desk shows, each in one statement however much there is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::any::AnyRow;

use super::query::{Bind, row};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{CommunityId, MemberId, MessageTs, ProgramId, WorkspaceId};
use crate::domain::question::Spot;

/// An answer that helped somebody, where everybody of its community can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    pub community: CommunityId,
    pub author: MemberId,
    pub title: String,
    pub link: Option<String>,
    /// The message that the answer is, and the thread it stands in.
    pub said: Option<(Spot, MessageTs)>,
}

/// People of a community by what they did there lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Who asked under their name, or answered.
    pub people: u32,
    /// Those of them who were introduced to nobody.
    pub without_coffee: u32,
}

impl Tx {
    /// How many are in each program, paused or not; none of those in which nobody is.
    pub async fn participants_counted(
        &mut self,
        ws: &WorkspaceId,
    ) -> Result<BTreeMap<ProgramId, u32>> {
        let count = self.sql(
            "SELECT program_id, COUNT(*) AS people FROM participations \
             WHERE workspace_id = $1 AND has_left = 0 GROUP BY program_id",
        );
        let rows = each(&count.bind(ws).all().await?, |row| {
            Ok((row.parsed("program_id")?, row.number("people")?))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// The programs that somebody tends by name.
    pub async fn tended_by(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
    ) -> Result<BTreeSet<ProgramId>> {
        let tended =
            self.sql("SELECT program_id FROM stewards WHERE workspace_id = $1 AND member_id = $2");
        let rows = tended.bind(ws).bind(member).all().await?;
        rows.iter().map(|row| row.parsed("program_id")).collect()
    }

    /// How many are in a program, paused or not.
    pub async fn count_participants(&mut self, ws: &WorkspaceId, id: ProgramId) -> Result<u32> {
        let count = self.sql(
            "SELECT COUNT(*) AS people FROM participations \
             WHERE workspace_id = $1 AND program_id = $2 AND has_left = 0",
        );
        let row = count.bind(ws).bind(id).one().await?;
        row.map_or(Ok(0), |row| row.number("people"))
    }

    /// Whom somebody met in a round or outside of one, and on which day: the newest first. One yes
    /// counts unless another of the group says no.
    ///
    /// What was said is gathered first: PostgreSQL, where it has not counted the tables yet, would
    /// look through all of it for every pair.
    pub async fn met_by(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        limit: u32,
    ) -> Result<Vec<(NaiveDate, MemberId)>> {
        let rows = self
            .sql(
                "WITH met AS MATERIALIZED (SELECT a.group_id FROM group_members AS m \
                 JOIN answers AS a ON a.workspace_id = m.workspace_id AND a.group_id = m.group_id \
                 WHERE m.workspace_id = $1 AND m.member_id = $2 \
                 GROUP BY a.group_id HAVING MIN(a.met) = 1) \
                 SELECT r.opens_on, o.member_id FROM met JOIN coffee_groups AS g \
                 ON g.workspace_id = $1 AND g.group_id = met.group_id \
                 JOIN rounds AS r ON r.workspace_id = $1 AND r.round_id = g.round_id \
                 JOIN group_members AS o ON o.workspace_id = $1 \
                 AND o.group_id = met.group_id AND o.member_id <> $2 \
                 ORDER BY r.opens_on DESC, o.group_id DESC, o.position, o.member_id LIMIT $3",
            )
            .bind(ws)
            .bind(member)
            .bind(limit)
            .all()
            .await?;
        let mut met = each(&rows, |row| Ok((row.day("opens_on")?, row.id("member_id")?)))?;
        let outside = self.sql(
            "SELECT e.made_at, o.member_id FROM encounter_members AS m \
             JOIN encounters AS e \
             ON e.workspace_id = m.workspace_id AND e.encounter_id = m.encounter_id \
             JOIN encounter_members AS o ON o.workspace_id = m.workspace_id \
             AND o.encounter_id = m.encounter_id AND o.member_id <> m.member_id \
             WHERE m.workspace_id = $1 AND m.member_id = $2 AND (m.met = 1 OR o.met = 1) \
             ORDER BY e.made_at DESC, e.encounter_id DESC LIMIT $3",
        );
        let rows = outside.bind(ws).bind(member).bind(limit).all().await?;
        met.extend(each(&rows, |row| {
            Ok((row.time("made_at")?.date_naive(), row.id("member_id")?))
        })?);
        met.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
        Ok(met)
    }

    /// What every community, also one that has ended, is called.
    pub async fn community_names(
        &mut self,
        ws: &WorkspaceId,
    ) -> Result<Vec<(CommunityId, String)>> {
        let all = self.sql("SELECT community_id, name FROM communities WHERE workspace_id = $1");
        each(&all.bind(ws).all().await?, |row| Ok((row.parsed("community_id")?, row.text("name")?)))
    }

    /// Where the latest digest of each living community stands, of those that have one.
    pub async fn latest_digests(
        &mut self,
        ws: &WorkspaceId,
    ) -> Result<BTreeMap<CommunityId, Spot>> {
        let latest = self.sql(
            "SELECT d.community_id, d.channel, d.message FROM communities AS c JOIN digests AS d \
             ON d.workspace_id = c.workspace_id AND d.community_id = c.community_id \
             WHERE c.workspace_id = $1 AND c.ended_at IS NULL AND d.published_on = ( \
             SELECT MAX(e.published_on) FROM digests AS e WHERE e.workspace_id = d.workspace_id \
             AND e.community_id = d.community_id AND e.channel IS NOT NULL \
             AND e.message IS NOT NULL)",
        );
        let rows = each(&latest.bind(ws).all().await?, |row| {
            let spot = Spot { channel: row.id("channel")?, message: row.id("message")? };
            Ok((row.parsed("community_id")?, spot))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Answers that were accepted since then in these communities, the newest first: none that are kept
    /// between two people, or of an anonymous question.
    pub async fn helped_since(
        &mut self,
        ws: &WorkspaceId,
        communities: &[CommunityId],
        since: DateTime<Utc>,
    ) -> Result<Vec<Helped>> {
        let rows = self
            .sql_list(
                row![ws, since],
                "SELECT q.community_id, a.author, q.title, q.link, a.channel, a.message, q.thread \
                 FROM question_answers AS a \
                 JOIN questions AS q \
                 ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
                 WHERE a.workspace_id = $1 AND a.accepted_at >= $2 AND a.deleted_at IS NULL \
                 AND q.privacy = 'open' AND q.state <> 'withdrawn' AND q.source <> 'imported' \
                 AND q.community_id IN",
                communities.iter().map(|id| (*id).value()).collect(),
                "ORDER BY a.accepted_at DESC NULLS LAST, a.answer_id DESC LIMIT 200",
            )
            .await?;
        let read = |row: &AnyRow| {
            let (channel, message) = (row.maybe_id("channel")?, row.maybe_id("message")?);
            let said = channel.zip(message).zip(row.maybe_id("thread")?);
            Ok(Helped {
                said: said.map(|((channel, message), thread)| (Spot { channel, message }, thread)),
                community: row.parsed("community_id")?,
                author: row.id("author")?,
                title: row.text("title")?,
                link: row.maybe_text("link")?,
            })
        };
        each(&rows, read)
    }

    /// Who asked or answered in these communities since `active`, and who of them was in no group of a
    /// round that opened since `coffee`. None of a community in which nobody did.
    pub async fn reached(
        &mut self,
        ws: &WorkspaceId,
        communities: &[CommunityId],
        active: DateTime<Utc>,
        coffee: NaiveDate,
    ) -> Result<BTreeMap<CommunityId, Reached>> {
        let count = self.sql_list(
            row![ws, active, coffee],
            "WITH tended AS (SELECT community_id FROM communities WHERE workspace_id = $1 \
             AND community_id IN",
            communities.iter().map(|id| (*id).value()).collect(),
            "), people AS (\
             SELECT q.community_id, q.asker AS member_id FROM questions AS q \
             JOIN tended ON tended.community_id = q.community_id \
             WHERE q.workspace_id = $1 AND q.asked_at >= $2 AND q.privacy = 'open' \
             AND q.asker IS NOT NULL AND q.source <> 'imported' \
             UNION \
             SELECT q.community_id, a.author FROM question_answers AS a JOIN questions AS q \
             ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             JOIN tended ON tended.community_id = q.community_id \
             WHERE a.workspace_id = $1 AND a.written_at >= $2 \
             AND a.deleted_at IS NULL AND q.privacy = 'open' AND q.source <> 'imported') \
             , coffee AS (SELECT DISTINCT m.member_id FROM rounds AS r \
             JOIN coffee_groups AS g ON g.workspace_id = r.workspace_id AND g.round_id = r.round_id \
             JOIN group_members AS m ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id \
             WHERE r.workspace_id = $1 AND r.opens_on >= $3) \
             SELECT people.community_id, COUNT(*) AS people, \
             COUNT(*) FILTER (WHERE coffee.member_id IS NULL) AS without_coffee FROM people \
             JOIN members ON members.workspace_id = $1 AND members.member_id = people.member_id \
             AND members.standing = 'full' \
             LEFT JOIN coffee ON coffee.member_id = people.member_id \
             GROUP BY people.community_id",
        );
        let rows = each(&count.await?, |row| {
            let reached = Reached {
                people: row.number("people")?,
                without_coffee: row.number("without_coffee")?,
            };
            Ok((row.parsed("community_id")?, reached))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// How many cards of each of these communities wait for somebody to say that they still hold.
    pub async fn stale_cards(
        &mut self,
        ws: &WorkspaceId,
        communities: &[CommunityId],
        now: DateTime<Utc>,
    ) -> Result<Vec<(CommunityId, u32)>> {
        let rows = self
            .sql_list(
                row![ws, now],
                "SELECT community_id, COUNT(*) AS cards FROM cards WHERE workspace_id = $1 \
                 AND (state = 'stale' OR state = 'current' AND review_at <= $2) \
                 AND community_id IN",
                communities.iter().map(|id| (*id).value()).collect(),
                "GROUP BY community_id",
            )
            .await?;
        each(&rows, |row| Ok((row.parsed("community_id")?, row.number("cards")?)))
    }
}
