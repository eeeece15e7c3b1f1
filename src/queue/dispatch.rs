//! Many lanes at once, for as long as the process lives.

use std::collections::{HashMap, HashSet};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;

use super::{Handler, Worker};
use crate::domain::ids::WorkspaceId;
use crate::job::Lane;
use crate::store::{Result, transaction};

/// How many lanes are worked off at once.
const LANES: usize = 16;
/// How long a lane is worked off before it gives its place to another that waits for one.
const TURN: Duration = Duration::from_secs(2);
/// How many jobs of one lane run at once. Never two of one channel.
const JOBS: usize = 8;
/// How long other processes' jobs may go unseen.
const POLL: Duration = Duration::from_secs(1);
/// How long running jobs have to end when the process is stopped: the process has ten seconds, and
/// the leases are to be given back within them.
const FAREWELL: Duration = Duration::from_secs(8);

type Key = (WorkspaceId, Lane);

/// What all lanes that are being worked off are told.
struct Word {
    stopping: AtomicBool,
    /// Other lanes wait for a place.
    crowded: AtomicBool,
    /// The lanes that are being worked off and in which something more is due.
    look_again: watch::Sender<HashSet<Key>>,
}

/// The lanes that are being worked off.
struct Running {
    tasks: JoinSet<usize>,
    lanes: HashMap<Id, Key>,
    /// Held by another process, it seems: not looked at again before the next poll.
    resting: HashSet<Key>,
    word: Arc<Word>,
    /// When each lane had its last turn: whoever waits longest for one is next.
    turns: HashMap<Key, u64>,
    turn: u64,
}

impl<H: Handler> Worker<H> {
    /// Runs what is due until `stop` is ready; then lets running jobs end, and gives the lanes
    /// back. A failing database is waited for.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut running = Running {
            tasks: JoinSet::new(),
            lanes: HashMap::new(),
            resting: HashSet::new(),
            word: Arc::new(Word {
                stopping: AtomicBool::new(false),
                crowded: AtomicBool::new(false),
                look_again: watch::Sender::default(),
            }),
            turns: HashMap::new(),
            turn: 0,
        };
        let mut stop = pin!(stop);
        loop {
            let wait = self.start_due(&mut running).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the queue cannot be read");
                POLL
            });
            tokio::select! {
                () = &mut stop => break,
                Some(ended) = running.tasks.join_next_with_id() => running.ended(ended),
                () = self.store.work_added().notified() => running.resting.clear(),
                () = tokio::time::sleep(wait) => running.resting.clear(),
            }
        }
        running.word.stopping.store(true, Ordering::Relaxed);
        let all = async { while running.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(FAREWELL, all).await.is_err() {
            tracing::warn!("jobs were cut off; their leases run out");
        }
        self.give_back().await;
    }

    /// Gives the lanes back, so that the next process need not wait for their leases to run out.
    pub async fn give_back(&self) {
        let released = transaction!(self.store, |tx| tx.release_lanes(&self.owner).await).await;
        if let Err(error) = released {
            tracing::warn!(%error, "lanes were not given back; their leases run out");
        }
    }

    /// Starts the lanes in which something is due, and says how long to wait at most.
    async fn start_due(&self, running: &mut Running) -> Result<Duration> {
        let (now, outlook) = (self.clock.now(), self.outlook().await?);
        let next = outlook.next();
        let busy: HashSet<Key> = running.lanes.values().cloned().collect();
        let mut idle = outlook.ready;
        let more: HashSet<Key> = idle.iter().filter(|key| busy.contains(key)).cloned().collect();
        if !more.is_empty() {
            running.word.look_again.send_replace(more);
        }
        running.turns.retain(|key, _| busy.contains(key) || idle.contains(key));
        idle.retain(|key| !busy.contains(key) && !running.resting.contains(key));
        idle.sort_by_key(|key| running.turns.get(key).copied());
        let places = LANES.saturating_sub(busy.len());
        running.word.crowded.store(idle.len() > places, Ordering::Relaxed);
        for key in idle.into_iter().take(places) {
            running.turn += 1;
            running.turns.insert(key.clone(), running.turn);
            let (worker, word) = (self.clone(), Arc::clone(&running.word));
            let (ws, lane) = key.clone();
            let task = running.tasks.spawn(async move { worker.drain(&ws, lane, &word).await });
            running.lanes.insert(task.id(), key);
        }
        let until = next
            .filter(|next| *next > now)
            .map_or(POLL, |next| (next - now).to_std().unwrap_or(POLL));
        Ok(until.min(POLL))
    }

    /// Waits until the pace of a workspace allows what it does not allow now.
    async fn next_room(&self, ws: &WorkspaceId) {
        let now = self.clock.now();
        match self.paces_of(ws).next_room(now) {
            Some(at) => tokio::time::sleep((at - now).to_std().unwrap_or_default()).await,
            None => std::future::pending().await,
        }
    }

    /// Works one lane off, several jobs at once, and returns how many that were. Each runs in a task
    /// of its own: one that holds the connection which writes must go on while the next are claimed,
    /// and one that waits for Slack holds up nothing that is added meanwhile.
    async fn drain(&self, ws: &WorkspaceId, lane: Lane, word: &Word) -> usize {
        let (mut look_again, key) = (word.look_again.subscribe(), (ws.clone(), lane));
        let mut running = JoinSet::new();
        let mut run = 0;
        let since = Instant::now();
        loop {
            let over = word.stopping.load(Ordering::Relaxed)
                || since.elapsed() >= TURN && word.crowded.load(Ordering::Relaxed);
            let free = u32::try_from(JOBS.saturating_sub(running.len())).unwrap_or_default();
            if free > 0 && !over {
                match self.claim(ws, lane, self.clock.now(), free).await {
                    Ok(claimed) => {
                        for job in claimed {
                            let (worker, ws) = (self.clone(), ws.clone());
                            running.spawn(async move { worker.run_job(&ws, job).await });
                        }
                    }
                    Err(error) => tracing::error!(%ws, %error, "no job could be claimed"),
                }
            }
            let has_room = free > 0 && !running.is_empty();
            let ended = tokio::select! {
                ended = running.join_next() => ended,
                () = something_due(&mut look_again, &key), if has_room => continue,
                // There is room for another one before any of these has ended.
                () = self.next_room(ws), if has_room && !over && lane == Lane::Send => continue,
            };
            match ended {
                None => return run,
                Some(Ok(Ok(()))) => run += 1,
                Some(Ok(Err(error))) => {
                    tracing::error!(%ws, %error, "a job's end could not be written down");
                }
                Some(Err(error)) => tracing::error!(%ws, %error, "a job's end broke"),
            }
        }
    }
}

/// Ready once more is due in a lane than was claimed.
async fn something_due(look_again: &mut watch::Receiver<HashSet<Key>>, key: &Key) {
    loop {
        // Whoever tells it is gone only after all who listen.
        if look_again.changed().await.is_err() {
            return std::future::pending().await;
        }
        if look_again.borrow_and_update().contains(key) {
            return;
        }
    }
}

impl Running {
    fn ended(&mut self, ended: std::result::Result<(Id, usize), tokio::task::JoinError>) {
        let (id, run) = ended.unwrap_or_else(|error| (error.id(), 0));
        if let Some(key) = self.lanes.remove(&id)
            && run == 0
        {
            self.resting.insert(key);
        }
    }
}
