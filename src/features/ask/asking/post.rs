//! A question stands in its community's channel, as the head of its thread.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{ChannelId, MessageTs, QuestionId, WorkspaceId};
use crate::domain::question::{Asker, Privacy, Question, Spot};
use crate::features::ask::{ladder, not_posted};
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::asking::head;

/// Puts a question into its channel, keeps where it stands, and has somebody asked.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn post_question(
    context: &Context,
    work: &Work,
    question: QuestionId,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let channel = channel_of(&mut tx, workspace, question).await?;
    drop(tx);
    let Some(channel) = channel else {
        go_on_without(context, workspace, question).await?;
        return Ok(Outcome::Cancel("it is to stand in no channel".to_owned()));
    };
    match earlier(context, work, &channel).await {
        Earlier::Nothing => {}
        Earlier::At(ts) => return posted(context, work, question, &channel, ts).await,
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let content = transaction!(context.store, |tx| {
        if channel_of(tx, workspace, question).await?.is_none() {
            return Ok(None);
        }
        let Some(question) = tx.question(workspace, question).await? else { return Ok(None) };
        let content = drawn(context, tx, workspace, &question).await?;
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(ours.then_some(content))
    })
    .await?;
    let Some(content) = content else {
        return Ok(Outcome::Cancel("it was taken back meanwhile".to_owned()));
    };
    match post(context, work, Address { channel: &channel, thread: None }, content).await {
        Sent::At(ts) => posted(context, work, question, &channel, ts).await,
        Sent::Not(failure) => {
            let outcome = not_posted(context, workspace, &channel, &failure).await?;
            if matches!(outcome, Outcome::Cancel(_) | Outcome::Fail(_)) {
                go_on_without(context, workspace, question).await?;
            }
            Ok(outcome)
        }
    }
}

/// It cannot stand in its channel: if somebody still waits for an answer, it goes on without a thread.
async fn go_on_without(
    context: &Context,
    workspace: &WorkspaceId,
    id: QuestionId,
) -> store::Result<()> {
    transaction!(context.store, |tx| {
        let Some(question) = tx.lock_question(workspace, id).await? else { return Ok(()) };
        if question.state.is_open() && question.thread.is_none() {
            context.queue_now(tx, workspace, &Job::Route { question: id }).await?;
        }
        Ok(())
    })
    .await
}

/// Where it is to stand: nowhere if it is over, stands already, or is kept between two people.
async fn channel_of(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: QuestionId,
) -> store::Result<Option<ChannelId>> {
    let Some(question) = tx.question(workspace, question).await? else { return Ok(None) };
    let Some(community) = question.community else { return Ok(None) };
    let wanted = question.state.is_open()
        && question.thread.is_none()
        && question.privacy != Privacy::Private;
    if !wanted {
        return Ok(None);
    }
    let community = tx.community(workspace, community).await?;
    Ok(community.filter(|it| it.ended_at.is_none()).map(|it| it.channel))
}

/// Keeps the thread with the end of its job. Its link is an extra, without which it can be answered.
async fn posted(
    context: &Context,
    work: &Work,
    question: QuestionId,
    channel: &ChannelId,
    ts: MessageTs,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let link = match context.slack.permalink(channel, &ts).await {
        Ok(link) => Some(link),
        Err(failure) => {
            tracing::info!(%failure, "a question has no link");
            None
        }
    };
    transaction!(context.store, |tx| {
        if let Some(mut it) = tx.lock_question(workspace, question).await? {
            it.thread = Some(Spot { channel: channel.clone(), message: ts.clone() });
            it.link = link.clone();
            tx.save_question(workspace, &it).await?;
            let next = match it.state.is_open() {
                true => Job::Route { question },
                // It was taken back while it was on its way.
                false => Job::ShowQuestion { question },
            };
            context.queue_now(tx, workspace, &next).await?;
            if let Asker::Known(asker) = &it.asker {
                context.refresh_home(tx, workspace, asker).await?;
            }
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Draws the head of a question's thread again. Whoever is asked about one that is over is let go.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_question(
    context: &Context,
    work: &Work,
    question: QuestionId,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let known = transaction!(context.store, |tx| {
        let Some(it) = tx.lock_question(workspace, question).await? else { return Ok(None) };
        if !it.state.is_open() {
            ladder::recall(context, tx, workspace, &it).await?;
        }
        let Some(spot) = it.thread.clone() else { return Ok(None) };
        let content = drawn(context, tx, workspace, &it).await?;
        Ok(Some((spot, content)))
    })
    .await?;
    let Some((spot, content)) = known else {
        return Ok(Outcome::Cancel("it stands in no channel".to_owned()));
    };
    match context.slack.update(&spot.channel, &spot.message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

async fn drawn(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<SlackMessageContent> {
    let asker = known_asker(tx, workspace, question).await?;
    let accepted = match question.accepted {
        Some(id) => tx.given_answer(workspace, id).await?,
        None => None,
    };
    let by = match accepted.filter(|answer| answer.deleted_at.is_none()) {
        Some(answer) => tx.member(workspace, &answer.author).await?,
        None => None,
    };
    let by = by.map(|by| by.profile.name);
    Ok(head::head(&context.voice, question, asker.as_deref(), by.as_deref()))
}

/// The name of who asked under their name.
pub async fn known_asker(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    question: &Question,
) -> store::Result<Option<String>> {
    let Asker::Known(asker) = &question.asker else { return Ok(None) };
    let asker = tx.member(workspace, asker).await?;
    Ok(asker.map(|asker| asker.profile.name))
}
