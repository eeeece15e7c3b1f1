//! Value stories and the people in them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;

use super::programs::saved;
use super::query::{Bind, Value, row};
use super::questions::one_of;
use super::row::{Fields, each};
use super::{Error, Result, Tx};
use crate::domain::ids::{CommunityId, MemberId, ProgramId, StoryId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::story::{Audience, Claim, Concerned, Cycle, Kind, Part, Source, State, Story};

macro_rules! columns {
    () => {
        "story_id, community_id, teller, helped, happened, changed, kind, goal, state, cycle, \
         measure, value_low, value_likely, value_high, value_before, value_after, confidence, \
         attribution, evidence, source, about, source_channel, source_message, channel, message, \
         told_at, since, published_at, fell_through"
    };
}
macro_rules! stories {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM stories AS s WHERE s.workspace_id = $1 AND ",
            $condition
        )
    };
}
macro_rules! people {
    ($condition:literal) => {
        concat!(
            "SELECT p.story_id, p.member_id, p.part, p.audience, p.named, p.out_at \
             FROM story_people AS p JOIN stories AS s \
             ON s.workspace_id = p.workspace_id AND s.story_id = p.story_id \
             WHERE p.workspace_id = $1 AND ",
            $condition,
            " ORDER BY p.story_id, p.member_id"
        )
    };
}

impl Tx {
    /// Writes a story down. `false` if it is there: it was sent twice.
    pub async fn insert_story(&mut self, ws: &WorkspaceId, it: &Story) -> Result<bool> {
        let insert = concat!("INSERT INTO stories (workspace_id, ", columns!(), ")");
        let after = "ON CONFLICT DO NOTHING RETURNING story_id";
        if self.sql_batch(insert, vec![values(ws, it)], after).await?.is_empty() {
            return Ok(false);
        }
        self.write_people(ws, it).await?;
        Ok(true)
    }

    /// To change it, use [`Tx::lock_story`].
    pub async fn story(&mut self, ws: &WorkspaceId, id: StoryId) -> Result<Option<Story>> {
        let rows = self.sql(stories!("s.story_id = $2")).bind(ws).bind(id).all().await?;
        let people = self.sql(people!("p.story_id = $2")).bind(ws).bind(id).all().await?;
        Ok(whole(&rows, &people)?.pop())
    }

    /// Those of these that there are, by id.
    pub async fn these_stories(&mut self, ws: &WorkspaceId, ids: &[StoryId]) -> Result<Vec<Story>> {
        let list: Vec<Value> = ids.iter().map(|id| id.value()).collect();
        let stories = stories!("s.story_id IN");
        let rows = self.sql_in(ws, stories, list.clone(), "ORDER BY s.story_id").await?;
        let people = "SELECT story_id, member_id, part, audience, named, out_at \
                      FROM story_people WHERE workspace_id = $1 AND story_id IN";
        let people = self.sql_in(ws, people, list, "ORDER BY story_id, member_id").await?;
        whole(&rows, &people)
    }

    /// Reads a story that nobody else can change until this transaction ends.
    pub async fn lock_story(&mut self, ws: &WorkspaceId, id: StoryId) -> Result<Option<Story>> {
        let lock = self.sql(
            "UPDATE stories SET version = version + 1 WHERE workspace_id = $1 AND story_id = $2",
        );
        if lock.bind(ws).bind(id).did().await? { self.story(ws, id).await } else { Ok(None) }
    }

    /// Writes a story that was locked.
    pub async fn save_story(&mut self, ws: &WorkspaceId, it: &Story) -> Result<()> {
        let save = self.sql(
            "UPDATE stories SET community_id = $3, teller = $4, helped = $5, happened = $6, \
             changed = $7, kind = $8, goal = $9, state = $10, cycle = $11, measure = $12, \
             value_low = $13, value_likely = $14, value_high = $15, value_before = $16, \
             value_after = $17, confidence = $18, attribution = $19, evidence = $20, source = $21, \
             about = $22, source_channel = $23, source_message = $24, channel = $25, message = $26, \
             told_at = $27, since = $28, published_at = $29, fell_through = $30 \
             WHERE workspace_id = $1 AND story_id = $2",
        );
        saved("a story", save.bind_all(values(ws, it)).did().await?)?;
        let before = self.sql("DELETE FROM story_people WHERE workspace_id = $1 AND story_id = $2");
        before.bind(ws).bind(it.id).run().await?;
        self.write_people(ws, it).await
    }

    /// Those that somebody is in, the newest first; not those that they took themselves out of.
    pub async fn stories_with(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        limit: u32,
    ) -> Result<Vec<Story>> {
        let rows = self
            .sql(stories!(
                "EXISTS (SELECT 1 FROM story_people AS p WHERE p.workspace_id = s.workspace_id \
                 AND p.story_id = s.story_id AND p.member_id = $2 AND p.out_at IS NULL) \
                 ORDER BY s.told_at DESC, s.story_id DESC LIMIT $3"
            ))
            .bind(ws)
            .bind(member)
            .bind(limit)
            .all()
            .await?;
        let people = self
            .sql(people!(
                "EXISTS (SELECT 1 FROM story_people AS o WHERE o.workspace_id = p.workspace_id \
                 AND o.story_id = p.story_id AND o.member_id = $2)"
            ))
            .bind(ws)
            .bind(member)
            .all()
            .await?;
        whole(&rows, &people)
    }

