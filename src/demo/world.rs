//! A whole world: a workspace, the bot in it, and the time of both.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::clock::{Chance, Clock};
use crate::config::{Config, Secret};
use crate::domain::ids::WorkspaceId;
use crate::domain::settings::Settings;
use crate::error::Told;
use crate::playground::{self, Cast, Command, Playground, PlaygroundOptions, Shortcut};
use crate::slack::manifest::{Manifest, ShortcutKind};

/// How long the bot may take to connect, in real time.
const CONNECTING: Duration = Duration::from_secs(10);
/// A step of time in which there is nothing to do but wait.
const WAITING: TimeDelta = TimeDelta::seconds(1);
/// How far time moves on so that what is sent at a pace is sent.
const CATCHING_UP: TimeDelta = TimeDelta::minutes(2);

/// What a world starts from.
pub struct WorldOptions {
    pub clock: Clock,
    pub chance: Chance,
    pub cast: Cast,
    pub database_url: String,
    /// Where the workspace is served.
    pub listener: TcpListener,
}

/// A workspace with the bot in it. The bot can be stopped and started again; the workspace stays.
pub struct World {
    pub clock: Clock,
    pub playground: Playground,
    chance: Chance,
    config: Config,
    bot: Option<Bot>,
    server: JoinHandle<std::io::Result<()>>,
}

struct Bot {
    app: Arc<App>,
    stop: watch::Sender<bool>,
    listening: JoinHandle<Result<(), Told>>,
    /// Let go last: what still runs in it goes with it.
    _process: Process,
}

/// What a process is to a bot that runs by itself: whatever it started ends when this is dropped,
/// wherever it stands.
struct Process(Option<Runtime>);

