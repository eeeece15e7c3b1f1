//! A simulated Slack workspace: strict where Slack is strict, with people who do things. The bot
//! reaches it over loopback HTTP and WebSocket only, exactly as it reaches Slack.
//!
//! ```no_run
//! # async fn story(options: klatch::playground::PlaygroundOptions) -> Result<(), Box<dyn std::error::Error>> {
//! use klatch::playground::Playground;
//!
//! let playground = Playground::start(options);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! tokio::spawn(playground.serve(listener, axum::Router::new())?);
//! // … start a bot with playground.api_url(), bot_token() and app_token() …
//! playground.command("ana", "#coffee", "/coffee", "join").await?;
//! playground.settled().await?;
//! # Ok(()) }
//! ```

mod api;
mod app;
pub(crate) mod blocks;
pub mod cast;
mod deeds;
mod examination;
mod hub;
mod installing;
mod json;
mod limits;
mod mischief;
mod page;
mod post;
mod render;
mod seeing;
mod state;
#[cfg(test)]
mod tests;
mod town;
mod traffic;
mod troubles;
mod web;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use chrono::TimeDelta;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

pub use self::app::{App, Command, Shortcut};
pub use self::cast::Cast;
pub use self::deeds::{DeedError, Fill, Outcome, Press, Spot};
pub use self::examination::Examiner;
pub use self::limits::Limits;
pub use self::mischief::{Misbehavior, Trick};
pub use self::post::{Endpoint, signature};
pub use self::render::Shown;
pub use self::state::conversations::{Conversation, Kind, Message, Reaction};
pub use self::state::people::Person;
pub use self::state::views::View;
use self::state::{Change, Names, World};
pub use self::town::Town;
pub use self::traffic::Entry;
pub use self::troubles::Posted;
use crate::clock::{Chance, Clock};

/// How long [`Playground::settled`] waits, in real time.
const SETTLING: Duration = Duration::from_secs(10);
/// How many changes a page may lag behind before it gets the whole state again.
const BACKLOG: usize = 1_024;

/// What a workspace is made from.
#[derive(Clone, Debug)]
pub struct PlaygroundOptions {
    pub clock: Clock,
    /// Tokens, triggers and response URLs come from it; ids are counted.
    pub chance: Chance,
    pub cast: Cast,
    /// What the app was granted and offers, as its manifest says.
    pub app: App,
}

/// A simulated workspace. Clones are the same workspace.
#[derive(Clone)]
pub struct Playground(Arc<Mutex<World>>);

impl Playground {
    /// A workspace with its people, channels and the app installed; not yet reachable.
    pub fn start(options: PlaygroundOptions) -> Self {
        Self::start_as(options, 1)
    }

    /// The same as one of several workspaces of a [`Town`], counted from 1: no two have ids in
    /// common.
    pub fn start_as(options: PlaygroundOptions, number: u32) -> Self {
        let PlaygroundOptions { clock, chance, cast, app } = options;
        let (changes, _) = broadcast::channel(BACKLOG);
        let secret = |kind: &str| {
            let bytes = chance.bytes::<12>();
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{kind}-{hex}")
        };
        let names = Names {
            workspace: cast.workspace.clone(),
            team: format!("T{number:04}"),
            domain: cast.workspace.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-"),
            app: "A0001".to_owned(),
            bot: if number > 1 { format!("UBOT{number}") } else { "UBOT".to_owned() },
            bot_id: format!("B{number:04}"),
            bot_token: secret("xoxb"),
            app_token: secret("xapp"),
        };
        let oauth = state::oauth::Oauth::installed(&names.bot_token, app.scopes.clone());
        let mut world = World {
            clock,
            chance,
            app,
            names,
            ids: state::ids::Ids::of_workspace(number),
            oauth,
            people: BTreeMap::new(),
            groups: BTreeMap::new(),
            conversations: BTreeMap::new(),
            screens: BTreeMap::new(),
            triggers: state::triggers::Triggers::default(),
            hooks: state::triggers::Hooks::default(),
            hub: hub::Hub::default(),
            meters: limits::Meters::default(),
            mischief: mischief::Mischief::default(),
            traffic: traffic::Traffic::default(),
            examination: examination::Examination::default(),
            faults: Vec::new(),
            address: "127.0.0.1:0".to_owned(),
            changes,
            visitor: None,
            visited: BTreeSet::new(),
            files: BTreeMap::new(),
            pictures_take: TimeDelta::zero(),
        };
        world.settle_in(cast);
        Self(Arc::new(Mutex::new(world)))
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of it as one router: Web API, Socket Mode, response URLs and the page. Whoever serves
    /// it otherwise than with [`Playground::serve`] must say where with [`Playground::at`].
    pub fn router(&self) -> Router {
        Town::of(vec![self.clone()]).router()
    }

    /// Tells the workspace where it is reached, such as `127.0.0.1:3838`.
    pub fn at(&self, address: impl Into<String>) {
        self.world().address = address.into();
    }

    /// Serves the workspace, with further routes beside its own (`/demo/…`). The address is known
    /// when this returns; what it returns runs until it is dropped.
    ///
    /// # Errors
    /// The listener has no address.
    pub fn serve(
        &self,
        listener: TcpListener,
        extra: Router,
    ) -> io::Result<impl Future<Output = io::Result<()>> + Send + 'static> {
        self.at(listener.local_addr()?.to_string());
        let router = web::guarded(self.router().merge(extra));
        Ok(async move { axum::serve(listener, router).await })
    }

