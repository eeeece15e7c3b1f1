//! A message with a picture in it: Slack looks through a picture for some moments after it was uploaded,
//! and refuses messages that show it until then.

use slack_morphism::prelude::SlackMessageContent;

use super::deliver::{self, Address, Sent};
use crate::domain::question::Spot;
use crate::features::Context;
use crate::job::Work;
use crate::slack::failure::Failure;

/// How many tries of a job wait for its picture: a quarter to half a minute in all.
const TRIES_WITH_PICTURE: u32 = 4;

/// Posts a message with a picture in it, uploaded with `upload_unshared`. While Slack is not ready to show
/// it, the try is made again, so the file's id must be kept where the next try finds it: another upload
/// would begin from the start. After some tries `without` goes out instead, and only the log says so.
pub async fn post(
    context: &Context,
    work: &Work,
    to: Address<'_>,
    with: SlackMessageContent,
    without: SlackMessageContent,
) -> Sent {
    let refused = match deliver::post(context, work, Address { ..to }, with).await {
        Sent::Not(failure) if failure.is_of_a_picture() => failure,
        other => return other,
    };
    if work.attempt < TRIES_WITH_PICTURE {
        let why = "the picture is not ready".to_owned();
        return Sent::Not(Failure::Retry { call: refused.call(), why, after: None });
    }
    tracing::warn!(job = %work.id, failure = %refused, "a message goes out without its picture");
    deliver::post(context, work, to, without).await
}

/// What became of a message that was to be changed.
pub enum Changed {
    /// It stands as it was to.
    Done,
    /// Its words do; the picture is not ready, and may be in the next try.
    PictureLater(String),
    /// Its words do; the picture is gone, or Slack does not take it.
    WithoutPicture,
    Not(Failure),
}

/// Changes a message with a picture in it. Its words change at once, whatever became of the picture:
/// somebody may have taken something back that stands there.
pub async fn update(
    context: &Context,
    work: &Work,
    at: &Spot,
    with: SlackMessageContent,
    without: SlackMessageContent,
) -> Changed {
    let refused = match context.slack.update(&at.channel, &at.message, with).await {
        Ok(()) => return Changed::Done,
        Err(failure) if failure.is_of_a_picture() => failure,
        Err(failure) => return Changed::Not(failure),
    };
    if let Err(failure) = context.slack.update(&at.channel, &at.message, without).await {
        return Changed::Not(failure);
    }
    if work.attempt < TRIES_WITH_PICTURE {
        return Changed::PictureLater("the picture is not ready".to_owned());
    }
    tracing::warn!(job = %work.id, failure = %refused, "a message stands without its picture");
    Changed::WithoutPicture
}