impl Process {
    fn start() -> Result<Self, Told> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.map(|runtime| Self(Some(runtime))).map_err(|error| {
            Told::new(format!("The bot gets no thread of its own: {error}."), "Close something.")
        })
    }

    /// Runs something in here; `None` when it broke.
    async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        self.spawn(work)?.await.ok()
    }

    fn spawn<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<JoinHandle<T>> {
        self.0.as_ref().map(|runtime| runtime.spawn(work))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl World {
    /// Serves the workspace, with further routes beside it; the bot is not in it yet.
    ///
    /// # Errors
    /// One sentence: the manifest or the address is of no use.
    pub fn open(options: WorldOptions, extra: Router) -> Result<Self, Told> {
        let WorldOptions { clock, chance, cast, database_url, listener } = options;
        let playground = Playground::start(PlaygroundOptions {
            clock: clock.clone(),
            chance: chance.clone(),
            cast,
            app: app_of_manifest()?,
        });
        let server = playground.serve(listener, extra).map_err(|error| {
            Told::new(format!("The workspace cannot be served: {error}."), "Try another port.")
        })?;
        let config = Config {
            database_url: Secret::new(database_url),
            slack_bot_token: Some(Secret::new(playground.bot_token())),
            slack_app_token: Some(Secret::new(playground.app_token())),
            slack_api_url: playground.api_url(),
            ..Config::default()
        };
        let server = tokio::spawn(server);
        Ok(Self { clock, playground, chance, config, bot: None, server })
    }

    /// Changes what an operator sets, for the bot's next start.
    pub fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.config.settings);
    }

    /// Starts the bot and waits until it is connected and has worked off what was waiting.
    ///
    /// # Errors
    /// One sentence: the bot cannot start.
    pub async fn start_bot(&mut self) -> Result<(), Told> {
        let broke = || Told::new("The bot broke while it started.", "Look at its log.");
        let process = Process::start()?;
        let (config, clock, chance) =
            (self.config.clone(), self.clock.clone(), self.chance.clone());
        let app = process.run(async move { App::start(&config, clock, chance).await }).await;
        let app = Arc::new(app.ok_or_else(broke)??);
        let (stop, stopped) = watch::channel(false);
        let listening = process.spawn({
            let app = Arc::clone(&app);
            async move { app.listen(stopped).await }
        });
        let listening = listening.ok_or_else(broke)?;
        let mut connections = app.connections();
        let connected = connections.wait_for(|connections| *connections > 0);
        if tokio::time::timeout(CONNECTING, connected).await.is_err() {
            return Err(Told::new("The bot did not connect to the workspace.", "Look at its log."));
        }
        self.bot = Some(Bot { app, stop, listening, _process: process });
        self.settle().await.map(|_| ())
    }

    /// Stops the bot as an operator does.
    pub async fn stop_bot(&mut self) {
        if let Some(bot) = self.bot.take() {
            // An error means that it has stopped already.
            let _ = bot.stop.send(true);
            let _ = bot.listening.await;
            // Answers that follow by a response URL; whoever cannot be reached is not waited for.
            let _ = tokio::time::timeout(CONNECTING, bot.app.idle()).await;
        }
    }

    /// The bot is gone from one moment to the next, with everything that it was doing. Whoever
    /// waits for [`World::settle`] stops that first. What the bot had leased stays leased until
    /// the lease runs out.
    pub fn crash_bot(&mut self) {
        self.bot = None;
    }

    /// The bot, while it runs.
    ///
    /// # Errors
    /// It does not run.
    pub fn app(&self) -> Result<&Arc<App>, Told> {
        let bot = self.bot.as_ref();
        bot.map(|bot| &bot.app)
            .ok_or_else(|| Told::new("The bot is not running.", "Start it first."))
    }

    /// The workspace's id, as the bot knows it.
    pub fn workspace(&self) -> WorkspaceId {
        WorkspaceId::new(self.playground.team())
    }

    /// Waits until everything that happened has been worked off; says whether that was anything.
    /// Messages go out at a pace: time moves on by the seconds that they take.
    ///
    /// # Errors
    /// Something was not acknowledged, or the database failed.
    pub async fn settle(&self) -> Result<bool, Told> {
        let app = self.app()?;
        let mut something = false;
        let latest = self.clock.now() + CATCHING_UP;
        loop {
            let settled = self.playground.settled().await;
            settled.map_err(|what| Told::new(what, "Look at the bot's log."))?;
            app.idle().await;
            let worked = app.work_off().await.map_err(|error| failed(&error))?;
            if worked > 0 {
                something = true;
                continue;
            }
            let paced = app.paced_until().await.map_err(|error| failed(&error))?;
            match paced.filter(|at| *at <= latest) {
                Some(at) => self.move_clock(at),
                None => return Ok(something),
            }
        }
    }

    /// Moves time to `at`, from one due job to the next, so that everything happens at its moment.
    ///
    /// # Errors
    /// As [`World::settle`].
    pub async fn advance_to(&self, at: DateTime<Utc>) -> Result<(), Told> {
        self.settle().await?;
        while let Some(due) = self.next_due().await?.filter(|due| *due <= at) {
            let now = self.clock.now();
            if now >= at {
                break;
            }
            // What is due and was left lying waits for somebody else's lease to run out.
            self.move_clock(if due > now { due } else { (now + WAITING).min(at) });
            self.settle().await?;
        }
        self.move_clock(at);
        self.settle().await.map(|_| ())
    }

    /// When the bot has something to do next.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, Told> {
        self.app()?.next_due().await.map_err(|error| failed(&error))
    }

    /// Moves time without letting anything happen in between.
    pub fn move_clock(&self, at: DateTime<Utc>) {
        self.clock.advance_to(at);
        self.playground.time_moved();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The app as its manifest describes it, in the playground's words.
///
/// # Errors
/// The manifest cannot be read.
pub fn app_of_manifest() -> Result<playground::App, Told> {
    let manifest = Manifest::embedded()?;
    let commands = manifest.commands().iter().map(|command| Command {
        command: command.command.clone(),
        description: command.description.clone(),
        usage_hint: command.usage_hint.clone(),
    });
    let shortcuts = manifest.shortcuts().iter().map(|shortcut| Shortcut {
        name: shortcut.name.clone(),
        callback_id: shortcut.callback_id.clone(),
        on_message: shortcut.kind == ShortcutKind::Message,
    });
    Ok(playground::App {
        name: manifest.bot_name().to_owned(),
        scopes: manifest.scopes().to_vec(),
        events: manifest.events().to_vec(),
        commands: commands.collect(),
        shortcuts: shortcuts.collect(),
    })
}

fn failed(error: &crate::store::Error) -> Told {
    Told::new(format!("The demo's database failed: {error}."), "Start the demo again.")
}
