//! The stories that somebody is in, on their desk.

use slack_morphism::prelude::SlackBlock;

use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::story::{State, Story};
use crate::event::{Interaction, Reply};
use crate::features::answer::{say, show};
use crate::features::role::tends_what_is_of;
use crate::features::story::shown::{Reader, told};
use crate::features::story::telling::TITLE;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::story::answers;
use crate::views::story::page::{self, Mine};

/// Of so many the desk is drawn, the newest.
const ON_DESK: u32 = 30;
/// So many are listed.
const LISTED: u32 = 46;

/// My stories, for App Home: at most [`page::MOST_BLOCKS`] blocks, what waits for a word first.
///
/// # Errors
/// The database.
pub async fn desk(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<Vec<SlackBlock>> {
    let mut mine = Vec::new();
    for story in sorted(tx.stories_with(workspace, member, ON_DESK).await?, member) {
        // More than these do not fit.
        if mine.len() * 2 >= page::MOST_BLOCKS {
            break;
        }
        mine.extend(seen(context, tx, workspace, member, story).await?);
    }
    Ok(page::desk(&context.voice, &mine))
}

/// What waits for a word of theirs first; what was taken back not at all.
fn sorted(stories: Vec<Story>, member: &MemberId) -> Vec<Story> {
    let mut stories: Vec<Story> =
        stories.into_iter().filter(|it| it.state != State::Withdrawn).collect();
    stories.sort_by_key(|it| {
        let unheard = it.person(member).is_some_and(|one| one.audience.is_none());
        !(unheard || it.helped == *member && it.state == State::Claimed)
    });
    stories
}

async fn seen(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    story: Story,
) -> store::Result<Option<Mine>> {
    let Some(me) = story.person(member).cloned() else { return Ok(None) };
    let tends = tends_what_is_of(context, tx, workspace, member, story.community).await?;
    let told = told(tx, workspace, story, Reader::Inside(member)).await?;
    Ok(Some(Mine { told, me, tends }))
}

/// All of them, in a window.
pub async fn all(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let mut mine = Vec::new();
    for story in tx.stories_with(workspace, member, LISTED).await? {
        mine.extend(seen(context, &mut tx, workspace, member, story).await?);
    }
    drop(tx);
    show(context, interaction, &page::all(&context.voice, &mine)).await
}

/// One of them, whole, with all that they can do.
pub async fn open(
    context: &Context,
    interaction: &Interaction,
    id: Option<StoryId>,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let story = match id {
        Some(id) => tx.story(workspace, id).await?,
        None => None,
    };
    let mine = match story {
        Some(story) => seen(context, &mut tx, workspace, member, story).await?,
        None => None,
    };
    drop(tx);
    match mine {
        Some(mine) => show(context, interaction, &page::page(&context.voice, &mine)).await,
        None => say(context, interaction, TITLE, answers::gone(&context.voice)).await,
    }
}
