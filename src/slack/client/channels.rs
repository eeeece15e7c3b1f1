//! Channels: what they are, and joining them.

use serde_json::{Value, json};

use super::{Client, Method, unreadable};
use crate::domain::ids::ChannelId;
use crate::slack::decode::text::{line, name, yes};
use crate::slack::failure::Failure;

/// What sort of conversation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    Public,
    Private,
    /// One person and another, or the bot.
    Direct,
    /// Several people, without a name.
    Group,
}

/// What Slack says of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelInfo {
    pub id: ChannelId,
    /// Without the `#`; empty for a direct message.
    pub name: String,
    pub kind: ChannelKind,
    pub archived: bool,
    /// With another organization, or another workspace of the same one; also when only offered.
    pub shared: bool,
    /// Whether the bot is in it.
    pub member: bool,
    pub num_members: Option<u64>,
}

impl Client {
    /// `conversations.join`: only public channels can be joined; into a private one the bot is
    /// invited. Joining again does nothing.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn join(&self, channel: &ChannelId) -> Result<(), Failure> {
        self.write(Method::ConversationsJoin, &json!({ "channel": channel })).await.map(drop)
    }

    /// `conversations.info`. A private channel without the bot answers `channel_not_found`.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn channel(&self, channel: &ChannelId) -> Result<ChannelInfo, Failure> {
        let query = [
            ("channel", Some(channel.to_string())),
            ("include_num_members", Some("true".to_owned())),
        ];
        let answer = self.read(Method::ConversationsInfo, &query).await?;
        answer
            .get("channel")
            .and_then(channel_info)
            .ok_or_else(|| unreadable(Method::ConversationsInfo))
    }
}

fn channel_info(channel: &Value) -> Option<ChannelInfo> {
    let kind = if yes(channel, "is_im") {
        ChannelKind::Direct
    } else if yes(channel, "is_mpim") {
        ChannelKind::Group
    } else if yes(channel, "is_private") || yes(channel, "is_group") {
        ChannelKind::Private
    } else {
        ChannelKind::Public
    };
    let shared = ["is_ext_shared", "is_pending_ext_shared", "is_org_shared"];
    Some(ChannelInfo {
        id: ChannelId::new(name(channel.get("id"))?),
        name: line(channel.get("name"), 200).unwrap_or_default(),
        kind,
        archived: yes(channel, "is_archived"),
        shared: shared.into_iter().any(|flag| yes(channel, flag)),
        member: yes(channel, "is_member") || kind == ChannelKind::Direct,
        num_members: channel.get("num_members").and_then(Value::as_u64),
    })
}
