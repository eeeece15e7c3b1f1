//! Modals and Home tabs, as they stand on somebody's screen.

use serde_json::{Map, Value, json};

use super::super::json;

/// How many modals may lie on each other.
pub(crate) const STACK: usize = 3;
/// How large a view may be, in bytes of JSON.
pub(crate) const VIEW_BYTES: usize = 250_000;

/// A modal or a Home tab.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub id: String,
    /// Whose screen it is on.
    pub person: String,
    /// As the bot sent it, with every `block_id` and `action_id` filled in.
    pub body: Value,
    /// What is filled in: by `block_id`, then `action_id`.
    pub values: Value,
    /// Changes with every update.
    pub hash: String,
    pub root: String,
    pub previous: Option<String>,
}

impl View {
    /// The bot's name for it.
    pub fn callback_id(&self) -> &str {
        json::text(&self.body, "callback_id")
    }

    /// Its blocks.
    pub fn blocks(&self) -> &[Value] {
        json::list(&self.body, "blocks")
    }

    /// Whether it is a Home tab.
    pub fn is_home(&self) -> bool {
        json::text(&self.body, "type") == "home"
    }

    /// The page's view.
    pub(crate) fn page(&self) -> Value {
        let part = |key: &str| self.body.get(key).cloned().unwrap_or(Value::Null);
        json!({
            "id": self.id, "type": part("type"), "callback_id": self.callback_id(),
            "title": part("title"), "submit": part("submit"), "close": part("close"),
            "blocks": part("blocks"), "state": self.values, "hash": self.hash,
            "root_id": self.root,
        })
    }

    /// Slack's view object.
    pub(crate) fn slack(&self, team: &str, app: &str, bot: &str) -> Value {
        let part = |key: &str| self.body.get(key).cloned().unwrap_or(Value::Null);
        json!({
            "id": self.id, "team_id": team, "type": part("type"), "blocks": part("blocks"),
            "private_metadata": json::text(&self.body, "private_metadata"),
            "callback_id": self.callback_id(), "state": {"values": self.values},
            "hash": self.hash, "title": part("title"), "close": part("close"),
            "submit": part("submit"), "clear_on_close": json::flag(&self.body, "clear_on_close"),
            "notify_on_close": json::flag(&self.body, "notify_on_close"),
            "previous_view_id": self.previous, "root_view_id": self.root, "app_id": app,
            "external_id": json::text(&self.body, "external_id"),
            "app_installed_team_id": team, "bot_id": bot,
        })
    }
}

/// One person's screen, as far as the app has a part in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Screen {
    /// The top one last.
    pub(crate) modals: Vec<View>,
    pub(crate) home: Option<View>,
    pub(crate) unread: std::collections::BTreeMap<String, u32>,
}

/// Every element that somebody can fill in, with its block: `(block, element)`.
pub(crate) fn inputs(blocks: &[Value]) -> Vec<(&Value, &Value)> {
    let mut found = Vec::new();
    for block in blocks {
        let elements = block.get("element").into_iter().chain(block.get("accessory")).chain(
            if json::text(block, "type") == "actions" {
                json::list(block, "elements")
            } else {
                &[]
            },
        );
        for element in elements {
            if !matches!(json::text(element, "type"), "button" | "overflow" | "image" | "") {
                found.push((block, element));
            }
        }
    }
    found
}

/// The value object of an element before anybody touched it.
pub(crate) fn initial(element: &Value) -> Value {
    let kind = json::text(element, "type");
    let (key, from) = match kind {
        "multi_static_select" | "multi_external_select" | "checkboxes" => {
            ("selected_options", "initial_options")
        }
        "static_select" | "external_select" | "radio_buttons" => {
            ("selected_option", "initial_option")
        }
        "users_select" => ("selected_user", "initial_user"),
        "multi_users_select" => ("selected_users", "initial_users"),
        "conversations_select" => ("selected_conversation", "initial_conversation"),
        "multi_conversations_select" => ("selected_conversations", "initial_conversations"),
        "channels_select" => ("selected_channel", "initial_channel"),
        "multi_channels_select" => ("selected_channels", "initial_channels"),
        "datepicker" => ("selected_date", "initial_date"),
        "timepicker" => ("selected_time", "initial_time"),
        "datetimepicker" => ("selected_date_time", "initial_date_time"),
        _ => ("value", "initial_value"),
    };
    let empty = if key.ends_with('s') { json!([]) } else { Value::Null };
    let value = element.get(from).cloned().unwrap_or(empty);
    json!({"type": kind, key: value})
}

/// The values of a view's inputs: what was filled in before where the same field is still
/// there, the initial value elsewhere.
pub(crate) fn values(blocks: &[Value], before: &Value) -> Value {
    let mut all = Map::new();
    for (block, element) in inputs(blocks) {
        let (block_id, action_id) =
            (json::text(block, "block_id"), json::text(element, "action_id"));
        let kept = before
            .get(block_id)
            .and_then(|actions| actions.get(action_id))
            .filter(|kept| json::text(kept, "type") == json::text(element, "type"));
        let value = kept.cloned().unwrap_or_else(|| initial(element));
        if let Some(actions) = all.entry(block_id).or_insert_with(|| json!({})).as_object_mut() {
            actions.insert(action_id.to_owned(), value);
        }
    }
    Value::Object(all)
}

/// Whether a value object holds nothing.
pub(crate) fn is_empty(value: &Value) -> bool {
    value.as_object().is_none_or(|fields| {
        fields.iter().filter(|(key, _)| *key != "type").all(|(_, held)| match held {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        })
    })
}
