//! A story in its community's channel: there once everybody in it agreed, and as they wish it to be read.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{ChannelId, MemberId, MessageTs, StoryId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::story::{State, Story};
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post};
use crate::features::story::shown::{Reader, follow, tell, told};
use crate::features::{Context, Result, ask};
use crate::job::{Outcome, StoryNote, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::story::post as view;

/// Puts a story into its community's channel, keeps where it stands, and thanks whoever helped.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn publish(context: &Context, work: &Work, id: StoryId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let stands = tx.story(workspace, id).await?.is_some_and(|it| it.post.is_some());
    let channel = channel_of(&mut tx, workspace, id).await?;
    drop(tx);
    // It changed while an earlier one was on its way.
    if stands {
        return show(context, work, id).await;
    }
    // A message in doubt is looked for also where it is to stand no more: it would stay there.
    let channel = match (channel, work.in_doubt) {
        (Some(channel), _) => channel,
        (None, Some(_)) => match any_channel(context, workspace, id).await? {
            Some(channel) => channel,
            None => return Ok(Outcome::Cancel("it stands in no channel".to_owned())),
        },
        (None, None) => return Ok(Outcome::Cancel("it is to stand in no channel".to_owned())),
    };
    match earlier(context, work, &channel).await {
        Earlier::Nothing => {}
        Earlier::At(ts) => return posted(context, work, id, &channel, ts).await,
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let content = transaction!(context.store, |tx| {
        if channel_of(tx, workspace, id).await?.as_ref() != Some(&channel) {
            return Ok(None);
        }
        let Some(story) = tx.story(workspace, id).await? else { return Ok(None) };
        let content = drawn(context, tx, workspace, story).await?;
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(ours.then_some(content))
    })
    .await?;
    let Some(content) = content else {
        return Ok(Outcome::Cancel("it was taken back meanwhile".to_owned()));
    };
    match post(context, work, Address { channel: &channel, thread: None }, content).await {
        Sent::At(ts) => posted(context, work, id, &channel, ts).await,
        Sent::Not(failure) => ask::not_posted(context, workspace, &channel, &failure).await,
    }
}

/// Where it is to stand: nowhere if it stands already, may not be read there, or its community is over.
async fn channel_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: StoryId,
) -> store::Result<Option<ChannelId>> {
    let Some(story) = tx.story(workspace, id).await? else { return Ok(None) };
    if story.post.is_some() || !story.is_shown() {
        return Ok(None);
    }
    let Some(community) = story.community else { return Ok(None) };
    let community = tx.community(workspace, community).await?;
    Ok(community.filter(|it| it.ended_at.is_none()).map(|it| it.channel))
}

async fn any_channel(
    context: &Context,
    workspace: &WorkspaceId,
    id: StoryId,
) -> Result<Option<ChannelId>> {
    let mut tx = context.store.read().await?;
    let story = tx.story(workspace, id).await?.filter(|it| it.post.is_none());
    let Some(community) = story.and_then(|it| it.community) else { return Ok(None) };
    Ok(tx.community(workspace, community).await?.map(|it| it.channel))
}

/// Keeps where it stands with the end of its job. What changed while it was on its way is drawn at once.
async fn posted(
    context: &Context,
    work: &Work,
    id: StoryId,
    channel: &ChannelId,
    ts: MessageTs,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        if let Some(mut story) = tx.lock_story(workspace, id).await? {
            story.post = Some(Spot { channel: channel.clone(), message: ts.clone() });
            story.published_at = story.published_at.or(Some(context.now()));
            tx.save_story(workspace, &story).await?;
            // It may have been taken back while it was sent; whatever else changed then has a job of
            // its own behind this one.
            if !story.is_shown() {
                follow(context, tx, workspace, &story).await?;
            }
            for one in &story.people {
                context.refresh_home(tx, workspace, &one.member).await?;
            }
            thank(context, tx, workspace, &story).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Thanks those who are named in it as having helped, once each.
async fn thank(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &Story,
) -> store::Result<()> {
    if !story.is_shown() {
        return Ok(());
    }
    let named: Vec<&MemberId> = story.helpers().filter(|helper| story.names(helper)).collect();
    for helper in named.into_iter().filter(|helper| **helper != story.teller) {
        tell(context, tx, workspace, (story.id, StoryNote::Thanks, None), helper, "0").await?;
    }
    Ok(())
}

/// Draws a story's message again: as its people wish it now, or that it was taken back.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show(context: &Context, work: &Work, id: StoryId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let story = tx.story(workspace, id).await?;
    let Some((story, spot)) = story.and_then(|it| it.post.clone().map(|spot| (it, spot))) else {
        return Ok(Outcome::Cancel("it stands in no channel".to_owned()));
    };
    let content = drawn(context, &mut tx, workspace, story).await?;
    drop(tx);
    match context.slack.update(&spot.channel, &spot.message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

async fn drawn(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: Story,
) -> store::Result<SlackMessageContent> {
    if story.state == State::Withdrawn || !story.is_shown() {
        return Ok(view::gone(&context.voice));
    }
    let told = told(tx, workspace, story, Reader::Anybody).await?;
    Ok(view::post(&context.voice, &told))
}
