//! What people filled in and selected, whatever kind of element it was.

use serde_json::Value;

use super::text::{line, name};
use crate::event::Form;

/// Slack's limit for a text field is 3,000; rich text as JSON may take more.
const VALUE: usize = 12_000;
/// Slack allows 100 blocks and 100 options.
const MANY: usize = 100;

/// `view.state`. A block with several elements gives their values together under its id, and each
/// under `block_id/action_id`.
pub(super) fn form(state: Option<&Value>) -> Form {
    let mut form = Form::default();
    let Some(blocks) = state.and_then(|state| state.get("values")).and_then(Value::as_object)
    else {
        return form;
    };
    for (block, elements) in blocks.iter().take(MANY) {
        let Some(block) = name(Some(&Value::String(block.clone()))) else { continue };
        let Some(elements) = elements.as_object() else { continue };
        for (action, element) in elements.iter().take(MANY) {
            let filled = values(element);
            if filled.is_empty() {
                continue;
            }
            if elements.len() > 1
                && let Some(action) = name(Some(&Value::String(action.clone())))
            {
                form.0.insert(format!("{block}/{action}"), filled.clone());
            }
            let all = form.0.entry(block.clone()).or_default();
            all.extend(filled);
            all.truncate(MANY);
        }
    }
    form
}

/// The values of one element: of an action, or of an entry of the state.
pub(super) fn values(element: &Value) -> Vec<String> {
    let single = [
        "value",
        "selected_date",
        "selected_time",
        "selected_date_time",
        "selected_user",
        "selected_channel",
        "selected_conversation",
        "rich_text_value",
    ];
    let several = [
        "selected_options",
        "selected_users",
        "selected_channels",
        "selected_conversations",
        "files",
    ];
    let mut values: Vec<String> =
        single.into_iter().filter_map(|key| element.get(key)).filter_map(one).collect();
    values.extend(element.get("selected_option").and_then(|option| one(option.get("value")?)));
    for key in several {
        let list = element.get(key).and_then(Value::as_array);
        let list = list.into_iter().flatten().take(MANY);
        values.extend(
            list.filter_map(|item| {
                one(item.get("value").or_else(|| item.get("id")).unwrap_or(item))
            }),
        );
    }
    values.truncate(MANY);
    values
}

/// Text, a number, or an object (rich text) as JSON.
fn one(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(_) => line(Some(value), VALUE),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            line(Some(&Value::String(value.to_string())), VALUE)
        }
    }
}