    /// The same from the one after `last` on, the oldest last.
    pub async fn stories_with_after(
        &mut self,
        ws: &WorkspaceId,
        member: &MemberId,
        last: Option<&Story>,
        limit: u32,
    ) -> Result<Vec<Story>> {
        let page = self.sql(stories!(
            "EXISTS (SELECT 1 FROM story_people AS p WHERE p.workspace_id = s.workspace_id \
             AND p.story_id = s.story_id AND p.member_id = $2 AND p.out_at IS NULL) \
             AND (s.told_at < $3 OR (s.told_at = $3 AND s.story_id < $4)) \
             ORDER BY s.told_at DESC, s.story_id DESC LIMIT $5"
        ));
        let page = page.bind(ws).bind(member);
        let page = match last {
            Some(last) => page.bind(last.told_at).bind(last.id),
            None => page.bind(i64::MAX).bind(""),
        };
        let rows = page.bind(limit).all().await?;
        self.with_people(ws, &rows).await
    }

    /// Those that were saved from a message, or are about a question with an answer that stands there;
    /// not those that were withdrawn.
    pub async fn stories_from(&mut self, ws: &WorkspaceId, at: &Spot) -> Result<Vec<Story>> {
        let from = self.sql(stories!(
            "s.state <> 'withdrawn' AND ((s.source = 'message' AND s.source_channel = $2 \
             AND s.source_message = $3) OR (s.source = 'question' AND s.about IN ( \
             SELECT a.question_id FROM question_answers AS a \
             WHERE a.workspace_id = $1 AND a.channel = $2 AND a.message = $3))) \
             ORDER BY s.told_at DESC, s.story_id DESC"
        ));
        let rows = from.bind(ws).bind(&at.channel).bind(&at.message).all().await?;
        self.with_people(ws, &rows).await
    }

