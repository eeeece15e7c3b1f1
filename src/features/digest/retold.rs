//! What a digest tells was taken back, or is told otherwise: the digests that tell it are drawn again.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::digest::Window;
use crate::domain::ids::{CommunityId, MemberId, StoryId, WorkspaceId};
use crate::domain::question::{Question, State};
use crate::domain::thanks::Thanks;
use crate::features::Context;
use crate::features::digest::facts::YEAR;
use crate::job::Job;
use crate::store::{self, Tx};

/// So far back it is looked what people said to each other.
const LONG_AGO: TimeDelta = TimeDelta::weeks(12);
/// So many of it.
const MOST: u32 = 100;

type Dates = BTreeSet<(CommunityId, NaiveDate)>;

/// Every digest that tells a story is drawn again: the story was taken back, fewer may read it, or
/// somebody in it wants to be named no more. Where it may not be read any more, so is every digest whose
/// picture counts it.
///
/// # Errors
/// The database.
pub async fn story_changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: StoryId,
) -> store::Result<()> {
    let mut dates: Dates = tx.digests_telling(workspace, story).await?.into_iter().collect();
    let gone = tx.story(workspace, story).await?.filter(|it| !it.is_shown());
    if let Some((community, told_at)) = gone.and_then(|it| Some((it.community?, it.told_at))) {
        let counted = Window { since: told_at, until: told_at + YEAR };
        for date in tx.digests_of_value(workspace, community, counted).await? {
            dates.insert((community, date));
        }
    }
    draw(context, tx, workspace, dates).await
}

/// Thanks that stood in a thread were taken back.
///
/// # Errors
/// The database.
pub async fn thanks_changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    thanks: &Thanks,
) -> store::Result<()> {
    let mut dates = Dates::new();
    thanking(tx, workspace, thanks, &mut dates).await?;
    draw(context, tx, workspace, dates).await
}

/// Somebody would not be said hello to in a community any more.
///
/// # Errors
/// The database.
pub async fn newcomer_changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: CommunityId,
    member: &MemberId,
) -> store::Result<()> {
    let mut dates = Dates::new();
    if let Some(came_at) = tx.came_at(workspace, member).await? {
        about(tx, workspace, community, moment(came_at), &mut dates).await?;
    }
    draw(context, tx, workspace, dates).await
}

/// The jobs that draw the digests again that tell a question which was taken back; none for any other. Its
/// own room says when: of an anonymous one the moment must not tell who was there.
///
/// # Errors
/// The database.
pub async fn without_question(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<Vec<Job>> {
    let Some(community) = question.community.filter(|_| question.state == State::Withdrawn) else {
        return Ok(Vec::new());
    };
    // It waited in each of them until it was answered.
    let until = question.first_answer_at.map_or(DateTime::<Utc>::MAX_UTC, just_after);
    let mut dates = Dates::new();
    let time = Window { since: question.asked_at, until };
    about(tx, workspace, community, time, &mut dates).await?;
    Ok(dates.into_iter().map(|(community, date)| Job::ShowDigest { community, date }).collect())
}

/// Somebody is forgotten: called before nothing of them is left.
///
/// # Errors
/// The database.
pub async fn forgotten(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    let mut dates = Dates::new();
    let since = context.now() - LONG_AGO;
    let mut said = tx.thanks_from(workspace, member, since, MOST).await?;
    said.extend(tx.thanks_to(workspace, member, MOST).await?);
    for thanks in &said {
        thanking(tx, workspace, thanks, &mut dates).await?;
    }
    let came_at = tx.came_at(workspace, member).await?.filter(|at| *at > since);
    if let Some(came_at) = came_at {
        for community in tx.communities(workspace).await? {
            about(tx, workspace, community.id, moment(came_at), &mut dates).await?;
        }
    }
    draw(context, tx, workspace, dates).await
}

async fn thanking(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    thanks: &Thanks,
    dates: &mut Dates,
) -> store::Result<()> {
    let there = tx.community_in(workspace, &thanks.about.channel).await?;
    match there.filter(|_| thanks.shared) {
        Some(there) => about(tx, workspace, there.id, moment(thanks.said_at), dates).await,
        None => Ok(()),
    }
}

async fn about(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: CommunityId,
    time: Window,
    dates: &mut Dates,
) -> store::Result<()> {
    let found = tx.digests_about(workspace, community, time).await?;
    dates.extend(found.into_iter().map(|date| (community, date)));
    Ok(())
}

fn moment(at: DateTime<Utc>) -> Window {
    Window { since: at, until: just_after(at) }
}

fn just_after(at: DateTime<Utc>) -> DateTime<Utc> {
    at + TimeDelta::milliseconds(1)
}

async fn draw(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    dates: Dates,
) -> store::Result<()> {
    for (community, date) in dates {
        let Some(there) = tx.community(workspace, community).await? else { continue };
        let show = Job::ShowDigest { community, date };
        context.queue_in(tx, workspace, &there.channel, &show).await?;
    }
    Ok(())
}
