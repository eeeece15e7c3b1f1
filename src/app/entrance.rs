//! The way by which Slack reaches us: connections that we open, or requests that it sends.

use std::sync::Arc;

use axum::Router;
use tokio::sync::watch;

use super::counter::Counter;
use super::letterbox::Letterbox;
use super::start::app_token;
use super::stopped;
use crate::clock::{Chance, Clock};
use crate::config::{Config, Mode, Secret};
use crate::error::Told;
use crate::slack::client::Client;
use crate::slack::desk::Desk;
use crate::slack::http;
use crate::slack::socket::Socket;

/// What the settings say about it, found usable before a database is touched.
pub(super) enum Way {
    /// Speaks with the app's own token.
    Socket(Client),
    /// With the secret that Slack signs with.
    Http(Secret),
}

impl Way {
    /// # Errors
    /// One sentence: what this way needs is missing.
    pub(super) fn of(config: &Config) -> Result<Self, Told> {
        match config.mode {
            Mode::Socket => {
                Ok(Self::Socket(Client::new(&config.slack_api_url, app_token(config)?)?))
            }
            Mode::Http if config.listen.is_none() => Err(Told::new(
                "HTTP mode has no address to take requests on.",
                "Set KLATCH_LISTEN, for example to 127.0.0.1:3000.",
            )),
            Mode::Http => config.slack_signing_secret.clone().map(Self::Http).ok_or_else(|| {
                Told::new(
                    "There is no SLACK_SIGNING_SECRET, so nobody could tell Slack's requests from \
                     others.",
                    "Set it: your app's page at Slack has it under Basic Information.",
                )
            }),
        }
    }
}

/// Where deliveries come in.
pub(super) enum Entrance {
    Socket(Box<Socket<Letterbox, Counter>>),
    Http {
        router: Router,
        /// 1 while requests are taken.
        standing: watch::Sender<usize>,
    },
}

impl Entrance {
    pub(super) fn new(
        way: Way,
        desk: &Arc<Desk<Letterbox, Counter>>,
        clock: &Clock,
        chance: &Chance,
    ) -> Result<Self, Told> {
        let desk = Arc::clone(desk);
        Ok(match way {
            Way::Socket(client) => {
                Self::Socket(Box::new(Socket::new(client, desk, chance.clone())))
            }
            Way::Http(secret) => Self::Http {
                router: http::router(desk, &secret, clock.clone())?,
                standing: watch::Sender::new(0),
            },
        })
    }

    /// Runs until `stop` says so. Requests are taken by [`Entrance::router`], not here.
    pub(super) async fn run(&self, stop: watch::Receiver<bool>) -> Result<(), Told> {
        match self {
            Self::Socket(socket) => socket.run(stop).await,
            Self::Http { .. } => {
                stopped(stop).await;
                Ok(())
            }
        }
    }

    /// The routes of HTTP mode; none in Socket Mode.
    pub(super) fn router(&self) -> Router {
        match self {
            Self::Socket(_) => Router::new(),
            Self::Http { router, .. } => router.clone(),
        }
    }

    /// Requests are taken from now on, or no longer.
    pub(super) fn stands(&self, stands: bool) {
        if let Self::Http { standing, .. } = self {
            standing.send_replace(usize::from(stands));
        }
    }

    pub(super) fn connections(&self) -> watch::Receiver<usize> {
        match self {
            Self::Socket(socket) => socket.connections(),
            Self::Http { standing, .. } => standing.subscribe(),
        }
    }
}
