//! Settings: a strict `klatch.toml`, and the environment over it.

mod file;
mod values;

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use self::values::{
    address, command, database, key_list, listen, log_format, mode, text, token, yes,
};
use crate::domain::settings::Settings;
use crate::error::Told;

/// Every setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `sqlite://path` or `postgres://…`. (`DATABASE_URL`)
    pub database_url: Secret,
    /// Where the search index is kept, a cache of the database; see [`Config::search_folder`].
    /// (`KLATCH_SEARCH_DIR`)
    pub search_dir: Option<PathBuf>,
    /// How Slack reaches us. (`KLATCH_MODE`)
    pub mode: Mode,
    /// The bot's token, `xoxb-…`, of the one workspace that Klatch is in; without it workspaces
    /// install it by OAuth. (`SLACK_BOT_TOKEN`)
    pub slack_bot_token: Option<Secret>,
    /// The app's own token for Socket Mode, `xapp-…`. (`SLACK_APP_TOKEN`)
    pub slack_app_token: Option<Secret>,
    /// What Slack signs its requests with in HTTP mode. (`SLACK_SIGNING_SECRET`)
    pub slack_signing_secret: Option<Secret>,
    /// For installing by OAuth. (`SLACK_CLIENT_ID`)
    pub slack_client_id: Option<String>,
    /// For installing by OAuth. (`SLACK_CLIENT_SECRET`)
    pub slack_client_secret: Option<Secret>,
    /// Where Slack's Web API is, without a slash at the end. (`SLACK_API_URL`)
    pub slack_api_url: String,
    /// Where requests are taken: events in HTTP mode, pages, health. (`KLATCH_LISTEN`)
    pub listen: Option<SocketAddr>,
    /// What people and Slack call that address from outside, without a slash at the end; OAuth
    /// comes back to it. (`KLATCH_PUBLIC_URL`)
    pub public_url: Option<String>,
    /// What tokens are encrypted with: 32 bytes in base64; several with commas, the newest first.
    /// (`KLATCH_SECRET_KEY`)
    pub secret_key: Option<Secret>,
    /// What is logged: a level, or directives like `info,klatch=debug`. (`KLATCH_LOG`)
    pub log: String,
    /// How it is logged. (`KLATCH_LOG_FORMAT`)
    pub log_format: LogFormat,
    /// What the commands are called in this workspace.
    pub commands: Commands,
    /// What the features go by.
    pub settings: Settings,
}

/// How Slack reaches us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// We open the connections: no public address is needed.
    #[default]
    Socket,
    /// Slack sends signed requests to `listen`.
    Http,
}

/// How the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    #[default]
    Text,
    /// One object a line.
    Json,
}

/// The names of the slash commands, with their slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commands {
    pub coffee: String,
    pub ask: String,
    pub story: String,
    pub community: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: Secret::new("sqlite://klatch.db"),
            search_dir: None,
            mode: Mode::Socket,
            slack_bot_token: None,
            slack_app_token: None,
            slack_signing_secret: None,
            slack_client_id: None,
            slack_client_secret: None,
            slack_api_url: "https://slack.com/api".to_owned(),
            listen: None,
            public_url: None,
            secret_key: None,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            commands: Commands {
                coffee: "/coffee".to_owned(),
                ask: "/ask".to_owned(),
                story: "/story".to_owned(),
                community: "/community".to_owned(),
            },
            settings: Settings::default(),
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

    /// `search_dir`; or else beside SQLite's file, under its name and `.search`; or else, with another
    /// database, `klatch.search` in the folder that Klatch was started in.
    pub fn search_folder(&self) -> PathBuf {
        let file = self.database_url.reveal().strip_prefix("sqlite:");
        let beside = || match file.map(|file| file.strip_prefix("//").unwrap_or(file)) {
            Some(file) if !file.is_empty() => format!("{file}.search").into(),
            _ => PathBuf::from("klatch.search"),
        };
        self.search_dir.clone().unwrap_or_else(beside)
    }

    fn set(&mut self, key: &str, value: String, place: &str) -> Result<(), Told> {
        match key {
            "database_url" => self.database_url = Secret(database(value, place)?),
            "search_dir" => self.search_dir = text(&value).map(Into::into),
            "mode" => self.mode = mode(&value, place)?,
            "slack_bot_token" => self.slack_bot_token = token(&value, place, "xoxb-")?,
            "slack_app_token" => self.slack_app_token = token(&value, place, "xapp-")?,
            "slack_signing_secret" => self.slack_signing_secret = text(&value).map(Secret),
            "slack_client_id" => self.slack_client_id = text(&value),
            "slack_client_secret" => self.slack_client_secret = text(&value).map(Secret),
            "slack_api_url" => {
                self.slack_api_url = address(&value, place, "https://slack.com/api")?;
            }
            "listen" => self.listen = Some(listen(&value, place)?),
            "public_url" => {
                self.public_url = Some(address(&value, place, "https://klatch.example.com")?);
            }
            "secret_key" => self.secret_key = Some(Secret(key_list(value, place)?)),
            "log" => self.log = values::log_filter(&value, place)?,
            "log_format" => self.log_format = log_format(&value, place)?,
            "commands.coffee" => self.commands.coffee = command(value, place)?,
            "commands.ask" => self.commands.ask = command(value, place)?,
            "commands.story" => self.commands.story = command(value, place)?,
            "commands.community" => self.commands.community = command(value, place)?,
            "people.guests" => self.settings.guests = yes(&value, place)?,
            "people.team" => self.settings.fields.team = text(&value),
            "people.department" => self.settings.fields.department = text(&value),
            "people.manager" => self.settings.fields.manager = text(&value),
            "people.site" => self.settings.fields.site = text(&value),
            "people.team_groups" => self.settings.team_groups = text(&value),
            "people.file" => self.settings.people_file = text(&value).map(Into::into),
            "erase_after_days" => self.settings.erase_after = values::days(&value, place)?,
            _ => return Err(file::unknown(key, place)),
        }
        Ok(())
    }
}

/// Every setting by its name in the file; a table's with a dot.
const KEYS: [&str; 26] = [
    "database_url",
    "search_dir",
    "mode",
    "slack_bot_token",
    "slack_app_token",
    "slack_signing_secret",
    "slack_client_id",
    "slack_client_secret",
    "slack_api_url",
    "listen",
    "public_url",
    "secret_key",
    "log",
    "log_format",
    "erase_after_days",
    "commands.coffee",
    "commands.ask",
    "commands.story",
    "commands.community",
    "people.guests",
    "people.team",
    "people.department",
    "people.manager",
    "people.site",
    "people.team_groups",
    "people.file",
];

/// The environment's names.
const VARIABLES: [(&str, &str); 14] = [
    ("DATABASE_URL", "database_url"),
    ("KLATCH_SEARCH_DIR", "search_dir"),
    ("KLATCH_MODE", "mode"),
    ("SLACK_BOT_TOKEN", "slack_bot_token"),
    ("SLACK_APP_TOKEN", "slack_app_token"),
    ("SLACK_SIGNING_SECRET", "slack_signing_secret"),
    ("SLACK_CLIENT_ID", "slack_client_id"),
    ("SLACK_CLIENT_SECRET", "slack_client_secret"),
    ("SLACK_API_URL", "slack_api_url"),
    ("KLATCH_LISTEN", "listen"),
    ("KLATCH_PUBLIC_URL", "public_url"),
    ("KLATCH_SECRET_KEY", "secret_key"),
    ("KLATCH_LOG", "log"),
    ("KLATCH_LOG_FORMAT", "log_format"),
];

#[cfg(test)]
mod tests;
