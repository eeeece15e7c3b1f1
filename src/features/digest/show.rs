//! A digest is drawn again, because of its stories one changed.

use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};

use crate::domain::digest::{Kind, digest};
use crate::domain::ids::{CommunityId, StoryId, WorkspaceId};
use crate::features::deliver::after;
use crate::features::digest::facts;
use crate::features::digest::plan::rhythm_of;
use crate::features::digest::publish::frame;
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::views::digest::message;

/// What is on its way has arrived by then, or never does.
const ON_ITS_WAY: TimeDelta = TimeDelta::hours(6);
/// It is looked for so often.
const A_MINUTE: Duration = Duration::from_secs(60);

/// Every digest that tells a story is drawn again: the story was taken back, fewer may read it, or
/// somebody in it wants to be named no more.
///
/// # Errors
/// The database.
pub async fn story_changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: StoryId,
) -> store::Result<()> {
    for (community, date) in tx.digests_telling(workspace, story).await? {
        let Some(there) = tx.community(workspace, community).await? else { continue };
        let show = Job::ShowDigest { community, date };
        context.queue_in(tx, workspace, &there.channel, &show).await?;
    }
    Ok(())
}

/// Draws a digest as it may be read now.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show(
    context: &Context,
    work: &Work,
    community: CommunityId,
    date: NaiveDate,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let there = tx.community(workspace, community).await?;
    let edition = tx.digest(workspace, (community, date)).await?;
    let (Some(community), Some(edition)) = (there, edition) else {
        return Ok(Outcome::Cancel("there is no such digest".to_owned()));
    };
    if edition.kind != Kind::Report {
        return Ok(Outcome::Cancel("it tells nothing".to_owned()));
    }
    let Some(spot) = &edition.spot else {
        let waits = context.now() - edition.window.until < ON_ITS_WAY;
        return Ok(match waits {
            true => Outcome::Snooze(A_MINUTE),
            false => Outcome::Cancel("nobody knows where it stands".to_owned()),
        });
    };
    let facts = facts::of_edition(context, &mut tx, workspace, &community, &edition).await?;
    let rhythm = rhythm_of(&mut tx, workspace, &community).await?;
    drop(tx);
    let digest = digest(&facts, edition.window);
    let frame = frame(&community, &rhythm, &edition);
    let content = message::report(&context.voice, frame, &digest);
    match context.slack.update(&spot.channel, &spot.message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}
