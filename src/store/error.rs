//! What can go wrong with the database.

use crate::error::{Told, unquoted};

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It cannot be used as it is; an operator reads why, and what to do.
    #[error("{0}")]
    Unusable(Told),
    /// A row holds something that this program does not understand. Neither part quotes it: this is
    /// logged and kept with jobs.
    #[error("cannot read {what} from the database: {reason}")]
    Unreadable { what: &'static str, reason: String },
    /// Something that was given cannot be written down.
    #[error("cannot keep {what} in the database: {reason}")]
    Unwritable { what: &'static str, reason: String },
    /// The database itself answered with an error. For the log.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration did not go through. For the log, and for whoever runs `klatch migrate`.
    #[error("the database could not be migrated: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

/// What the store answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// PostgreSQL: a transaction could not be put in order with others, or waited for each other.
const POSTGRES_CONFLICTS: [&str; 2] = ["40001", "40P01"];
/// The low byte of SQLite's `SQLITE_BUSY` and of everything more exact about it.
const SQLITE_BUSY: i32 = 5;

impl Error {
    /// Somebody else was in the way: the same transaction can succeed when it is run again.
    pub fn is_conflict(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        let Some(code) = error.code() else { return false };
        // SQLSTATEs have five characters; SQLite's codes are numbers of at most four digits.
        if code.len() == 5 {
            return POSTGRES_CONFLICTS.contains(&code.as_ref());
        }
        code.parse::<i32>().is_ok_and(|code| code & 0xff == SQLITE_BUSY)
    }

    /// What an operator reads when the database cannot be used.
    pub fn told(self) -> Told {
        match self {
            Self::Unusable(told) => told,
            other => Told::new(
                format!("The database cannot be used: {other}."),
                "Check DATABASE_URL, and that this user may write there.",
            ),
        }
    }

    pub(super) fn unusable(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Unusable(Told::new(what, remedy))
    }

    /// The reason is known beforehand, so that it cannot quote what is stored.
    pub(super) fn unreadable(what: &'static str, reason: &'static str) -> Self {
        Self::Unreadable { what, reason: reason.to_owned() }
    }

    /// A column or a part of a row should be JSON of a certain form, and is not.
    pub fn broken_json(what: &'static str, error: &serde_json::Error) -> Self {
        Self::Unreadable { what, reason: unquoted(error) }
    }
}
