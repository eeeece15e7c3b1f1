//! Sending one message for one job: marked before it goes, kept with the end of the job.

use std::time::Duration;

use slack_morphism::prelude::SlackMessageContent;

use crate::domain::ids::{ChannelId, MessageTs};
use crate::features::Context;
use crate::job::{Outcome, Work};
use crate::slack::failure::{End, Failure};

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
