//! What comes after a story was told, what people read of stories, and thanks. `follow_up` asks whether it
//! held, `list` and `export` let people read, `wins` tells a month of stories in their channel; `thanks`
//! go from one person to another, `mine` is what somebody contributed.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::Spot;
use crate::event::{Form, Interaction, Modal, OnMessage, Origin, Reply};
use crate::features::story::{export, follow_up, list, mine, thanks};
use crate::features::{Context, Result};
use crate::job::{Note, Work};
use crate::store::{self, Tx};
use crate::views::story::names::after::action as name;
use crate::views::story::names::shortcut as named;

/// `/story` and words of these rooms; `None` for others.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn command(
    context: &Context,
    interaction: &Interaction,
    words: &str,
) -> Result<Option<Reply>> {
    let (first, rest) = words.trim().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
    let reply = match (first.to_lowercase().as_str(), rest.trim()) {
        ("list", rest) => list::list(context, interaction, rest).await?,
        ("mine", "") => list::mine(context, interaction).await?,
        ("contributions", "") => mine::open(context, interaction).await?,
        ("export", format) if !format.contains(char::is_whitespace) => {
            export::command(context, interaction, format).await?
        }
        _ => return Ok(None),
    };
    Ok(Some(reply))
}

/// A press of a button of these rooms; `None` if it is none of theirs.
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
    match action {
        name::EXPORT => return export::command(context, interaction, "").await.map(Some),
        name::SAY => return say_thanks(context, interaction, value).await.map(Some),
        _ => {}
    }
    if let Some(reply) = follow_up::press(context, interaction, action, value).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = thanks::press(context, interaction, action, value).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = mine::press(context, interaction, action).await? {
        return Ok(Some(reply));
    }
    list::press(context, interaction, action, value, origin).await
}

/// The button for it, where an answer helped somebody: as the shortcut on its message.
async fn say_thanks(context: &Context, interaction: &Interaction, about: &str) -> Result<Reply> {
    let parts: Vec<&str> = about.split(' ').collect();
    let &[channel, message, thread, author] = parts.as_slice() else { return Ok(Reply::Done) };
    let on = OnMessage {
        channel: ChannelId::new(channel),
        message: MessageTs::new(message),
        thread: Some(MessageTs::new(thread)),
        author: Some(MemberId::new(author)),
        text: String::new(),
        files: Vec::new(),
    };
    thanks::open(context, interaction, &on).await
}

/// A modal of these rooms that was sent; `None` if it is none of theirs.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn submit(
    context: &Context,
    interaction: &Interaction,
    sent: &Modal,
    form: &Form,
) -> Result<Option<Reply>> {
    if let Some(reply) = follow_up::submit(context, interaction, sent, form).await? {
        return Ok(Some(reply));
    }
    if let Some(reply) = thanks::submit(context, interaction, sent, form).await? {
        return Ok(Some(reply));
    }
    list::submit(context, interaction, sent, form).await
}

/// A shortcut of these rooms; `None` if it is none of theirs.
///
/// # Errors
/// The database, or Slack.
pub(super) async fn shortcut(
    context: &Context,
    interaction: &Interaction,
    name: &str,
    on: Option<&OnMessage>,
) -> Result<Option<Reply>> {
    match (name, on) {
        (named::THANKS, Some(on)) => thanks::open(context, interaction, on).await.map(Some),
        _ => Ok(None),
    }
}

/// What somebody is told; nothing where it is not so any more, or none of ours.
///
/// # Errors
/// The database.
pub async fn note(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    reader: &Member,
    note: &Note,
) -> Result<Option<SlackMessageContent>> {
    Ok(match note {
        Note::FollowUp { story, after } => {
            follow_up::note(context, tx, workspace, reader, (*story, *after)).await?
        }
        Note::Thanks { thanks, what } => {
            thanks::note(context, tx, workspace, reader, (*thanks, *what)).await?
        }
        _ => None,
    })
}

/// Until when a note of ours may be told; `None` for as long as any.
///
/// # Errors
/// The database.
pub async fn lapses(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    note: &Note,
) -> store::Result<Option<DateTime<Utc>>> {
    match note {
        Note::FollowUp { story, after } => follow_up::lapses(tx, workspace, (*story, *after)).await,
        Note::Thanks { thanks, what } => thanks::lapses(tx, workspace, (*thanks, *what)).await,
        _ => Ok(None),
    }
}

/// How a note of ours goes out.
pub enum Going {
    /// As it was drawn.
    AsDrawn,
    /// Like this, which is what stands by now.
    Again(Box<SlackMessageContent>),
    /// Not at all: there is nothing to tell any more.
    Gone,
}

/// A note is about to be sent, if its day has room: in the transaction that marks its job.
///
/// # Errors
/// The database.
pub async fn going(
    context: &Context,
    tx: &mut Tx,
    work: &Work,
    reader: &Member,
    note: &Note,
) -> store::Result<Going> {
    match note {
        Note::Thanks { what, .. } => thanks::going(context, tx, work, reader, *what).await,
        _ => Ok(Going::AsDrawn),
    }
}

/// A note of ours has arrived: where it stands is kept with the end of its job.
///
/// # Errors
/// The database.
pub async fn told(context: &Context, work: &Work, note: &Note, spot: &Spot) -> Result<()> {
    match note {
        Note::FollowUp { story, after } => {
            follow_up::told(context, work, (*story, *after), spot).await
        }
        Note::Thanks { thanks, what } => thanks::told(context, work, (*thanks, *what), spot).await,
        _ => Ok(()),
    }
}
