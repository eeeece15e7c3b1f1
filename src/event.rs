//! What happened in Slack, in our words. `slack::decode` makes these; nothing inside knows the wire.
//!
//! Two lanes: an [`Event`] is kept in the inbox and worked off; an [`Interaction`] is somebody
//! waiting for an answer, which goes back in the acknowledgement.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::domain::people::Profile;

/// Something of the work lane, as it waits in the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub workspace: WorkspaceId,
    /// Slack's `event_id`: the same for every delivery of one event.
    pub id: String,
    /// When it happened, to the second: the earlier one of Slack's `event_time` and the event's own
    /// `event_ts`. It may arrive much later. `None`
    /// where Slack did not say, and in what an older version kept.
    #[serde(default)]
    pub at: Option<DateTime<Utc>>,
    pub what: Happening,
}

/// What can happen in the work lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    HomeOpened {
        member: MemberId,
    },
    /// Somebody joined the workspace, or their profile or account changed.
    ProfileChanged {
        profile: Profile,
        /// Their custom fields by id, where the event had any.
        #[serde(default)]
        fields: BTreeMap<String, String>,
        /// They have just joined: nothing of theirs was there before.
        #[serde(default)]
        joined: bool,
    },
    /// A user group was made or changed, or has other people now.
    UserGroupsChanged,
    /// Somebody wrote to the bot in its direct message.
    DirectMessage {
        member: MemberId,
        channel: ChannelId,
        /// What they wrote: a question, perhaps. Versions that did not keep it left it out.
        #[serde(default)]
        text: String,
        /// The thread that it is in.
        #[serde(default)]
        thread: Option<MessageTs>,
    },
    /// Somebody answered in the thread of a question.
    Replied {
        member: MemberId,
        channel: ChannelId,
        thread: MessageTs,
        message: MessageTs,
        text: String,
    },
    /// They changed what they had written there.
    ReplyEdited {
        channel: ChannelId,
        message: MessageTs,
        text: String,
    },
    /// They took it back.
    ReplyDeleted {
        channel: ChannelId,
        message: MessageTs,
    },
    /// Somebody set a check mark under an answer, or took it off.
    Checked {
        member: MemberId,
        channel: ChannelId,
        message: MessageTs,
        /// `false`: taken off.
        on: bool,
    },
    /// Somebody named the bot in a channel. What they wrote is not kept.
    Mentioned {
        member: MemberId,
        channel: ChannelId,
        thread: MessageTs,
    },
    /// Somebody left a channel, or was removed from it.
    LeftChannel {
        member: MemberId,
        channel: ChannelId,
    },
    /// A channel was archived or deleted, or the bot was removed from it.
    ChannelLost {
        channel: ChannelId,
    },
    /// Klatch was taken out of the workspace.
    Uninstalled,
    /// The bot's tokens were revoked.
    TokensRevoked,
}

/// Somebody waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interaction {
    pub workspace: WorkspaceId,
    pub member: MemberId,
    /// Opens a modal within 3 seconds, once; also names this interaction in the receipts.
    pub trigger: String,
    pub what: Gesture,
}

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// A slash command with the words after it.
    Command { name: String, words: String, place: Place },
    /// A button, a select, a picker.
    Press { action: String, value: Option<String>, origin: Origin },
    /// A modal was sent.
    Submit { modal: Modal, form: Form },
    /// A modal with `notify_on_close` was closed.
    Close { modal: Modal },
    /// An entry of the menu of shortcuts, or of a message's own menu.
    Shortcut {
        /// Its `callback_id` in the manifest.
        name: String,
        on: Option<OnMessage>,
    },
}

/// The message that a shortcut was chosen on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnMessage {
    pub channel: ChannelId,
    pub message: MessageTs,
    /// The head of the thread that it is in.
    pub thread: Option<MessageTs>,
    /// Who wrote it; `None` for what no person wrote.
    pub author: Option<MemberId>,
    pub text: String,
    pub files: Vec<SharedFile>,
}

/// A file of a message: only what it is called, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFile {
    pub name: String,
    /// Its `permalink`.
    pub link: String,
}

/// The conversation that a command was given in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub channel: ChannelId,
    /// As Slack names it in the payload: `directmessage` and `privategroup` are kinds, not names.
    pub name: String,
}

/// Where a press came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Message { channel: ChannelId, message: MessageTs },
    Home,
    Modal { modal: Modal, form: Form },
}

/// A modal that is open on somebody's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modal {
    /// The view's id.
    pub id: String,
    /// Changes with every update: an update that names an older one loses.
    pub hash: String,
    /// Its `callback_id`: which of our modals it is.
    pub name: String,
    /// Its `private_metadata`: what we gave along.
    pub metadata: String,
}

/// What was filled in, by `block_id`: one value, or several for multi-selects and checkboxes.
/// Empty fields are not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form(pub BTreeMap<String, Vec<String>>);

impl Form {
    /// The first value of a field, if it was filled in.
    pub fn get(&self, block: &str) -> Option<&str> {
        self.0.get(block).and_then(|values| values.first()).map(String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, block: &str) -> &[String] {
        self.0.get(block).map_or(&[], Vec::as_slice)
    }
}

/// What an interaction is answered with. Views and messages are Slack's JSON, made by `views`.
/// It can be kept in a receipt, so that a second delivery repeats the answer, not the effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// Nothing to say: it shows by itself.
    Done,
    /// A message that only this person sees.
    Ephemeral(serde_json::Value),
    /// Sentences at the fields of the modal, by `block_id`; the modal stays as it was filled in.
    Errors(BTreeMap<String, String>),
    /// Another view in the place of the modal.
    Replace(serde_json::Value),
    /// The modal closes.
    CloseModal,
}
