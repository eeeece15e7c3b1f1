//! The app as its manifest describes it: what it may do, hears of, and can be told.

use std::collections::BTreeMap;

/// A slash command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// With its slash.
    pub command: String,
    pub description: String,
    pub usage_hint: String,
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
}

impl App {
    /// The commands by their names.
    pub(crate) fn command(&self, name: &str) -> Option<&Command> {
        self.commands.iter().find(|command| command.command == name)
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
