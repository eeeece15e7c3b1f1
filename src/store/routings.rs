//! What deciding whom to ask needs to know, and how it was decided.

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::query::{Bind, row};
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{CommunityId, MemberId, QuestionId, ReferralId, WorkspaceId};

/// How the person of a referral was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routing {
    /// Whose place it is.
    pub referral: ReferralId,
    /// What chance was seeded with.
    pub seed: [u8; 32],
    /// Who stood in which place, as JSON; empty for an anonymous question.
    pub ranking: String,
    /// When they were reminded that they said they can answer.
    pub reminded_at: Option<DateTime<Utc>>,
}

/// What somebody was asked lately, and still is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who was asked.
    pub member: MemberId,
    /// Questions that wait for their word.
    pub open: u32,
    /// Questions since the first of the two moments.
    pub week: u32,
    /// How many of those they were asked before anybody else.
    pub first: u32,
    /// Questions since the second of the two moments.
    pub month: u32,
}

/// An answer that says how present somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentAnswer {
    /// Who wrote it.
    pub author: MemberId,
    /// When.
    pub written_at: DateTime<Utc>,
    /// What its question is about, if that was said.
    pub topic: Option<String>,
    /// Where its question was asked.
    pub community: Option<CommunityId>,
    /// Its question was read from an archive.
    pub imported: bool,
}

/// When a question was asked and answered, as far as a report needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// `None` for an anonymous one.
    pub asker: Option<MemberId>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// When somebody answered first, before it was closed; whatever became of the question since then. Of
    /// an anonymous one the hour counts in which it was closed.
    pub first_answer_at: Option<DateTime<Utc>>,
    /// When it came into the state in which nobody looks for an answer any more.
    pub over_at: Option<DateTime<Utc>>,
}

impl Tx {
    /// Keeps how the person of a referral was found.
    pub async fn keep_routing(&mut self, ws: &WorkspaceId, it: &Routing) -> Result<()> {
        let seed: String = it.seed.iter().map(|byte| format!("{byte:02x}")).collect();
        let keep = self.sql(
            "INSERT INTO routings (workspace_id, referral_id, seed, ranking, reminded_at) \
             VALUES ($1, $2, $3, $4, $5)",
        );
        keep.bind_all(row![ws, it.referral, seed, &it.ranking, it.reminded_at]).run().await?;
        Ok(())
    }

    /// How the people who were asked a question were found.
    pub async fn routings(&mut self, ws: &WorkspaceId, of: QuestionId) -> Result<Vec<Routing>> {
        let all = self.sql(
            "SELECT o.referral_id, o.seed, o.ranking, o.reminded_at FROM routings AS o \
             JOIN referrals AS r ON r.workspace_id = o.workspace_id AND r.referral_id = o.referral_id \
             WHERE o.workspace_id = $1 AND r.question_id = $2 ORDER BY r.rung",
        );
        each(&all.bind(ws).bind(of).all().await?, routing)
    }

    /// Notes that somebody was reminded.
    pub async fn was_reminded(
        &mut self,
        ws: &WorkspaceId,
        referral: ReferralId,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let note = self.sql(
            "UPDATE routings SET reminded_at = $3 WHERE workspace_id = $1 AND referral_id = $2",
        );
        note.bind(ws).bind(referral).bind(at).run().await?;
        Ok(())
    }

    /// What everybody was asked since these two moments, the later one first, and still is. Only those
    /// who were asked anything, by id.
    pub async fn asked_lately(
        &mut self,
        ws: &WorkspaceId,
        week: DateTime<Utc>,
        month: DateTime<Utc>,
    ) -> Result<Vec<Asked>> {
        let counts = self.sql(
            "SELECT member_id, \
             COUNT(CASE WHEN state IN ('hello', 'offered', 'accepted') THEN 1 END) AS waiting, \
             COUNT(CASE WHEN made_at > $2 THEN 1 END) AS week, \
             COUNT(CASE WHEN made_at > $2 AND rung = 1 THEN 1 END) AS leading, \
             COUNT(CASE WHEN made_at > $3 THEN 1 END) AS month \
             FROM referrals WHERE workspace_id = $1 \
             AND (made_at > $3 OR state IN ('hello', 'offered', 'accepted')) \
             GROUP BY member_id ORDER BY member_id",
        );
        each(&counts.bind(ws).bind(week).bind(month).all().await?, |row| {
            Ok(Asked {
                member: row.id("member_id")?,
                open: row.number("waiting")?,
                week: row.number("week")?,
                first: row.number("leading")?,
                month: row.number("month")?,
            })
        })
    }

