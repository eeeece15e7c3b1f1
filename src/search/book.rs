//! One workspace's index as it is kept up: opened, brought up to date, made again.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::task::spawn_blocking;

use super::index::{Document, Index, Kind, View};
use super::slot::Slot;
use super::{Error, Result};
use crate::domain::ids::WorkspaceId;
use crate::store::{Change, Followed, Store};

/// How many rows of each kind are read at once.
const PAGE: u32 = 2_000;

/// Told how far a reading of the database is: its number, and the newest.
pub type Progress = Arc<dyn Fn(i64, i64) + Send + Sync>;

/// What an index is made from and where.
#[derive(Clone)]
pub(super) struct Source {
    pub store: Store,
    pub ws: WorkspaceId,
    /// `None`: in memory.
    pub folder: Option<PathBuf>,
}

/// The index that is open, if it is.
#[derive(Default)]
pub(super) struct Book {
    index: Option<Index>,
    slot: Option<Slot>,
    /// When it was last written to, while its writer is open.
    wrote_at: Option<DateTime<Utc>>,
}

impl Book {
    /// What is in the database now, as the index has it. Whatever is wrong with the index, it is made
    /// again; once.
    pub(super) async fn current(&mut self, from: &Source, now: DateTime<Utc>) -> Result<View> {
        if self.slot.as_ref().is_some_and(Slot::is_outdated) {
            self.discard().await;
        }
        if self.index.is_none() {
            self.open(from).await;
        }
        if self.index.is_some() {
            match self.catch_up(from, now).await {
                Err(Error::Broken(why)) => tracing::warn!(why, "the search index is made again"),
                Err(Error::OtherFormat) => {}
                other => return other,
            }
        }
        self.make(from, None).await
    }

    /// Lets go of the index, without a word about it.
    pub(super) async fn discard(&mut self) {
        let (index, slot) = (self.index.take(), self.slot.take());
        self.wrote_at = None;
        // Ending a writer waits for its thread.
        let _ = spawn_blocking(move || drop((index, slot))).await;
    }

    /// Lets go of what writing takes if nothing was written for a while.
    pub(super) async fn rest(&mut self, before: DateTime<Utc>) {
        if self.wrote_at.is_none_or(|at| at > before) {
            return;
        }
        self.wrote_at = None;
        // One that fails is broken, and found so when it is next asked.
        let _ = self.working(Index::rest).await;
    }

    /// Whether another process of this machine has the first place.
    pub(super) fn is_second(&self) -> bool {
        self.slot.as_ref().is_some_and(|slot| !slot.is_first())
    }

