//! Ask the expert: a question finds the person who knows. Five rooms: `asking` (a question from the
//! modal to its thread, and what its asker does with it), `ladder` (who is asked next), `answers` (what
//! came of it, and what is kept), `session` (Ask me anything) and `radar` (what would leave with one
//! person).

mod answers;
mod asker;
mod asking;
mod ladder;
mod mend;
mod radar;
mod session;

use chrono::{DateTime, Utc};

use crate::domain::ids::{ChannelId, MemberId, WorkspaceId};
use crate::event::{Form, Happening, Interaction, Modal, OnMessage, Origin, Reply};
use crate::features::deliver::after;
use crate::features::{Context, Result};
use crate::job::Outcome;
use crate::slack::failure::Failure;
use crate::store::{self, Tx};
use crate::transaction;

pub use answers::{asks, carry, desk, export_cards, mark_accepted, note, post_answer, tidy, told};
pub use asking::{
    begins, command, hidden_from, left_channel, look_for_askers, my_questions, offer_to_ask,
    post_question, prepare_community, relay, seen_in, show_question, tell_asker, visible, wipe,
    wrote,
};
pub use ladder::{
    PERIOD_DAYS, answered, ask_channel, blocks as waiting, offer, recall, remind as remind_expert,
    report, route, show as show_referral, tell_steward, times_of,
};
pub use mend::mend;
pub use radar::{Unshared, alone};
pub use session::{
    asked_whether_to_keep, invited, not_invited, note as session_note, post as session_post,
    show as show_session, take_all_back, turn as session_turn,
};

/// A press of one of our buttons; `None` if it is none of ours.
///
/// # Errors
/// The database, or Slack.
pub async fn press(
    context: &Context,
    interaction: &Interaction,
    action: &str,
    value: &str,
    origin: &Origin,
) -> Result<Option<Reply>> {
    if let Some(reply) = asking::press(context, interaction, action, value, origin).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = ladder::press(context, interaction, action, value, origin).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = answers::press(context, interaction, action, value, origin).await? {
        return Ok(Some(reply));
    }
    session::press(context, interaction, action, value, origin).await
}

/// A modal of ours that was sent; `None` if it is none of ours.
///
/// # Errors
/// The database, or Slack.
pub async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    if let Some(reply) = asking::submit(context, interaction, sent, form).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = ladder::submit(context, interaction, sent, form).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = answers::submit(context, interaction, sent, form).await? {
        return Ok(Some(reply));
    }
    session::submit(context, interaction, sent, form).await
}

/// A shortcut, of a message or of its own.
///
/// # Errors
/// The database, or Slack.
pub async fn shortcut(
    context: &Context,
    interaction: &Interaction,
    name: &str,
    on: Option<&OnMessage>,
) -> Result<Reply> {
    match answers::shortcut(context, interaction, name, on).await? {
        Some(reply) => Ok(reply),
        None => asking::shortcut(context, interaction, name, on).await,
    }
}

/// A channel was archived or deleted, or the bot was removed from it.
///
/// # Errors
/// The database.
pub async fn channel_lost(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    at: Option<DateTime<Utc>>,
) -> store::Result<()> {
    session::channel_lost(context, tx, workspace, channel, at).await?;
    asking::channel_lost(context, tx, workspace, channel, at).await
}

/// What a message that did not go out to a channel makes of its job. Where the channel is gone, what
/// stood there ends.
///
/// # Errors
/// The database.
pub async fn not_posted(
    context: &Context,
    workspace: &WorkspaceId,
    channel: &ChannelId,
    failure: &Failure,
) -> Result<Outcome> {
    if failure.is_channel_gone() {
        transaction!(context.store, |tx| {
            channel_lost(context, tx, workspace, channel, None).await
        })
        .await?;
    }
    Ok(after(failure))
}

/// Somebody's account was switched off: what was asked of them moves on, and what they asked is closed.
///
/// # Errors
/// The database.
pub async fn left(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
) -> store::Result<()> {
    ladder::left(context, tx, workspace, member).await?;
    asking::asker_left(context, tx, workspace, member).await?;
    session::left(context, tx, workspace, member).await
}

/// Something was said, changed, taken back or checked in the thread of a question.
///
/// # Errors
/// The database.
pub async fn said(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    what: &Happening,
) -> store::Result<()> {
    answers::said(context, tx, workspace, what).await
}
