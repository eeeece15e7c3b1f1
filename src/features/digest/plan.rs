//! When a community's digest comes, and what comes then.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::domain::community::Community;
use crate::domain::digest::{Decision, Edition, Facts, Kind, LATE, Rhythm, Window, decide, digest};
use crate::domain::ids::{CommunityId, JobId, MemberId, WorkspaceId};
use crate::domain::people::Standing;
use crate::features::Context;
use crate::features::context::Queued;
use crate::features::digest::facts;
use crate::job::Job;
use crate::store::{self, Tx};

/// Queues a community's next digest, if it is on. It may be called at any time: one that is queued is not
/// queued again, and one too many finds nothing to do.
///
/// # Errors
/// The database.
pub async fn plan(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<()> {
    next(context, tx, workspace, community).await.map(|_| ())
}

/// The same, and the date that was queued; `None` where it is off.
pub(super) async fn next(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<Option<NaiveDate>> {
    let rhythm = rhythm_of(tx, workspace, community).await?;
    if !rhythm.on || community.ended_at.is_some() {
        return Ok(None);
    }
    let last = tx.last_digest(workspace, community.id).await?;
    let date = rhythm.next(published(community, last.as_ref()), context.now());
    let at = rhythm.cadence().instant_on(date);
    // The instant is part of the name: where the hour was changed, the old job finds nothing to do.
    let name = format!("digest:{}:{date}:{}", community.id, at.timestamp());
    let job = Job::Digest { community: community.id, date };
    context.queue(tx, workspace, &job, Queued { at, name: Some(&name), channel: None }).await?;
    Ok(Some(date))
}

/// When a community's digest comes: as somebody chose, or else at the usual hour of its first steward.
pub(super) async fn rhythm_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<Rhythm> {
    if let Some(chosen) = tx.digest_rhythm(workspace, community.id).await? {
        return Ok(chosen);
    }
    let steward = first_steward(tx, workspace, community).await?;
    Ok(Rhythm::usual(steward.map_or(Tz::UTC, |(_, zone)| zone)))
}

/// The hour of the day, and the zone, at which a community hears from us.
///
/// # Errors
/// The database.
pub async fn hour_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<(NaiveTime, Tz)> {
    let rhythm = rhythm_of(tx, workspace, community).await?;
    Ok((rhythm.at, rhythm.zone))
}

/// The first steward who is there, and their zone.
pub(super) async fn first_steward(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<Option<(MemberId, Tz)>> {
    let people = tx.members(workspace, &community.stewards).await?;
    let first = people.into_iter().find(|it| it.profile.standing == Standing::Full);
    Ok(first.map(|it| {
        let zone = it.zone();
        (it.profile.member, zone)
    }))
}

/// Until when a community's digests have told what happened; at its beginning there was nothing.
fn published(community: &Community, last: Option<&Edition>) -> DateTime<Utc> {
    last.map_or(community.began_at, |it| it.window.until)
}

/// What is to be published.
#[derive(Clone, Debug)]
pub struct Due {
    pub community: Community,
    pub rhythm: Rhythm,
    pub facts: Facts,
    pub decision: Decision,
    pub edition: Edition,
    /// It was written down before, by a try of the same job.
    pub again: bool,
    /// The date before, as it was when the facts were read.
    pub before: Option<(NaiveDate, JobId)>,
}

/// What a community's digest would be now, whatever its hour. Nothing is written.
///
/// # Errors
/// The database.
pub async fn as_of_now(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: Community,
    (date, job): (NaiveDate, JobId),
) -> store::Result<Due> {
    let rhythm = rhythm_of(tx, workspace, &community).await?;
    let last = tx.last_digest(workspace, community.id).await?;
    let before = last.as_ref().map(|it| (it.date, it.job));
    // The days of a quiet week are told with the next one: by themselves they said nothing.
    let since = match &last {
        Some(silent) if silent.kind == Kind::Silent => silent.window.since,
        other => published(&community, other.as_ref()),
    };
    let window = Window::after(since, context.now());
    let facts = facts::read(context, tx, workspace, &community, window).await?;
    let decision = decide(&facts, window, last.as_ref().map(|it| it.kind));
    let edition = Edition {
        community: community.id,
        date,
        number: last.as_ref().map_or(1, |it| it.number.saturating_add(1)),
        kind: decision.kind(),
        window,
        job,
        spot: None,
        picture: None,
        stories: stories_of(&facts, &decision),
    };
    Ok(Due { community, rhythm, facts, decision, edition, again: false, before })
}

/// What a job is to publish; `None` where nothing is due.
pub(super) async fn due(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: Community,
    job: JobId,
) -> store::Result<Option<Due>> {
    let last = tx.last_digest(workspace, community.id).await?;
    if let Some(ours) = last.as_ref().filter(|it| it.job == job && it.spot.is_none()) {
        if context.now() - ours.window.until > LATE {
            return Ok(None);
        }
        return again(context, tx, workspace, community, ours.clone()).await;
    }
    let rhythm = rhythm_of(tx, workspace, &community).await?;
    let due = rhythm.due(published(&community, last.as_ref()), context.now());
    let Some(date) = due.filter(|_| rhythm.on) else { return Ok(None) };
    as_of_now(context, tx, workspace, community, (date, job)).await.map(Some)
}

/// What was written down and never arrived: the same window, as it is told now.
async fn again(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: Community,
    edition: Edition,
) -> store::Result<Option<Due>> {
    let rhythm = rhythm_of(tx, workspace, &community).await?;
    let facts = facts::of_edition(context, tx, workspace, &community, &edition).await?;
    let decision = match edition.kind {
        Kind::Report => Decision::Report(digest(&facts, edition.window)),
        Kind::Question => Decision::Question,
        Kind::Silent => return Ok(None),
    };
    let before = Some((edition.date, edition.job));
    Ok(Some(Due { community, rhythm, facts, decision, edition, again: true, before }))
}

/// The stories that are told, sorted.
fn stories_of(facts: &Facts, decision: &Decision) -> Vec<crate::domain::ids::StoryId> {
    let Decision::Report(_) = decision else { return Vec::new() };
    // Also those that are only counted: without them the number changes.
    let mut ids: Vec<_> = facts.stories.iter().filter(|it| it.is_shown()).map(|it| it.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Which question a quiet week is asked: each in its turn, from another beginning in each community.
pub(super) fn question_key(community: CommunityId, number: u32) -> u32 {
    let id: uuid::Uuid = community.into();
    let start = u32::try_from(id.as_u128() % 1_000).unwrap_or_default();
    start.saturating_add(number)
}
