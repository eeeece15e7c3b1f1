//! Finding who and what is meant.

use serde_json::Value;

use super::{DeedError, Press, Spot};
use crate::playground::json;
use crate::playground::state::World;
use crate::playground::state::conversations::{Conversation, Message};
use crate::playground::state::people::Person;

impl World {
    /// Somebody who can act: there, and not switched off.
    pub(crate) fn actor(&self, who: &str) -> Result<&Person, DeedError> {
        let person = self
            .find_person(who)
            .ok_or_else(|| DeedError::NotFound(format!("There is nobody called {who}.")))?;
        if person.deleted {
            let name = person.shown_name();
            return Err(DeedError::NotPossible(format!("{name}'s account is deactivated.")));
        }
        Ok(person)
    }

    /// A conversation that the person can see.
    pub(crate) fn place(&self, person: &str, place: &str) -> Result<&Conversation, DeedError> {
        self.find_conversation(person, place)
            .filter(|c| c.members.contains(person) || !c.is_direct() && c.listed_for(person))
            .ok_or_else(|| DeedError::NotFound(format!("There is no conversation {place}.")))
    }

    /// A conversation that the person can write in.
    pub(crate) fn writable(&self, person: &str, place: &str) -> Result<&Conversation, DeedError> {
        let conversation = self.place(person, place)?;
        let name = format!("#{}", conversation.name);
        if conversation.archived {
            return Err(DeedError::NotPossible(format!("{name} is archived.")));
        }
        if !conversation.members.contains(person) {
            return Err(DeedError::NotPossible(format!("Join {name} first.")));
        }
        Ok(conversation)
    }
}

/// The elements of a block that somebody can use.
pub(crate) fn elements(block: &Value) -> impl Iterator<Item = &Value> {
    let actions = json::text(block, "type") == "actions";
    block.get("accessory").into_iter().chain(block.get("element")).chain(if actions {
        json::list(block, "elements")
    } else {
        &[]
    })
}

/// The element with that `block_id` and `action_id`.
pub(crate) fn element<'a>(
    blocks: &'a [Value],
    block_id: &str,
    action_id: &str,
) -> Option<&'a Value> {
    blocks
        .iter()
        .filter(|block| json::text(block, "block_id") == block_id)
        .flat_map(elements)
        .find(|element| json::text(element, "action_id") == action_id)
}

/// The options of a select, an overflow menu, checkboxes or radio buttons.
pub(crate) fn options(element: &Value) -> impl Iterator<Item = &Value> {
    json::list(element, "options").iter().chain(
        json::list(element, "option_groups").iter().flat_map(|group| json::list(group, "options")),
    )
}

/// The option whose label or value is `wanted`.
pub(crate) fn option<'a>(element: &'a Value, wanted: &str) -> Option<&'a Value> {
    options(element).find(|option| json::text(option, "value") == wanted || label(option) == wanted)
}

fn label(element: &Value) -> &str {
    element.get("text").map_or("", |text| json::text(text, "text"))
}

/// The button with that label or `action_id`, or the menu that has such an entry.
pub(crate) fn button(blocks: &[Value], wanted: &str) -> Option<Press> {
    for block in blocks {
        for element in elements(block) {
            let press = |choice: Value| Press {
                block_id: json::text(block, "block_id").to_owned(),
                action_id: json::text(element, "action_id").to_owned(),
                element: choice,
                state: Value::Null,
            };
            match json::text(element, "type") {
                "button"
                    if label(element) == wanted || json::text(element, "action_id") == wanted =>
                {
                    return Some(press(Value::Null));
                }
                "overflow" => {
                    if let Some(option) = option(element, wanted) {
                        return Some(press(serde_json::json!({"selected_option": option})));
                    }
                }
                _ => {}
            }
        }
    }
    None
}

/// A press that chooses `wanted` in the element with that `action_id`.
pub(crate) fn choice(blocks: &[Value], action_id: &str, wanted: &str) -> Option<Press> {
    blocks.iter().find_map(|block| {
        let mut elements = elements(block);
        let element = elements.find(|element| json::text(element, "action_id") == action_id)?;
        Some(Press {
            block_id: json::text(block, "block_id").to_owned(),
            action_id: action_id.to_owned(),
            element: super::forms::value(element, &wanted.into()).ok()?,
            state: Value::Null,
        })
    })
}

impl World {
    /// The newest message there that the person sees and that `wanted` finds something in.
    pub(crate) fn newest(
        &self,
        person: &str,
        conversation: &str,
        wanted: impl Fn(&[Value]) -> Option<Press>,
    ) -> Option<(Spot, Press)> {
        let messages = &self.conversations.get(conversation)?.messages;
        let visible = |message: &&Message| message.visible_to(person);
        messages.values().rev().filter(visible).find_map(|message| {
            let press = wanted(message.blocks.as_deref()?)?;
            let spot =
                Spot::Message { conversation: conversation.to_owned(), ts: message.ts.clone() };
            Some((spot, press))
        })
    }
}
