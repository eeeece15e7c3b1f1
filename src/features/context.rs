//! What every feature is given, and the two or three steps that all of them share.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::clock::{Chance, Clock};
use crate::domain::ids::{AuditId, ChannelId, MemberId, WorkspaceId};
use crate::domain::rules::WorkspaceRules;
use crate::domain::settings::Settings;
use crate::error::unquoted;
use crate::job::Job;
use crate::meter::Meter;
use crate::seal::KeyRing;
use crate::search::Shelf;
use crate::slack::client::Client;
use crate::slack::failure::Failure;
use crate::slack::oauth::OAuth;
use crate::store::{self, Store, Tx};
use crate::views::Voice;

/// The parts that features work with.
#[derive(Clone)]
pub struct Context {
    pub store: Store,
    /// What is like a question, and what has the words that somebody looks for.
    pub search: Shelf,
    pub clock: Clock,
    pub chance: Chance,
    /// Speaks with the token of the workspace that is being served.
    pub slack: Client,
    pub voice: Voice,
    pub settings: Arc<Settings>,
    /// What the admins of the workspace that is being served decided.
    pub rules: Arc<WorkspaceRules>,
    /// Whether the operator lets guests take part; in `settings` stands whether they may here.
    pub guests_at_most: bool,
    pub meter: Meter,
    /// How workspaces install Klatch; `None` where the token stands in the settings.
    pub install: Option<Arc<Install>>,
}

/// What installing needs, and keeping what was installed.
#[derive(Clone, Debug)]
pub struct Install {
    pub oauth: OAuth,
    pub keys: KeyRing,
}

/// Why a feature could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Slack(#[from] Failure),
    #[error("a view could not be written as JSON: {}", unquoted(.0))]
    View(#[from] serde_json::Error),
}

/// What features end with.
pub type Result<T> = std::result::Result<T, Error>;

/// When and under which name a job is queued.
pub struct Queued<'a> {
    pub at: DateTime<Utc>,
    /// A second job of this name is not queued.
    pub name: Option<&'a str>,
    /// Jobs of one channel keep their order.
    pub channel: Option<&'a ChannelId>,
}

/// Does what an interaction asks for once: its receipt commits with the effect, so that a second
/// delivery repeats the answer. A macro for the same reason as [`transaction!`](crate::transaction).
macro_rules! once {
    ($context:expr, $interaction:expr, |$tx:ident| $body:block) => {
        $crate::transaction!($context.store, |$tx| {
            let interaction: &$crate::event::Interaction = $interaction;
            let workspace = &interaction.workspace;
            if let Some(reply) = $tx.receipt(workspace, &interaction.trigger).await? {
                return Ok(reply);
            }
            let reply = $crate::store::body(async { $body }).await?;
            let now = $context.now();
            $tx.keep_receipt(workspace, &interaction.trigger, &reply, now).await?;
            Ok(reply)
        })
    };
}

pub(in crate::features) use once;

impl Context {
    /// What time it is.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Queues a job in the transaction of the change that it follows from. A job of the same name
    /// is queued once.
    pub async fn queue(
        &self,
        tx: &mut Tx,
        workspace: &WorkspaceId,
        job: &Job,
        queued: Queued<'_>,
    ) -> store::Result<()> {
        let now = self.now();
        let id = self.chance.id(now);
        tx.enqueue(workspace, job, queued.at, queued.name, queued.channel, id, now).await?;
        Ok(())
    }

    /// Queues a job for as soon as possible.
    pub async fn queue_now(
        &self,
        tx: &mut Tx,
        workspace: &WorkspaceId,
        job: &Job,
    ) -> store::Result<()> {
        let queued = Queued { at: self.now(), name: None, channel: None };
        self.queue(tx, workspace, job, queued).await
    }

    /// Queues a job for as soon as the earlier ones of the same channel are done: what is drawn later
    /// is what is seen.
    pub async fn queue_in(
        &self,
        tx: &mut Tx,
        workspace: &WorkspaceId,
        channel: &ChannelId,
        job: &Job,
    ) -> store::Result<()> {
        let queued = Queued { at: self.now(), name: None, channel: Some(channel) };
        self.queue(tx, workspace, job, queued).await
    }

    /// Draws somebody's App Home again if they may still be looking at it: Slack does not say, so
    /// ten minutes after the last opening count as looking.
    pub async fn refresh_home(
        &self,
        tx: &mut Tx,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> store::Result<()> {
        let recently = self.now() - chrono::Duration::minutes(10);
        if tx.home_opened_at(workspace, member).await?.is_some_and(|at| at > recently) {
            self.draw_home(tx, workspace, member).await?;
        }
        Ok(())
    }

    /// Has somebody's App Home drawn, after whatever the queue draws for them already: of those pages
    /// none that shows an older state comes last. One that waits for its turn shows this state, too, so that there
    /// is no second one then.
    pub async fn draw_home(
        &self,
        tx: &mut Tx,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> store::Result<()> {
        let job = Job::PublishHome { member: member.clone() };
        let (turn, now) = (ChannelId::new(member.as_str()), self.now());
        tx.enqueue_redraw(workspace, &job, &turn, self.chance.id(now), now).await?;
        Ok(())
    }

    /// One line of the audit trail, in the transaction of the action.
    pub async fn audit(
        &self,
        tx: &mut Tx,
        workspace: &WorkspaceId,
        actor: &MemberId,
        action: &str,
        target: &str,
        detail: &serde_json::Value,
    ) -> store::Result<()> {
        let now = self.now();
        let id: AuditId = self.chance.id(now);
        tx.audit(workspace, id, now, actor, action, target, detail).await
    }
}
