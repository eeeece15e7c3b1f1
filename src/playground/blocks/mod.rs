//! Whether Slack would take these blocks: kinds, fields, lengths, counts, unique ids.

mod elements;
mod inspector;
mod kinds;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use self::inspector::Inspector;
use super::json::{list, put, text};
use super::state::ids::Ids;

/// How many blocks a message may have, and a view.
const MESSAGE_BLOCKS: usize = 50;
const VIEW_BLOCKS: usize = 100;

/// What is wrong with a message's blocks; nothing, when Slack would take them.
pub(crate) fn check_message(blocks: &Value) -> Vec<String> {
    let mut inspector = Inspector::default();
    inspector.blocks("/blocks", blocks, MESSAGE_BLOCKS, "message");
    inspector.complaints
}

/// What is wrong with a view of that kind, `modal` or `home`.
pub(crate) fn check_view(view: &Value, kind: &str) -> Vec<String> {
    let mut inspector = Inspector::default();
    if text(view, "type") != kind {
        inspector.complain("/view/type", format!("must be {kind}"));
    }
    inspector.keys("/view", view, kinds::VIEW_KEYS);
    inspector.string("/view", view, "callback_id", 255, false);
    inspector.string("/view", view, "private_metadata", 3_000, false);
    inspector.string("/view", view, "external_id", 255, false);
    if kind == "modal" {
        inspector.plain("/view", view, "title", 24, true);
        inspector.plain("/view", view, "submit", 24, false);
        inspector.plain("/view", view, "close", 24, false);
    } else {
        for key in ["title", "submit", "close"] {
            if view.get(key).is_some() {
                inspector.complain(&format!("/view/{key}"), "a Home tab has none");
            }
        }
    }
    let blocks = view.get("blocks").unwrap_or(&Value::Null);
    inspector.blocks("/view/blocks", blocks, VIEW_BLOCKS, kind);
    let inputs = list(view, "blocks").iter().any(|block| text(block, "type") == "input");
    if kind == "modal" && inputs && view.get("submit").is_none() {
        inspector.complain("/view/submit", "a modal with inputs needs one");
    }
    inspector.complaints
}

/// How many characters people read in these blocks.
pub(crate) fn text_length(blocks: &Value) -> usize {
    match blocks {
        Value::Array(items) => items.iter().map(text_length).sum(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| match value {
                Value::String(words) if key == "text" => words.chars().count(),
                other => text_length(other),
            })
            .sum(),
        _ => 0,
    }
}

/// The blocks with the ids that Slack gives where the app gave none.
pub(crate) fn with_ids(blocks: &Value, ids: &mut Ids) -> Vec<Value> {
    let mut blocks = blocks.as_array().cloned().unwrap_or_default();
    for block in &mut blocks {
        if text(block, "block_id").is_empty() {
            let id = ids.next("b");
            put(block, "block_id", id);
        }
        let actions = text(block, "type") == "actions";
        for key in ["accessory", "element"] {
            if let Some(element) = block.get_mut(key) {
                name(element, ids);
            }
        }
        if actions && let Some(elements) = block.get_mut("elements").and_then(Value::as_array_mut) {
            elements.iter_mut().for_each(|element| name(element, ids));
        }
    }
    blocks
}

fn name(element: &mut Value, ids: &mut Ids) {
    if text(element, "action_id").is_empty() && text(element, "type") != "image" {
        let id = json!(ids.next("a"));
        put(element, "action_id", id);
    }
}
