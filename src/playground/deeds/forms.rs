//! Filling modals in.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::DeedError;
use super::find::option;
use crate::playground::json::{self, put};
use crate::playground::state::views::{View, initial, inputs, is_empty};

/// What somebody puts into a field: words, the label or value of an option, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    One(String),
    Many(Vec<String>),
    /// Emptied again.
    Nothing,
}

impl From<&str> for Fill {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

impl From<String> for Fill {
    fn from(text: String) -> Self {
        Self::One(text)
    }
}

impl<const N: usize> From<[&str; N]> for Fill {
    fn from(texts: [&str; N]) -> Self {
        Self::Many(texts.iter().map(|text| (*text).to_owned()).collect())
    }
}

impl Fill {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts.iter().map(String::as_str).collect(),
            Self::Nothing => Vec::new(),
        }
    }
}

/// The value object of an element that was filled with that.
pub(super) fn value(element: &Value, fill: &Fill) -> Result<Value, DeedError> {
    let mut value = initial(element);
    let kind = json::text(element, "type").to_owned();
    let key = value
        .as_object()
        .and_then(|fields| fields.keys().find(|key| *key != "type").cloned())
        .unwrap_or_else(|| "value".to_owned());
    let mut chosen = Vec::new();
    for text in fill.texts() {
        chosen.push(if matches!(key.as_str(), "selected_option" | "selected_options") {
            option(element, text).cloned().ok_or_else(|| {
                DeedError::NotFound(format!("There is no option {text} in that list."))
            })?
        } else if kind == "datetimepicker" {
            text.parse::<i64>().map_or(Value::Null, Value::from)
        } else {
            Value::from(text)
        });
    }
    let filled =
        if key.ends_with('s') { Value::Array(chosen) } else { chosen.pop().unwrap_or(Value::Null) };
    put(&mut value, &key, filled);
    Ok(value)
}

/// Puts values into a view's fields; those that it does not have are left out.
pub(super) fn note(view: &mut View, given: &Value) {
    for (block, actions) in given.as_object().into_iter().flatten() {
        for (action, value) in actions.as_object().into_iter().flatten() {
            let field = view.values.get_mut(block).and_then(|block| block.get_mut(action));
            if let Some(field) = field {
                field.clone_from(value);
            }
        }
    }
}

/// Puts values into a view's fields.
pub(super) fn take_in(view: &mut View, given: &Value) -> Result<(), DeedError> {
    for (block, actions) in given.as_object().into_iter().flatten() {
        for action in actions.as_object().into_iter().flat_map(|actions| actions.keys()) {
            if view.values.get(block).is_none_or(|block| block.get(action).is_none()) {
                return Err(DeedError::NotFound(format!("There is no field {block}/{action}.")));
            }
        }
    }
    note(view, given);
    Ok(())
}

/// Fills fields in by `block_id`.
pub(super) fn fill(view: &mut View, fields: &[(&str, Fill)]) -> Result<(), DeedError> {
    for (block_id, fill) in fields {
        let found = inputs(view.blocks())
            .into_iter()
            .find(|(block, _)| json::text(block, "block_id") == *block_id)
            .map(|(_, element)| {
                (json::text(element, "action_id").to_owned(), value(element, fill))
            });
        let (action_id, value) =
            found.ok_or_else(|| DeedError::NotFound(format!("There is no field {block_id}.")))?;
        note(view, &json!({*block_id: {action_id: value?}}));
    }
    Ok(())
}

/// What Slack's client itself finds wrong before it sends a form, by `block_id`.
pub(super) fn complaints(view: &View) -> BTreeMap<String, String> {
    let mut wrong = BTreeMap::new();
    for (block, element) in inputs(view.blocks()) {
        if json::text(block, "type") != "input" {
            continue;
        }
        let block_id = json::text(block, "block_id");
        let held = view
            .values
            .get(block_id)
            .and_then(|actions| actions.get(json::text(element, "action_id")));
        if held.is_none_or(is_empty) {
            if !json::flag(block, "optional") {
                wrong.insert(block_id.to_owned(), "Please complete this required field.".into());
            }
            continue;
        }
        let length = held.map_or(0, |held| json::text(held, "value").chars().count());
        let bound = |key| {
            element.get(key).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok())
        };
        if json::text(element, "type") == "plain_text_input" {
            if bound("min_length").is_some_and(|least| length < least) {
                wrong.insert(block_id.to_owned(), "This entry is too short.".into());
            } else if bound("max_length").is_some_and(|most| length > most) {
                wrong.insert(block_id.to_owned(), "This entry is too long.".into());
            }
        } else if json::text(element, "type") == "number_input"
            && let Some(why) =
                number_complaint(element, held.map_or("", |h| json::text(h, "value")))
        {
            wrong.insert(block_id.to_owned(), why);
        }
    }
    wrong
}

fn number_complaint(element: &Value, text: &str) -> Option<String> {
    let Ok(number) = text.trim().parse::<f64>() else {
        return Some("Please enter a number.".to_owned());
    };
    let bound = |key| json::text(element, key).parse::<f64>().ok();
    if number.fract() != 0.0 && !json::flag(element, "is_decimal_allowed") {
        return Some("Please enter a whole number.".to_owned());
    }
    if let Some(least) = bound("min_value").filter(|least| number < *least) {
        return Some(format!("Please enter {least} or more."));
    }
    bound("max_value")
        .filter(|most| number > *most)
        .map(|most| format!("Please enter {most} or less."))
}
