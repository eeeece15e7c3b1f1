//! Payloads as Slack writes them.

use serde_json::{Value, json};

use super::find::element;
use super::{DeedError, Press, Spot};
use crate::playground::json::{self, put};
use crate::playground::state::World;
use crate::playground::state::conversations::Kind;
use crate::playground::state::views::View;

impl World {
    fn user_payload(&self, person: &str) -> Value {
        let name = self.people.get(person).map_or("", |person| person.name.as_str());
        json!({"id": person, "username": name, "name": name, "team_id": self.names.team})
    }

    /// What every interaction begins with.
    pub(super) fn frame(&self, kind: &str, person: &str) -> Value {
        json!({
            "type": kind, "user": self.user_payload(person), "api_app_id": self.names.app,
            "token": "verification-token", "enterprise": null, "is_enterprise_install": false,
            "team": {"id": self.names.team, "domain": self.names.domain},
        })
    }

    /// How payloads name a conversation: direct ones and private ones by their kind only.
    pub(super) fn payload_name(&self, conversation: &str) -> String {
        self.conversations.get(conversation).map_or_else(String::new, |c| match c.kind {
            Kind::Channel | Kind::Group => c.name.clone(),
            Kind::Private => "privategroup".to_owned(),
            Kind::Dm => "directmessage".to_owned(),
        })
    }

    pub(super) fn view_payload(&self, view: &View) -> Value {
        view.slack(&self.names.team, &self.names.app, &self.names.bot_id)
    }

    /// A slash command.
    pub(super) fn command_payload(
        &mut self,
        person: &str,
        conversation: &str,
        command: &str,
        words: &str,
    ) -> Value {
        let name = self.people.get(person).map(|person| person.name.clone()).unwrap_or_default();
        let response_url = self.hook("commands", person, conversation, None);
        let trigger = self.trigger(person);
        json!({
            "token": "verification-token", "team_id": self.names.team,
            "team_domain": self.names.domain, "channel_id": conversation,
            "channel_name": self.payload_name(conversation), "user_id": person,
            "user_name": name, "command": command, "text": words,
            "api_app_id": self.names.app, "is_enterprise_install": "false",
            "response_url": response_url, "trigger_id": trigger,
        })
    }

    /// A press on something in a message or a view.
    pub(super) fn press_payload(
        &mut self,
        person: &str,
        spot: &Spot,
        press: &Press,
    ) -> Result<Value, DeedError> {
        let mut payload = self.frame("block_actions", person);
        let blocks = match spot {
            Spot::Message { conversation, ts } => {
                self.message_part(&mut payload, person, conversation, ts)?
            }
            Spot::View(id) => self.view_part(&mut payload, person, id, press)?,
        };
        let element = element(&blocks, &press.block_id, &press.action_id).ok_or_else(|| {
            DeedError::NotFound(format!("There is nothing called {} there.", press.action_id))
        })?;
        let ts = self.ids.ts(self.clock.now());
        put(&mut payload, "actions", json!([action(element, press, &ts)?]));
        let trigger = self.trigger(person);
        put(&mut payload, "trigger_id", trigger);
        Ok(payload)
    }

    fn message_part(
        &mut self,
        payload: &mut Value,
        person: &str,
        conversation: &str,
        ts: &str,
    ) -> Result<Vec<Value>, DeedError> {
        let gone = || DeedError::NotFound("That message is no longer there.".to_owned());
        let message = self
            .conversations
            .get(conversation)
            .filter(|c| c.members.contains(person) || c.kind == Kind::Channel)
            .and_then(|c| c.messages.get(ts))
            .filter(|message| message.visible_to(person))
            .cloned()
            .ok_or_else(gone)?;
        let ephemeral = message.only_for.is_some();
        let mut container = json!({
            "type": "message", "message_ts": ts, "channel_id": conversation,
            "is_ephemeral": ephemeral,
        });
        if let Some(thread) = &message.thread_ts {
            put(&mut container, "thread_ts", thread.as_str());
        }
        put(payload, "container", container);
        let name = self.payload_name(conversation);
        put(payload, "channel", json!({"id": conversation, "name": name}));
        if !ephemeral {
            put(payload, "message", self.message_json(&message, true));
        }
        put(payload, "state", json!({"values": {}}));
        let thread = message.thread_ts.as_deref();
        let hook = self.hook("actions", person, conversation, Some((ts, thread)));
        put(payload, "response_url", hook);
        message.blocks.ok_or_else(gone)
    }

    fn view_part(
        &mut self,
        payload: &mut Value,
        person: &str,
        id: &str,
        press: &Press,
    ) -> Result<Vec<Value>, DeedError> {
        let view = self
            .view_mut(id)
            .filter(|view| view.person == person)
            .ok_or_else(|| DeedError::NotFound("That view is no longer open.".to_owned()))?;
        super::forms::take_in(view, &press.state)?;
        if let Some(element) = element(view.blocks(), &press.block_id, &press.action_id)
            && press.element.is_object()
        {
            let mut held = press.element.clone();
            put(&mut held, "type", json::text(element, "type"));
            let given = json!({press.block_id.as_str(): {press.action_id.as_str(): held}});
            super::forms::note(view, &given);
        }
        let view = view.clone();
        put(payload, "container", json!({"type": "view", "view_id": id}));
        put(payload, "view", self.view_payload(&view));
        Ok(view.blocks().to_vec())
    }

    /// A submitted or closed modal.
    pub(super) fn modal_payload(&mut self, kind: &str, view: &View) -> Value {
        let mut payload = self.frame(kind, &view.person);
        put(&mut payload, "view", self.view_payload(view));
        if kind == "view_submission" {
            let trigger = self.trigger(&view.person);
            put(&mut payload, "trigger_id", trigger);
            put(&mut payload, "response_urls", json!([]));
        }
        payload
    }
}

/// One entry of `actions`: the element's fixed parts, and what was chosen.
fn action(element: &Value, press: &Press, ts: &str) -> Result<Value, DeedError> {
    let kind = json::text(element, "type");
    let mut action = json!({
        "type": kind, "action_id": press.action_id, "block_id": press.block_id, "action_ts": ts,
    });
    if kind == "button" {
        for key in ["text", "value", "style"] {
            if let Some(value) = element.get(key) {
                put(&mut action, key, value.clone());
            }
        }
        return Ok(action);
    }
    for (key, value) in press.element.as_object().into_iter().flatten() {
        if key.starts_with("selected_") || key == "value" {
            put(&mut action, key, value.clone());
        }
    }
    let chosen = press.element.get("selected_option").filter(|chosen| !chosen.is_null());
    if let Some(chosen) = chosen
        && !kind.starts_with("external")
        && super::find::option(element, json::text(chosen, "value")).is_none()
    {
        return Err(DeedError::NotFound("That option is not in the list.".to_owned()));
    }
    Ok(action)
}
