//! A digest is drawn again, because something that it tells changed.

use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};

use crate::domain::community::Community;
use crate::domain::digest::{Edition, Figure, Kind, Picture, Rhythm, Shows, Worth, digest};
use crate::domain::ids::{CommunityId, WorkspaceId};
use crate::domain::question::Spot;
use crate::features::deliver::after;
use crate::features::digest::plan::rhythm_of;
use crate::features::digest::publish::frame;
use crate::features::digest::{drawn, facts};
use crate::features::pictured::{self, Changed};
use crate::features::{Context, Result};
use crate::job::{Outcome, Work};
use crate::store;
use crate::transaction;
use crate::views::digest::message;

/// What is on its way has arrived by then, or never does.
const ON_ITS_WAY: TimeDelta = TimeDelta::hours(6);
/// It is looked for so often.
const A_MINUTE: Duration = Duration::from_secs(60);

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
    let (Some(community), Some(mut edition)) = (there, edition) else {
        return Ok(Outcome::Cancel("there is no such digest".to_owned()));
    };
    if edition.kind != Kind::Report {
        return Ok(Outcome::Cancel("it tells nothing".to_owned()));
    }
    let Some(spot) = edition.spot.clone() else {
        let waits = context.now() - edition.window.until < ON_ITS_WAY;
        return Ok(match waits {
            true => Outcome::Snooze(A_MINUTE),
            false => Outcome::Cancel("nobody knows where it stands".to_owned()),
        });
    };
    let facts = facts::of_edition(context, &mut tx, workspace, &community, &edition).await?;
    let rhythm = rhythm_of(&mut tx, workspace, &community).await?;
    let of_value = edition.picture.as_ref().is_some_and(|it| it.shows == Shows::Value);
    let worth = match of_value {
        true => facts::worth_of(&mut tx, workspace, &edition).await?,
        false => None,
    };
    drop(tx);
    if of_value {
        renew(context, work, &rhythm, &mut edition, worth).await?;
    }
    let digest = digest(&facts, edition.window);
    let content = |edition: &Edition| {
        message::report(&context.voice, frame(&community, &rhythm, edition), &digest)
    };
    let without = Edition { picture: None, ..edition.clone() };
    let contents = (content(&edition), content(&without));
    changed(context, work, (&community, date), &spot, contents).await
}

/// What stories come to changes when one of them is taken back: then the picture is made anew, or is
/// none.
async fn renew(
    context: &Context,
    work: &Work,
    rhythm: &Rhythm,
    edition: &mut Edition,
    worth: Option<Worth>,
) -> Result<()> {
    let figure = worth.map(Figure::Value);
    let drawn = figure.and_then(|it| drawn::drawn(context, rhythm.zone, &it));
    let before = edition.picture.as_ref().map(|it| it.alt.as_str());
    if drawn.as_ref().map(drawn::Drawn::alt).as_deref() == before {
        return Ok(());
    }
    edition.picture = match drawn {
        Some(drawn) => drawn::uploaded(context, work, drawn).await,
        None => None,
    };
    let at = (edition.community, edition.date);
    keep(context, &work.workspace, at, edition.picture.as_ref()).await?;
    Ok(())
}

async fn keep(
    context: &Context,
    workspace: &WorkspaceId,
    at: (CommunityId, NaiveDate),
    picture: Option<&Picture>,
) -> store::Result<()> {
    transaction!(context.store, |tx| tx.keep_digest_picture(workspace, at, picture).await).await
}

/// Changes the message; where its picture is gone, it has none from then on.
async fn changed(
    context: &Context,
    work: &Work,
    (community, date): (&Community, NaiveDate),
    spot: &Spot,
    (with, without): (
        slack_morphism::prelude::SlackMessageContent,
        slack_morphism::prelude::SlackMessageContent,
    ),
) -> Result<Outcome> {
    match pictured::update(context, work, spot, with, without).await {
        Changed::Done => Ok(Outcome::Done),
        Changed::PictureLater(why) => Ok(Outcome::Retry(why)),
        Changed::WithoutPicture => {
            keep(context, &work.workspace, (community.id, date), None).await?;
            Ok(Outcome::Done)
        }
        Changed::Not(failure) => Ok(after(&failure)),
    }
}
