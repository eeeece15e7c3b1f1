//! A copy of an SQLite database without the keys of anonymous questions, and what is left of
//! destroyed keys wiped from its files.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use sqlx::{AnyConnection, Connection, Executor, Row};

use super::open::{connect_sqlite, sqlite_path};
use super::{Engine, Error, Result, Store};

/// The copy that is worked on keeps its journal in memory, so that no second file holds a key, and
/// overwrites what is deleted.
const COPY: &str = "PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON; \
     PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";

/// Files that are in the way of nobody, whatever happens: they go away with this value.
#[derive(Debug)]
struct Passing(Vec<PathBuf>);

impl Drop for Passing {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Store {
    /// Overwrites in the files of the database what was deleted before: on SQLite its log is written
    /// back and cut off, and deleted rows were overwritten with zeros (`secure_delete`) already. On
    /// PostgreSQL dead rows of keys are let go of; what its log and its archives keep is the
    /// server's. `false` if somebody is reading what stood before: try again later.
    ///
    /// # Errors
    /// The database failed.
    pub async fn wipe(&self) -> Result<bool> {
        match self.engine() {
            Engine::Sqlite => {
                // Alone: whoever writes waits for it.
                let mut writer = self.writers().acquire().await?;
                let row = writer.fetch_one("PRAGMA wal_checkpoint(TRUNCATE)").await?;
                Ok(row.try_get::<i64, _>(0)? == 0)
            }
            Engine::Postgres => {
                self.writers().execute("VACUUM question_keys").await?;
                Ok(true)
            }
        }
    }
}

/// Copies the SQLite database at `url` (`sqlite://path`) as it is at one moment into the file `to`,
/// also while others write to it. The keys of anonymous questions are left out: who asked one can be
/// found out from no backup. `to` is there whole or not at all, readable by its owner only, and is
/// replaced only if that is wished for. Returns its size in bytes.
///
/// # Errors
/// One sentence: `to` is there, is the database itself, or cannot be written; the database cannot be
/// read.
pub async fn back_up_sqlite(url: &str, to: &Path, replace: bool) -> Result<u64> {
    let from = sqlite_path(url.strip_prefix("sqlite:").unwrap_or(url))?;
    let to = std::path::absolute(to).map_err(|error| unwritable(to, &error))?;
    refuse(&from, &to, replace)?;
    let (first, second) = (beside(&to, "with-keys"), beside(&to, "part"));
    // What a backup that was killed left behind: nobody else writes there.
    let passing = Passing(vec![first.clone(), second.clone()]);
    for path in &passing.0 {
        make_empty(path).map_err(|error| unwritable(&to, &error))?;
    }
    let mut database = connect_sqlite(&from).await?;
    let copied = copy(&mut database, &first).await;
    database.close().await?;
    copied?;
    let mut database = connect_sqlite(&first).await?;
    let cleaned = clean(&mut database, &second).await;
    database.close().await?;
    cleaned?;
    let size = settle(&second, &to, replace).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => there(&to),
        _ => unwritable(&to, &error),
    })?;
    drop(passing);
    Ok(size)
}

async fn copy(database: &mut AnyConnection, to: &Path) -> Result<()> {
    let name = to.to_str().ok_or_else(|| {
        Error::unusable("The name of the backup is no text.", "Give it another name.")
    })?;
    let copying = sqlx::query("VACUUM INTO $1").bind(name).execute(database).await;
    copying.map(drop).map_err(Into::into)
}

/// Deletes the keys of a copy and copies it once more, so that no free page holds any.
async fn clean(database: &mut AnyConnection, to: &Path) -> Result<()> {
    database.execute(COPY).await?;
    let keys = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'question_keys'";
    let keys: i64 = database.fetch_one(keys).await?.try_get(0)?;
    // A database from before anonymous questions has none.
    if keys > 0 {
        database.execute("DELETE FROM question_keys").await?;
    }
    copy(database, to).await?;
    let mut copied = connect_sqlite(to).await?;
    let checked = copied.fetch_one("PRAGMA quick_check").await;
    let checked = checked.and_then(|row| row.try_get::<String, _>(0));
    copied.close().await?;
    match checked?.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::unusable(
            "The database is damaged, so no backup was made.",
            "Restore an earlier backup, and look at the disk.",
        )),
    }
}

/// Gives a whole file its name.
fn settle(part: &Path, to: &Path, replace: bool) -> std::io::Result<u64> {
    let file = File::open(part)?;
    file.sync_all()?;
    if replace {
        std::fs::rename(part, to)?;
    } else {
        // Fails if somebody made it meanwhile, where a rename would not.
        std::fs::hard_link(part, to)?;
    }
    if let Some(folder) = to.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(file.metadata()?.len())
}

/// Only its owner may read it, from its first byte on.
fn make_empty(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map(drop)
}

fn refuse(from: &Path, to: &Path, replace: bool) -> Result<()> {
    let same = |path: &Path| path.canonicalize().ok();
    let logs = ["-wal", "-shm", "-journal"].map(|end| {
        let mut name = from.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    let is_own = std::iter::once(from)
        .chain(logs.iter().map(PathBuf::as_path))
        .any(|own| own == to || (same(own).is_some() && same(own) == same(to)));
    if is_own {
        return Err(Error::unusable(
            format!("{} belongs to the database itself.", to.display()),
            "Give the backup another name, best on another disk.",
        ));
    }
    if to.is_dir() {
        return Err(Error::unusable(
            format!("{} is a folder.", to.display()),
            "Name a file in it.",
        ));
    }
    if to.exists() && !replace {
        return Err(there(to));
    }
    Ok(())
}

fn there(to: &Path) -> Error {
    Error::unusable(
        format!("{} is there already.", to.display()),
        "Give another name, or replace it with --force.",
    )
}

fn unwritable(to: &Path, error: &std::io::Error) -> Error {
    Error::unusable(
        format!("{} cannot be written: {error}.", to.display()),
        "Check that its folder is there, has room, and that this user may write there.",
    )
}

/// A hidden file in the same folder, so that giving it its name is one step.
fn beside(to: &Path, what: &str) -> PathBuf {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    to.with_file_name(format!(".{name}.{what}"))
}
