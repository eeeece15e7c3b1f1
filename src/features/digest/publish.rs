//! A digest is published: once, whatever crashes.

use chrono::NaiveDate;
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::community::Community;
use crate::domain::digest::{Decision, Edition, Rhythm, Wish};
use crate::domain::ids::{CommunityId, MessageTs, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::rules::Feature;
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post};
use crate::features::digest::drawn;
use crate::features::digest::plan::{self, Due, due, first_steward, question_key};
use crate::features::{Context, Result, ask, pictured};
use crate::job::{Job, Note, Outcome, Work};
use crate::slack::failure::Failure;
use crate::store::{self, NewJob, Tx};
use crate::transaction;
use crate::views::digest::message::{self, Frame};

/// Publishes what is due in a community, and queues the next date. What the job was queued for matters no
/// more: after an outage, the latest date that is due stands for those before it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn publish(
    context: &Context,
    work: &Work,
    community: CommunityId,
    _date: NaiveDate,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let there = context.store.read().await?.community(workspace, community).await?;
    let Some(community) = there.filter(|it| it.ended_at.is_none()) else {
        return Ok(Outcome::Cancel("the community is over".to_owned()));
    };
    match earlier(context, work, &community.channel).await {
        Earlier::Nothing => {}
        Earlier::At(ts) => return posted(context, work, &community, &ts).await,
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let mut tx = context.store.read().await?;
    let due = due(context, &mut tx, workspace, community.clone(), work.id).await?;
    drop(tx);
    let Some(mut due) = due.filter(|due| !rests(context, due)) else {
        return nothing(context, work, &community).await;
    };
    if !due.again {
        due.edition.picture = drawn::uploaded(context, work, &due).await?;
    }
    if !marked(context, work, &due).await? {
        return Ok(Outcome::Cancel("somebody else publishes it".to_owned()));
    }
    let Some(content) = content(context, &due) else { return Ok(Outcome::Done) };
    let to = Address { channel: &due.community.channel, thread: None };
    let without = without_picture(&due).and_then(|it| self::content(context, &it));
    let sent = match without {
        Some(without) => pictured::post(context, work, to, content, without).await,
        None => post(context, work, to, content).await,
    };
    match sent {
        Sent::At(ts) => posted(context, work, &due.community, &ts).await,
        Sent::Not(failure) => lost(context, work, &due, &failure).await,
    }
}

/// An admin switched digests off, or decided that these are quiet days: the next one tells of them.
fn rests(context: &Context, due: &Due) -> bool {
    let today = context.now().with_timezone(&due.rhythm.zone).date_naive();
    !context.rules.is_on(Feature::Digest) || context.rules.is_quiet(today)
}

/// The same without its picture; `None` where it has none.
fn without_picture(due: &Due) -> Option<Due> {
    due.edition.picture.as_ref()?;
    let edition = Edition { picture: None, ..due.edition.clone() };
    Some(Due { edition, ..due.clone() })
}

/// Nothing is due: the hour was changed, or it is too late for it.
async fn nothing(context: &Context, work: &Work, community: &Community) -> Result<Outcome> {
    transaction!(context.store, |tx| {
        plan::plan(context, tx, &work.workspace, community).await?;
        tx.finish(&work.workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Writes down what is about to be said, queues the next date and marks the send; or, where nothing is
/// said, ends the job. `false` if somebody else did meanwhile.
async fn marked(context: &Context, work: &Work, due: &Due) -> Result<bool> {
    let workspace = &work.workspace;
    let marked = transaction!(context.store, |tx| {
        let locked = tx.lock_community(workspace, due.edition.community).await?;
        let Some(community) = locked.filter(|it| it.ended_at.is_none()) else { return Ok(false) };
        let last = tx.last_digest(workspace, community.id).await?;
        if last.map(|it| (it.date, it.job)) != due.before {
            return Ok(false);
        }
        if !due.again {
            tx.insert_digest(workspace, &due.edition).await?;
            plan::plan(context, tx, workspace, &community).await?;
        }
        let Decision::Silent { tell } = due.decision else {
            return tx.mark_sending(workspace, work.id, &work.lease).await;
        };
        if tell {
            tell_steward(context, tx, workspace, &community).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await?;
        Ok(true)
    })
    .await?;
    Ok(marked)
}

async fn tell_steward(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    community: &Community,
) -> store::Result<()> {
    let Some((member, _)) = first_steward(tx, workspace, community).await? else { return Ok(()) };
    let note = Note::QuietWeeks { community: community.id };
    context.queue_now(tx, workspace, &Job::Tell { member, note }).await
}

/// What is said; `None` where nothing is.
pub fn content(context: &Context, due: &Due) -> Option<SlackMessageContent> {
    let frame = frame(&due.community, &due.rhythm, &due.edition);
    match &due.decision {
        Decision::Report(digest) => Some(message::report(&context.voice, frame, digest)),
        Decision::Question => {
            let key = question_key(due.edition.community, due.edition.number);
            Some(message::question(&context.voice, frame, key))
        }
        Decision::Silent { .. } => None,
    }
}

pub(super) fn frame<'a>(
    community: &'a Community,
    rhythm: &'a Rhythm,
    edition: &'a Edition,
) -> Frame<'a> {
    Frame {
        community: community.id,
        name: &community.name,
        channel: &community.channel,
        rhythm,
        weeks: edition.window.weeks(),
        picture: edition.picture.as_ref(),
    }
}

/// Keeps where it stands with the end of its job, and brings it to whoever would rather have a message.
async fn posted(
    context: &Context,
    work: &Work,
    community: &Community,
    ts: &MessageTs,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        let last = tx.last_digest(workspace, community.id).await?;
        if let Some(edition) = last.filter(|it| it.job == work.id) {
            let spot = Spot { channel: community.channel.clone(), message: ts.clone() };
            let date = edition.date;
            tx.digest_stands(workspace, (community.id, date), &spot).await?;
            let now = context.now();
            let wishes = tx.digest_wishes(workspace, community.id).await?;
            let readers = wishes.into_iter().filter(|(_, wish)| *wish == Wish::Message);
            let jobs: Vec<NewJob> = readers
                .map(|(member, _)| NewJob {
                    id: context.chance.id(now),
                    name: Some(format!("digest:{}:{date}:{member}", community.id)),
                    job: Job::SendDigest { member, community: community.id, date },
                    run_at: now,
                })
                .collect();
            tx.enqueue_all(workspace, &jobs, now).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// It did not go out. Where that is known, nothing of it stays, so that the next try, or the next digest,
/// is about the whole time; where the channel is gone, its community ends.
async fn lost(context: &Context, work: &Work, due: &Due, failure: &Failure) -> Result<Outcome> {
    let (workspace, edition) = (&work.workspace, &due.edition);
    let outcome = after(failure);
    if matches!(outcome, Outcome::InDoubt(_)) {
        return Ok(outcome);
    }
    transaction!(context.store, |tx| {
        tx.drop_digest(workspace, (edition.community, edition.date)).await?;
        if failure.is_channel_gone() {
            let channel = &due.community.channel;
            ask::channel_lost(context, tx, workspace, channel, None).await?;
        }
        Ok(())
    })
    .await?;
    Ok(outcome)
}
