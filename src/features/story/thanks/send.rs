//! Thanks in a thread, and drawing them again wherever they stand.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{ThanksId, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::thanks::{Heard, Thanks};
use crate::features::deliver::{Address, Sent, after, post};
use crate::features::story::thanks::said;
use crate::features::{Context, Result};
use crate::job::{AboutThanks, Job, Note, Outcome, Work};
use crate::slack::failure::{End, Failure};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::story::thanks as views;

/// Says thanks in the thread of the message that they are for. Where the bot is not, who is thanked gets
/// them in private, and who said them is told so.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn in_thread(context: &Context, work: &Work, id: ThanksId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let ready = transaction!(context.store, |tx| {
        let thanks = tx.lock_thanks(workspace, id).await?.filter(|it| it.stands() && it.shared);
        let Some(thanks) = thanks else { return Ok(None) };
        let places = tx.thanks_places(workspace, id).await?;
        if places.iter().any(|(heard, _)| *heard == Heard::Thread)
            || !tx.mark_sending(workspace, work.id, &work.lease).await?
        {
            return Ok(None);
        }
        Ok(said(tx, workspace, vec![thanks]).await?.pop())
    })
    .await?;
    let Some(ready) = ready else {
        return Ok(Outcome::Cancel("there is nothing to say any more".to_owned()));
    };
    let (channel, thread) = ready.thanks.place();
    let to = Address { channel, thread: Some(thread) };
    let message = match post(context, work, to, views::in_thread(&context.voice, &ready)).await {
        Sent::At(message) => message,
        Sent::Not(failure) if is_closed(&failure) => {
            return in_private(context, work, ready.thanks).await;
        }
        Sent::Not(failure) => return Ok(after(&failure)),
    };
    let spot = Spot { channel: channel.clone(), message };
    transaction!(context.store, |tx| {
        tx.thanks_heard(workspace, id, Heard::Thread, &spot).await?;
        let now = tx.thanks(workspace, id).await?;
        if now.is_some_and(|it| !it.stands()) {
            context.queue_now(tx, workspace, &Job::ShowThanks { thanks: id }).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// The bot cannot speak there.
fn is_closed(failure: &Failure) -> bool {
    failure.is_gone() || failure.end() == Some(End::Forbidden)
}

async fn in_private(context: &Context, work: &Work, mut thanks: Thanks) -> Result<Outcome> {
    let workspace = &work.workspace;
    thanks.shared = false;
    transaction!(context.store, |tx| {
        if let Some(now) = tx.lock_thanks(workspace, thanks.id).await? {
            tx.save_thanks(workspace, &Thanks { shared: false, ..now }).await?;
        }
        let told = [(&thanks.to, AboutThanks::ToYou), (&thanks.from, AboutThanks::NotInThread)];
        for (member, what) in told {
            let note = Note::Thanks { thanks: thanks.id, what };
            let tell = Job::Tell { member: member.clone(), note };
            context.queue_now(tx, workspace, &tell).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Draws thanks as they are now, wherever they stand. A place that is gone is passed over.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show_again(context: &Context, work: &Work, id: ThanksId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(thanks) = tx.thanks(workspace, id).await? else {
        return Ok(Outcome::Cancel("they are gone".to_owned()));
    };
    let mut drawn = Vec::new();
    for (heard, spot) in tx.thanks_places(workspace, id).await? {
        let content = content(context, &mut tx, workspace, &thanks, (heard, &spot)).await?;
        drawn.extend(content.map(|content| (spot, content)));
    }
    drop(tx);
    for (spot, content) in drawn {
        match context.slack.update(&spot.channel, &spot.message, content).await {
            Ok(()) => {}
            Err(failure) if failure.is_gone() || failure.is_unreachable() => {}
            Err(failure) => return Ok(after(&failure)),
        }
    }
    Ok(Outcome::Done)
}

async fn content(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    thanks: &Thanks,
    (heard, spot): (Heard, &Spot),
) -> store::Result<Option<SlackMessageContent>> {
    let voice = &context.voice;
    if heard == Heard::Dm {
        let all = tx.thanks_at(workspace, spot).await?;
        return Ok(Some(views::to_you(voice, &said(tx, workspace, all).await?)));
    }
    let one = said(tx, workspace, vec![thanks.clone()]).await?.pop();
    Ok(one.map(|one| match heard {
        Heard::Manager => views::to_manager(voice, &one),
        Heard::Dm | Heard::Thread => views::in_thread(voice, &one),
    }))
}