    /// Where the Web API is, without a slash at the end.
    pub fn api_url(&self) -> String {
        format!("http://{}/api", self.world().address)
    }

    /// Where the page is.
    pub fn page_url(&self) -> String {
        format!("http://{}/", self.world().address)
    }

    /// The workspace's id.
    pub fn team(&self) -> String {
        self.world().names.team.clone()
    }

    /// The token for the Web API.
    pub fn bot_token(&self) -> String {
        self.world().names.bot_token.clone()
    }

    /// The token for Socket Mode.
    pub fn app_token(&self) -> String {
        self.world().names.app_token.clone()
    }

    /// Everything malformed that the bot sent.
    pub fn faults(&self) -> Vec<String> {
        self.world().faults.clone()
    }

    /// Forgets the faults that a test provoked.
    pub fn forget_faults(&self) {
        self.world().faults.clear();
    }

    /// Waits until the app acknowledged everything that it was sent.
    ///
    /// # Errors
    /// Something is unacknowledged after ten seconds; it is named.
    pub async fn settled(&self) -> Result<(), String> {
        let settled = Arc::clone(&self.world().hub.settled);
        self.world().hub.arrive();
        let wait = async {
            loop {
                let notified = settled.notified();
                tokio::pin!(notified);
                // From here on no wake-up is missed.
                notified.as_mut().enable();
                if self.world().hub.unacknowledged().is_empty() {
                    return;
                }
                notified.await;
            }
        };
        if tokio::time::timeout(SETTLING, wait).await.is_ok() {
            return Ok(());
        }
        let open = self.world().hub.unacknowledged();
        Err(format!("Not acknowledged after {} s: {}", SETTLING.as_secs(), open.join(", ")))
    }

    /// Waits until something can be seen, such as a modal that a press opens.
    ///
    /// # Errors
    /// It was not to be seen within ten seconds; `what` names it.
    pub async fn until(
        &self,
        what: &str,
        seen: impl Fn(&Self) -> bool + Send,
    ) -> Result<(), String> {
        let mut changes = self.world().changes.subscribe();
        let wait = async {
            while !seen(self) {
                if matches!(changes.recv().await, Err(broadcast::error::RecvError::Closed)) {
                    return;
                }
            }
        };
        let waited = tokio::time::timeout(SETTLING, wait).await;
        waited.map_err(|_| format!("Not seen after {} s: {what}", SETTLING.as_secs()))
    }

    /// Whom a page shows the workspace to unless it asks for somebody else.
    pub fn welcome(&self, visitor: impl Into<String>) {
        self.world().visitor = Some(visitor.into());
    }

    /// What was done from a page so far: `command /coffee join`, `press coffee_met`, `open_home`.
    pub fn visited(&self) -> BTreeSet<String> {
        self.world().visited.clone()
    }

    /// Time was moved: statuses that expired are cleared, and the page learns the time.
    pub fn time_moved(&self) {
        let mut world = self.world();
        world.expire_statuses();
        world.late_arrive();
        world.tell(Change::Now);
    }

    /// Gives the page something from beside the workspace, such as the demo's time ribbon.
    pub fn aside(&self, name: impl Into<String>, body: Value) {
        self.world().tell(Change::Aside { name: name.into(), body });
    }
}
