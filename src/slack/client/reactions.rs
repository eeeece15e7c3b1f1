//! Emoji under messages.

use serde_json::json;

use super::{Client, Method};
use crate::domain::ids::{ChannelId, MessageTs};
use crate::slack::failure::Failure;

/// ✅, as Slack calls it.
const CHECK: &str = "white_check_mark";

impl Client {
    /// `reactions.add`: the bot's own check mark under a message; nothing where it stands already.
    ///
    /// # Errors
    /// See [`Failure`]; `missing_scope` where the optional `reactions:write` was not granted.
    pub async fn check_mark(
        &self,
        channel: &ChannelId,
        message: &MessageTs,
    ) -> Result<(), Failure> {
        let body = json!({ "channel": channel, "timestamp": message, "name": CHECK });
        match self.write(Method::ReactionsAdd, &body).await {
            Err(failure) if failure.code() == Some("already_reacted") => Ok(()),
            answer => answer.map(drop),
        }
    }

    /// `reactions.remove` (<https://docs.slack.dev/reference/methods/reactions.remove>): takes the bot's
    /// own check mark off a message; nothing where it has none, or the message is gone.
    ///
    /// # Errors
    /// As [`Client::check_mark`].
    pub async fn take_off_check_mark(
        &self,
        channel: &ChannelId,
        message: &MessageTs,
    ) -> Result<(), Failure> {
        let body = json!({ "channel": channel, "timestamp": message, "name": CHECK });
        match self.write(Method::ReactionsRemove, &body).await {
            Err(failure) if matches!(failure.code(), Some("no_reaction" | "message_not_found")) => {
                Ok(())
            }
            answer => answer.map(drop),
        }
    }
}
