//! Looks at blocks and says what is wrong where, as Slack does.

use std::collections::BTreeSet;

use serde_json::Value;

use super::kinds::{self, BLOCKS};
use crate::playground::json::{list, text};

/// Collects complaints.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    pub(super) complaints: Vec<String>,
    block_ids: BTreeSet<String>,
    /// Of the block that is looked at.
    pub(super) action_ids: BTreeSet<String>,
}

impl Inspector {
    pub(super) fn complain(&mut self, at: &str, what: impl AsRef<str>) {
        self.complaints.push(format!("[ERROR] {} [json-pointer:{at}]", what.as_ref()));
    }

    /// The fields of an object must be among those.
    pub(super) fn keys(&mut self, at: &str, object: &Value, known: &[&str]) {
        let Some(fields) = object.as_object() else {
            return self.complain(at, "must be an object");
        };
        for key in fields.keys().filter(|key| !known.contains(&key.as_str())) {
            self.complain(at, format!("invalid additional property: {key}"));
        }
    }

    /// A text field of at most so many characters.
    pub(super) fn string(
        &mut self,
        at: &str,
        object: &Value,
        key: &str,
        most: usize,
        needed: bool,
    ) {
        let here = format!("{at}/{key}");
        match object.get(key) {
            None if needed => self.complain(at, format!("missing required field: {key}")),
            None => {}
            Some(Value::String(words)) => self.length(&here, words, most, needed),
            Some(_) => self.complain(&here, "must be a string"),
        }
    }

    fn length(&mut self, at: &str, words: &str, most: usize, needed: bool) {
        if needed && words.is_empty() {
            self.complain(at, "must be more than 0 characters");
        }
        if words.chars().count() > most {
            self.complain(at, format!("must be less than {} characters", most + 1));
        }
    }

    /// A `plain_text` object.
    pub(super) fn plain(&mut self, at: &str, object: &Value, key: &str, most: usize, needed: bool) {
        self.text(at, object, key, most, needed, &["plain_text"]);
    }

    /// A `plain_text` or `mrkdwn` object.
    pub(super) fn marked(
        &mut self,
        at: &str,
        object: &Value,
        key: &str,
        most: usize,
        needed: bool,
    ) {
        self.text(at, object, key, most, needed, &["plain_text", "mrkdwn"]);
    }

    fn text(
        &mut self,
        at: &str,
        object: &Value,
        key: &str,
        most: usize,
        needed: bool,
        kinds: &[&str],
    ) {
        match object.get(key) {
            None if needed => self.complain(at, format!("missing required field: {key}")),
            None => {}
            Some(value) => self.text_object(&format!("{at}/{key}"), value, most, kinds),
        }
    }

    pub(super) fn text_object(&mut self, at: &str, value: &Value, most: usize, kinds: &[&str]) {
        let kind = text(value, "type");
        if !kinds.contains(&kind) {
            self.complain(at, format!("must be {}", kinds.join(" or ")));
        }
        let known: &[&str] = if kind == "mrkdwn" {
            &["type", "text", "verbatim"]
        } else {
            &["type", "text", "emoji"]
        };
        self.keys(at, value, known);
        self.string(at, value, "text", most, true);
    }

    /// A list with a number of entries in that range.
    pub(super) fn count(&mut self, at: &str, object: &Value, key: &str, least: usize, most: usize) {
        let here = format!("{at}/{key}");
        let Some(items) = object.get(key).and_then(Value::as_array) else {
            return self.complain(&here, "must be a list");
        };
        if items.len() < least {
            self.complain(&here, format!("no fewer than {least} items are allowed"));
        }
        if items.len() > most {
            self.complain(&here, format!("no more than {most} items are allowed"));
        }
    }

    /// All blocks of a message or view.
    pub(super) fn blocks(&mut self, at: &str, blocks: &Value, most: usize, surface: &str) {
        let Some(items) = blocks.as_array() else {
            return self.complain(at, "must be a list of blocks");
        };
        if items.len() > most {
            self.complain(at, format!("no more than {most} items are allowed"));
        }
        for (number, block) in items.iter().enumerate() {
            self.block(&format!("{at}/{number}"), block, surface);
        }
    }

    fn block(&mut self, at: &str, block: &Value, surface: &str) {
        let kind = text(block, "type");
        let fields = kinds::fields(BLOCKS, kind);
        let Some(fields) = fields.filter(|_| kind != "markdown" || surface == "message") else {
            return self.complain(at, format!("unsupported type: {kind}"));
        };
        self.keys(at, block, &[fields, &["type", "block_id"]].concat());
        self.string(at, block, "block_id", 255, false);
        let id = text(block, "block_id");
        if !id.is_empty() && !self.block_ids.insert(id.to_owned()) {
            self.complain(at, format!("`block_id` {id} is not unique"));
        }
        self.action_ids.clear();
        match kind {
            "section" => self.section(at, block),
            "header" => self.plain(at, block, "text", 150, true),
            "markdown" => self.string(at, block, "text", 12_000, true),
            "context" => self.context(at, block),
            "actions" => {
                self.count(at, block, "elements", 1, 25);
                for (number, element) in list(block, "elements").iter().enumerate() {
                    self.element(&format!("{at}/elements/{number}"), element, "actions");
                }
            }
            "image" => {
                self.plain(at, block, "title", 2_000, false);
                self.image(at, block);
            }
            "input" => self.input(at, block),
            _ => {}
        }
    }

    fn section(&mut self, at: &str, block: &Value) {
        self.marked(at, block, "text", 3_000, false);
        if block.get("fields").is_some() {
            self.count(at, block, "fields", 1, 10);
            for (number, field) in list(block, "fields").iter().enumerate() {
                let here = format!("{at}/fields/{number}");
                self.text_object(&here, field, 2_000, &["plain_text", "mrkdwn"]);
            }
        } else if block.get("text").is_none() {
            self.complain(at, "missing required field: text or fields");
        }
        if let Some(accessory) = block.get("accessory") {
            self.element(&format!("{at}/accessory"), accessory, "section");
        }
    }

    fn context(&mut self, at: &str, block: &Value) {
        self.count(at, block, "elements", 1, 10);
        for (number, element) in list(block, "elements").iter().enumerate() {
            let here = format!("{at}/elements/{number}");
            if text(element, "type") == "image" {
                self.image(&here, element);
            } else {
                self.text_object(&here, element, 3_000, &["plain_text", "mrkdwn"]);
            }
        }
    }

    fn input(&mut self, at: &str, block: &Value) {
        self.plain(at, block, "label", 2_000, true);
        self.plain(at, block, "hint", 2_000, false);
        match block.get("element") {
            Some(element) => self.element(&format!("{at}/element"), element, "input"),
            None => self.complain(at, "missing required field: element"),
        }
    }

    pub(super) fn image(&mut self, at: &str, image: &Value) {
        self.string(at, image, "alt_text", 2_000, true);
        self.string(at, image, "image_url", 3_000, false);
        if image.get("image_url").is_some() == image.get("slack_file").is_some() {
            self.complain(at, "needs either image_url or slack_file");
        }
    }
}