    /// Those of a community that were told from `since` on and before `until`, the newest first.
    pub async fn stories_told(
        &mut self,
        ws: &WorkspaceId,
        community: CommunityId,
        since: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Story>> {
        let told = self.sql(stories!(
            "s.community_id = $2 AND s.told_at >= $3 AND s.told_at < $4 \
             ORDER BY s.told_at DESC, s.story_id DESC"
        ));
        let rows = told.bind(ws).bind(community).bind(since).bind(until).all().await?;
        let people =
            self.sql(people!("s.community_id = $2 AND s.told_at >= $3 AND s.told_at < $4"));
        let people = people.bind(ws).bind(community).bind(since).bind(until).all().await?;
        whole(&rows, &people)
    }

    /// All that were not withdrawn, the newest first, from the one after `last` on.
    pub async fn stories_page(
        &mut self,
        ws: &WorkspaceId,
        last: Option<&Story>,
        limit: u32,
    ) -> Result<Vec<Story>> {
        let page = self.sql(stories!(
            "s.state <> 'withdrawn' AND (s.told_at < $2 OR (s.told_at = $2 AND s.story_id < $3)) \
             ORDER BY s.told_at DESC, s.story_id DESC LIMIT $4"
        ));
        let page = match last {
            Some(last) => page.bind(ws).bind(last.told_at).bind(last.id),
            None => page.bind(ws).bind(i64::MAX).bind(""),
        };
        let rows = page.bind(limit).all().await?;
        self.with_people(ws, &rows).await
    }

    /// Those that came of a program's coffees, were told since then and not withdrawn, the newest first.
    pub async fn stories_of_coffees(
        &mut self,
        ws: &WorkspaceId,
        program: ProgramId,
        since: DateTime<Utc>,
    ) -> Result<Vec<Story>> {
        let of_program = self.sql(stories!(
            "s.source = 'coffee' AND s.state <> 'withdrawn' AND s.told_at >= $3 AND s.about IN ( \
             SELECT g.group_id FROM coffee_groups AS g \
             WHERE g.workspace_id = $1 AND g.program_id = $2) \
             ORDER BY s.told_at DESC, s.story_id DESC"
        ));
        let rows = of_program.bind(ws).bind(program).bind(since).all().await?;
        self.with_people(ws, &rows).await
    }

    /// The people of these stories, put into them.
    async fn with_people(&mut self, ws: &WorkspaceId, rows: &[AnyRow]) -> Result<Vec<Story>> {
        let ids: Vec<StoryId> = each(rows, |row| row.parsed("story_id"))?;
        let people = self
            .sql_in(
                ws,
                "SELECT story_id, member_id, part, audience, named, out_at FROM story_people \
                 WHERE workspace_id = $1 AND story_id IN",
                ids.into_iter().map(Bind::value).collect(),
                "ORDER BY story_id, member_id",
            )
            .await?;
        whole(rows, &people)
    }

    async fn write_people(&mut self, ws: &WorkspaceId, it: &Story) -> Result<()> {
        let rows = it.people.iter().map(|one| {
            let audience = one.audience.map(Audience::as_str);
            row![ws, it.id, &one.member, one.part.as_str(), audience, one.named, one.out_at]
        });
        let insert = "INSERT INTO story_people \
                      (workspace_id, story_id, member_id, part, audience, named, out_at)";
        self.sql_batch(insert, rows.collect(), "").await?;
        Ok(())
    }
}

fn values(ws: &WorkspaceId, it: &Story) -> Vec<Value> {
    let claim = it.claim.as_ref();
    let (source, about, from) = match &it.source {
        Source::Told => ("told", None, None),
        Source::Question(id) => ("question", Some(id.to_string()), None),
        Source::Coffee(id) => ("coffee", Some(id.to_string()), None),
        Source::Message(spot) => ("message", None, Some(spot)),
    };
    row![
        ws,
        it.id,
        it.community,
        &it.teller,
        &it.helped,
        &it.happened,
        it.changed.as_ref(),
        it.kind.as_str(),
        it.goal.as_ref(),
        it.state.as_str(),
        it.cycle.as_str(),
        claim.and_then(|claim| claim.measure.as_ref()),
        claim.map(|claim| claim.low),
        claim.map(|claim| claim.likely),
        claim.map(|claim| claim.high),
        claim.and_then(|claim| claim.before),
        claim.and_then(|claim| claim.after),
        claim.map(|claim| claim.confidence),
        claim.map(|claim| claim.attribution),
        it.evidence.as_ref(),
        source,
        about,
        from.map(|spot| &spot.channel),
        from.map(|spot| &spot.message),
        it.post.as_ref().map(|spot| &spot.channel),
        it.post.as_ref().map(|spot| &spot.message),
        it.told_at,
        it.since,
        it.published_at,
        it.fell_through,
    ]
}

/// Puts the people into their stories, which keep their order.
fn whole(rows: &[AnyRow], people: &[AnyRow]) -> Result<Vec<Story>> {
    let mut inside: BTreeMap<StoryId, Vec<Concerned>> = BTreeMap::new();
    for row in people {
        inside.entry(row.parsed("story_id")?).or_default().push(concerned(row)?);
    }
    let mut stories = each(rows, read)?;
    for story in &mut stories {
        story.people = inside.remove(&story.id).unwrap_or_default();
    }
    Ok(stories)
}

fn concerned(row: &AnyRow) -> Result<Concerned> {
    let audience = match row.maybe_text("audience")? {
        Some(_) => Some(one_of(&Audience::ALL, "audience", row, Audience::as_str)?),
        None => None,
    };
    Ok(Concerned {
        member: row.id("member_id")?,
        part: one_of(&Part::ALL, "part", row, Part::as_str)?,
        audience,
        named: row.flag("named")?,
        out_at: row.maybe_time("out_at")?,
    })
}

fn spot(row: &AnyRow, channel: &'static str, message: &'static str) -> Result<Option<Spot>> {
    let (channel, message) = (row.maybe_id(channel)?, row.maybe_id(message)?);
    Ok(channel.zip(message).map(|(channel, message)| Spot { channel, message }))
}

fn source(row: &AnyRow) -> Result<Source> {
    match row.text("source")?.as_str() {
        "told" => Ok(Source::Told),
        "question" => Ok(Source::Question(row.parsed("about")?)),
        "coffee" => Ok(Source::Coffee(row.parsed("about")?)),
        "message" => spot(row, "source_channel", "source_message")?
            .map(Source::Message)
            .ok_or_else(|| Error::unreadable("source_message", "it is NULL")),
        _ => Err(Error::unreadable("source", "not one of those known")),
    }
}

fn claim(row: &AnyRow) -> Result<Option<Claim>> {
    if row.maybe_long("value_low")?.is_none() {
        return Ok(None);
    }
    Ok(Some(Claim {
        measure: row.maybe_text("measure")?,
        low: row.number("value_low")?,
        likely: row.number("value_likely")?,
        high: row.number("value_high")?,
        before: row.maybe_number("value_before")?,
        after: row.maybe_number("value_after")?,
        confidence: row.number("confidence")?,
        attribution: row.number("attribution")?,
    }))
}

fn read(row: &AnyRow) -> Result<Story> {
    Ok(Story {
        id: row.parsed("story_id")?,
        community: row.maybe_parsed("community_id")?,
        teller: row.id("teller")?,
        helped: row.id("helped")?,
        people: Vec::new(),
        happened: row.text("happened")?,
        changed: row.maybe_text("changed")?,
        kind: one_of(&Kind::ALL, "kind", row, Kind::as_str)?,
        goal: row.maybe_text("goal")?,
        claim: claim(row)?,
        state: one_of(&State::ALL, "state", row, State::as_str)?,
        cycle: one_of(&Cycle::ALL, "cycle", row, Cycle::as_str)?,
        evidence: row.maybe_text("evidence")?,
        source: source(row)?,
        post: spot(row, "channel", "message")?,
        told_at: row.time("told_at")?,
        since: row.time("since")?,
        published_at: row.maybe_time("published_at")?,
        fell_through: row.flag("fell_through")?,
    })
}
