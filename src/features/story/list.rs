//! Stories to read: `/story list` and `/story mine`, with their pages and filters.

use slack_morphism::prelude::SlackView;

use crate::domain::ids::{MemberId, StoryId, WorkspaceId};
use crate::domain::story::reading::{Reader, Wanted};
use crate::domain::story::{Kind, State, Story};
use crate::event::{Form, Interaction, Modal, Origin, Reply};
use crate::features::answer::{redraw, replace, say, show};
use crate::features::story::desk;
use crate::features::story::faces::{faces, reader};
use crate::features::{Context, Result};
use crate::store::{self, Tx};
use crate::views::story::answers::not_there;
use crate::views::story::list::{At, ON_A_PAGE, Page, at, page, whole};
use crate::views::story::names::after::{action, field, modal as name};
use crate::views::story::wins::Face;

/// Stories that are read at once.
const AT_ONCE: u32 = 200;

/// Stories that are looked through at most: the newest.
const LOOKED_THROUGH: usize = 5_000;

/// What windows are called.
const TITLE: &str = "Stories";

/// `/story list` and words: what somebody may read of them.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn list(
    context: &Context,
    interaction: &Interaction,
    words: &str,
) -> Result<Reply> {
    let at = At { wanted: Wanted::words(words), ..At::default() };
    let view = drawn(context, interaction, &at).await?;
    show(context, interaction, &view).await
}

/// `/story mine`: those that somebody is in.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn mine(context: &Context, interaction: &Interaction) -> Result<Reply> {
    let wanted = Wanted { mine: true, ..Wanted::default() };
    let view = drawn(context, interaction, &At { wanted, ..At::default() }).await?;
    show(context, interaction, &view).await
}

/// A press of one of this room's buttons; `None` if it is none of them.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    let reply = match (action, origin) {
        (action::LIST, _) => list(context, interaction, "").await?,
        (action::MINE, _) => mine(context, interaction).await?,
        (action::READ, _) => read(context, interaction, value.parse().ok()).await?,
        (action::NEWER | action::OLDER | action::FILTERS, Origin::Modal { modal, form }) => {
            let before = at(&modal.metadata);
            // Not sent yet, but typed: the page goes on with it.
            let mut at = filled(&before, form);
            at.more |= action == action::FILTERS;
            at.page = match at.wanted == before.wanted {
                true => value.parse().unwrap_or_default(),
                false => 0,
            };
            let view = drawn(context, interaction, &at).await?;
            redraw(context, modal, &view).await?
        }
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// The filters were sent.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    if sent.name != name::LIST {
        return Ok(None);
    }
    let at = At { page: 0, ..filled(&at(&sent.metadata), form) };
    let view = drawn(context, interaction, &at).await?;
    Ok(Some(replace(&view)?))
}

/// What is looked for, as it was filled in. What the modal does not show stays as it was.
fn filled(before: &At, form: &Form) -> At {
    if before.wanted.mine {
        return before.clone();
    }
    let mut at = before.clone();
    at.wanted.words = Wanted::words(form.get(field::WORDS).unwrap_or_default()).words;
    at.wanted.community = form.get(field::COMMUNITY).and_then(|id| id.parse().ok());
    let kind = form.get(field::KIND);
    at.wanted.kind = Kind::ALL.into_iter().find(|it| Some(it.as_str()) == kind);
    if before.more {
        let state = form.get(field::STATE);
        at.wanted.state = State::ALL.into_iter().find(|it| Some(it.as_str()) == state);
        at.wanted.days = form.get(field::SINCE).and_then(|days| days.parse().ok());
    }
    at
}

async fn drawn(context: &Context, interaction: &Interaction, at: &At) -> Result<SlackView> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let mut tx = context.store.read().await?;
    let reader = reader(context, &mut tx, workspace, member).await?;
    let from = usize::try_from(at.page).unwrap_or_default().saturating_mul(ON_A_PAGE);
    let most = from.saturating_add(ON_A_PAGE + 1);
    let mut found = find(context, &mut tx, workspace, (&reader, &at.wanted), most).await?;
    let next = found.len() == most;
    let found: Vec<Face> = found.drain(from.min(found.len())..).take(ON_A_PAGE).collect();
    let mut communities = tx.communities(workspace).await?;
    communities.retain(|it| !reader.hidden.contains(&it.id));
    drop(tx);
    let shown = Page { at, faces: &found, next, communities: &communities };
    Ok(page(&context.voice, &shown))
}

/// The newest stories that somebody may read and looks for, at most so many.
///
/// # Errors
/// The database.
pub(super) async fn find(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (reader, wanted): (&Reader, &Wanted),
    most: usize,
) -> store::Result<Vec<Face>> {
    let now = context.now();
    let mut found = Vec::new();
    let (mut last, mut seen): (Option<Story>, usize) = (None, 0);
    while found.len() < most && seen < LOOKED_THROUGH {
        let page = tx.stories_page(workspace, last.as_ref(), AT_ONCE).await?;
        let Some(end) = page.last().cloned() else { break };
        (last, seen) = (Some(end), seen + page.len());
        let readable = page.into_iter().filter(|story| reader.may_read(story)).collect();
        found.extend(faces(tx, workspace, readable).await?.into_iter().filter(|face| {
            let names: Vec<String> = face.helped.iter().chain(&face.helpers).cloned().collect();
            let age = (now - face.story.told_at).num_days();
            wanted.holds(&face.story, &reader.member, age, &names)
        }));
    }
    found.truncate(most);
    Ok(found)
}

/// Opens one story; whoever is in it finds there what they can do with it.
async fn read(
    context: &Context,
    interaction: &Interaction,
    story: Option<StoryId>,
) -> Result<Reply> {
    if is_in(context, interaction, story).await? {
        return desk::open(context, interaction, story).await;
    }
    let face = one(context, &interaction.workspace, &interaction.member, story).await?;
    match face {
        Some(face) => {
            let view = whole(&context.voice, &face, context.now());
            show(context, interaction, &view).await
        }
        None => say(context, interaction, TITLE, not_there(&context.voice)).await,
    }
}

async fn is_in(
    context: &Context,
    interaction: &Interaction,
    story: Option<StoryId>,
) -> store::Result<bool> {
    let Some(story) = story else { return Ok(false) };
    let story = context.store.read().await?.story(&interaction.workspace, story).await?;
    Ok(story.is_some_and(|it| it.person(&interaction.member).is_some()))
}

async fn one(
    context: &Context,
    workspace: &WorkspaceId,
    member: &MemberId,
    story: Option<StoryId>,
) -> Result<Option<Face>> {
    let Some(story) = story else { return Ok(None) };
    let mut tx = context.store.read().await?;
    let Some(story) = tx.story(workspace, story).await? else { return Ok(None) };
    let reader = reader(context, &mut tx, workspace, member).await?;
    if !reader.may_read(&story) {
        return Ok(None);
    }
    Ok(faces(&mut tx, workspace, vec![story]).await?.pop())
}
