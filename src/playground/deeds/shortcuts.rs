//! The app's entries in the menus: of the composer, and of each message.

use serde_json::{Value, json};

use super::{Asking, DeedError, Outcome};
use crate::playground::Playground;
use crate::playground::app::Shortcut;
use crate::playground::hub::Asked;
use crate::playground::json::put;
use crate::playground::state::World;

impl Playground {
    /// Somebody chooses the app's entry of that name (or `callback_id`) in the menu of the composer.
    ///
    /// # Errors
    /// There is no such entry, or the app did not answer.
    pub async fn shortcut(&self, person: &str, name: &str) -> Result<Outcome, DeedError> {
        self.ask(|world| {
            let person = world.actor(person)?.id.clone();
            let shortcut = world.offered(name, false)?;
            let payload = world.shortcut_payload("shortcut", &person, &shortcut);
            Ok(Asking { asked: Asked::Press, payload, label: shortcut.name })
        })
        .await
    }

    /// Somebody chooses the app's entry of that name (or `callback_id`) in the menu of the message at
    /// `ts`. The app need not be in that conversation.
    ///
    /// # Errors
    /// There is no such entry or message, or the app did not answer.
    pub async fn message_shortcut(
        &self,
        person: &str,
        name: &str,
        conversation: &str,
        ts: &str,
    ) -> Result<Outcome, DeedError> {
        self.ask(|world| {
            let person = world.actor(person)?.id.clone();
            let shortcut = world.offered(name, true)?;
            let mut payload = world.shortcut_payload("message_action", &person, &shortcut);
            world.point_at(&mut payload, &person, conversation, ts)?;
            Ok(Asking { asked: Asked::Press, payload, label: shortcut.name })
        })
        .await
    }
}

impl World {
    fn offered(&self, name: &str, on_message: bool) -> Result<Shortcut, DeedError> {
        let missing = || DeedError::NotFound(format!("There is no shortcut {name}."));
        let shortcut = self.app.shortcut(name, on_message).ok_or_else(missing)?;
        if !self.oauth.installed || !self.granted("commands") {
            return Err(DeedError::NotPossible(format!("{name} may not be used.")));
        }
        Ok(shortcut.clone())
    }

    fn shortcut_payload(&mut self, kind: &str, person: &str, shortcut: &Shortcut) -> Value {
        let mut payload = self.frame(kind, person);
        put(&mut payload, "callback_id", shortcut.callback_id.as_str());
        let ts = self.ids.ts(self.clock.now());
        put(&mut payload, "action_ts", ts);
        let trigger = self.trigger(person);
        put(&mut payload, "trigger_id", trigger);
        payload
    }

    fn point_at(
        &mut self,
        payload: &mut Value,
        person: &str,
        conversation: &str,
        ts: &str,
    ) -> Result<(), DeedError> {
        let place = self.place(person, conversation)?;
        let message = place.messages.get(ts).filter(|message| message.only_for.is_none());
        let message = message
            .cloned()
            .ok_or_else(|| DeedError::NotFound("That message is no longer there.".to_owned()))?;
        let conversation = place.id.clone();
        let name = self.payload_name(&conversation);
        put(payload, "channel", json!({"id": conversation, "name": name}));
        put(payload, "message_ts", ts);
        put(payload, "message", self.message_json(&message, true));
        let hook = self.hook("app", person, &conversation, None);
        put(payload, "response_url", hook);
        Ok(())
    }
}
