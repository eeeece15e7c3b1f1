//! What people do with messages that are there: change their own, take them back, react.

use super::DeedError;
use crate::playground::Playground;
use crate::playground::state::conversations::Message;
use crate::playground::state::{Change, World};

/// What Slack shows in the place of a message that was deleted and has answers.
const TOMBSTONE: &str = "This message was deleted.";

impl Playground {
    /// Somebody changes what they wrote.
    ///
    /// # Errors
    /// It is not theirs, or not there.
    pub fn edit(
        &self,
        person: &str,
        conversation: &str,
        ts: &str,
        text: &str,
    ) -> Result<(), DeedError> {
        let mut world = self.world();
        let mut message = world.own(person, conversation, ts)?;
        let text = world.composed(text);
        if text.trim().is_empty() {
            return Err(DeedError::NotPossible("A message cannot be empty.".to_owned()));
        }
        if message.text == text {
            return Ok(());
        }
        message.text = text;
        message.edited = true;
        world.replace_message(&message);
        Ok(())
    }

    /// Somebody takes back what they wrote. Where answers hang under it, a line stays in its place.
    ///
    /// # Errors
    /// It is not theirs, or not there.
    pub fn delete(&self, person: &str, conversation: &str, ts: &str) -> Result<(), DeedError> {
        let mut world = self.world();
        let message = world.own(person, conversation, ts)?;
        world.remove_message(&message);
        Ok(())
    }

    /// Somebody puts an emoji (without colons) under a message, or takes theirs away again. Whether it
    /// is there then.
    ///
    /// # Errors
    /// There is no such message, or they cannot write there.
    pub fn react(
        &self,
        person: &str,
        conversation: &str,
        ts: &str,
        emoji: &str,
    ) -> Result<bool, DeedError> {
        let mut world = self.world();
        let person = world.actor(person)?.id.clone();
        let place = world.writable(&person, conversation)?;
        let message = place.messages.get(ts).filter(|message| {
            message.only_for.is_none() && message.subtype.as_deref() != Some("tombstone")
        });
        let message = message.ok_or_else(gone)?;
        if emoji.is_empty() || emoji.contains([':', ' ']) {
            return Err(DeedError::NotFound(format!("There is no emoji {emoji}.")));
        }
        let theirs = message
            .reactions
            .iter()
            .any(|reaction| reaction.name == emoji && reaction.people.contains(&person));
        let conversation = place.id.clone();
        world.react(&person, &conversation, ts, emoji, !theirs);
        Ok(!theirs)
    }
}

impl World {
    /// A message of that person which they may still change.
    fn own(&self, person: &str, conversation: &str, ts: &str) -> Result<Message, DeedError> {
        let person = self.actor(person)?.id.clone();
        let place = self.writable(&person, conversation)?;
        let message = place.messages.get(ts).filter(|message| message.visible_to(&person));
        let message = message.ok_or_else(gone)?;
        let said = matches!(message.subtype.as_deref(), None | Some("file_share" | "me_message"));
        if message.author != person || !said {
            let sentence = "Only who wrote it can change it.".to_owned();
            return Err(DeedError::NotPossible(sentence));
        }
        Ok(message.clone())
    }

    /// Takes a message away, as Slack does: with answers under it, a line stays in its place.
    pub(crate) fn remove_message(&mut self, message: &Message) {
        let (conversation, ts) = (message.conversation.clone(), message.ts.clone());
        let Some(place) = self.conversations.get_mut(&conversation) else { return };
        if place.replies(&ts) > 0 {
            let stone = Message {
                author: "USLACKBOT".to_owned(),
                text: TOMBSTONE.to_owned(),
                blocks: None,
                files: Vec::new(),
                reactions: Vec::new(),
                metadata: None,
                subtype: Some("tombstone".to_owned()),
                edited: false,
                ..message.clone()
            };
            return self.replace_message(&stone);
        }
        place.messages.remove(&ts);
        self.deleted_event(message);
        if let Some(parent) = message.thread_ts.clone().filter(|_| message.is_reply()) {
            // Its number of answers changed.
            self.tell(Change::Message { conversation: conversation.clone(), ts: parent });
        }
        self.tell(Change::MessageGone { conversation, ts });
    }
}

fn gone() -> DeedError {
    DeedError::NotFound("That message is no longer there.".to_owned())
}
