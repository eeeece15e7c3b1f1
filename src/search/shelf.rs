//! The indexes of all workspaces: each is opened when it is first asked, kept up by the number that
//! the database raises with every write, and closed when nobody asks it any more. So every process
//! finds what any of them wrote before the question was put.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::asking::Ask;
use super::book::{Book, Progress, Source};
use super::index::{Hit, Kind, View};
use super::{Error, Result, slot};
use crate::domain::ids::WorkspaceId;
use crate::store::Store;

/// How many indexes are open at once.
const MOST_OPEN: usize = 16;
/// How long somebody who asks waits for an index that is being made. Making it goes on.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a writer is kept after it wrote.
const WRITER_IDLE: TimeDelta = TimeDelta::seconds(30);
/// How long an index is kept open after it was asked.
const OPEN_IDLE: TimeDelta = TimeDelta::minutes(10);

/// The indexes of all workspaces. Clones share them.
#[derive(Clone)]
pub struct Shelf(Arc<Inner>);

struct Inner {
    store: Store,
    folder: Option<PathBuf>,
    books: std::sync::Mutex<BTreeMap<WorkspaceId, Kept>>,
}

struct Kept {
    book: Arc<Mutex<Book>>,
    asked_at: DateTime<Utc>,
}

/// A question as it is looked up: what [`Ask`] has, owned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Like {
    pub title: String,
    pub text: String,
    pub topic: Option<String>,
    /// The question itself, if it is in the database already: it is not its own like.
    pub but: Option<String>,
}

