//! Keeps events in the store until they are worked off. Events that wait share one commit: a commit
//! costs a write to the disk that all of them can use.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::timeout;

use super::installed::Installed;
use super::sieve::{needs_asking, sift};
use crate::clock::Clock;
use crate::domain::ids::WorkspaceId;
use crate::event::Event;
use crate::slack::desk::{Filed, Filing, Inbox};
use crate::store::{self, Intake, Store};

/// The most events of one commit.
const BATCH: usize = 256;
/// So many share a commit well enough: the next ones are taken in while it is written.
const ENOUGH: usize = 16;
/// After so many turns of the runtime without another one, nobody is on the way any more.
const QUIET: u32 = 3;
/// How long the connection is held while nothing comes: on SQLite nobody else can write meanwhile.
const LINGER: Duration = Duration::from_millis(2);
/// After so many commits others get a turn all the same.
const TURN: u32 = 8;
/// How many may wait for the next one; more are refused at once.
const WAITING: usize = 1_024;

/// Where events are handed in. Clones hand in at the same place.
#[derive(Clone)]
pub(super) struct Letterbox {
    slot: mpsc::Sender<Letter>,
    waiting: Arc<AtomicUsize>,
}

/// An event, and who waits until it is kept.
struct Letter {
    event: Event,
    kept: Waiter,
}

type Waiter = oneshot::Sender<Filing>;

/// Why an event is left to Slack to repeat.
const UNKNOWN: &str = "the database cannot be asked whose thread it is";

impl Letterbox {
    /// Begins to keep what is handed in, on the runtime of the caller, until the last clone is gone.
    /// `arrived` is told whenever something new can be worked off.
    pub(super) fn open(
        store: Store,
        clock: Clock,
        installed: Arc<Installed>,
        arrived: Arc<Notify>,
    ) -> Self {
        let (slot, letters) = mpsc::channel(WAITING);
        let waiting = Arc::default();
        let keeper = Keeper { store, clock, installed, arrived, waiting: Arc::clone(&waiting) };
        tokio::spawn(keeper.keep(letters));
        Self { slot, waiting }
    }

    /// Whether events wait to be kept right now: whatever else writes may let them go first.
    pub(super) fn is_busy(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }
}

impl Inbox for Letterbox {
    fn receive(&self, event: Event) -> impl Future<Output = Filing> + Send + use<> {
        let (kept, filed) = oneshot::channel();
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let handed_in = self.slot.try_send(Letter { event, kept });
        if handed_in.is_err() {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        async move {
            handed_in.map_err(|_| "more events wait than can be kept")?;
            filed.await.map_err(|_| "nobody keeps events any more")?
        }
    }
}

struct Keeper {
    store: Store,
    clock: Clock,
    installed: Arc<Installed>,
    arrived: Arc<Notify>,
    waiting: Arc<AtomicUsize>,
}

impl Keeper {
    async fn keep(self, mut letters: mpsc::Receiver<Letter>) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut intake = None;
        let mut commits = 0;
        loop {
            let coming = letters.recv_many(&mut batch, BATCH);
            let came =
                if intake.is_none() { Ok(coming.await) } else { timeout(LINGER, coming).await };
            match came {
                Ok(0) => return,
                Ok(_) => {}
                Err(_) => {
                    intake = None;
                    continue;
                }
            }
            gather(&mut letters, &mut batch).await;
            let taken = batch.len();
            self.file(&mut intake, batch.drain(..)).await;
            self.waiting.fetch_sub(taken, Ordering::Relaxed);
            commits += 1;
            if commits == TURN {
                intake = None;
                commits = 0;
            }
        }
    }

