//! Conversations and what was said in them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// What kind of conversation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Channel,
    Private,
    /// A direct message between two.
    Dm,
    /// A direct message among three to nine.
    Group,
}

impl Kind {
    /// As the page calls it.
    pub(crate) fn page(self) -> &'static str {
        match self {
            Self::Channel => "channel",
            Self::Private => "private",
            Self::Dm => "dm",
            Self::Group => "group",
        }
    }

    /// As `channel_type` of a message event, and the last part of its subscription's name.
    pub(crate) fn event(self) -> (&'static str, &'static str) {
        match self {
            Self::Channel => ("channel", "message.channels"),
            Self::Private => ("group", "message.groups"),
            Self::Dm => ("im", "message.im"),
            Self::Group => ("mpim", "message.mpim"),
        }
    }

    /// The scope that reading it takes: of the conversation itself, or of its history.
    pub(crate) fn scope(self, history: bool) -> &'static str {
        match (self, history) {
            (Self::Channel, false) => "channels:read",
            (Self::Private, false) => "groups:read",
            (Self::Dm, false) => "im:read",
            (Self::Group, false) => "mpim:read",
            (Self::Channel, true) => "channels:history",
            (Self::Private, true) => "groups:history",
            (Self::Dm, true) => "im:history",
            (Self::Group, true) => "mpim:history",
        }
    }
}

/// Something said. Thread replies are kept beside their parents.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub ts: String,
    pub conversation: String,
    /// Who wrote it: a person's id, or the bot's.
    pub author: String,
    /// Slack's mrkdwn. The fallback where there are blocks.
    pub text: String,
    /// Block Kit, with every `block_id` and `action_id` filled in.
    pub blocks: Option<Vec<Value>>,
    /// The parent's `ts` in a thread.
    pub thread_ts: Option<String>,
    pub edited: bool,
    /// Only this person sees it.
    pub only_for: Option<String>,
    /// Such as `channel_join`.
    pub subtype: Option<String>,
    pub metadata: Option<Value>,
    /// What was sent along, as Slack describes it.
    pub files: Vec<Value>,
    /// The one that was put there first comes first.
    pub reactions: Vec<Reaction>,
}

/// An emoji under a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// Without colons: `white_check_mark`.
    pub name: String,
    /// Who put it there, in that order; never nobody.
    pub people: Vec<String>,
}

impl Message {
    /// Whether it is an answer in a thread.
    pub fn is_reply(&self) -> bool {
        self.thread_ts.as_ref().is_some_and(|parent| *parent != self.ts)
    }

    /// Whether that person sees it.
    pub fn visible_to(&self, person: &str) -> bool {
        self.only_for.as_deref().is_none_or(|only| only == person)
    }

    /// Its reactions as Slack lists them.
    pub(crate) fn reactions_json(&self) -> Vec<Value> {
        let one =
            |it: &Reaction| json!({"name": it.name, "users": it.people, "count": it.people.len()});
        self.reactions.iter().map(one).collect()
    }

    /// The page's message.
    pub(crate) fn page(&self, reply_count: usize) -> Value {
        json!({
            "ts": self.ts, "user": self.author, "text": self.text, "blocks": self.blocks,
            "thread_ts": self.thread_ts, "reply_count": reply_count, "edited": self.edited,
            "ephemeral": self.only_for.is_some(), "subtype": self.subtype, "files": self.files,
            "reactions": self.reactions_json(),
        })
    }
}

/// A place where people talk.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub id: String,
    pub kind: Kind,
    /// Without `#`; empty for direct messages.
    pub name: String,
    pub topic: String,
    pub members: BTreeSet<String>,
    pub archived: bool,
    /// Shared with another organization.
    pub shared: bool,
    /// The one that everybody is in.
    pub general: bool,
    pub(crate) creator: String,
    pub(crate) created: i64,
    pub(crate) messages: BTreeMap<String, Message>,
    /// Direct messages show only after the first word, or once opened by hand.
    pub(crate) opened_by: BTreeSet<String>,
}

impl Conversation {
    /// Whether it is a direct message of two or more.
    pub fn is_direct(&self) -> bool {
        matches!(self.kind, Kind::Dm | Kind::Group)
    }

    /// Whether that person finds it in their list.
    pub fn listed_for(&self, person: &str) -> bool {
        match self.kind {
            Kind::Channel => true,
            Kind::Private => self.members.contains(person),
            Kind::Dm | Kind::Group => {
                self.members.contains(person)
                    && (self.opened_by.contains(person)
                        || self.messages.values().any(|message| message.visible_to(person)))
            }
        }
    }

    /// How many answers hang under a message.
    pub(crate) fn replies(&self, ts: &str) -> usize {
        self.messages
            .range(ts.to_owned()..)
            .filter(|(_, message)| message.is_reply() && message.thread_ts.as_deref() == Some(ts))
            .count()
    }

    /// Slack's conversation object, as the bot sees it.
    pub(crate) fn slack(&self, bot: &str) -> Value {
        if self.kind == Kind::Dm {
            let other = self.members.iter().find(|member| *member != bot);
            return json!({
                "id": self.id, "created": self.created, "is_archived": self.archived,
                "is_im": true, "is_org_shared": false, "user": other, "is_open": true,
                "is_mpim": false, "is_channel": false, "is_group": false, "is_private": true,
                "latest": null, "unread_count": 0, "priority": 0,
            });
        }
        let private = self.kind != Kind::Channel;
        json!({
            "id": self.id, "name": self.name, "name_normalized": self.name,
            "created": self.created, "creator": self.creator, "is_archived": self.archived,
            "is_channel": self.kind == Kind::Channel, "is_group": self.kind == Kind::Private,
            "is_im": false, "is_mpim": self.kind == Kind::Group, "is_general": self.general,
            "is_private": private, "is_member": self.members.contains(bot),
            "is_shared": self.shared, "is_ext_shared": self.shared, "is_org_shared": false,
            "is_pending_ext_shared": false, "pending_shared": [], "previous_names": [],
            "unlinked": 0, "num_members": self.members.len(),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        })
    }
}