impl Shelf {
    /// Indexes in `folder`, which need not be there; `None`: in memory, gone with the process.
    pub fn new(store: Store, folder: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner { store, folder, books: std::sync::Mutex::default() }))
    }

    /// The `most` of a kind that are most like a question. `now` is when it is asked.
    ///
    /// # Errors
    /// [`Error::NotReady`] while the index is being made; the database failed.
    pub async fn similar(
        &self,
        ws: &WorkspaceId,
        like: Like,
        kind: Kind,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Vec<Hit>> {
        let look = move |view: &View| {
            let mut ask = Ask::new(&like.title, &like.text, kind, most);
            ask.topic = like.topic.as_deref();
            ask.but = like.but.as_deref();
            view.similar(&ask)
        };
        self.ask(ws, now, look).await
    }

    /// What has the words that somebody looks for, of one kind.
    ///
    /// # Errors
    /// As [`Shelf::similar`].
    pub async fn find(
        &self,
        ws: &WorkspaceId,
        words: &str,
        kind: Kind,
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Vec<Hit>> {
        let words = words.to_owned();
        self.ask(ws, now, move |view| view.find(&words, kind, most)).await
    }

    /// The same without what has one of the keys in `hidden`: however much of that there is, it takes
    /// nobody's place.
    ///
    /// # Errors
    /// As [`Shelf::similar`].
    pub async fn find_but(
        &self,
        ws: &WorkspaceId,
        words: &str,
        kind: Kind,
        most: usize,
        hidden: BTreeSet<String>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Hit>> {
        let words = words.to_owned();
        self.ask(ws, now, move |view| view.find_but(&words, kind, most, &hidden)).await
    }

    /// Looks into a workspace's index as it is now, on a thread of its own. An index that turns out
    /// to be broken is made again, and looked into once more.
    ///
    /// # Errors
    /// As [`Shelf::similar`].
    pub async fn ask<T: Send + 'static>(
        &self,
        ws: &WorkspaceId,
        now: DateTime<Utc>,
        look: impl Fn(&View) -> Result<T> + Send + Sync + 'static,
    ) -> Result<T> {
        let look = Arc::new(look);
        self.tidy(now);
        for last in [false, true] {
            let view = self.view(ws, now).await?;
            let look = Arc::clone(&look);
            let found = spawn_blocking(move || look(&view)).await;
            let why = match found {
                Ok(Err(Error::Broken(why))) => why,
                // What a panic says may quote what somebody wrote.
                Err(_) => "it cannot be read".to_owned(),
                Ok(done) => return done,
            };
            if last {
                return Err(Error::Broken(why));
            }
            tracing::warn!(why, "the search index is made again");
            let (book, source) = (self.book(ws, now), self.source(ws));
            let making = tokio::spawn(async move {
                let mut book = book.lock_owned().await;
                book.discard().await;
                book.make(&source, None).await
            });
            waited(making).await?;
        }
        Err(Error::NotReady)
    }

    /// Makes a workspace's index again, and tells `progress` how far it is. Other processes make
    /// theirs again before they next look into it. Returns whether there are such on this machine.
    ///
    /// # Errors
    /// The database failed, or the folder.
    pub async fn rebuild(
        &self,
        ws: &WorkspaceId,
        sign: &str,
        now: DateTime<Utc>,
        progress: Progress,
    ) -> Result<bool> {
        if let Some(folder) = &self.0.folder {
            slot::wish_for_new(folder, ws, sign)
                .map_err(|error| Error::Broken(error.to_string()))?;
        }
        let mut book = self.book(ws, now).lock_owned().await;
        book.make(&self.source(ws), Some(progress)).await?;
        Ok(book.is_second())
    }

    /// Leaves nothing of a workspace that is gone.
    ///
    /// # Errors
    /// Its folder cannot be removed.
    pub async fn forget(&self, ws: &WorkspaceId) -> Result<()> {
        let kept = self.books().remove(ws);
        if let Some(kept) = kept {
            kept.book.lock().await.discard().await;
        }
        if let Some(folder) = self.0.folder.clone() {
            let ws = ws.clone();
            let removed = spawn_blocking(move || slot::remove(&folder, &ws)).await;
            removed
                .unwrap_or_else(|error| Err(std::io::Error::other(error)))
                .map_err(|error| Error::Broken(error.to_string()))?;
        }
        Ok(())
    }

    /// Closes what is not used: writers after half a minute, indexes after ten.
    pub fn tidy(&self, now: DateTime<Utc>) {
        let mut books = self.books();
        let idle: Vec<WorkspaceId> = books
            .iter()
            .filter(|(_, kept)| kept.asked_at <= now - OPEN_IDLE)
            .map(|(ws, _)| ws.clone())
            .collect();
        for kept in idle.iter().filter_map(|ws| books.remove(ws)) {
            close(kept);
        }
        for kept in books.values() {
            if let Ok(mut book) = Arc::clone(&kept.book).try_lock_owned() {
                tokio::spawn(async move { book.rest(now - WRITER_IDLE).await });
            }
        }
    }

    /// How many indexes are open.
    pub fn open(&self) -> usize {
        self.books().len()
    }

    async fn view(&self, ws: &WorkspaceId, now: DateTime<Utc>) -> Result<View> {
        let (book, source) = (self.book(ws, now), self.source(ws));
        let current =
            tokio::spawn(async move { book.lock_owned().await.current(&source, now).await });
        waited(current).await
    }

    fn source(&self, ws: &WorkspaceId) -> Source {
        let Inner { store, folder, .. } = &*self.0;
        Source { store: store.clone(), ws: ws.clone(), folder: folder.clone() }
    }

    /// A workspace's index, opened or not; the one that was asked longest ago makes room for it.
    fn book(&self, ws: &WorkspaceId, now: DateTime<Utc>) -> Arc<Mutex<Book>> {
        let mut books = self.books();
        if let Some(kept) = books.get_mut(ws) {
            kept.asked_at = kept.asked_at.max(now);
            return Arc::clone(&kept.book);
        }
        if books.len() >= MOST_OPEN {
            let oldest =
                books.iter().min_by_key(|(_, kept)| kept.asked_at).map(|(ws, _)| ws.clone());
            if let Some(kept) = oldest.and_then(|oldest| books.remove(&oldest)) {
                close(kept);
            }
        }
        let book = Arc::new(Mutex::new(Book::default()));
        books.insert(ws.clone(), Kept { book: Arc::clone(&book), asked_at: now });
        book
    }

    fn books(&self) -> std::sync::MutexGuard<'_, BTreeMap<WorkspaceId, Kept>> {
        self.0.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Its files are let go of once nobody works with it.
fn close(kept: Kept) {
    tokio::spawn(async move { kept.book.lock().await.discard().await });
}

async fn waited(making: tokio::task::JoinHandle<Result<View>>) -> Result<View> {
    match timeout(PATIENCE, making).await {
        Ok(Ok(made)) => made,
        Ok(Err(_)) => Err(Error::Broken("it cannot be made".to_owned())),
        Err(_) => Err(Error::NotReady),
    }
}
