//! Somebody left the workspace, and what nobody agreed to is forgotten.

use chrono::TimeDelta;

use crate::domain::ids::{MemberId, WorkspaceId};
use crate::features::Context;
use crate::features::story::shown::follow;
use crate::store::{self, Tx};

/// So many stories of one person are looked through, the newest.
const MOST: u32 = 200;
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
    for story in tx.stories_with(workspace, member, MOST).await? {
        let Some(mut story) = tx.lock_story(workspace, story.id).await? else { continue };
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
    for story in tx.stories_with(workspace, member, MOST).await? {
        let Some(mut story) = tx.lock_story(workspace, story.id).await? else { continue };
        if story.leave(member, context.now()) == Ok(true) {
            tx.save_story(workspace, &story).await?;
            follow(context, tx, workspace, &story).await?;
        }
    }
    Ok(())
}

/// At night: words of messages that nobody agreed to in time are forgotten.
///
/// # Errors
/// The database.
pub async fn tidy(context: &Context, tx: &mut Tx, workspace: &WorkspaceId) -> store::Result<()> {
    tx.purge_story_quotes(workspace, context.now() - WORDS_WAIT).await?;
    Ok(())
}
