//! Beyond single people: the whole channel is asked, and the stewards.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{CommunityId, MemberId, QuestionId, WorkspaceId};
use crate::domain::people::Member;
use crate::domain::question::State;
use crate::features::ask::ladder::offer::names;
use crate::features::ask::radar::alone;
use crate::features::coffee::nudges::{claim_today, next_free_moment};
use crate::features::deliver::{Address, Earlier, Sent, after, earlier, post, still};
use crate::features::{Context, Result};
use crate::job::{ForSteward, Outcome, Work};
use crate::store::{self, Tx};
use crate::transaction;
use crate::views::ask::beyond;

/// Lets a channel know that a question of it is open: in the question's thread, where the answers are,
/// and shown in the channel as well.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn ask_channel(context: &Context, work: &Work, id: QuestionId) -> Result<Outcome> {
    let workspace = &work.workspace;
    if work.in_doubt.is_some() {
        // Threads are not looked through: better never than twice.
        return Ok(Outcome::LetGo);
    }
    let found = transaction!(context.store, |tx| {
        let question = tx.question(workspace, id).await?;
        let open = question.filter(|it| it.state == State::Channel && it.first_answer_at.is_none());
        let Some(question) = open else { return Ok(None) };
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok(ours.then_some(question))
    })
    .await?;
    let Some(question) = found else {
        return Ok(Outcome::Cancel("the channel is not asked any more".to_owned()));
    };
    let Some(thread) = &question.thread else {
        return Ok(Outcome::Cancel("it has no thread".to_owned()));
    };
    let content = beyond::channel(&context.voice, &question);
    let sent = context.slack.broadcast(&thread.channel, &thread.message, content, work.id).await;
    match sent {
        Ok(_) => stands(context, work, id, State::Channel).await,
        Err(failure) => Ok(after(&failure)),
    }
}

/// It was said: from now on they have their time.
async fn stands(context: &Context, work: &Work, id: QuestionId, state: State) -> Result<Outcome> {
    let workspace = &work.workspace;
    transaction!(context.store, |tx| {
        if let Some(mut question) = tx.lock_question(workspace, id).await?
            && question.state == state
        {
            question.since = context.now();
            tx.save_question(workspace, &question).await?;
        }
        tx.finish(workspace, work.id, &work.lease).await
    })
    .await?;
    Ok(Outcome::Done)
}

/// Tells whoever tends a community something, on a day that has room for it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn tell_steward(
    context: &Context,
    work: &Work,
    member: &MemberId,
    about: &ForSteward,
) -> Result<Outcome> {
    let workspace = &work.workspace;
    let mut tx = context.store.read().await?;
    let reader = tx.member(workspace, member).await?;
    let content = content(context, &mut tx, workspace, about).await?;
    drop(tx);
    let (Some(reader), Some(content)) = (reader, content) else {
        return Ok(Outcome::Cancel("what it was about is over".to_owned()));
    };
    let to = std::slice::from_ref(member);
    let conversation = match context.slack.open_conversation(to).await {
        Ok(conversation) => conversation,
        Err(failure) => return Ok(still(work, after(&failure))),
    };
    match earlier(context, work, &conversation).await {
        Earlier::Nothing => {}
        Earlier::At(_) => return told(context, work, about).await,
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    let claimed_by = format!("steward:{}", work.id);
    if let Some(outcome) = not_now(context, work, &reader, &claimed_by).await? {
        return Ok(outcome);
    }
    match post(context, work, Address { channel: &conversation, thread: None }, content).await {
        Sent::At(_) => told(context, work, about).await,
        Sent::Not(failure) => Ok(after(&failure)),
    }
}

async fn told(context: &Context, work: &Work, about: &ForSteward) -> Result<Outcome> {
    match about {
        ForSteward::Unanswered { question } => {
            stands(context, work, *question, State::Steward).await
        }
        ForSteward::WhichHelped { .. } | ForSteward::Left { .. } => Ok(Outcome::Done),
    }
}

/// Claims the reader's day and marks the send; else how the try ends.
pub(super) async fn not_now(
    context: &Context,
    work: &Work,
    reader: &Member,
    claimed_by: &str,
) -> Result<Option<Outcome>> {
    let workspace = &work.workspace;
    let outcome = transaction!(context.store, |tx| {
        let Some(moment) = next_free_moment(context, tx, workspace, reader, claimed_by).await?
        else {
            return Ok(Some(Outcome::Cancel("there is no room this week".to_owned())));
        };
        let wait = (moment - context.now()).to_std().unwrap_or_default();
        if wait.as_secs() >= 60 {
            return Ok(Some(Outcome::Snooze(wait)));
        }
        let readers = std::slice::from_ref(reader);
        if !claim_today(context, tx, workspace, readers, claimed_by, None).await? {
            return Ok(Some(Outcome::Snooze(std::time::Duration::from_secs(60))));
        }
        let ours = tx.mark_sending(workspace, work.id, &work.lease).await?;
        Ok((!ours).then(|| Outcome::Cancel("somebody else tells it".to_owned())))
    })
    .await?;
    Ok(outcome)
}

async fn content(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    about: &ForSteward,
) -> store::Result<Option<SlackMessageContent>> {
    match about {
        ForSteward::Unanswered { question } => {
            let question = tx.question(workspace, *question).await?;
            let open =
                question.filter(|it| it.state == State::Steward && it.first_answer_at.is_none());
            let Some(question) = open else { return Ok(None) };
            let names = names(tx, workspace, &question).await?;
            Ok(Some(beyond::steward(&context.voice, &names.offered(&question))))
        }
        ForSteward::WhichHelped { question } => {
            let question = tx.question(workspace, *question).await?;
            let open = question.filter(|it| it.state.is_open());
            Ok(open.map(|question| beyond::which_helped(&context.voice, &question)))
        }
        ForSteward::Left { member, community } => {
            left(context, tx, workspace, member, *community).await
        }
    }
}

async fn left(
    context: &Context,
    tx: &mut Tx,
    workspace: &WorkspaceId,
    member: &MemberId,
    community: CommunityId,
) -> store::Result<Option<SlackMessageContent>> {
    let Some(community) = tx.community(workspace, community).await? else { return Ok(None) };
    let theirs = alone(tx, workspace, &[community.id], member, context.now()).await?;
    if theirs.topics.is_empty() {
        return Ok(None);
    }
    let person = tx.member(workspace, member).await?.filter(|_| theirs.may_be_named);
    let name = person.as_ref().map(|it| it.profile.name.as_str());
    Ok(Some(beyond::left(&context.voice, &community.name, name, &theirs.topics)))
}
