//! The only place where the parts are put together: the store, Slack, the features, the queue.

mod counter;
mod entrance;
mod front;
mod inbox;
mod installed;
mod jobs;
mod letterbox;
mod server;
mod sieve;
mod start;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};
use tokio::time::timeout;

use self::counter::Counter;
use self::entrance::{Entrance, Way};
use self::front::FrontDesk;
use self::installed::Installed;
use self::jobs::Jobs;
use self::letterbox::Letterbox;
use self::server::Server;
use self::start::Access;
use crate::clock::{Chance, Clock};
use crate::config::{Config, Mode};
use crate::domain::ids::WorkspaceId;
use crate::error::{Reference, Told};
use crate::features::{housekeeping, people};
use crate::queue::Worker;
use crate::slack::desk::Desk;
use crate::store::{self, Store};
use crate::web;

pub use self::start::voice;

/// How long answers that are on their way are waited for when the bot stops.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// How often search indexes that are not used are looked for.
const TIDIED: Duration = Duration::from_secs(30);

/// A running bot.
pub struct App {
    store: Store,
    clock: Clock,
    installed: Arc<Installed>,
    /// Whether people reach its pages by https.
    secure: bool,
    desk: Arc<Desk<Letterbox, Counter>>,
    worker: Worker<Jobs>,
    letterbox: Letterbox,
    entrance: Entrance,
    server: Option<Server>,
    arrived: Arc<Notify>,
    watch: web::Watch,
    mode: Mode,
}

impl App {
    /// Opens the database, says hello to Slack, and is ready to run.
    ///
    /// # Errors
    /// One sentence for the operator: the database or a token cannot be used, or is missing.
    pub async fn start(config: &Config, clock: Clock, chance: Chance) -> Result<Self, Told> {
        let (access, way) = (Access::read(config)?, Way::of(config)?);
        let installed = Arc::new(access.open(config, clock.clone(), chance.clone()).await?);
        let base = &installed.base;
        if let Some(own) = &installed.own {
            people::read_file_at_start(base, own).await.map_err(store::Error::told)?;
        }
        let (store, slack, voice) = (base.store.clone(), base.slack.clone(), base.voice.clone());
        let meter = base.meter.clone();
        let arrived = Arc::new(Notify::new());
        let letterbox = Letterbox::open(
            store.clone(),
            clock.clone(),
            Arc::clone(&installed),
            Arc::clone(&arrived),
        );
        let counter = Counter { installed: Arc::clone(&installed), voice };
        let desk = Arc::new(Desk::new(letterbox.clone(), counter, slack, meter.clone()));
        let entrance = Entrance::new(way, &desk, &clock, &chance)?;
        let owner = format!("{}-{}", std::process::id(), Reference::new(chance.bytes()));
        let jobs = Jobs { installed: Arc::clone(&installed) };
        let worker = Worker::new(store.clone(), clock.clone(), jobs, owner).metered(meter.clone());
        let server = match config.listen {
            Some(address) => Some(Server::bind(address).await?),
            None => None,
        };
        let watch = web::Watch::new(web::Parts {
            store: store.clone(),
            clock: clock.clone(),
            meter,
            connections: Some(entrance.connections()),
        });
        let secure = config.public_url.as_ref().is_some_and(|url| url.starts_with("https:"));
        Ok(Self {
            store,
            clock,
            installed,
            secure,
            desk,
            worker,
            letterbox,
            entrance,
            server,
            arrived,
            watch,
            mode: config.mode,
        })
    }

    /// The workspace of the token in the settings, if there is one.
    pub fn workspace(&self) -> Option<&WorkspaceId> {
        self.installed.own.as_ref()
    }

    /// What it is connected to, in one line for the log.
    pub fn greeting(&self) -> String {
        let workspace =
            self.workspace().map_or("every workspace that installs it", |id| id.as_str());
        let reached = match (self.mode, self.address()) {
            (Mode::Socket, None) => "Socket Mode".to_owned(),
            (Mode::Socket, Some(address)) => format!("Socket Mode, pages on {address}"),
            (Mode::Http, Some(address)) => format!("HTTP on {address}"),
            (Mode::Http, None) => "HTTP".to_owned(),
        };
        let database = self.store.engine().name();
        let version = env!("CARGO_PKG_VERSION");
        format!("Klatch {version} serves {workspace}: {reached}, {database}")
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
        let asked = stop.clone();
        let entrance = async {
            let listened = self.entrance.run(stop).await;
            // Answers that follow their acknowledgement are still on their way.
            if timeout(LAST_ANSWERS, self.desk.idle()).await.is_err() {
                tracing::warn!("somebody's answer was cut off");
            }
            // An error means that the others have ended already.
            let _ = ended.send(true);
            listened
        };
        // No new job is begun while the last deliveries are answered.
        let worker = self.worker.run(async {
            tokio::select! {
                () = stopped(asked) => {}
                () = stopped(end.clone()) => {}
            }
        });
        let served = self.serve(end.clone());
        let inbox = self.run_inbox(end.clone());
        let tidied = self.tidy_search(end.clone());
        let (listened, (), (), (), ()) = tokio::join!(entrance, worker, inbox, served, tidied);
        listened
    }

    /// Closes indexes and their writers that nobody uses.
    async fn tidy_search(&self, end: watch::Receiver<bool>) {
        let mut ended = std::pin::pin!(stopped(end));
        while timeout(TIDIED, &mut ended).await.is_err() {
            self.installed.base.search.tidy(self.clock.now());
        }
    }

    /// Listens only: whoever moves the clock works the queue off with [`App::work_off`].
    ///
    /// # Errors
    /// As [`App::run`].
    pub async fn listen(&self, stop: watch::Receiver<bool>) -> Result<(), Told> {
        let served = self.serve(stop.clone());
        let (listened, ()) = tokio::join!(self.entrance.run(stop), served);
        self.worker.give_back().await;
        listened
    }

    /// Takes requests: Slack's in HTTP mode, and those of people.
    async fn serve(&self, stop: watch::Receiver<bool>) {
        let Some(server) = &self.server else { return };
        self.entrance.stands(true);
        server.run(self.routes(), stopped(stop)).await;
        self.entrance.stands(false);
    }

    /// Everything that is served at that address.
    pub fn routes(&self) -> Router {
        let router = web::router(self.watch.clone()).merge(self.entrance.router());
        let Some(install) = &self.installed.base.install else { return router };
        let (installed, install) = (Arc::clone(&self.installed), Arc::clone(install));
        router.merge(web::install::router(FrontDesk { installed, install }, self.secure))
    }

    /// Where requests are taken, if anywhere.
    pub fn address(&self) -> Option<SocketAddr> {
        self.server.as_ref().map(Server::address)
    }

    /// How many ways to Slack stand: its connections, or 1 while requests are taken in HTTP mode.
    pub fn connections(&self) -> watch::Receiver<usize> {
        self.entrance.connections()
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

    /// When the next job can be run: it is due then, and its pace allows it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> store::Result<Option<DateTime<Utc>>> {
        self.worker.next_due().await
    }

    /// When a job can be run that is due already and only waits for its pace.
    ///
    /// # Errors
    /// The database failed.
    pub async fn paced_until(&self) -> store::Result<Option<DateTime<Utc>>> {
        self.worker.paced_until().await
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that whoever could say stop is gone, which says the same.
    let _ = stop.wait_for(|stop| *stop).await;
}
