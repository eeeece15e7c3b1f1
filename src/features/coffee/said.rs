//! What people of a group say about it, and ask.

use crate::domain::coffee::{Answer, Group};
use crate::domain::ids::{EncounterId, GroupId, WorkspaceId};
use crate::domain::meeting::Rating;
use crate::domain::rules::Feature;
use crate::event::{Form, Interaction, Modal, Reply};
use crate::features::answer::{Surface, as_modal, replace, say, show, surface, whisper};
use crate::features::coffee::membership;
use crate::features::context::once;
use crate::features::{Context, Result, story};
use crate::job::Job;
use crate::store::{self, Tx};
use crate::views::coffee::{answers, encounter, introduction, thread};
use crate::views::names::field;

/// The longest "one useful thing" that is kept, in characters; the modal's field has the same limit.
const GAINED_LIMIT: usize = 1_000;

/// Somebody says that they met, or did not.
///
/// # Errors
/// The database; or Slack, then what was pressed may be done and only not shown.
pub async fn met(
    context: &Context,
    interaction: &Interaction,
    group: GroupId,
    met: bool,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let reply = once!(context, interaction, |tx| {
        let Some(group) = tx.lock_group(workspace, group).await? else {
            return whisper(&answers::gone(&context.voice));
        };
        if !group.members.contains(member) {
            return whisper(&answers::not_your_group(&context.voice));
        }
        let before = said_before(tx, interaction, group.id).await?;
        let at = context.now();
        let new = Answer::new(group.id, member.clone(), met, at);
        let answer = before.map_or(new, |before| Answer { met, at, ..before });
        tx.keep_answer(workspace, &answer).await?;
        show_to_group(context, tx, workspace, &group).await?;
        for reader in &group.members {
            context.refresh_home(tx, workspace, reader).await?;
        }
        Ok(Reply::Done)
    })
    .await?;
    match reply {
        Reply::Ephemeral(body) => {
            say(context, interaction, "Coffee", serde_json::from_value(body)?).await
        }
        _ if met => ask_what_was_gained(context, interaction, group).await,
        _ => thank(context, interaction).await,
    }
}

/// Has the group see who says that they met.
pub(super) async fn show_to_group(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    group: &Group,
) -> store::Result<()> {
    let Some(conversation) = &group.conversation else { return Ok(()) };
    context.queue_in(tx, workspace, conversation, &Job::ShowMet { group: group.id }).await
}

async fn said_before(
    tx: &mut Tx,
    interaction: &Interaction,
    group: GroupId,
) -> store::Result<Option<Answer>> {
    let answers = tx.answers(&interaction.workspace, group).await?;
    Ok(answers.into_iter().find(|answer| answer.member == interaction.member))
}

/// The answer is kept; the question after it is an extra that may fail without harm.
async fn ask_what_was_gained(
    context: &Context,
    interaction: &Interaction,
    group: GroupId,
) -> Result<Reply> {
    let mut tx = context.store.read().await?;
    let said = said_before(&mut tx, interaction, group).await?;
    drop(tx);
    let stories = context.rules.is_on(Feature::Stories);
    let view = thread::gained(&context.voice, group, said.as_ref(), stories);
    if let Err(error) = show(context, interaction, &view).await {
        tracing::info!(%error, "the question after a met coffee could not be shown");
    }
    membership::redraw_view(context, interaction).await
}

async fn thank(context: &Context, interaction: &Interaction) -> Result<Reply> {
    match surface(interaction) {
        Surface::Home | Surface::Modal => membership::redraw_view(context, interaction).await,
        Surface::Whisper => {
            say(context, interaction, "Coffee", answers::not_this_time(&context.voice)).await
        }
    }
}

/// The one useful thing was written down.
///
/// # Errors
/// The database; nothing was changed then.
pub async fn submit_gained(
    context: &Context,
    interaction: &Interaction,
    modal: &Modal,
    form: &Form,
) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let gained = form.get(field::GAINED).map(str::trim).filter(|text| !text.is_empty());
    let gained: Option<String> = gained.map(|text| text.chars().take(GAINED_LIMIT).collect());
    let rating = form.get(field::RATING).and_then(|it| Rating::of(it.parse().ok()?));
    let offered = gained.is_some() && !form.all(field::STORY).is_empty();
    let Ok(group) = modal.metadata.parse::<GroupId>() else {
        return say(context, interaction, "Coffee", answers::gone(&context.voice)).await;
    };
    let reply = once!(context, interaction, |tx| {
        let group = tx.lock_group(workspace, group).await?;
        let Some(group) = group.filter(|group| group.members.contains(member)) else {
            let no = answers::not_your_group(&context.voice);
            return replace(&as_modal("Coffee", no));
        };
        let new = Answer::new(group.id, member.clone(), true, context.now());
        let answer = Answer { gained: gained.clone(), rating, story: offered, ..new };
        tx.keep_answer(workspace, &answer).await?;
        show_to_group(context, tx, workspace, &group).await?;
        let told = gained.as_deref().filter(|_| offered);
        let Some(told) = told else { return Ok(Reply::CloseModal) };
        let about = (group.id, told);
        match story::after_coffee(context, tx, workspace, member, about).await? {
            Some(view) => replace(&view),
            None => Ok(Reply::CloseModal),
        }
    })
    .await?;
    Ok(reply)
}

/// "Why us?", for the people of the group.
///
/// # Errors
/// The database or Slack.
pub async fn why(context: &Context, interaction: &Interaction, group: GroupId) -> Result<Reply> {
    let workspace = &interaction.workspace;
    let mut tx = context.store.read().await?;
    let content = match tx.group(workspace, group).await? {
        None => answers::gone(&context.voice),
        Some(group) if !group.members.contains(&interaction.member) => {
            answers::not_your_group(&context.voice)
        }
        Some(group) => {
            let people = tx.members(workspace, &group.members).await?;
            let round = tx.round(workspace, group.round).await?.map_or(0, |round| round.number);
            introduction::why(&context.voice, &group, round, &people)
        }
    };
    drop(tx);
    say(context, interaction, "Why us?", content).await
}

/// "Why us?" of two people who were introduced outside of any round.
///
/// # Errors
/// The database or Slack.
pub async fn why_two(
    context: &Context,
    interaction: &Interaction,
    id: EncounterId,
) -> Result<Reply> {
    let two = context.store.read().await?.encounter(&interaction.workspace, id).await?;
    let content = match two {
        None => answers::gone(&context.voice),
        Some(two) if !two.members.contains(&interaction.member) => {
            answers::not_your_group(&context.voice)
        }
        Some(two) => encounter::why_two(&context.voice, &two),
    };
    say(context, interaction, "Why us?", content).await
}
