//! Settings: a strict `klatch.toml`, and the environment over it.

mod file;

use std::fmt;
use std::path::Path;

use url::{Host, Url};

use crate::error::Told;

/// Every setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `sqlite://path` or `postgres://…`. (`DATABASE_URL`)
    pub database_url: Secret,
    /// The bot's token, `xoxb-…`. (`SLACK_BOT_TOKEN`)
    pub slack_bot_token: Option<Secret>,
    /// The app's own token for Socket Mode, `xapp-…`. (`SLACK_APP_TOKEN`)
    pub slack_app_token: Option<Secret>,
    /// Where Slack's Web API is, without a slash at the end. (`SLACK_API_URL`)
    pub slack_api_url: String,
    /// What is logged: a level, or directives like `info,klatch=debug`. (`KLATCH_LOG`)
    pub log: String,
    /// What the commands are called in this workspace.
    pub commands: Commands,
}

/// The names of the slash commands, with their slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commands {
    pub coffee: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: Secret::new("sqlite://klatch.db"),
            slack_bot_token: None,
            slack_app_token: None,
            slack_api_url: "https://slack.com/api".to_owned(),
            log: "info".to_owned(),
            commands: Commands { coffee: "/coffee".to_owned() },
        }
    }
}

/// A value that no log and no error shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for whoever must pass it on.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// The file that is read when none is named, if it is there.
pub const USUAL_FILE: &str = "klatch.toml";

impl Config {
    /// Reads `file` (or `klatch.toml`, if it is there) and what `environment` sets over it.
    /// An empty variable counts as unset.
    ///
    /// # Errors
    /// The file is not there or not readable, a setting is unknown or makes no sense.
    pub fn load(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Told> {
        let path = file.unwrap_or(Path::new(USUAL_FILE));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                String::new()
            }
            Err(error) => {
                return Err(Told::new(
                    format!("{} cannot be read: {error}.", path.display()),
                    "Name another file with --config, or copy klatch.example.toml to it.",
                ));
            }
        };
        Self::read(&text, &path.display().to_string(), environment)
    }

    /// Reads settings from `text`, which stands in `place`.
    ///
    /// # Errors
    /// A setting is unknown or makes no sense.
    pub fn read(
        text: &str,
        place: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Told> {
        let mut config = Self::default();
        for (key, value) in file::settings(text, place)? {
            config.set(&key, value, &format!("{key} in {place}"))?;
        }
        for (variable, key) in VARIABLES {
            if let Some(value) = environment(variable).filter(|value| !value.is_empty()) {
                config.set(key, value, variable)?;
            }
        }
        Ok(config)
    }

    fn set(&mut self, key: &str, value: String, place: &str) -> Result<(), Told> {
        match key {
            "database_url" => self.database_url = Secret(database(value, place)?),
            "slack_bot_token" => self.slack_bot_token = token(&value, place, "xoxb-")?,
            "slack_app_token" => self.slack_app_token = token(&value, place, "xapp-")?,
            "slack_api_url" => self.slack_api_url = address(&value, place)?,
            "log" => self.log = value,
            "commands.coffee" => self.commands.coffee = command(value, place)?,
            _ => return Err(file::unknown(key, place)),
        }
        Ok(())
    }
}

/// Every setting by its name in the file; a table's with a dot.
const KEYS: [&str; 6] = [
    "database_url",
    "slack_bot_token",
    "slack_app_token",
    "slack_api_url",
    "log",
    "commands.coffee",
];

/// The environment's names.
const VARIABLES: [(&str, &str); 5] = [
    ("DATABASE_URL", "database_url"),
    ("SLACK_BOT_TOKEN", "slack_bot_token"),
    ("SLACK_APP_TOKEN", "slack_app_token"),
    ("SLACK_API_URL", "slack_api_url"),
    ("KLATCH_LOG", "log"),
];

fn database(value: String, place: &str) -> Result<String, Told> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| value.starts_with(scheme)) {
        return Ok(value);
    }
    Err(Told::new(
        format!("{place} names no database that Klatch knows."),
        "Write sqlite://klatch.db, or postgres://user:password@host/name.",
    ))
}

/// The two tokens are easily swapped.
fn token(value: &str, place: &str, starts: &str) -> Result<Option<Secret>, Told> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let another = ["xoxb-", "xapp-", "xoxp-", "xoxe."]
        .into_iter()
        .find(|kind| *kind != starts && value.starts_with(kind));
    match another {
        Some(kind) => Err(Told::new(
            format!("{place} holds a token that starts with {kind}."),
            format!("It needs the one that starts with {starts}."),
        )),
        None => Ok(Some(Secret::new(value))),
    }
}

/// Tokens go there, so it is encrypted, or on this machine.
fn address(value: &str, place: &str) -> Result<String, Told> {
    let trimmed = value.trim_end_matches('/');
    let url = Url::parse(trimmed).ok();
    let here = |url: &Url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    if url.is_some_and(|url| url.scheme() == "https" || (url.scheme() == "http" && here(&url))) {
        return Ok(trimmed.to_owned());
    }
    Err(Told::new(
        format!("{place} is no https:// address."),
        "Write https://slack.com/api, or leave it out. (http:// is for this machine only.)",
    ))
}

/// Slack's rule: a slash and at most 31 small letters, digits, hyphens and underscores.
fn command(value: String, place: &str) -> Result<String, Told> {
    let fits = value.strip_prefix('/').is_some_and(|name| {
        let sign = |sign: char| {
            sign == '-' || sign == '_' || (sign.is_alphanumeric() && !sign.is_uppercase())
        };
        (1..=31).contains(&name.chars().count()) && name.chars().all(sign)
    });
    if fits {
        return Ok(value);
    }
    Err(Told::new(
        format!("{place} is no name of a command."),
        "Write a slash and up to 31 small letters, digits or hyphens, like /coffee.",
    ))
}

#[cfg(test)]
mod tests;
