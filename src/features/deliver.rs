//! Sending one message for one job: marked before it goes, kept with the end of the job.

use std::time::Duration;

use chrono::TimeDelta;
use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{ChannelId, MemberId, MessageTs};
use crate::features::{Context, Result};
use crate::job::{Outcome, WhenInDoubt, Work};
use crate::slack::client::{File, Trace};
use crate::slack::failure::{End, Failure};
use crate::store;
use crate::transaction;

/// Where a message goes.
pub struct Address<'a> {
    pub channel: &'a ChannelId,
    pub thread: Option<&'a MessageTs>,
}

/// What became of a message.
pub enum Sent {
    At(MessageTs),
    /// Not sent, or nobody knows.
    Not(Failure),
}

/// Posts the message of a job that was marked with `mark_sending` in the transaction that decided to
/// send it. What the caller writes then commits together with the end of the job.
pub async fn post(
    context: &Context,
    work: &Work,
    to: Address<'_>,
    content: SlackMessageContent,
) -> Sent {
    match context.slack.post(to.channel, to.thread, content, work.id).await {
        Ok(ts) => Sent::At(ts),
        Err(failure) => Sent::Not(failure),
    }
}

/// Tells somebody something in their chat with the bot, at once and once: `content` is for whoever asked
/// for it, so that it takes no place in their day.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn tell(
    context: &Context,
    work: &Work,
    member: &MemberId,
    content: SlackMessageContent,
) -> Result<Outcome> {
    let conversation = match context.slack.open_conversation(std::slice::from_ref(member)).await {
        Ok(conversation) => conversation,
        Err(failure) => return Ok(still(work, after(&failure))),
    };
    match earlier(context, work, &conversation).await {
        Earlier::Nothing => {}
        Earlier::At(_) => return Ok(Outcome::Done),
        Earlier::Unknown(outcome) => return Ok(outcome),
    }
    if !is_marked(context, work).await? {
        return Ok(Outcome::Cancel("somebody else sends it".to_owned()));
    }
    let to = Address { channel: &conversation, thread: None };
    Ok(post(context, work, to, content).await.outcome())
}

/// Brings somebody a file in their chat with the bot, with a sentence beside it.
///
/// # Errors
/// The database; what Slack answers becomes an [`Outcome`].
pub async fn bring(
    context: &Context,
    work: &Work,
    member: &MemberId,
    file: File<'_>,
    comment: &str,
) -> Result<Outcome> {
    let conversation = match context.slack.open_conversation(std::slice::from_ref(member)).await {
        Ok(conversation) => conversation,
        Err(failure) => return Ok(after(&failure)),
    };
    let uploaded = match context.slack.upload(file).await {
        Ok(uploaded) => uploaded,
        Err(failure) => return Ok(after(&failure)),
    };
    if !is_marked(context, work).await? {
        return Ok(Outcome::Cancel("somebody else sends it".to_owned()));
    }
    match context.slack.share(&uploaded, file, &conversation, None, comment).await {
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => Ok(after(&failure)),
    }
}

/// Marks a job whose message needs no look at anything else; `false` where its lease is gone.
pub async fn is_marked(context: &Context, work: &Work) -> store::Result<bool> {
    transaction!(context.store, |tx| tx.mark_sending(&work.workspace, work.id, &work.lease).await)
        .await
}

/// How long a message in doubt is given to appear before it is looked for.
const UNTIL_IT_APPEARS: TimeDelta = TimeDelta::minutes(1);

/// What is known of an earlier try.
pub enum Earlier {
    /// There was none, or it never arrived, or nobody can know and twice is better than never.
    Nothing,
    /// It arrived.
    At(MessageTs),
    /// Nobody knows yet, or nobody can know and never is better than twice.
    Unknown(Outcome),
}

/// Looks for the message of a job in doubt, before it is marked again. Only for conversations that the
/// bot may read: its own direct messages, and channels where that was granted.
pub async fn earlier(context: &Context, work: &Work, channel: &ChannelId) -> Earlier {
    let Some(sent) = work.in_doubt else { return Earlier::Nothing };
    if let Ok(wait) = (sent + UNTIL_IT_APPEARS - context.now()).to_std()
        && !wait.is_zero()
    {
        return Earlier::Unknown(Outcome::LookAgain { after: wait, limited: None });
    }
    match context.slack.find(channel, work.id, sent).await {
        Ok(Trace::Found(ts)) => {
            tracing::info!(job = %work.id, "what was in doubt had arrived");
            Earlier::At(ts)
        }
        Ok(Trace::NotThere) => {
            tracing::info!(job = %work.id, "what was in doubt never arrived: sent again");
            Earlier::Nothing
        }
        Ok(Trace::Unclear) => by_rule(work),
        Err(failure) if failure.code().is_none() || failure.is_refused() => {
            Earlier::Unknown(still(work, after(&failure)))
        }
        Err(failure) => {
            tracing::warn!(job = %work.id, %failure, "what is in doubt cannot be looked for");
            by_rule(work)
        }
    }
}

/// The end of a try that came to nothing before it could look: what was in doubt before still is.
pub fn still(work: &Work, outcome: Outcome) -> Outcome {
    if work.in_doubt.is_none() {
        return outcome;
    }
    match outcome {
        Outcome::Retry(why) | Outcome::RetryAfter(_, why) | Outcome::Refused(why) => {
            Outcome::InDoubt(why)
        }
        Outcome::Limited { method, pause } => {
            Outcome::LookAgain { after: pause, limited: Some(method) }
        }
        Outcome::Wait(after, _) => Outcome::LookAgain { after, limited: None },
        other => other,
    }
}

fn by_rule(work: &Work) -> Earlier {
    match work.job.when_in_doubt() {
        WhenInDoubt::SendAgain | WhenInDoubt::LookOrSendAgain => Earlier::Nothing,
        WhenInDoubt::LetGo | WhenInDoubt::LookOrLetGo => Earlier::Unknown(Outcome::LetGo),
    }
}

impl Sent {
    /// Ends a job whose message nobody needs again.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::At(_) => Outcome::Done,
            Self::Not(failure) => after(&failure),
        }
    }
}

/// A scope that Slack misses is for the operator to mend: until then, the job waits.
const UNTIL_MENDED: Duration = Duration::from_secs(600);

/// What a failed call makes of its job.
pub fn after(failure: &Failure) -> Outcome {
    match failure {
        // Slack asks to slow down: that is no failure of the job's.
        Failure::Retry { call, after: Some(pause), .. } => {
            Outcome::Limited { method: call, pause: *pause }
        }
        Failure::Retry { after: None, .. } => Outcome::Retry(failure.to_string()),
        Failure::InDoubt { .. } => Outcome::InDoubt(failure.to_string()),
        Failure::Permanent { .. } if failure.is_refused() => Outcome::Refused(failure.to_string()),
        Failure::Permanent { .. } if failure.end() == Some(End::MissingScope) => {
            Outcome::Wait(UNTIL_MENDED, failure.to_string())
        }
        Failure::Permanent { .. } if failure.is_gone() || failure.is_unreachable() => {
            Outcome::Cancel(failure.to_string())
        }
        Failure::Permanent { .. } => Outcome::Fail(failure.to_string()),
    }
}
