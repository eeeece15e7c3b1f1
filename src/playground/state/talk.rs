//! Conversations being opened, joined and spoken in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::conversations::{Conversation, Kind, Message};
use super::{Change, World};
use crate::playground::json::put;

/// A message about to be said.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) conversation: String,
    pub(crate) author: String,
    pub(crate) text: String,
    pub(crate) blocks: Option<Vec<Value>>,
    pub(crate) thread_ts: Option<String>,
    pub(crate) only_for: Option<String>,
    pub(crate) subtype: Option<&'static str>,
    pub(crate) metadata: Option<Value>,
    pub(crate) files: Vec<Value>,
}

impl World {
    /// The direct conversation of exactly these people, if there is one.
    pub(crate) fn direct(&self, members: &[String]) -> Option<&Conversation> {
        let wanted: BTreeSet<&String> = members.iter().collect();
        self.conversations.values().find(|c| {
            c.is_direct()
                && c.members.len() == wanted.len()
                && wanted.iter().all(|member| c.members.contains(*member))
        })
    }

    /// The direct conversation of exactly these people, made when there is none yet; and whether
    /// it was there already.
    pub(crate) fn open_direct(&mut self, members: &[String]) -> (String, bool) {
        if let Some(conversation) = self.direct(members) {
            return (conversation.id.clone(), true);
        }
        let members: BTreeSet<String> = members.iter().cloned().collect();
        let kind = if members.len() > 2 { Kind::Group } else { Kind::Dm };
        let name = if kind == Kind::Group { self.group_name(&members) } else { String::new() };
        let id = self.ids.next(if kind == Kind::Group { "C" } else { "D" });
        let conversation = Conversation {
            id: id.clone(),
            kind,
            name,
            topic: String::new(),
            members,
            archived: false,
            shared: false,
            general: false,
            creator: self.names.bot.clone(),
            created: self.now().timestamp(),
            messages: BTreeMap::new(),
            opened_by: BTreeSet::new(),
        };
        self.conversations.insert(id.clone(), conversation);
        (id, false)
    }

    fn group_name(&self, members: &BTreeSet<String>) -> String {
        let handles: Vec<&str> = members
            .iter()
            .filter_map(|id| self.people.get(id))
            .map(|person| person.name.as_str())
            .collect();
        format!("mpdm-{}-1", handles.join("--"))
    }

    /// Says something: keeps it, counts it unread, shows it, and tells the app what it may know.
    pub(crate) fn post(&mut self, draft: Draft) -> String {
        let ts = self.ids.ts(self.clock.now());
        let message = Message {
            ts: ts.clone(),
            conversation: draft.conversation,
            author: draft.author,
            text: draft.text,
            blocks: draft.blocks,
            thread_ts: draft.thread_ts,
            edited: false,
            only_for: draft.only_for,
            subtype: draft.subtype.map(str::to_owned),
            metadata: draft.metadata,
            files: draft.files,
            reactions: Vec::new(),
        };
        let place = message.conversation.clone();
        let Some(conversation) = self.conversations.get_mut(&place) else {
            return ts;
        };
        let first = conversation.messages.is_empty();
        conversation.messages.insert(ts.clone(), message.clone());
        if first && conversation.is_direct() {
            self.tell(Change::Conversation(place.clone()));
        }
        if message.is_reply()
            && let Some(parent) = message.thread_ts.clone()
        {
            // Its number of answers changed.
            self.tell(Change::Message { conversation: place.clone(), ts: parent });
        }
        self.tell(Change::Message { conversation: place, ts: ts.clone() });
        self.count_unread(&message);
        self.message_event(&message);
        ts
    }

    fn count_unread(&mut self, message: &Message) {
        if message.subtype.as_deref().is_some_and(|subtype| subtype != "file_share") {
            return;
        }
        let readers: Vec<String> =
            match (&message.only_for, self.conversations.get(&message.conversation)) {
                (Some(only), _) => vec![only.clone()],
                (None, Some(conversation)) => conversation.members.iter().cloned().collect(),
                (None, None) => Vec::new(),
            };
        for reader in &readers {
            if *reader == self.names.bot {
                continue;
            }
            let count = if *reader == message.author {
                0
            } else {
                let screen = self.screen(reader);
                screen.unread.get(&message.conversation).copied().unwrap_or_default() + 1
            };
            self.set_unread(reader, &message.conversation, count);
        }
    }

    /// Slack's message object.
    pub(crate) fn message_json(&self, message: &Message, with_metadata: bool) -> Value {
        let mut object = json!({
            "type": "message", "user": message.author, "text": message.text, "ts": message.ts,
            "team": self.names.team,
        });
        if message.author == self.names.bot {
            put(&mut object, "bot_id", self.names.bot_id.as_str());
            put(&mut object, "app_id", self.names.app.as_str());
        }
        if let Some(blocks) = &message.blocks {
            put(&mut object, "blocks", blocks.clone());
        }
        if !message.files.is_empty() {
            put(&mut object, "files", message.files.clone());
        }
        if let Some(thread) = &message.thread_ts {
            put(&mut object, "thread_ts", thread.as_str());
        }
        if let Some(subtype) = &message.subtype {
            put(&mut object, "subtype", subtype.as_str());
        }
        if message.edited {
            put(&mut object, "edited", json!({"user": message.author, "ts": message.ts}));
        }
        if with_metadata && let Some(metadata) = &message.metadata {
            put(&mut object, "metadata", metadata.clone());
        }
        object
    }

    /// Puts somebody into a channel, with the line that says so.
    pub(crate) fn add_member(&mut self, conversation: &str, person: &str, inviter: Option<&str>) {
        let Some(channel) = self.conversations.get_mut(conversation) else { return };
        if !channel.members.insert(person.to_owned()) {
            return;
        }
        self.tell(Change::Conversation(conversation.to_owned()));
        self.post(Draft {
            conversation: conversation.to_owned(),
            author: person.to_owned(),
            text: format!("<@{person}> has joined the channel"),
            subtype: Some("channel_join"),
            ..Draft::default()
        });
        self.membership_event("member_joined_channel", conversation, person, inviter);
    }

    /// Takes somebody out of a channel.
    pub(crate) fn remove_member(&mut self, conversation: &str, person: &str) {
        let Some(channel) = self.conversations.get_mut(conversation) else { return };
        if !channel.members.remove(person) {
            return;
        }
        let private = channel.kind == Kind::Private;
        self.tell(Change::Conversation(conversation.to_owned()));
        if person == self.names.bot {
            let kind = if private { "group_left" } else { "channel_left" };
            self.channel_event(kind, conversation, json!({"channel": conversation}));
        } else {
            self.membership_event("member_left_channel", conversation, person, None);
        }
    }
}
