//! Block Kit as plain text.

use serde_json::Value;

use super::Reader;
use crate::playground::json::{list, text};

/// Every line moved in.
pub(super) fn indented(lines: &str, by: &str) -> String {
    lines
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("{by}{line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

impl Reader<'_> {
    /// Blocks, one under the other; `values` is what is filled in.
    pub(super) fn blocks(&self, blocks: &[Value], values: &Value) -> String {
        let shown: Vec<String> = blocks.iter().map(|block| self.block(block, values)).collect();
        shown.join("\n")
    }

    fn block(&self, block: &Value, values: &Value) -> String {
        match text(block, "type") {
            "header" => format!("# {}", self.words(block.get("text"))),
            "section" => self.section(block, values),
            "context" => {
                let parts: Vec<String> = list(block, "elements")
                    .iter()
                    .map(|element| match text(element, "type") {
                        "image" => format!("({})", text(element, "alt_text")),
                        _ => self.words(Some(element)),
                    })
                    .collect();
                format!("· {}", parts.join(" · "))
            }
            "divider" => "---".to_owned(),
            "image" => format!("[image: {}]", text(block, "alt_text")),
            "actions" => {
                let parts: Vec<String> = list(block, "elements")
                    .iter()
                    .map(|element| self.element(block, element, values))
                    .collect();
                parts.join(" ")
            }
            "input" => self.input(block, values),
            "markdown" => text(block, "text").to_owned(),
            kind => format!("[{kind}]"),
        }
    }

    fn section(&self, block: &Value, values: &Value) -> String {
        let mut parts = Vec::new();
        if block.get("text").is_some() {
            parts.push(self.words(block.get("text")));
        }
        parts.extend(list(block, "fields").iter().map(|field| self.words(Some(field))));
        let mut shown = parts.join("\n");
        if let Some(accessory) = block.get("accessory") {
            shown = format!("{shown}  {}", self.element(block, accessory, values));
        }
        shown
    }

    fn input(&self, block: &Value, values: &Value) -> String {
        let label = self.words(block.get("label"));
        let optional = block.get("optional").and_then(Value::as_bool) == Some(true);
        let note = if optional { " (optional)" } else { "" };
        let empty = Value::Null;
        let element = block.get("element").unwrap_or(&empty);
        let hint = match self.words(block.get("hint")) {
            hint if hint.is_empty() => hint,
            hint => format!("\n  {hint}"),
        };
        format!("{label}{note}: {}{hint}", self.element(block, element, values))
    }

    /// A button as `[Label]`; something to fill in with what it holds.
    fn element(&self, block: &Value, element: &Value, values: &Value) -> String {
        let held = values
            .get(text(block, "block_id"))
            .and_then(|actions| actions.get(text(element, "action_id")));
        let chosen = held.map(|held| self.held(held)).unwrap_or_default();
        match text(element, "type") {
            "button" => format!("[{}]", self.words(element.get("text"))),
            "overflow" => format!("[… {}]", self.options(element).join(" | ")),
            "image" => format!("[image: {}]", text(element, "alt_text")),
            "checkboxes" | "radio_buttons" => {
                let picked: Vec<&str> = chosen.iter().map(String::as_str).collect();
                let round = text(element, "type") == "radio_buttons";
                let marks = self.options(element).into_iter().map(|option| {
                    match (round, picked.contains(&option.as_str())) {
                        (true, true) => format!("(•) {option}"),
                        (true, false) => format!("( ) {option}"),
                        (false, true) => format!("[x] {option}"),
                        (false, false) => format!("[ ] {option}"),
                    }
                });
                marks.collect::<Vec<_>>().join("  ")
            }
            "static_select" | "multi_static_select" => {
                let picked = if chosen.is_empty() {
                    self.words(element.get("placeholder"))
                } else {
                    chosen.join(", ")
                };
                format!("<{picked}: {}>", self.options(element).join(" | "))
            }
            _ if chosen.is_empty() => format!("<{}>", self.words(element.get("placeholder"))),
            _ => format!("<{}>", chosen.join(", ")),
        }
    }

    fn options(&self, element: &Value) -> Vec<String> {
        let groups = list(element, "option_groups").iter();
        list(element, "options")
            .iter()
            .chain(groups.flat_map(|group| list(group, "options")))
            .map(|option| self.words(option.get("text")))
            .collect()
    }

    /// What a value object holds, as people read it.
    fn held(&self, held: &Value) -> Vec<String> {
        let fields = held.as_object().into_iter().flatten().filter(|(key, _)| *key != "type");
        fields.flat_map(|(_, value)| self.readable(value)).collect()
    }

    fn readable(&self, value: &Value) -> Vec<String> {
        match value {
            Value::String(words) if words.is_empty() => Vec::new(),
            Value::String(words) => vec![self.place_or_name(words)],
            Value::Array(items) => items.iter().flat_map(|item| self.readable(item)).collect(),
            Value::Object(_) => vec![self.words(value.get("text"))],
            Value::Number(number) => vec![number.to_string()],
            Value::Null | Value::Bool(_) => Vec::new(),
        }
    }

    fn place_or_name(&self, words: &str) -> String {
        if let Some(conversation) = self.world.conversations.get(words) {
            return format!("#{}", conversation.name);
        }
        self.name(words).to_owned()
    }

    /// A text object.
    fn words(&self, object: Option<&Value>) -> String {
        let Some(object) = object else { return String::new() };
        match text(object, "type") {
            "mrkdwn" => self.marked(text(object, "text")),
            _ => text(object, "text").to_owned(),
        }
    }
}