    /// Answers since then that were not deleted, the newest first.
    pub async fn recent_answers(
        &mut self,
        ws: &WorkspaceId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<RecentAnswer>> {
        let recent = self.sql(
            "SELECT a.author, a.written_at, q.topic, q.community_id, q.source \
             FROM question_answers AS a JOIN questions AS q \
             ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             WHERE a.workspace_id = $1 AND a.written_at > $2 AND a.deleted_at IS NULL \
             ORDER BY a.written_at DESC, a.answer_id DESC LIMIT $3",
        );
        each(&recent.bind(ws).bind(since).bind(limit).all().await?, |row| {
            Ok(RecentAnswer {
                author: row.id("author")?,
                written_at: row.time("written_at")?,
                topic: row.maybe_text("topic")?,
                community: row.maybe_parsed("community_id")?,
                imported: row.text("source")? == "imported",
            })
        })
    }

    /// Who did not take these questions, and whom they named instead.
    pub async fn declined_among(
        &mut self,
        ws: &WorkspaceId,
        questions: &[QuestionId],
    ) -> Result<Vec<(QuestionId, MemberId, Option<MemberId>)>> {
        let rows = self
            .sql_in(
                ws,
                "SELECT question_id, member_id, handed_to FROM referrals WHERE workspace_id = $1 \
                 AND state IN ('declined', 'handed_over') AND question_id IN",
                questions.iter().map(|id| (*id).value()).collect(),
                "ORDER BY question_id, member_id",
            )
            .await?;
        each(&rows, |row| {
            let handed_to = row.maybe_id("handed_to")?;
            Ok((row.parsed("question_id")?, row.id("member_id")?, handed_to))
        })
    }

    /// The questions that were asked in a community since then, for a report: no more than `limit`, the
    /// newest first. What was carried between two people is not the community's.
    pub async fn asked_since(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Answered>> {
        let asked = self.sql(
            "SELECT q.asker, q.asked_at, q.since, q.state, ( \
             SELECT MIN(a.written_at) FROM question_answers AS a \
             WHERE a.workspace_id = q.workspace_id AND a.question_id = q.question_id \
             AND a.deleted_at IS NULL AND (q.state NOT IN ('closed', 'withdrawn') OR a.written_at \
             <= q.since + CASE q.privacy WHEN 'anonymous' THEN 3600000 ELSE 0 END) \
             ) AS first_at FROM questions AS q \
             WHERE q.workspace_id = $1 AND q.community_id = $2 AND q.asked_at >= $3 \
             AND q.source = 'asked' AND q.privacy <> 'private' \
             ORDER BY q.asked_at DESC, q.question_id DESC LIMIT $4",
        );
        let rows = asked.bind(ws).bind(community).bind(since).bind(limit).all().await?;
        each(&rows, |row| {
            let over = matches!(&*row.text("state")?, "answered" | "closed" | "withdrawn");
            Ok(Answered {
                asker: row.maybe_id("asker")?,
                asked_at: row.time("asked_at")?,
                first_answer_at: row.maybe_time("first_at")?,
                over_at: if over { Some(row.time("since")?) } else { None },
            })
        })
    }

    /// Who answered questions that were asked in a community since then.
    pub async fn answerers_since(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        since: DateTime<Utc>,
    ) -> Result<Vec<MemberId>> {
        let answerers = self.sql(
            "SELECT DISTINCT a.author FROM question_answers AS a JOIN questions AS q \
             ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             WHERE q.workspace_id = $1 AND q.community_id = $2 AND q.asked_at >= $3 \
             AND q.source = 'asked' AND q.privacy <> 'private' AND a.deleted_at IS NULL \
             ORDER BY a.author",
        );
        let rows = answerers.bind(ws).bind(community).bind(since).all().await?;
        each(&rows, |row| row.id("author"))
    }

    /// What nobody has answered yet in these communities: of each so many, the oldest.
    pub async fn unanswered(
        &mut self,
        ws: &WorkspaceId,
        communities: &[CommunityId],
        of_each: u32,
    ) -> Result<Vec<QuestionId>> {
        let rows = self
            .sql_list(
                row![ws, of_each],
                "SELECT question_id FROM (SELECT question_id, ROW_NUMBER() OVER ( \
                 PARTITION BY community_id ORDER BY asked_at, question_id) AS place \
                 FROM questions WHERE workspace_id = $1 \
                 AND source = 'asked' AND first_answer_at IS NULL AND privacy <> 'private' \
                 AND state IN ('routing', 'channel', 'steward', 'nobody', 'kept_open') \
                 AND community_id IN",
                communities.iter().map(|id| (*id).value()).collect(),
                ") AS open WHERE place <= $2 ORDER BY place, question_id",
            )
            .await?;
        each(&rows, |row| row.parsed("question_id"))
    }
}

fn routing(row: &AnyRow) -> Result<Routing> {
    let broken = || Error::unreadable("seed", "it is not 64 hexadecimal digits");
    let text = row.text("seed")?;
    let mut seed = [0_u8; 32];
    for (byte, digits) in seed.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|_| broken())?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| broken())?;
    }
    Ok(Routing {
        referral: row.parsed("referral_id")?,
        seed,
        ranking: row.text("ranking")?,
        reminded_at: row.maybe_time("reminded_at")?,
    })
}
