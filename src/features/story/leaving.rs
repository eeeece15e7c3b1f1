//! Somebody left the workspace, and what nobody agreed to is forgotten.

use chrono::TimeDelta;

use crate::domain::ids::{ChannelId, MemberId, MessageTs, StoryId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::story::Source;
use crate::features::Context;
use crate::features::story::shown::follow;
use crate::store::{self, Tx};

/// Stories of one person that are read at once.
const AT_ONCE: u32 = 200;
/// What a job put into a message is sent by then, or never will be.
const DRAWN: TimeDelta = TimeDelta::days(30);
/// Words of a message wait so long for their author's yes.
const WORDS_WAIT: TimeDelta = TimeDelta::days(30);

/// Somebody's account was switched off: their name goes from every story, and none waits for their word.
///
/// # Errors
/// The database.
pub async fn left(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    for story in all_with(tx, workspace, member).await? {
        let Some(mut story) = tx.lock_story(workspace, story).await? else { continue };
        if story.left_the_workspace(member) {
            tx.save_story(workspace, &story).await?;
        }
        follow(context, tx, workspace, &story).await?;
    }
    Ok(())
}

/// Somebody is forgotten: they are in no story any more, and one that helped them is taken back.
///
/// # Errors
/// The database.
pub async fn forgotten(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    for story in all_with(tx, workspace, member).await? {
        let Some(mut story) = tx.lock_story(workspace, story).await? else { continue };
        if story.leave(member, context.now()) == Ok(true) {
            tx.save_story(workspace, &story).await?;
            follow(context, tx, workspace, &story).await?;
        }
    }
    Ok(())
}

/// All stories that somebody is in, however many.
async fn all_with(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<StoryId>> {
    let (mut all, mut last) = (Vec::new(), None);
    loop {
        let page = tx.stories_with_after(workspace, member, last.as_ref(), AT_ONCE).await?;
        all.extend(page.iter().map(|story| story.id));
        last = page.into_iter().last();
        if last.is_none() {
            return Ok(all);
        }
    }
}

/// A message was deleted: its words go from a story that was saved from it, and an answer that stood
/// there is not linked any more.
///
/// # Errors
/// The database.
pub async fn source_deleted(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    message: &MessageTs,
) -> store::Result<()> {
    let spot = Spot { channel: channel.clone(), message: message.clone() };
    for story in tx.stories_from(workspace, &spot).await? {
        let Some(story) = tx.lock_story(workspace, story.id).await? else { continue };
        if matches!(story.source, Source::Message(_)) {
            tx.drop_story_quote(workspace, story.id).await?;
        }
        follow(context, tx, workspace, &story).await?;
    }
    Ok(())
}

/// At night: words of messages that nobody agreed to in time are forgotten.
///
/// # Errors
/// The database.
pub async fn tidy(context: &Context, tx: &mut Tx, workspace: &WorkspaceId) -> store::Result<()> {
    tx.purge_story_quotes(workspace, context.now() - WORDS_WAIT).await?;
    tx.purge_drawn_thanks(workspace, context.now() - DRAWN).await?;
    Ok(())
}
