//! Somebody writes to the bot in their chat with it: is that to be asked?

use uuid::Uuid;

use crate::domain::asking::{self, AND_SO_ON, LONGEST_DETAILS, LONGEST_TITLE};
use crate::domain::ids::{ChannelId, MemberId, WorkspaceId};
use crate::event::{Interaction, Reply};
use crate::features::answer::say;
use crate::features::ask::asking::open::readable;
use crate::features::ask::asking::similar::similar;
use crate::features::ask::asking::who::{anybody, may_ask};
use crate::features::deliver::{Address, Earlier, earlier, post};
use crate::features::{Context, Result};
use crate::job::{Job, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::asking::modal::one_similar;
use crate::views::ask::asking::{answers, news};

/// What a draft holds at most: a title and its details, and a little more to tell that there was more.
const LONGEST_DRAFT: usize = LONGEST_DETAILS + LONGEST_TITLE + 2;

/// Keeps what somebody wrote, if it asks something and there is somebody to ask, and has the bot ask
/// back. `false`: it is none of that, and they get a hello.
///
/// # Errors
/// The database.
pub async fn wrote(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    channel: &ChannelId,
    text: &str,
) -> store::Result<bool> {
    let person = tx.member(workspace, member).await?;
    let asks = person.is_some_and(|person| may_ask(context, &person)) && asking::asks(text);
    if !asks || !anybody(tx, workspace, member).await? {
        return Ok(false);
    }
    let read = readable(tx, workspace, text).await?;
    let (read, _) = asking::first(read.trim(), LONGEST_DRAFT);
    // So much of it arrives, and perhaps it was longer.
    let more = text.chars().count() >= LONGEST_DETAILS;
    let text = &format!("{read}{}", if more { AND_SO_ON } else { "" });
    let now = context.now();
    let draft: Uuid = context.chance.id(now);
    tx.keep_draft(workspace, draft, text, now).await?;
    tx.heard(workspace, member, now).await?;
    let offer = Job::OfferToAsk { channel: channel.clone(), draft };
    context.queue_in(tx, workspace, channel, &offer).await?;
    Ok(true)
}

/// "Shall I ask that?"
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn offer_to_ask(
    context: &Context,
    work: &Work,
    channel: &ChannelId,
    draft: Uuid,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    match earlier(context, work, channel).await {
        Earlier::Nothing => {}
        Earlier::At(_) => return Ok(Outcome::Done),
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let text = transaction!(context.store, |tx| {
        let Some(text) = tx.draft(workspace, draft).await? else { return Ok(None) };
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(ours.then_some(text))
    })
    .await?;
    let Some(text) = text else {
        return Ok(Outcome::Cancel("there is nothing to ask any more".to_owned()));
    };
    let written = asking::written(&text);
    let content = news::shall_i(&context.voice, &written.title, draft, written.cut);
    Ok(post(context, work, Address { channel, thread: None }, content).await.outcome())
}

/// "Find answers": what was answered before.
///
/// # Errors
/// The database or Slack.
pub async fn find(context: &Context, interaction: &Interaction, draft: &str) -> Result<Reply> {
    let (workspace, member) = (&interaction.workspace, &interaction.member);
    let id = draft.parse::<Uuid>().ok();
    let text = match id {
        Some(id) => context.store.read().await?.draft(workspace, id).await?,
        None => None,
    };
    let Some((id, text)) = id.zip(text) else {
        return say(context, interaction, "Answers", answers::gone(&context.voice)).await;
    };
    let written = asking::written(&text);
    let found = similar(context, workspace, member, &written.title, &written.details).await?;
    let found: Vec<String> = found.iter().map(one_similar).collect();
    say(context, interaction, "Answers", news::found(&context.voice, &found, id)).await
}
