//! Sending one message for one job: marked before it goes, kept with the end of the job.

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{ChannelId, MessageTs};
use crate::features::Context;
use crate::job::{Outcome, Work};
use crate::slack::failure::Failure;

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

impl Sent {
    /// Ends a job whose message nobody needs again.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::At(_) => Outcome::Done,
            Self::Not(failure) => after(&failure),
        }
    }
}

/// What a failed call makes of its job.
pub fn after(failure: &Failure) -> Outcome {
    match failure {
        Failure::Retry { after: Some(pause), .. } => {
            Outcome::RetryAfter(*pause, failure.to_string())
        }
        Failure::Retry { after: None, .. } => Outcome::Retry(failure.to_string()),
        Failure::InDoubt { .. } => Outcome::InDoubt(failure.to_string()),
        Failure::Permanent { .. } => Outcome::Cancel(failure.to_string()),
    }
}
