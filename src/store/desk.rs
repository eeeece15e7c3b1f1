//! What a person's desk shows, each in one statement however much there is.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::any::AnyRow;

use super::query::{Bind, row};
use super::row::{Fields, each};
use super::{Result, Tx};
use crate::domain::ids::{CommunityId, MemberId, ProgramId, WorkspaceId};

/// An answer that helped somebody, where everybody of its community can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    pub community: CommunityId,
    pub author: MemberId,
    pub title: String,
    pub link: Option<String>,
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
                "SELECT q.community_id, a.author, q.title, q.link FROM question_answers AS a \
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
            Ok(Helped {
                community: row.parsed("community_id")?,
                author: row.id("author")?,
                title: row.text("title")?,
                link: row.maybe_text("link")?,
            })
        };
        each(&rows, read)
    }

    /// Who asked or answered in a community since `active`, and who of them was in no group of a round
    /// that opened since `coffee`.
    pub async fn reached(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        active: DateTime<Utc>,
        coffee: NaiveDate,
    ) -> Result<Reached> {
        let count = self.sql(
            "WITH people AS (\
             SELECT asker AS member_id FROM questions WHERE workspace_id = $1 \
             AND community_id = $2 AND asked_at >= $3 AND privacy = 'open' AND asker IS NOT NULL \
             AND source <> 'imported' \
             UNION \
             SELECT a.author FROM question_answers AS a JOIN questions AS q \
             ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             WHERE a.workspace_id = $1 AND q.community_id = $2 AND a.written_at >= $3 \
             AND a.deleted_at IS NULL AND q.privacy = 'open' AND q.source <> 'imported') \
             , coffee AS (SELECT DISTINCT m.member_id FROM rounds AS r \
             JOIN coffee_groups AS g ON g.workspace_id = r.workspace_id AND g.round_id = r.round_id \
             JOIN group_members AS m ON m.workspace_id = g.workspace_id AND m.group_id = g.group_id \
             WHERE r.workspace_id = $1 AND r.opens_on >= $4) \
             SELECT COUNT(*) AS people, \
             COUNT(*) FILTER (WHERE coffee.member_id IS NULL) AS without_coffee FROM people \
             JOIN members ON members.workspace_id = $1 AND members.member_id = people.member_id \
             AND members.standing = 'full' \
             LEFT JOIN coffee ON coffee.member_id = people.member_id",
        );
        let row = count.bind(ws).bind(community).bind(active).bind(coffee).one().await?;
        let none = Reached { people: 0, without_coffee: 0 };
        row.map_or(Ok(none), |row| {
            Ok(Reached {
                people: row.number("people")?,
                without_coffee: row.number("without_coffee")?,
            })
        })
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
