//! From a [`Reply`] to what Slack takes: in the acknowledgement, or by `response_url` after it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::event::{Gesture, Reply};

/// What kind of gesture is answered: Slack takes different answers from each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Command,
    Press,
    Submit {
        /// A field that a sentence can stand at.
        field: Option<String>,
    },
    Close,
}

/// Where a reply goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Answer {
    pub(super) ack: Option<Value>,
    /// For `response_url`, after the acknowledgement.
    pub(super) message: Option<Value>,
    /// Slack takes no such reply from this gesture, or not any more.
    pub(super) lost: bool,
}

impl Shape {
    pub(super) fn of(gesture: &Gesture) -> Self {
        match gesture {
            Gesture::Command { .. } => Self::Command,
            // A shortcut of a message has a place for an answer beside it, like a button.
            Gesture::Press { .. } | Gesture::Shortcut { on: Some(_), .. } => Self::Press,
            Gesture::Submit { form, .. } => {
                // `block/action` entries come after their block and are no block.
                Self::Submit { field: form.0.keys().next().cloned() }
            }
            // Neither can be told anything: a shortcut of its own shows its answer in a modal.
            Gesture::Close { .. } | Gesture::Shortcut { on: None, .. } => Self::Close,
        }
    }

    /// The acknowledgement while the answer is still being made.
    pub(super) fn meanwhile(&self, words: &str) -> Option<Value> {
        match self {
            Self::Command => Some(ephemeral(json!({ "text": words }), [])),
            Self::Press | Self::Submit { .. } | Self::Close => None,
        }
    }

    /// The reply when there is none.
    pub(super) fn sorry(&self, words: &str) -> Reply {
        match self {
            Self::Command | Self::Press => Reply::Ephemeral(json!({ "text": words })),
            Self::Submit { field: Some(field) } => {
                Reply::Errors(BTreeMap::from([(field.clone(), words.to_owned())]))
            }
            Self::Submit { field: None } => Reply::Replace(json!({
                "type": "modal",
                "title": { "type": "plain_text", "text": "Klatch" },
                "blocks": [{ "type": "section", "text": { "type": "plain_text", "text": words } }],
            })),
            Self::Close => Reply::Done,
        }
    }
}

/// Puts a reply where Slack takes it.
pub(super) fn answer(shape: &Shape, reply: Reply, late: bool) -> Answer {
    let ack = |payload| Answer { ack: Some(payload), ..Answer::default() };
    let message = |payload| Answer { message: Some(payload), ..Answer::default() };
    match (shape, reply) {
        (Shape::Command, Reply::Ephemeral(said)) if !late => ack(ephemeral(said, [])),
        (Shape::Command, Reply::Ephemeral(said)) => message(ephemeral(said, [])),
        (Shape::Press, Reply::Ephemeral(said)) => {
            message(ephemeral(said, [("replace_original", json!(false))]))
        }
        (Shape::Submit { .. }, Reply::Errors(errors)) if !late => {
            ack(json!({ "response_action": "errors", "errors": errors }))
        }
        (Shape::Submit { .. }, Reply::Replace(view)) if !late => {
            ack(json!({ "response_action": "update", "view": view }))
        }
        (Shape::Submit { .. }, Reply::CloseModal) if !late => {
            ack(json!({ "response_action": "clear" }))
        }
        // Too late to close a modal: the acknowledgement without a payload did so.
        (_, Reply::Done) | (Shape::Submit { .. }, Reply::CloseModal) => Answer::default(),
        (
            Shape::Command | Shape::Press | Shape::Submit { .. } | Shape::Close,
            Reply::Ephemeral(_) | Reply::Errors(_) | Reply::Replace(_) | Reply::CloseModal,
        ) => Answer { lost: true, ..Answer::default() },
    }
}

/// A message that only one person sees; a bare text is one, too.
fn ephemeral<const N: usize>(said: Value, more: [(&str, Value); N]) -> Value {
    let mut message = match said {
        Value::Object(fields) => fields,
        text => Map::from_iter([("text".to_owned(), text)]),
    };
    message.insert("response_type".to_owned(), json!("ephemeral"));
    message.extend(more.map(|(key, value)| (key.to_owned(), value)));
    Value::Object(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submit() -> Shape {
        Shape::Submit { field: Some("topic".to_owned()) }
    }

    #[test]
    fn a_command_is_answered_in_the_acknowledgement() {
        let said = answer(&Shape::Command, Reply::Ephemeral(json!({ "text": "Hi" })), false);
        assert_eq!(said.ack, Some(json!({ "response_type": "ephemeral", "text": "Hi" })));
        assert_eq!(said.message, None);
    }

    #[test]
    fn a_late_answer_to_a_command_follows() {
        let said = answer(&Shape::Command, Reply::Ephemeral(json!({ "text": "Hi" })), true);
        assert_eq!(said.ack, None);
        assert!(said.message.is_some());
    }

    #[test]
    fn a_press_is_answered_beside_the_message_it_came_from() {
        let said = answer(&Shape::Press, Reply::Ephemeral(json!({ "text": "Noted" })), false);
        let message = json!({
            "response_type": "ephemeral", "replace_original": false, "text": "Noted"
        });
        assert_eq!(said, Answer { message: Some(message), ..Answer::default() });
    }

    #[test]
    fn a_modal_is_answered_by_what_becomes_of_it() {
        let errors = Reply::Errors(BTreeMap::from([("topic".to_owned(), "Say more.".to_owned())]));
        let ack = |reply| answer(&submit(), reply, false).ack;
        assert_eq!(
            ack(errors),
            Some(json!({ "response_action": "errors", "errors": { "topic": "Say more." } }))
        );
        assert_eq!(
            ack(Reply::Replace(json!({ "type": "modal" }))),
            Some(json!({ "response_action": "update", "view": { "type": "modal" } }))
        );
        assert_eq!(ack(Reply::CloseModal), Some(json!({ "response_action": "clear" })));
        assert_eq!(ack(Reply::Done), None);
    }

    #[test]
    fn an_apology_keeps_what_was_filled_in() {
        let sorry = submit().sorry("That didn't work. (ref 7F3K)");
        assert!(matches!(sorry, Reply::Errors(errors) if errors.contains_key("topic")));
        let sorry = Shape::Submit { field: None }.sorry("That didn't work.");
        assert!(matches!(sorry, Reply::Replace(view) if view["type"] == "modal"));
    }

    #[test]
    fn an_answer_without_a_place_is_known_to_be_lost() {
        assert!(answer(&submit(), Reply::Ephemeral(json!("Hi")), false).lost);
        assert!(answer(&Shape::Close, Reply::CloseModal, false).lost);
        assert!(answer(&submit(), Reply::Replace(json!({})), true).lost);
    }
}
