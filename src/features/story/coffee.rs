//! What came of coffees: a story for the sum of a round.

use crate::domain::coffee::Program;
use crate::domain::ids::{ChannelId, RoundId, StoryId, WorkspaceId};
use crate::domain::story::{Audience, Story};
use crate::features::Context;
use crate::features::story::faces::faces;
use crate::store::{self, Tx};
use crate::views::story::wins::Face;

/// The newest story of something that came of a program's coffees, told since the round opened, that
/// everybody in the program's channel may read.
///
/// # Errors
/// The database.
pub async fn came_of(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (program, round): (&Program, RoundId),
) -> store::Result<Option<Face>> {
    let Some(round) = tx.round(workspace, round).await? else { return Ok(None) };
    let since = program.cadence.instant_on(round.opens_on);
    let told = tx.stories_of_coffees(workspace, program.id, since).await?;
    for story in told {
        if story.told_at <= context.now() && reads(tx, workspace, &story, &program.channel).await? {
            return Ok(faces(tx, workspace, vec![story]).await?.pop());
        }
    }
    Ok(None)
}

/// The same story as it may be read in the program's channel now; nothing where it may not be any more.
///
/// # Errors
/// The database.
pub async fn still_came_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (story, channel): (StoryId, &ChannelId),
) -> store::Result<Option<Face>> {
    let Some(story) = tx.story(workspace, story).await? else { return Ok(None) };
    if !reads(tx, workspace, &story, channel).await? {
        return Ok(None);
    }
    Ok(faces(tx, workspace, vec![story]).await?.pop())
}

/// Whether all of a channel may read a story: it is for everyone, or for that channel's own community.
async fn reads(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    story: &Story,
    channel: &ChannelId,
) -> store::Result<bool> {
    if !story.is_shown() {
        return Ok(false);
    }
    let community = match story.community {
        Some(id) => tx.community(workspace, id).await?,
        None => None,
    };
    let own = community.is_some_and(|it| it.channel == *channel);
    Ok(own || story.audience() == Audience::Everyone)
}
