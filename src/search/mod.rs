//! The retrieval index: which earlier questions, answers and cards are about the same thing.
//!
//! It is a cache of the database and keeps nothing of its own: whatever is wrong with it, it is made
//! again. `index` is one workspace's index, `words` and `language` make terms of what people wrote,
//! `asking` asks it, `likeness` compares two texts without it. `shelf` has the indexes of all workspaces, `book` keeps one up, `slot` says in which
//! folder. What people write is never a language to ask in: every query is put together
//! from terms.

mod asking;
mod book;
mod files;
mod index;
mod language;
mod likeness;
mod query;
mod shelf;
mod slot;
mod words;

pub use asking::{Ask, Weights};
pub use book::Progress;
pub use index::{Document, Hit, Index, Kind, View};
pub use likeness::Likeness;
pub use shelf::{Like, Shelf};

use crate::store;

/// Why the index could not be asked. None of these holds what people wrote.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its files are missing, cut short or not what was written: it has to be made again.
    #[error("the search index is broken: {0}")]
    Broken(String),
    /// It was made by another version of the program: it has to be made again.
    #[error("the search index has another format")]
    OtherFormat,
    /// It is being made, which goes on; ask again in a while.
    #[error("the search index is not ready yet")]
    NotReady,
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What searching ends with.
pub type Result<T> = std::result::Result<T, Error>;

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Broken(error.to_string())
    }
}

#[cfg(test)]
mod tests;
