//! The only place where the parts are put together: the store, Slack, the features, the queue.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::domain::ids::WorkspaceId;
use crate::domain::locale::Locale;
use crate::error::{Reference, Told};
use crate::event::{Event, Interaction, Reply};
use crate::features::{Context, housekeeping};
use crate::job::{Job, Outcome, Work};
use crate::queue::{Handler, Worker};
use crate::slack::client::{Client, Identity};
use crate::slack::desk::{Desk, Inbox, Replier, Trouble};
use crate::slack::socket::Socket;
use crate::store::{self, Store};
use crate::transaction;
use crate::views::Voice;
use crate::views::coffee::answers;
use crate::{features, router};

/// How many events are taken from the inbox at once.
const INBOX_PAGE: u32 = 100;
/// How long an event of another process may go unseen.
const INBOX_POLL: Duration = Duration::from_secs(1);

/// A running bot in one workspace.
pub struct App {
    context: Context,
    desk: Arc<Desk<Letterbox, Counter>>,
    worker: Worker<Jobs>,
    socket: Socket<Letterbox, Counter>,
    workspace: WorkspaceId,
    arrived: Arc<Notify>,
}

impl App {
    /// Opens the database, says hello to Slack, and is ready to run.
    ///
    /// # Errors
    /// One sentence for the operator: the database or a token cannot be used, or is missing.
    pub async fn start(config: &Config, clock: Clock, chance: Chance) -> Result<Self, Told> {
        let bot = token(config.slack_bot_token.as_ref(), "SLACK_BOT_TOKEN", "xoxb-")?;
        let app = token(config.slack_app_token.as_ref(), "SLACK_APP_TOKEN", "xapp-")?;
        let slack = Client::new(&config.slack_api_url, bot)?;
        let sockets = Client::new(&config.slack_api_url, app)?;
        // Slack first: a database is touched only by a bot that can run.
        let identity = hello(&slack).await?;
        let store = Store::connect_and_migrate(config.database_url.reveal(), &clock)
            .await
            .map_err(unusable)?;
        move_in(&store, &identity, &clock, &chance).await.map_err(unusable)?;
        let workspace = identity.workspace;
        let voice = Voice { locale: Locale::English, coffee: config.commands.coffee.clone() };
        let context = Context { store, clock, chance, slack, voice };
        let arrived = Arc::new(Notify::new());
        let letterbox = Letterbox { context: context.clone(), arrived: Arc::clone(&arrived) };
        let counter = Counter { context: context.clone(), workspace: workspace.clone() };
        let (client, chance) = (context.slack.clone(), context.chance.clone());
        let desk = Arc::new(Desk::new(letterbox, counter, client, chance.clone()));
        let socket = Socket::new(sockets, Arc::clone(&desk), chance.clone());
        let owner = format!("{}-{}", std::process::id(), Reference::new(chance.bytes()));
        let jobs = Jobs { context: context.clone() };
        let worker = Worker::new(context.store.clone(), context.clock.clone(), jobs, owner);
        Ok(Self { context, desk, worker, socket, workspace, arrived })
    }

    pub fn workspace(&self) -> &WorkspaceId {
        &self.workspace
    }

    pub fn store(&self) -> &Store {
        &self.context.store
    }

    /// Listens and works until `stop` says so.
    ///
    /// # Errors
    /// Slack does not take the token, or Socket Mode is off: one sentence for the operator.
    pub async fn run(&self, stop: watch::Receiver<bool>) -> Result<(), Told> {
        if let Err(error) = housekeeping::say_figures(&self.context).await {
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
        let (listened, (), ()) = tokio::join!(socket, worker, self.run_inbox(end));
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
            () = self.context.store.work_added().notified() => {}
        }
    }

    /// Works off everything that waits and is due: events first, then jobs, until there is nothing
    /// left. Returns how much that was.
    ///
    /// # Errors
    /// The database failed.
    pub async fn work_off(&self) -> store::Result<usize> {
        let events = self.empty_inbox().await?;
        let jobs = self.worker.run_due(self.context.now()).await?;
        Ok(events + jobs)
    }

    /// When the next job is due.
    ///
    /// # Errors
    /// The database failed.
    pub async fn next_due(&self) -> store::Result<Option<DateTime<Utc>>> {
        self.context.store.read().await?.next_due().await
    }

