//! The app as its manifest describes it: what it may do, hears of, and can be told.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A slash command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// With its slash.
    pub command: String,
    pub description: String,
    pub usage_hint: String,
}

/// An entry of the menus: one of the composer's, or one of each message's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortcut {
    /// As people read it.
    pub name: String,
    pub callback_id: String,
    /// Whether it is about a message.
    pub on_message: bool,
}

/// What the app was granted, subscribed to, and offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct App {
    /// As people see it.
    pub name: String,
    /// The granted bot scopes.
    pub scopes: Vec<String>,
    /// The subscribed bot events, such as `app_home_opened` or `message.im`.
    pub events: Vec<String>,
    pub commands: Vec<Command>,
    pub shortcuts: Vec<Shortcut>,
}

impl App {
    /// The commands by their names.
    pub(crate) fn command(&self, name: &str) -> Option<&Command> {
        self.commands.iter().find(|command| command.command == name)
    }

    /// The shortcut of that name or `callback_id`.
    pub(crate) fn shortcut(&self, wanted: &str, on_message: bool) -> Option<&Shortcut> {
        let named = |one: &&Shortcut| one.name == wanted || one.callback_id == wanted;
        self.shortcuts.iter().filter(|one| one.on_message == on_message).find(named)
    }

    /// Every shortcut, for the page.
    pub(crate) fn page_shortcuts(&self) -> Vec<Value> {
        let one = |it: &Shortcut| json!({"name": it.name, "callback_id": it.callback_id, "on_message": it.on_message});
        self.shortcuts.iter().map(one).collect()
    }

    /// Every command's name with its description, for the page.
    pub(crate) fn page_commands(&self) -> Vec<BTreeMap<&str, &str>> {
        self.commands
            .iter()
            .map(|command| {
                BTreeMap::from([
                    ("command", command.command.as_str()),
                    ("description", command.description.as_str()),
                    ("usage_hint", command.usage_hint.as_str()),
                ])
            })
            .collect()
    }
}
