//! A digest is published: once, whatever crashes.

use chrono::NaiveDate;
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::community::Community;
use crate::domain::digest::{Decision, Edition, Figure, Rhythm, Wish, digest};
use crate::domain::ids::{CommunityId, MessageTs, WorkspaceId};
use crate::domain::question::Spot;
use crate::domain::rules::Feature;
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post};
use crate::features::digest::plan::{self, Due, due, first_steward, question_key};
use crate::features::digest::{drawn, facts};
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
    let figure = with_picture(context, work, &mut due).await?;
    let Some(due) = marked(context, work, due, figure.as_ref()).await? else {
        // Somebody else publishes it, or is about to: whoever has the job then sees what is left to do.
        return Ok(Outcome::Retry("what it goes by changed meanwhile".to_owned()));
    };
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

/// Makes the picture of a digest that reports, and uploads it, where a try before has not. Returns what it
/// shows.
async fn with_picture(context: &Context, work: &Work, due: &mut Due) -> Result<Option<Figure>> {
    let Decision::Report(_) = due.decision else { return Ok(None) };
    if due.again {
        return Ok(None);
    }
    let mut tx = context.store.read().await?;
    let figure = facts::figure_of(&mut tx, &work.workspace, &due.edition, &due.facts).await?;
    drop(tx);
    if let Some(drawn) = figure.as_ref().and_then(|it| drawn::drawn(context, due.rhythm.zone, it)) {
        due.edition.picture = drawn::uploaded(context, work, drawn).await;
    }
    Ok(figure)
}

/// The same without its picture; `None` where it has none.
fn without_picture(due: &Due) -> Option<Due> {
    due.edition.picture.as_ref()?;
    let edition = Edition { picture: None, ..due.edition.clone() };
    Some(Due { edition, ..due.clone() })
}

/// Nothing is due: the hour was changed, it is too late for it, or digests rest. What a try before wrote
/// down is no more: it did not arrive.
async fn nothing(context: &Context, work: &Work, community: &Community) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        let last = tx.last_digest(workspace, community.id).await?;
        if let Some(ours) = last.filter(|it| it.job == work.id && it.spot.is_none()) {
            tx.drop_digest(workspace, (community.id, ours.date)).await?;
        }
        plan::plan(context, tx, &work.workspace, community).await?;
        tx.finish(&work.workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Writes down what is about to be said, queues the next date and marks the send; or, where nothing is
/// said, ends the job. Returns what is said, as it stands then: while the picture was drawn, somebody may
/// have taken a story back, and from here on whoever does draws the digest again. `None` if somebody else
/// has the job, or something else is to be said: then nothing is written.
pub(super) async fn marked(
    context: &Context,
    work: &Work,
    due: Due,
    figure: Option<&Figure>,
) -> Result<Option<Due>> {
    let workspace = &work.workspace;
    let marked = transaction!(context.store, |tx| {
        let locked = tx.lock_community(workspace, due.edition.community).await?;
        let Some(community) = locked.filter(|it| it.ended_at.is_none()) else { return Ok(None) };
        let last = tx.last_digest(workspace, community.id).await?;
        if last.as_ref().map(|it| (it.date, it.job)) != due.before {
            return Ok(None);
        }
        let Some(due) = as_it_stands(context, tx, workspace, &due, figure).await? else {
            return Ok(None);
        };
        // First of all: whoever lost the lease writes nothing.
        let silent = matches!(due.decision, Decision::Silent { .. });
        if !silent && !tx.mark_sending(workspace, work.id, &work.lease).await? {
            return Ok(None);
        }
        if !due.again {
            tx.insert_digest(workspace, &due.edition).await?;
            plan::plan(context, tx, workspace, &community).await?;
        }
        if let Decision::Silent { tell } = due.decision {
            if tell {
                tell_steward(context, tx, workspace, &community).await?;
            }
            tx.finish(workspace, work.id, &work.lease).await?;
        }
        Ok(Some(due))
    })
    .await?;
    Ok(marked)
}

/// A report by the facts of this moment; `None` where nothing is left to report.
pub(super) async fn as_it_stands(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    due: &Due,
    figure: Option<&Figure>,
) -> store::Result<Option<Due>> {
    let mut due = due.clone();
    let Decision::Report(before) = &due.decision else { return Ok(Some(due)) };
    let edition = &due.edition;
    let facts = facts::of_edition(context, tx, workspace, &due.community, edition).await?;
    let now = digest(&facts, edition.window);
    if *before != now && !due.again && now.items.is_empty() {
        return Ok(None);
    }
    if let Some(Figure::Value(drawn)) = figure
        && facts::worth_of(tx, workspace, edition).await?.as_ref() != Some(drawn)
    {
        due.edition.picture = None;
    }
    due.decision = Decision::Report(now);
    due.facts = facts;
    Ok(Some(due))
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

/// It did not go out. Where that is known and its job has come to an end, or waits for long, nothing of it
/// stays, so that the next digest is about the whole time; where it is tried again soon, it stays with the
/// picture that Slack may still be looking through. Where the channel is gone, its community ends.
async fn lost(context: &Context, work: &Work, due: &Due, failure: &Failure) -> Result<Outcome> {
    let (workspace, edition) = (&work.workspace, &due.edition);
    let outcome = after(failure);
    let soon = match &outcome {
        Outcome::InDoubt(_) | Outcome::Limited { .. } => true,
        Outcome::Retry(_) | Outcome::RetryAfter(..) => !work.is_last(),
        _ => false,
    };
    if soon {
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
