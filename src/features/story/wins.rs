//! The stories of a month, once, in their community's channel.

use chrono::{NaiveDate, TimeDelta};

use crate::domain::community::Community;
use crate::domain::ids::{CommunityId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::rules::Feature;
use crate::domain::story::Story;
use crate::domain::story::wins::{STILL_NEWS, moment, next, span};
use crate::features::context::Queued;
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, is_marked, post as send};
use crate::features::story::faces::faces;
use crate::features::{Context, Result, digest};
use crate::job::{Job, LINKS_AT_ONCE, Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, Tx, Win, Wins};
use crate::transaction;
use crate::views::story::wins::{Face, wins as view};

/// A story may have come out so long after it was told, and is still found.
const CAME_OUT_LATE: TimeDelta = TimeDelta::days(90);

/// Messages that are drawn again when a story in them changes.
const LOOKED_BACK: u32 = 24;

/// Sees to it that every community's next message waits; called once a day.
///
/// # Errors
/// The database.
pub async fn plan(context: &Context, tx: &mut Tx, workspace: &WorkspaceId) -> store::Result<()> {
    if !context.rules.is_on(Feature::Stories) {
        return Ok(());
    }
    for community in tx.communities(workspace).await? {
        let when = digest::hour_of(tx, workspace, &community).await?;
        let Some((month, at)) = next(context.now(), when) else { continue };
        let job = Job::PostWins { community: community.id, month };
        let name = format!("wins:{}:{month}", community.id);
        let queued = Queued { at, name: Some(&name), channel: None };
        context.queue(tx, workspace, &job, queued).await?;
    }
    Ok(())
}

/// Where a month's message goes, and what stands in it.
struct Ready {
    community: Community,
    faces: Vec<Face>,
}

/// Posts it, if there is anything to tell.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn post(
    context: &Context,
    work: &Work,
    community: CommunityId,
    month: NaiveDate,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    if !context.rules.is_on(Feature::Stories) {
        return Ok(Outcome::Cancel("stories are switched off".to_owned()));
    }
    let mut ready = match look(context, workspace, community, month).await? {
        Ok(ready) => ready,
        Err(why) => return Ok(Outcome::Cancel(why.to_owned())),
    };
    if let Err(failure) = find_links(context, &mut ready.faces).await {
        return Ok(crate::features::deliver::still(work, after(&failure)));
    }
    let channel = ready.community.channel.clone();
    match earlier(context, work, &channel).await {
        Earlier::Nothing => {}
        Earlier::At(message) => {
            let spot = Spot { channel, message };
            return keep(context, work, &ready, (month, spot)).await;
        }
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    if !is_marked(context, work).await? {
        return Ok(Outcome::Cancel("somebody else sends it".to_owned()));
    }
    let to = Address { channel: &channel, thread: None };
    match send(context, work, to, view(&context.voice, month, &ready.faces)).await {
        Sent::At(message) => keep(context, work, &ready, (month, Spot { channel, message })).await,
        Sent::Not(failure) => Ok(after(&failure)),
    }
}

async fn look(
    context: &Context,
    workspace: &WorkspaceId,
    community: CommunityId,
    month: NaiveDate,
) -> Result<std::result::Result<Ready, &'static str>> {
    let mut tx = context.store.read().await?;
    let community = tx.community(workspace, community).await?;
    let Some(community) = community.filter(|it| it.ended_at.is_none()) else {
        return Ok(Err("the community is gone"));
    };
    if tx.wins(workspace, community.id, month).await?.is_some() {
        return Ok(Err("it was told before"));
    }
    let (hour, zone) = digest::hour_of(&mut tx, workspace, &community).await?;
    let (Some(at), Some(span)) = (moment(month, (hour, zone)), span(month, zone)) else {
        return Ok(Err("there is no such month"));
    };
    if context.now() > at + STILL_NEWS {
        return Ok(Err("it is no news any more"));
    }
    let since = span.0 - CAME_OUT_LATE;
    let mut stories = tx.stories_told(workspace, community.id, since, span.1).await?;
    stories.retain(|story| story.is_win_of(span));
    stories.sort_by_key(|story| (story.came_out_at(), story.id));
    if stories.is_empty() {
        return Ok(Err("there is nothing to tell"));
    }
    let faces = faces(&mut tx, workspace, stories).await?;
    Ok(Ok(Ready { community, faces }))
}

/// Asks where the stories can be read. One that is gone has none; only what makes everything wait is a
/// failure.
async fn find_links(context: &Context, faces: &mut [Face]) -> std::result::Result<(), Failure> {
    for face in faces.iter_mut().take(LINKS_AT_ONCE) {
        let Some(spot) = &face.story.post else { continue };
        match context.slack.permalink(&spot.channel, &spot.message).await {
            Ok(link) => face.link = Some(link),
            Err(failure) if failure.code().is_some() && !failure.is_refused() => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

async fn keep(
    context: &Context,
    work: &Work,
    ready: &Ready,
    (month, spot): (NaiveDate, Spot),
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let stories = ready.faces.iter();
    let stories = stories.map(|it| Win { story: it.story.id, link: it.link.clone() }).collect();
    let community = ready.community.id;
    let wins = Wins { community, month, stories, spot, posted_at: context.now() };
    transaction!(context.store, |tx| {
        tx.keep_wins(workspace, &wins).await?;
        if !all_shown(tx, workspace, &wins).await? {
            let show = Job::ShowWins { community, month };
            context.queue_in(tx, workspace, &wins.spot.channel, &show).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Whether nothing of it was taken back between reading and posting.
async fn all_shown(tx: &mut Tx, workspace: &WorkspaceId, wins: &Wins) -> store::Result<bool> {
    for win in &wins.stories {
        let story = tx.story(workspace, win.story).await?;
        if !story.is_some_and(|story| story.is_shown()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A story changed: the message that it stands in is drawn again.
///
/// # Errors
/// The database.
pub async fn changed(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &Story,
) -> store::Result<()> {
    for wins in tx.wins_with(workspace, story.id, LOOKED_BACK).await? {
        let job = Job::ShowWins { community: wins.community, month: wins.month };
        context.queue_in(tx, workspace, &wins.spot.channel, &job).await?;
    }
    Ok(())
}

/// Draws the message of a month again: without what was taken back.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_again(
    context: &Context,
    work: &Work,
    community: CommunityId,
    month: NaiveDate,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(wins) = tx.wins(workspace, community, month).await? else {
        return Ok(Outcome::Cancel("it was not told".to_owned()));
    };
    let mut stories = Vec::with_capacity(wins.stories.len());
    for win in &wins.stories {
        let story = tx.story(workspace, win.story).await?;
        let stands = |it: &Story| it.is_shown() && it.community == Some(community);
        stories.extend(story.filter(stands));
    }
    let mut faces = faces(&mut tx, workspace, stories).await?;
    drop(tx);
    for face in &mut faces {
        let win = wins.stories.iter().find(|win| win.story == face.story.id);
        face.link = win.and_then(|win| win.link.clone());
    }
    let content = view(&context.voice, month, &faces);
    match context.slack.update(&wins.spot.channel, &wins.spot.message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}