    async fn run_inbox(&self, stop: watch::Receiver<bool>) {
        let mut stopped = std::pin::pin!(stopped(stop));
        loop {
            if let Err(error) = self.empty_inbox().await {
                tracing::error!(%error, "the inbox cannot be read");
            }
            tokio::select! {
                () = &mut stopped => return,
                () = self.arrived.notified() => {}
                () = tokio::time::sleep(INBOX_POLL) => {}
            }
        }
    }

    async fn empty_inbox(&self) -> store::Result<usize> {
        let mut handled = 0;
        loop {
            let now = self.context.now();
            let events = self.context.store.read().await?.next_events(now, INBOX_PAGE).await?;
            if events.is_empty() {
                return Ok(handled);
            }
            for event in &events {
                self.handle(event).await?;
                handled += 1;
            }
        }
    }

    /// What follows from an event commits together with its end. An event that cannot be handled is
    /// tried again later, and holds up none of the others.
    async fn handle(&self, event: &Event) -> store::Result<()> {
        let context = &self.context;
        let done = transaction!(context.store, |tx| {
            if tx.event_done(&event.workspace, &event.id, context.now()).await? {
                router::event(context, tx, event).await?;
            }
            Ok(())
        })
        .await;
        if let Err(error) = done {
            tracing::error!(event = %event.id, %error, "an event could not be handled");
            transaction!(context.store, |tx| {
                tx.event_failed(&event.workspace, &event.id, &error.to_string()).await
            })
            .await?;
        }
        Ok(())
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

/// Keeps the workspace, and has it tidied up unless that was done today: that reads its directory.
async fn move_in(
    store: &Store,
    identity: &Identity,
    clock: &Clock,
    chance: &Chance,
) -> store::Result<bool> {
    let (workspace, now) = (&identity.workspace, clock.now());
    let today = housekeeping::name_of(now);
    transaction!(store, |tx| {
        tx.keep_workspace(workspace, &identity.name, &identity.bot, now).await?;
        tx.enqueue(workspace, &Job::TidyUp, now, Some(&today), None, chance.id(now), now).await
    })
    .await
}

fn token<'a>(
    secret: Option<&'a crate::config::Secret>,
    name: &str,
    prefix: &str,
) -> Result<&'a crate::config::Secret, Told> {
    secret.ok_or_else(|| {
        Told::new(
            format!("There is no {name}."),
            format!(
                "Set it to the token that starts with {prefix}, from your app's page at Slack."
            ),
        )
    })
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

/// Keeps events in the store until they are worked off.
struct Letterbox {
    context: Context,
    arrived: Arc<Notify>,
}

impl Inbox for Letterbox {
    async fn receive(&self, event: Event) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let now = self.context.now();
        let events = std::slice::from_ref(&event);
        transaction!(self.context.store, |tx| tx.receive(events, now).await).await?;
        self.arrived.notify_one();
        Ok(())
    }
}

/// Answers whoever waits.
struct Counter {
    context: Context,
    workspace: WorkspaceId,
}

impl Replier for Counter {
    async fn reply(&self, interaction: Interaction) -> Reply {
        // In a shared channel Slack names the workspace of whoever acts; what they act on is ours.
        let interaction = Interaction { workspace: self.workspace.clone(), ..interaction };
        match router::interaction(&self.context, &interaction).await {
            Ok(reply) => reply,
            Err(error) => broken(&self.context, &interaction, &error).await,
        }
    }

    fn words(&self, trouble: Trouble) -> String {
        answers::trouble(&self.context.voice, trouble_reference(trouble).as_deref())
    }
}

fn trouble_reference(trouble: Trouble) -> Option<String> {
    match trouble {
        Trouble::Broken(reference) => Some(reference.to_string()),
        Trouble::Slow => None,
    }
}

/// The person gets a sentence with a reference, the log gets the rest.
async fn broken(context: &Context, interaction: &Interaction, error: &features::Error) -> Reply {
    let reference = Reference::new(context.chance.bytes()).to_string();
    tracing::error!(%error, reference, "an interaction failed");
    let sentence = answers::trouble(&context.voice, Some(&reference));
    features::sorry(context, interaction, &sentence).await
}

/// Does the jobs of the queue.
struct Jobs {
    context: Context,
}

impl Handler for Jobs {
    async fn handle(&self, work: &Work) -> Outcome {
        match router::job(&self.context, work).await {
            Ok(outcome) => outcome,
            // Nobody knows how far it came: the kind of the job decides what is done about it.
            Err(error) => Outcome::InDoubt(error.to_string()),
        }
    }
}
