//! A message with a picture in it: Slack looks through a picture for some moments after it was uploaded,
//! and refuses messages that show it until then.

use slack_morphism::prelude::SlackMessageContent;

use super::deliver::{self, Address, Sent};
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
