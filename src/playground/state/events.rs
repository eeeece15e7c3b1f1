//! What the app is told: only events that it subscribed to, that its scopes allow, and of
//! conversations that it is in.

use serde_json::{Value, json};

use super::World;
use super::conversations::{Kind, Message};
use super::people::Person;
use crate::playground::hub::Asked;
use crate::playground::json::put;

impl World {
    /// Sends an event if the app subscribed to it and has the scope that it takes.
    pub(crate) fn send_event(&mut self, subscription: &str, scope: Option<&str>, mut event: Value) {
        let subscribed = self.app.events.iter().any(|name| name == subscription);
        if !self.oauth.installed || !subscribed || !scope.is_none_or(|scope| self.granted(scope)) {
            return;
        }
        let now = self.now();
        if event.get("event_ts").is_none() {
            let ts = self.ids.ts(now);
            put(&mut event, "event_ts", ts);
        }
        let id = self.ids.next("Ev");
        let kind = event.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let payload = json!({
            "token": "verification-token", "team_id": self.names.team,
            "context_team_id": self.names.team, "context_enterprise_id": null,
            "api_app_id": self.names.app, "event": event, "type": "event_callback",
            "event_id": id, "event_time": now.timestamp(),
            "authorizations": [{
                "enterprise_id": null, "team_id": self.names.team, "user_id": self.names.bot,
                "is_bot": true, "is_enterprise_install": false,
            }],
            "is_ext_shared_channel": false,
            "event_context": format!("4-{kind}-{}-{id}", self.names.team),
        });
        self.send(Asked::Event, format!("{kind} {id}"), payload, None);
    }

    /// Tells the app of a message, where it may read along.
    pub(crate) fn message_event(&mut self, message: &Message) {
        if message.only_for.is_some() {
            return;
        }
        let Some(conversation) = self.conversations.get(&message.conversation) else { return };
        if !conversation.members.contains(&self.names.bot) {
            return;
        }
        let kind = conversation.kind;
        let (channel_type, subscription) = kind.event();
        let mut event = self.message_json(message, true);
        put(&mut event, "channel", message.conversation.as_str());
        put(&mut event, "channel_type", channel_type);
        put(&mut event, "event_ts", message.ts.as_str());
        let mention = format!("<@{}>", self.names.bot);
        let mentioned = message.text.contains(&mention)
            && message.author != self.names.bot
            && message.subtype.is_none();
        self.send_event(subscription, Some(kind.scope(true)), event.clone());
        if mentioned && kind != Kind::Dm {
            put(&mut event, "type", "app_mention");
            if let Some(object) = event.as_object_mut() {
                object.remove("channel_type");
            }
            self.send_event("app_mention", Some("app_mentions:read"), event);
        }
    }

    /// Tells the app that a message was edited, where it may read along.
    pub(crate) fn changed_event(&mut self, before: &Message, message: &Message) {
        let Some(conversation) = self.conversations.get(&message.conversation) else { return };
        if message.only_for.is_some() || !conversation.members.contains(&self.names.bot) {
            return;
        }
        let kind = conversation.kind;
        let (channel_type, subscription) = kind.event();
        // The first message of a thread names itself as that.
        let begins = conversation.replies(&message.ts) > 0;
        let of_thread = |it: &Message| match (&it.thread_ts, begins) {
            (None, true) => Message { thread_ts: Some(it.ts.clone()), ..it.clone() },
            _ => it.clone(),
        };
        let (before, message) = (&of_thread(before), &of_thread(message));
        let event = json!({
            "type": "message", "subtype": "message_changed", "hidden": true,
            "channel": message.conversation, "channel_type": channel_type,
            "message": self.message_json(message, true),
            "previous_message": self.message_json(before, true),
        });
        self.send_stamped(subscription, kind.scope(true), event);
    }