    async fn file(&self, intake: &mut Option<Intake>, letters: impl Iterator<Item = Letter>) {
        // Nobody waits any more: it was refused, and Slack sends it again.
        let letters = letters.filter(|letter| !letter.kept.is_closed());
        let (mut events, mut waiting) = (Vec::new(), Vec::new());
        let mut known = HashMap::new();
        for Letter { event, kept } in letters {
            match self.is_installed(&mut known, &event.workspace).await {
                Ok(true) => {
                    events.push(event);
                    waiting.push(kept);
                }
                Ok(false) => {
                    tracing::warn!(workspace = %event.workspace, "an event of a workspace we are not in");
                    answer(kept, Ok(Filed::NotInstalled));
                }
                Err(error) => answer(kept, Err(error.into())),
            }
        }
        self.sift(&mut events, &mut waiting).await;
        if events.is_empty() {
            return;
        }
        match self.commit(intake, &events).await {
            Ok(()) => {
                for kept in waiting {
                    answer(kept, Ok(Filed::Kept));
                }
            }
            // One of them may be to blame: it must not sink the others.
            Err(error) if events.len() > 1 => {
                tracing::warn!(%error, events = events.len(), "events are kept one by one");
                for (event, kept) in events.iter().zip(waiting) {
                    // While the database is away, each try takes long: who has gone is not tried.
                    if !kept.is_closed() {
                        let outcome = self.commit(intake, std::slice::from_ref(event)).await;
                        answer(kept, outcome.map(|()| Filed::Kept).map_err(Into::into));
                    }
                }
            }
            Err(error) => {
                if let Some(kept) = waiting.pop() {
                    answer(kept, Err(error.into()));
                }
            }
        }
        self.arrived.notify_one();
    }

    /// Lets go of what people wrote and marked where nothing is of ours.
    async fn sift(&self, events: &mut Vec<Event>, waiting: &mut Vec<Waiter>) {
        if !events.iter().any(needs_asking) {
            return;
        }
        let outcomes: Vec<Option<Filing>> = match sift(&self.store, events).await {
            Ok(kept) => {
                kept.into_iter().map(|kept| (!kept).then_some(Ok(Filed::NotOurs))).collect()
            }
            Err(error) => {
                tracing::warn!(%error, "nobody can say whose threads these are");
                let refused = |event: &Event| needs_asking(event).then(|| Err(UNKNOWN.into()));
                events.iter().map(refused).collect()
            }
        };
        let letters = events.drain(..).zip(waiting.drain(..)).zip(outcomes);
        let mut kept = Vec::new();
        for (letter, outcome) in letters {
            match outcome {
                Some(outcome) => answer(letter.1, outcome),
                None => kept.push(letter),
            }
        }
        (*events, *waiting) = kept.into_iter().unzip();
    }

    async fn commit(&self, intake: &mut Option<Intake>, events: &[Event]) -> store::Result<()> {
        let open = match intake {
            Some(open) => open,
            None => intake.insert(self.store.intake().await?),
        };
        let kept = open.receive(events, self.clock.now()).await;
        if kept.is_err() {
            *intake = None;
        }
        kept.map(drop)
    }

    /// Asked once for each workspace of a batch.
    async fn is_installed(
        &self,
        known: &mut HashMap<WorkspaceId, bool>,
        workspace: &WorkspaceId,
    ) -> store::Result<bool> {
        if let Some(installed) = known.get(workspace) {
            return Ok(*installed);
        }
        let installed = self.installed.context_of(workspace).await?.is_some();
        known.insert(workspace.clone(), installed);
        Ok(installed)
    }
}

/// Lets those come along that are being taken in at this moment: after a commit everybody who waited
/// for it sends again at once, and the first of them would have the next one for itself alone.
async fn gather(letters: &mut mpsc::Receiver<Letter>, batch: &mut Vec<Letter>) {
    let mut quiet = 0;
    while quiet < QUIET && batch.len() < ENOUGH {
        let before = batch.len();
        tokio::task::yield_now().await;
        while batch.len() < BATCH
            && let Ok(letter) = letters.try_recv()
        {
            batch.push(letter);
        }
        quiet = if batch.len() == before { quiet + 1 } else { 0 };
    }
}

fn answer(kept: Waiter, outcome: Filing) {
    // Whoever waited has gone: Slack sends it again and finds it kept.
    let _ = kept.send(outcome);
}
