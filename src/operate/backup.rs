//! `klatch backup`: a copy of the database from which nobody can find out who asked anonymously.

use std::path::Path;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::Told;
use crate::store::{self, Engine, Store};

/// A backup that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Of its file.
    pub bytes: u64,
}

/// Copies an SQLite database into a file, also while the bot runs; see [`store::back_up_sqlite`].
///
/// # Errors
/// One sentence: there is no database, it is PostgreSQL (with the command that backs that up), or the
/// file cannot be written.
pub async fn backup(
    config: &Config,
    clock: &Clock,
    to: &Path,
    replace: bool,
) -> Result<Backup, Told> {
    let url = config.database_url.reveal();
    let store = Store::look(url, clock).await.map_err(store::Error::told)?;
    let store = store.ok_or_else(|| {
        Told::new("There is no database yet.", "Check DATABASE_URL, and where you are.")
    })?;
    let engine = store.engine();
    store.close().await;
    match engine {
        Engine::Sqlite => {
            let copied = store::back_up_sqlite(url, to, replace).await;
            copied.map(|bytes| Backup { bytes }).map_err(store::Error::told)
        }
        Engine::Postgres => Err(Told::new(
            "PostgreSQL has its own tool for backups, so nothing was copied.",
            format!(
                "Run: pg_dump --format=custom --exclude-table-data=question_keys --file={} \
                 \"$DATABASE_URL\"",
                quoted(to)
            ),
        )),
    }
}

/// A name as a shell takes it.
fn quoted(path: &Path) -> String {
    let name = path.display().to_string();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/._-".contains(sign);
    if name.chars().all(plain) { name } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_in_a_shell() {
        assert_eq!(quoted(Path::new("/a/b-1.dump")), "/a/b-1.dump");
        assert_eq!(quoted(Path::new("it's; rm")), r"'it'\''s; rm'");
    }
}
