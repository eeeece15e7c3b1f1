//! Saying hello to Slack, and finding out which workspaces there are.

use std::sync::Arc;

use super::installed::Installed;
use crate::clock::{Chance, Clock};
use crate::config::{Commands, Config, Secret};
use crate::domain::locale::Locale;
use crate::error::Told;
use crate::features::{Context, Install, installing};
use crate::meter::Meter;
use crate::seal::KeyRing;
use crate::search::Shelf;
use crate::slack::client::{Client, Identity};
use crate::slack::manifest::Manifest;
use crate::slack::oauth::OAuth;
use crate::store::{self, Store};
use crate::views::Voice;

/// How Klatch gets into workspaces.
pub(super) enum Access {
    /// Into one, with the token of the settings.
    Token(Secret),
    /// Into many, which install it by OAuth.
    Install(Arc<Install>),
}

impl Access {
    /// # Errors
    /// One sentence: a setting is missing.
    pub(super) fn read(config: &Config) -> Result<Self, Told> {
        if let Some(token) = &config.slack_bot_token {
            return Ok(Self::Token(token.clone()));
        }
        let (id, secret) = match (&config.slack_client_id, &config.slack_client_secret) {
            (None, None) => return Err(no_bot_token()),
            (Some(id), Some(secret)) => (id, secret),
            (Some(_), None) => {
                return Err(missing("SLACK_CLIENT_SECRET", "\"Basic Information\" has it"));
            }
            (None, Some(_)) => {
                return Err(missing("SLACK_CLIENT_ID", "\"Basic Information\" has it"));
            }
        };
        if config.settings.people_file.is_some() {
            return Err(Told::new(
                "people.file says where the people of one workspace belong, and many are to install \
                 Klatch by OAuth.",
                "Leave people.file out, or set SLACK_BOT_TOKEN and serve one workspace.",
            ));
        }
        let url = config.public_url.as_ref().ok_or_else(|| {
            missing("KLATCH_PUBLIC_URL", "it is the address that people's browsers come back to")
        })?;
        let key = config.secret_key.as_ref().ok_or_else(|| {
            missing("KLATCH_SECRET_KEY", "make one with: openssl rand -base64 32")
        })?;
        if config.listen.is_none() {
            return Err(missing("KLATCH_LISTEN", "the address on which requests are taken"));
        }
        let manifest = Manifest::embedded()?;
        let oauth = OAuth::new(&config.slack_api_url, id, secret, url, &manifest)?;
        let keys = KeyRing::read(key.reveal())?;
        Ok(Self::Install(Arc::new(Install { oauth, keys })))
    }

    /// Says hello, opens the database, and keeps the tokens in order.
    ///
    /// # Errors
    /// One sentence: a token or the database cannot be used.
    pub(super) async fn open(
        self,
        config: &Config,
        clock: Clock,
        chance: Chance,
    ) -> Result<Installed, Told> {
        let (slack, install) = match self {
            Self::Token(token) => (Client::new(&config.slack_api_url, &token)?, None),
            // Each workspace has its own; this one says nothing that needs one.
            Self::Install(install) => {
                (Client::new(&config.slack_api_url, &Secret::new(""))?, Some(install))
            }
        };
        let meter = Meter::new();
        let slack = slack.metered(meter.clone());
        // Slack first: a database is touched only by a bot that can run.
        let identity = match install {
            None => Some(hello(&slack).await?),
            Some(_) => None,
        };
        let store = Store::connect_and_migrate(config.database_url.reveal(), &clock)
            .await
            .map_err(store::Error::told)?;
        let search = Shelf::new(store.clone(), Some(config.search_folder()));
        let base = Context {
            store,
            search,
            clock,
            chance,
            slack,
            voice: voice(&config.commands),
            settings: Arc::new(config.settings.clone()),
            rules: Arc::default(),
            guests_at_most: config.settings.guests,
            meter,
            install,
        };
        match &identity {
            Some(identity) => {
                installing::move_in(&base, identity).await.map_err(store::Error::told)?;
            }
            None => tokens_in_order(&base).await?,
        }
        Ok(Installed::new(base, identity.map(|identity| identity.workspace)))
    }
}

/// Sees that tokens can be opened, and that each workspace is tidied up.
async fn tokens_in_order(base: &Context) -> Result<(), Told> {
    match installing::mend_all(base).await.map_err(store::Error::told)? {
        None => Ok(()),
        Some(why) => Err(Told::new(
            format!("The tokens of the installed workspaces cannot be opened: {why}."),
            "Set KLATCH_SECRET_KEY as it was, or with the key that is named in front of it.",
        )),
    }
}

/// Learns which workspace this is.
async fn hello(slack: &Client) -> Result<Identity, Told> {
    slack.auth_test().await.map_err(|failure| {
        if failure.is_refused() {
            Told::new(
                format!("Slack does not accept the bot's token ({failure})."),
                "Check SLACK_BOT_TOKEN: your app's page at Slack has it under OAuth & Permissions.",
            )
        } else {
            Told::new(
                format!("Slack cannot be reached ({failure})."),
                "Check that this machine has a way to slack.com, and SLACK_API_URL if you set it.",
            )
        }
    })
}

fn missing(name: &str, remedy: &str) -> Told {
    Told::new(
        format!("There is no {name}, and workspaces are to install Klatch by OAuth."),
        format!("Set it: {remedy}."),
    )
}

fn no_bot_token() -> Told {
    Told::new(
        "There is no SLACK_BOT_TOKEN.",
        "Set it to the token that starts with xoxb-, from your app's page at Slack; or set \
         SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, and workspaces install Klatch by OAuth.",
    )
}

/// The token of Socket Mode.
pub(super) fn app_token(config: &Config) -> Result<&Secret, Told> {
    config.slack_app_token.as_ref().ok_or_else(|| {
        Told::new(
            "There is no SLACK_APP_TOKEN.",
            "Set it to the token that starts with xapp-, from your app's page at Slack.",
        )
    })
}

/// How Klatch speaks where its commands are called so.
pub fn voice(commands: &Commands) -> Voice {
    Voice {
        locale: Locale::English,
        coffee: commands.coffee.clone(),
        ask: commands.ask.clone(),
        story: commands.story.clone(),
        community: commands.community.clone(),
    }
}
