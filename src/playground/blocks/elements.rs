//! Elements: what can be pressed, chosen or filled in.

use std::collections::BTreeSet;

use serde_json::Value;

use super::inspector::Inspector;
use super::kinds::{self, ELEMENTS};
use crate::playground::json::{list, text};

impl Inspector {
    /// An element at a place: `actions`, `section` or `input`.
    pub(super) fn element(&mut self, at: &str, element: &Value, place: &str) {
        let kind = text(element, "type");
        let known = kinds::fields(ELEMENTS, kind).filter(|_| kinds::fits(kind, place));
        let Some(fields) = known else {
            return self.complain(at, format!("unsupported type: {kind}"));
        };
        self.keys(at, element, &[fields, &["type", "action_id"]].concat());
        self.string(at, element, "action_id", 255, false);
        let id = text(element, "action_id");
        if !id.is_empty() && !self.action_ids.insert(id.to_owned()) {
            self.complain(at, format!("`action_id` {id} is not unique in its block"));
        }
        self.plain(at, element, "placeholder", 150, false);
        if let Some(confirm) = element.get("confirm") {
            self.confirm(&format!("{at}/confirm"), confirm);
        }
        match kind {
            "button" => self.button(at, element),
            "image" => self.image(at, element),
            "overflow" => self.options(at, element, 1, 5),
            "checkboxes" | "radio_buttons" => self.options(at, element, 1, 10),
            "static_select" | "multi_static_select" => self.select(at, element),
            "plain_text_input" => self.text_input(at, element),
            "number_input" if !element.get("is_decimal_allowed").is_some_and(Value::is_boolean) => {
                self.complain(at, "missing required field: is_decimal_allowed");
            }
            "datepicker" => self.shape(at, element, "initial_date", "0000-00-00"),
            "timepicker" => self.shape(at, element, "initial_time", "00:00"),
            _ => {}
        }
    }

    fn confirm(&mut self, at: &str, confirm: &Value) {
        self.keys(at, confirm, &["title", "text", "confirm", "deny", "style"]);
        self.plain(at, confirm, "title", 100, true);
        self.marked(at, confirm, "text", 300, true);
        self.plain(at, confirm, "confirm", 30, true);
        self.plain(at, confirm, "deny", 30, true);
        self.style(at, confirm);
    }

    fn style(&mut self, at: &str, element: &Value) {
        let style = element.get("style").and_then(Value::as_str);
        if element.get("style").is_some() && !matches!(style, Some("primary" | "danger")) {
            self.complain(&format!("{at}/style"), "must be primary or danger");
        }
    }

    fn button(&mut self, at: &str, button: &Value) {
        self.plain(at, button, "text", 75, true);
        self.string(at, button, "value", 2_000, false);
        self.string(at, button, "url", 3_000, false);
        self.string(at, button, "accessibility_label", 75, false);
        self.style(at, button);
    }

    fn text_input(&mut self, at: &str, input: &Value) {
        self.string(at, input, "initial_value", 3_000, false);
        for key in ["min_length", "max_length"] {
            let bound = input.get(key).map(|bound| bound.as_u64().unwrap_or(u64::MAX));
            if bound.is_some_and(|bound| bound > 3_000) {
                self.complain(&format!("{at}/{key}"), "must be at most 3000");
            }
        }
    }

    /// A date or time must look like one: `0` stands for a digit.
    fn shape(&mut self, at: &str, element: &Value, key: &str, shape: &str) {
        let Some(given) = element.get(key) else { return };
        let given = given.as_str().unwrap_or_default();
        let fits = given.len() == shape.len()
            && given.chars().zip(shape.chars()).all(|(letter, like)| {
                if like == '0' { letter.is_ascii_digit() } else { letter == like }
            });
        if !fits {
            self.complain(&format!("{at}/{key}"), format!("must look like {shape}"));
        }
    }

    fn select(&mut self, at: &str, select: &Value) {
        if select.get("option_groups").is_none() {
            return self.options(at, select, 1, 100);
        }
        self.count(at, select, "option_groups", 1, 100);
        for (number, group) in list(select, "option_groups").iter().enumerate() {
            let here = format!("{at}/option_groups/{number}");
            self.keys(&here, group, &["label", "options"]);
            self.plain(&here, group, "label", 75, true);
            self.option_list(&here, group, 1, 100);
        }
        let offered: Vec<&Value> =
            list(select, "option_groups").iter().flat_map(|group| list(group, "options")).collect();
        self.initial_options(at, select, &offered);
    }

    fn options(&mut self, at: &str, element: &Value, least: usize, most: usize) {
        self.option_list(at, element, least, most);
        let offered: Vec<&Value> = list(element, "options").iter().collect();
        self.initial_options(at, element, &offered);
    }

    fn option_list(&mut self, at: &str, element: &Value, least: usize, most: usize) {
        self.count(at, element, "options", least, most);
        let mut values = BTreeSet::new();
        for (number, option) in list(element, "options").iter().enumerate() {
            let here = format!("{at}/options/{number}");
            self.keys(&here, option, &["text", "value", "description", "url"]);
            self.marked(&here, option, "text", 75, true);
            self.string(&here, option, "value", 150, true);
            self.plain_or_marked_description(&here, option);
            if !values.insert(text(option, "value")) {
                self.complain(&here, "`value` is not unique");
            }
        }
    }

    fn plain_or_marked_description(&mut self, at: &str, option: &Value) {
        self.marked(at, option, "description", 75, false);
    }

    /// What is chosen at the start must be among what is offered, to the letter.
    fn initial_options(&mut self, at: &str, element: &Value, offered: &[&Value]) {
        let chosen = element.get("initial_option").into_iter();
        let chosen: Vec<&Value> = chosen.chain(list(element, "initial_options")).collect();
        if element.get("initial_options").is_some() && chosen.is_empty() {
            self.complain(&format!("{at}/initial_options"), "no fewer than 1 items are allowed");
        }
        for option in chosen {
            if !offered.contains(&option) {
                self.complain(at, "an initial option is not among the options");
            }
        }
    }
}
