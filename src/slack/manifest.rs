//! `manifest.yml`, the app as Slack knows it.

use serde::Deserialize;

use crate::error::Told;

/// The manifest's text, as it was when the program was built.
pub const TEXT: &str = include_str!("../../manifest.yml");

/// What the program and the playground need of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    features: Features,
    oauth_config: OauthConfig,
    settings: Settings,
}

/// A slash command.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Command {
    /// With its slash.
    pub command: String,
    pub description: String,
    #[serde(default)]
    pub usage_hint: String,
}

/// An entry of Slack's menus.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Shortcut {
    /// As people read it; at most 24 characters.
    pub name: String,
    #[serde(rename = "type")]
    pub kind: ShortcutKind,
    /// What its payloads are known by.
    pub callback_id: String,
    /// At most 150 characters.
    pub description: String,
}

/// Where a shortcut stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortcutKind {
    /// In the menu beside the composer, and in the search.
    Global,
    /// In the menu of each message.
    Message,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Features {
    bot_user: BotUser,
    #[serde(default)]
    shortcuts: Vec<Shortcut>,
    slash_commands: Vec<Command>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct BotUser {
    display_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct OauthConfig {
    scopes: Scopes,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Scopes {
    bot: Vec<String>,
    #[serde(default)]
    bot_optional: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Settings {
    event_subscriptions: EventSubscriptions,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct EventSubscriptions {
    bot_events: Vec<String>,
}

impl Manifest {
    /// The manifest that the program was built with.
    ///
    /// # Errors
    /// It cannot be read; a test keeps that from happening.
    pub fn embedded() -> Result<Self, Told> {
        serde_saphyr::from_str(TEXT).map_err(|error| {
            Told::new(
                format!("The built-in manifest.yml cannot be read: {error}."),
                "This is a fault of Klatch; please report it.",
            )
        })
    }

    /// The bot's name.
    pub fn bot_name(&self) -> &str {
        &self.features.bot_user.display_name
    }

    pub fn commands(&self) -> &[Command] {
        &self.features.slash_commands
    }

    /// The shortcuts, the global ones and those of messages.
    pub fn shortcuts(&self) -> &[Shortcut] {
        &self.features.shortcuts
    }

    /// Every scope that the bot asks for, the optional ones among them.
    pub fn scopes(&self) -> &[String] {
        &self.oauth_config.scopes.bot
    }

    /// The scopes that a workspace may refuse.
    pub fn optional_scopes(&self) -> &[String] {
        &self.oauth_config.scopes.bot_optional
    }

    /// The events that Slack delivers.
    pub fn events(&self) -> &[String] {
        &self.settings.event_subscriptions.bot_events
    }
}