    /// Tells the app that a message is gone, where it may read along.
    pub(crate) fn deleted_event(&mut self, message: &Message) {
        let Some(conversation) = self.conversations.get(&message.conversation) else { return };
        if message.only_for.is_some() || !conversation.members.contains(&self.names.bot) {
            return;
        }
        let kind = conversation.kind;
        let (channel_type, subscription) = kind.event();
        let event = json!({
            "type": "message", "subtype": "message_deleted", "hidden": true,
            "channel": message.conversation, "channel_type": channel_type,
            "deleted_ts": message.ts, "previous_message": self.message_json(message, true),
        });
        self.send_stamped(subscription, kind.scope(true), event);
    }

    /// With a time of the event's own: the one of the message is inside.
    fn send_stamped(&mut self, subscription: &str, scope: &str, mut event: Value) {
        let ts = self.ids.ts(self.clock.now());
        put(&mut event, "ts", ts.as_str());
        put(&mut event, "event_ts", ts);
        self.send_event(subscription, Some(scope), event);
    }

    /// Tells the app of a reaction, where it is in the conversation.
    pub(crate) fn reaction_event(&mut self, kind: &str, who: &str, name: &str, message: &Message) {
        let place = self.conversations.get(&message.conversation);
        if !place.is_some_and(|place| place.members.contains(&self.names.bot)) {
            return;
        }
        let event = json!({
            "type": kind, "user": who, "reaction": name, "item_user": message.author,
            "item": {"type": "message", "channel": message.conversation, "ts": message.ts},
        });
        self.send_event(kind, Some("reactions:read"), event);
    }

    /// Tells the app that somebody came into a channel or left it.
    pub(crate) fn membership_event(
        &mut self,
        kind: &str,
        conversation: &str,
        person: &str,
        inviter: Option<&str>,
    ) {
        let Some(channel) = self.conversations.get(conversation) else { return };
        let letter = if channel.kind == Kind::Channel { "C" } else { "G" };
        let mut event = json!({
            "type": kind, "user": person, "channel": conversation, "channel_type": letter,
            "team": self.names.team,
        });
        if let Some(inviter) = inviter {
            put(&mut event, "inviter", inviter);
        }
        if channel.members.contains(&self.names.bot) {
            let scope = channel.kind.scope(false);
            self.send_event(kind, Some(scope), event);
        }
    }

    /// Tells the app of a channel's fate.
    pub(crate) fn channel_event(&mut self, kind: &str, conversation: &str, mut event: Value) {
        let Some(channel) = self.conversations.get(conversation) else { return };
        let scope = channel.kind.scope(false);
        put(&mut event, "type", kind);
        self.send_event(kind, Some(scope), event);
    }

    /// Tells the app of a person: `team_join`, `user_change`.
    pub(crate) fn person_event(&mut self, kind: &str, person: &Person) {
        let now = self.now();
        let with_email = self.granted("users:read.email");
        let mut user = person.slack(&self.names.team, now, with_email);
        let fields = self.profile_fields(person);
        if let Some(profile) = user.get_mut("profile") {
            put(profile, "fields", fields);
        }
        let event = json!({"type": kind, "user": user, "cache_ts": now.timestamp()});
        let scope =
            if kind == "user_profile_changed" { "users.profile:read" } else { "users:read" };
        self.send_event(kind, Some(scope), event);
    }

    /// Tells the app what changed of a person: `user_change`, and what it was more exactly.
    pub(crate) fn person_changed(&mut self, before: &Person, person: &Person) {
        self.person_event("user_change", person);
        let status = |one: &Person| {
            (one.status_emoji.clone(), one.status_text.clone(), one.status_expiration)
        };
        if status(before) != status(person) {
            self.person_event("user_status_changed", person);
        }
        let calm = Person {
            status_emoji: before.status_emoji.clone(),
            status_text: before.status_text.clone(),
            status_expiration: before.status_expiration,
            ..person.clone()
        };
        if calm != *before {
            self.person_event("user_profile_changed", person);
        }
    }
}
