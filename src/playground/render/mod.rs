//! Messages and views as plain text, for stories and snapshots.

mod blocks;
mod marks;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Playground;
use super::json;
use super::state::World;
use super::state::conversations::Message;
use super::state::people::Person;
use super::state::views::View;

/// What is to be shown.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    Message(&'a Message),
    View(&'a View),
}

impl<'a> From<&'a Message> for Shown<'a> {
    fn from(message: &'a Message) -> Self {
        Self::Message(message)
    }
}

impl<'a> From<&'a View> for Shown<'a> {
    fn from(view: &'a View) -> Self {
        Self::View(view)
    }
}

/// Through whose eyes it is seen.
struct Reader<'a> {
    world: &'a World,
    zone: Tz,
    now: DateTime<Utc>,
}

impl Playground {
    /// A message or view as that person reads it: mentions by name, dates in their zone, buttons
    /// as `[Label]`.
    pub fn render_text<'a>(&self, reader: &str, shown: impl Into<Shown<'a>>) -> String {
        let world = self.world();
        let reader = Reader::of(&world, reader);
        match shown.into() {
            Shown::Message(message) => reader.message(message),
            Shown::View(view) => reader.view(view),
        }
    }

    /// A whole conversation as that person reads it: each message under its author, thread
    /// answers indented, `(only you)` before what nobody else sees.
    pub fn transcript(&self, person: &str, conversation: &str) -> String {
        let messages = self.messages(person, conversation);
        let world = self.world();
        let reader = Reader::of(&world, person);
        let mut lines = Vec::new();
        for message in messages.iter().filter(|message| !message.is_reply()) {
            lines.push(reader.entry(message, ""));
            let answers = messages.iter().filter(|answer| {
                answer.is_reply() && answer.thread_ts.as_ref() == Some(&message.ts)
            });
            lines.extend(answers.map(|answer| reader.entry(answer, "    ")));
        }
        lines.join("\n")
    }
}

impl<'a> Reader<'a> {
    fn of(world: &'a World, person: &str) -> Self {
        let zone = world.find_person(person).map_or(Tz::UTC, Person::zone);
        Self { world, zone, now: world.now() }
    }

    fn name<'b>(&'b self, id: &'b str) -> &'b str {
        self.world.people.get(id).map_or(id, Person::shown_name)
    }

    fn entry(&self, message: &Message, indent: &str) -> String {
        let private = if message.only_for.is_some() { " (only you)" } else { "" };
        let edited = if message.edited { " (edited)" } else { "" };
        let head = format!("{indent}{}{private}{edited}:", self.name(&message.author));
        let body = blocks::indented(&self.message(message), &format!("{indent}  "));
        format!("{head}\n{body}")
    }

    fn message(&self, message: &Message) -> String {
        let mut shown = match &message.blocks {
            Some(blocks) => self.blocks(blocks, &serde_json::Value::Null),
            None => self.marked(&message.text),
        };
        for file in &message.files {
            shown.push_str(&format!("\n[file: {}]", json::text(file, "name")));
        }
        for reaction in &message.reactions {
            let people: Vec<&str> = reaction.people.iter().map(|id| self.name(id)).collect();
            shown.push_str(&format!("\n(:{}: {})", reaction.name, people.join(", ")));
        }
        shown
    }

    fn view(&self, view: &View) -> String {
        let label = |key: &str| {
            view.body.get(key).map(|text| json::text(text, "text")).filter(|text| !text.is_empty())
        };
        let mut lines = Vec::new();
        if let Some(title) = label("title") {
            lines.push(format!("== {title} =="));
        }
        lines.push(self.blocks(view.blocks(), &view.values));
        let buttons: Vec<String> = ["close", "submit"]
            .iter()
            .filter_map(|key| label(key))
            .map(|l| format!("[{l}]"))
            .collect();
        if !buttons.is_empty() {
            lines.push(buttons.join(" "));
        }
        lines.join("\n")
    }
}