    /// Opens what lies in the folder, if it is whole and not outdated.
    async fn open(&mut self, from: &Source) {
        let Some(folder) = from.folder.clone() else { return };
        let ws = from.ws.clone();
        let opened = spawn_blocking(move || {
            let slot = Slot::claim(&folder, &ws)?;
            let index = slot.as_ref().filter(|slot| !slot.is_outdated() && slot.served().exists());
            let index = index.map(|slot| Index::open(&slot.served()));
            Ok::<_, std::io::Error>((slot, index))
        });
        match opened.await {
            Ok(Ok((slot, index))) => {
                if slot.is_none() {
                    tracing::warn!("all places for a search index are taken: it is in memory");
                }
                self.slot = slot;
                match index {
                    Some(Ok(index)) => self.index = Some(index),
                    Some(Err(error)) => tracing::warn!(%error, "the search index is made again"),
                    None => {}
                }
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "search_dir cannot be used: the search index is in memory");
            }
            Err(_) => tracing::warn!("the search index cannot be opened and is made again"),
        }
    }

    /// Makes it from the start. What was served before is not touched until the new one is whole.
    pub(super) async fn make(&mut self, from: &Source, progress: Option<Progress>) -> Result<View> {
        if let Some(index) = self.index.take() {
            let _ = spawn_blocking(move || drop(index)).await;
        }
        if self.slot.is_none() {
            self.open(from).await;
            self.index = None;
        }
        let fresh = match &self.slot {
            None => None,
            Some(slot) => match slot.fresh() {
                Ok(fresh) => Some(fresh),
                Err(error) => {
                    tracing::warn!(%error, "search_dir cannot be used: the search index is in memory");
                    self.slot = None;
                    None
                }
            },
        };
        let settled = from.store.read().await?.seq(&from.ws).await?;
        self.index = Some(match fresh {
            None => Index::in_memory()?,
            Some(fresh) => on_a_thread(move || Index::create(&fresh)).await?,
        });
        let seq = self.read_on(from, settled, progress.as_ref()).await?;
        self.working(move |index| {
            index.commit(seq)?;
            index.rest()
        })
        .await?;
        if self.slot.is_some() {
            self.serve_new().await?;
        }
        self.view()
    }

    /// Closes what was made, puts it where it is served, and opens it there.
    async fn serve_new(&mut self) -> Result<()> {
        let (index, slot) = (self.index.take(), self.slot.take());
        let (slot, index) = on_a_thread(move || {
            drop(index);
            let Some(slot) = slot else { return Ok((None, Index::in_memory()?)) };
            slot.swap().map_err(|error| Error::Broken(error.to_string()))?;
            let index = Index::open(&slot.served())?;
            Ok((Some(slot), index))
        })
        .await?;
        self.slot = slot;
        self.index = Some(index);
        Ok(())
    }

    /// Reads what was written since it last looked.
    async fn catch_up(&mut self, from: &Source, now: DateTime<Utc>) -> Result<View> {
        let before = self.seq();
        let newest = from.store.read().await?.seq(&from.ws).await?;
        if newest < before {
            return Err(Error::Broken("it has read more than the database has".to_owned()));
        }
        if newest > before {
            let seq = self.read_on(from, 0, None).await?;
            self.wrote_at = Some(now);
            self.working(move |index| index.commit(seq)).await?;
        }
        self.view()
    }

    /// Takes over all there is, without a commit, and returns up to where that is.
    async fn read_on(
        &mut self,
        from: &Source,
        settled: i64,
        progress: Option<&Progress>,
    ) -> Result<i64> {
        let mut read = self.seq();
        loop {
            let mut tx = from.store.read().await?;
            let page = tx.changed_since(&from.ws, read, settled, PAGE).await?;
            drop(tx);
            let changes = page.changes;
            self.working(move |index| changes.into_iter().try_for_each(|it| take(index, it)))
                .await?;
            read = page.until;
            if let Some(progress) = progress {
                progress(read, page.newest);
            }
            if read >= page.newest {
                return Ok(read);
            }
        }
    }

    fn seq(&self) -> i64 {
        self.index.as_ref().map_or(0, Index::seq)
    }

    fn view(&self) -> Result<View> {
        self.index.as_ref().map(Index::view).ok_or_else(closed)
    }

    /// Does something with the index on a thread that may wait. If that panics, the index is gone.
    async fn working<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Index) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let mut index = self.index.take().ok_or_else(closed)?;
        let (index, done) = on_a_thread(move || {
            let done = work(&mut index);
            Ok((index, done))
        })
        .await?;
        self.index = Some(index);
        done
    }
}

fn closed() -> Error {
    Error::Broken("it is closed".to_owned())
}

/// What a panic says may quote what somebody wrote: it stays where it is.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(Error::Broken("it cannot be read".to_owned())))
}

fn take(index: &mut Index, change: Change) -> Result<()> {
    let kind = match change.kind {
        Followed::Question => Kind::Question,
        Followed::Answer => Kind::Answer,
        Followed::Card => Kind::Card,
    };
    if change.gone {
        return index.delete(kind, &change.id);
    }
    let Change { id: key, of, title, text, topic, at, author, .. } = change;
    index.put(&Document { kind, key, of, title, text, topic, at, author })
}
