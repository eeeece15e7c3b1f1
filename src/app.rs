//! The only place where the parts are put together: the store, Slack, the features, the queue.

mod counter;
mod front;
mod inbox;
mod installed;
mod jobs;
mod letterbox;
mod server;
mod start;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use self::counter::Counter;
use self::front::FrontDesk;
use self::installed::Installed;
use self::jobs::Jobs;
use self::letterbox::Letterbox;
use self::server::Server;
use self::start::{Way, app_token};
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::domain::ids::WorkspaceId;
use crate::error::{Reference, Told};
use crate::features::housekeeping;
use crate::queue::Worker;
use crate::slack::client::Client;
use crate::slack::desk::Desk;
use crate::slack::socket::Socket;
use crate::store::{self, Store};
use crate::web;

/// A running bot.
pub struct App {
    store: Store,
    clock: Clock,
    installed: Arc<Installed>,
    /// Whether people reach its pages by https.
    secure: bool,
    desk: Arc<Desk<Letterbox, Counter>>,
    worker: Worker<Jobs>,
    socket: Socket<Letterbox, Counter>,
    server: Option<Server>,
    arrived: Arc<Notify>,
}

impl App {
    /// Opens the database, says hello to Slack, and is ready to run.
    ///
    /// # Errors
    /// One sentence for the operator: the database or a token cannot be used, or is missing.
    pub async fn start(config: &Config, clock: Clock, chance: Chance) -> Result<Self, Told> {
        let way = Way::read(config)?;
        let sockets = Client::new(&config.slack_api_url, app_token(config)?)?;
        let installed = Arc::new(way.open(config, clock.clone(), chance.clone()).await?);
        let base = &installed.base;
        let (store, slack, voice) = (base.store.clone(), base.slack.clone(), base.voice.clone());
        let arrived = Arc::new(Notify::new());
        let letterbox = Letterbox {
            store: store.clone(),
            clock: clock.clone(),
            installed: Arc::clone(&installed),
            arrived: Arc::clone(&arrived),
        };
        let counter = Counter { installed: Arc::clone(&installed), voice };
        let desk = Arc::new(Desk::new(letterbox, counter, slack, chance.clone()));
        let socket = Socket::new(sockets, Arc::clone(&desk), chance.clone());
        let owner = format!("{}-{}", std::process::id(), Reference::new(chance.bytes()));
        let jobs = Jobs { installed: Arc::clone(&installed) };
        let worker = Worker::new(store.clone(), clock.clone(), jobs, owner);
        let server = match config.listen {
            Some(address) => Some(Server::bind(address).await?),
            None => None,
        };
        let secure = config.public_url.as_ref().is_some_and(|url| url.starts_with("https:"));
        Ok(Self { store, clock, installed, secure, desk, worker, socket, server, arrived })
    }

    /// The workspace of the token in the settings, if there is one.
    pub fn workspace(&self) -> Option<&WorkspaceId> {
        self.installed.own.as_ref()
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Listens and works until `stop` says so.
    ///
    /// # Errors
    /// Slack does not take the token, or Socket Mode is off: one sentence for the operator.
    pub async fn run(&self, stop: watch::Receiver<bool>) -> Result<(), Told> {
        if let Err(error) = housekeeping::say_figures(&self.installed.base).await {
            tracing::error!(%error, "the queue cannot be counted");
        }
        // A bot that Slack does not let in ends as a whole, so that whoever runs it learns of it.
        let (ended, end) = watch::channel(false);
        let socket = async {
            let listened = self.socket.run(stop).await;
            // An error means that the others have ended already.
            let _ = ended.send(true);
            listened
        };
        let worker = self.worker.run(stopped(end.clone()));
        let served = async {
            if let Some(server) = &self.server {
                server.run(self.routes(), stopped(end.clone())).await;
            }
        };
        let inbox = self.run_inbox(end.clone());
        let (listened, (), (), ()) = tokio::join!(socket, worker, inbox, served);
        listened
    }

    /// Listens only: whoever moves the clock works the queue off with [`App::work_off`].
    ///
    /// # Errors
    /// As [`App::run`].
    pub async fn listen(&self, stop: watch::Receiver<bool>) -> Result<(), Told> {
        let listened = self.socket.run(stop).await;
        self.worker.give_back().await;
        listened
    }

    /// Everything that is served at that address.
    pub fn routes(&self) -> Router {
        let Some(install) = &self.installed.base.install else { return web::router() };
        let (installed, install) = (Arc::clone(&self.installed), Arc::clone(install));
        web::router().merge(web::install::router(FrontDesk { installed, install }, self.secure))
    }

    /// Where requests are taken, if anywhere.
    pub fn address(&self) -> Option<SocketAddr> {
        self.server.as_ref().map(Server::address)
    }

    /// Ready once at least one connection to Slack stands.
    pub fn connections(&self) -> watch::Receiver<usize> {
        self.socket.connections()
    }

    /// Waits until every interaction that was taken in has been answered.
    pub async fn idle(&self) {
        self.desk.idle().await;
    }

    /// Told whenever there is something new to work off.
    pub async fn work_arrives(&self) {
        tokio::select! {
            () = self.arrived.notified() => {}
            () = self.store.work_added().notified() => {}
        }
    }

    /// Works off everything that waits and is due: events first, then jobs, until there is nothing
    /// left. Returns how much that was.
    ///
    /// # Errors
    /// The database failed.
    pub async fn work_off(&self) -> store::Result<usize> {
        let events = self.empty_inbox().await?;
        let jobs = self.worker.run_due(self.clock.now()).await?;
        Ok(events + jobs)
    }

    /// When the next job is due.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> store::Result<Option<DateTime<Utc>>> {
        self.store.read().await?.next_due().await
    }
}

/// What an operator reads when the database cannot be used.
pub fn unusable(error: store::Error) -> Told {
    match error {
        store::Error::Unusable(sentence) => Told::new(sentence, ""),
        other => Told::new(format!("The database cannot be used: {other}."), "Check DATABASE_URL."),
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that whoever could say stop is gone, which says the same.
    let _ = stop.wait_for(|stop| *stop).await;
}
