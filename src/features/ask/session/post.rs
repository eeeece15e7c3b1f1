//! What a session says in its community's channel.

use chrono_tz::Tz;
use slack_morphism::prelude::SlackMessageContent;

use super::close::kept;
use super::known::{Facts, counts, find, zone_of};
use crate::domain::ids::{ChannelId, MessageTs, QuestionId, SessionId, WorkspaceId};
use crate::domain::question::{Answer, Asker, Question, Spot};
use crate::domain::session::{Session, Stage, State, WhyOff};
use crate::features::ask::not_posted;
use crate::features::deliver::{Address, Earlier, Sent, earlier, post as send};
use crate::features::{Context, Result};
use crate::job::{Outcome, Posting, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::session::channel::{self, Listed};

/// Posts something of a session in its channel.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn post(context: &Context, work: &Work, id: SessionId, what: Posting) -> Result<Outcome> {
    let workspace = &work.workspace;
    let there = find(&mut context.store.read().await?, workspace, Some(id)).await?;
    let Some(Facts { community, .. }) = there else {
        return Ok(Outcome::Cancel("the session is gone".to_owned()));
    };
    let channel = &community.channel;
    match earlier(context, work, channel).await {
        Earlier::Nothing => {}
        Earlier::At(ts) => return posted(context, work, (id, what), channel, &ts).await,
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    if what == Posting::Announcement {
        count_people(context, workspace, id, channel).await?;
    }
    let content = transaction!(context.store, |tx| {
        let content = content(context, tx, workspace, (id, what)).await?;
        if content.is_none() || tx.mark_sending(workspace, work.id, &work.lease).await? {
            return Ok(content);
        }
        Ok(None)
    })
    .await?;
    let Some(content) = content else {
        return Ok(Outcome::Cancel("there is nothing to say any more".to_owned()));
    };
    let to = Address { channel, thread: None };
    match send(context, work, to, content).await {
        Sent::At(ts) => posted(context, work, (id, what), channel, &ts).await,
        Sent::Not(failure) => not_posted(context, workspace, channel, &failure).await,
    }
}

/// Writes down how many people read the channel, if Slack says so: in a small one style gives people
/// away. Nothing waits for it.
async fn count_people(
    context: &Context,
    workspace: &WorkspaceId,
    id: SessionId,
    channel: &ChannelId,
) -> Result<()> {
    let people = match context.slack.channel(channel).await {
        // Klatch is one of them.
        Ok(info) => info.num_members.map(|people| people.saturating_sub(1)),
        Err(failure) => {
            tracing::info!(%failure, "how many people are in a channel is not known");
            None
        }
    };
    let Some(people) = people.and_then(|people| u32::try_from(people).ok()) else { return Ok(()) };
    transaction!(context.store, |tx| {
        if let Some(session) = tx.lock_session(workspace, id).await? {
            let session = Session { people: Some(people), ..session };
            tx.save_session(workspace, &session).await?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// Keeps where it stands with the end of its job.
async fn posted(
    context: &Context,
    work: &Work,
    (id, what): (SessionId, Posting),
    channel: &ChannelId,
    ts: &MessageTs,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        match what {
            Posting::Announcement => {
                if let Some(session) = tx.lock_session(workspace, id).await? {
                    let announced = Session { announcement: Some(ts.clone()), ..session };
                    tx.save_session(workspace, &announced).await?;
                }
            }
            Posting::Question(question) => {
                if let Some(question) = tx.lock_question(workspace, question).await? {
                    let spot = Spot { channel: channel.clone(), message: ts.clone() };
                    let link = Some(spot.link());
                    let asked = Question { thread: Some(spot), link, ..question };
                    tx.save_question(workspace, &asked).await?;
                }
            }
            Posting::Opening | Posting::Moved | Posting::CalledOff | Posting::Recap => {}
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// What is posted; `None` where it is out of date.
async fn content(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    (id, what): (SessionId, Posting),
) -> store::Result<Option<SlackMessageContent>> {
    let Some(facts) = find(tx, workspace, Some(id)).await? else { return Ok(None) };
    let zone = zone_of(tx, workspace, &facts.session.steward).await?;
    let (voice, told, session) = (&context.voice, facts.told(zone), &facts.session);
    let runs = matches!(session.state, State::Live | State::Paused);
    let questions = tx.session_questions(workspace, id).await?;
    let (waiting, asked) = counts(&questions);
    Ok(match (what, session.state) {
        (Posting::Announcement, state) => {
            let open = state == State::Collecting || runs;
            let due = open && session.announcement.is_none();
            due.then(|| channel::announcement(voice, &told, waiting + asked))
        }
        (Posting::Opening, _) => runs.then(|| channel::opening(voice, &told, waiting)),
        (Posting::Question(asked), _) => {
            let stands = tx.question(workspace, asked).await?;
            let due = stands.is_some_and(|it| it.thread.is_none());
            let Some(asked) = questions.iter().find(|it| due && it.id == asked) else {
                return Ok(None);
            };
            let asker = match &asked.asker {
                Asker::Known(member) => tx.member(workspace, member).await?,
                Asker::Sealed(_) | Asker::Forgotten => None,
            };
            let asker = asker.as_ref().map(|person| person.profile.name.as_str());
            Some(channel::question(voice, &told, asked, asker))
        }
        (Posting::Moved, State::Collecting) => Some(channel::moved(voice, &told)),
        (Posting::CalledOff, State::Cancelled(why)) if why != WhyOff::ChannelLost => {
            Some(channel::called_off(voice, &told, why))
        }
        (Posting::Recap, State::Ended) => Some(recap(context, tx, workspace, &facts, zone).await?),
        (Posting::Moved | Posting::CalledOff | Posting::Recap, _) => None,
    })
}

async fn recap(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    facts: &Facts,
    zone: Tz,
) -> store::Result<SlackMessageContent> {
    let session = &facts.session;
    let brought = tx.session_questions(workspace, session.id).await?;
    let (asked, left): (Vec<_>, Vec<_>) =
        brought.into_iter().partition(|it| it.stage == Stage::Asked);
    let ids: Vec<QuestionId> = asked.iter().map(|it| it.id).collect();
    let answers = tx.answers_to(workspace, &ids).await?;
    let mut questions = Vec::new();
    for id in ids {
        questions.extend(tx.question(workspace, id).await?);
    }
    questions.sort_by_key(|it| (it.asked_at, it.id));
    let listed: Vec<Listed<'_>> = questions
        .iter()
        .map(|question| {
            let given: Vec<&Answer> =
                answers.iter().filter(|it| it.question == question.id).collect();
            let answered = kept(session, question, &given).is_some();
            Listed { text: &question.title, link: question.link.as_deref(), answered }
        })
        .collect();
    let left = u32::try_from(left.len()).unwrap_or(u32::MAX);
    Ok(channel::recap(&context.voice, &facts.told(zone), &listed, left))
}

/// Keeps the announcement current: how many questions there are, and how the session stands.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn show(context: &Context, work: &Work, id: SessionId) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let Some(facts) = find(&mut tx, workspace, Some(id)).await? else {
        return Ok(Outcome::Cancel("the session is gone".to_owned()));
    };
    let Some(message) = &facts.session.announcement else {
        return Ok(Outcome::Cancel("it was not announced".to_owned()));
    };
    let (waiting, asked) = counts(&tx.session_questions(workspace, id).await?);
    let zone = zone_of(&mut tx, workspace, &facts.session.steward).await?;
    drop(tx);
    let content = channel::announcement(&context.voice, &facts.told(zone), waiting + asked);
    match context.slack.update(&facts.community.channel, message, content).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => not_posted(context, workspace, &facts.community.channel, &failure).await,
    }
}
