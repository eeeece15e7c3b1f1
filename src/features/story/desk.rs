//! The stories that somebody is in, on their desk.

use slack_morphism::prelude::{SlackBlock, SlackView};

use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::story::{State, Story};
use crate::event::{Interaction, Modal, Reply};
use crate::features::answer::{redraw, say, show};
use crate::features::role::tends_what_is_of;
use crate::features::story::shown::{Reader, told};
use crate::features::story::telling::TITLE;
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::story::answers;
use crate::views::story::page::{self, Mine};

/// Of so many the desk is drawn, the newest: what waits for a word may be among the older ones.
const ON_DESK: u32 = 100;

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
    let came = tx.came_of_stories(workspace, &[told.story.id]).await?;
    let came = came.into_values().flatten().collect();
    Ok(Some(Mine { told, me, tends, came }))
}

/// All of them, in a window: its first page.
pub async fn all(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let view = listed(context, interaction, 0).await?;
    show(context, interaction, &view).await
}

/// Another page of that window.
pub async fn turn(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    at: u32,
) -> Result<Reply> {
    let view = listed(context, interaction, at).await?;
    redraw(context, modal, &view).await
}

async fn listed(context: &Context, interaction: &Interaction, at: u32) -> Result<SlackView> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let size = u32::try_from(page::ON_A_PAGE).unwrap_or(u32::MAX);
    let from = at.saturating_mul(size);
    let mut tx = context.store.read().await?;
    // One more than are shown: then there is a page after this one.
    let most = from.saturating_add(size).saturating_add(1);
    let stories = tx.stories_with(workspace, member, most).await?;
    let next = u32::try_from(stories.len()).is_ok_and(|found| found == most);
    let mut mine = Vec::new();
    let skipped = usize::try_from(from).unwrap_or(usize::MAX);
    for story in stories.into_iter().skip(skipped).take(page::ON_A_PAGE) {
        mine.extend(seen(context, &mut tx, workspace, member, story).await?);
    }
    drop(tx);
    Ok(page::all(&context.voice, &mine, (at, next)))
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
