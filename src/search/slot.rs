//! Where an index lies: a folder for each workspace, and in it one for each process that serves it.
//!
//! Two processes never write to one folder. The first takes the place 0 and keeps its lock as long as
//! the index is open, the second takes 1 and makes an index of its own: a cache that is shared would
//! make one of the two wait for the other, and this one is cheap to make. A place is free again when
//! its process ends, however it ends.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::ids::WorkspaceId;

/// How many processes on one machine may serve a workspace from files.
const PLACES: usize = 16;

/// A place that is this process's own.
#[derive(Debug)]
pub(super) struct Slot {
    workspace: PathBuf,
    number: usize,
    /// Locked as long as it is open.
    _lock: File,
}

impl Slot {
    /// The first place that is free; `None` if all are taken.
    ///
    /// # Errors
    /// The folder cannot be made or written to.
    pub(super) fn claim(folder: &Path, ws: &WorkspaceId) -> io::Result<Option<Self>> {
        let workspace = folder.join(name(ws));
        fs::create_dir_all(&workspace)?;
        for number in 0..PLACES {
            let lock = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(workspace.join(format!("{number}.lock")))?;
            match lock.try_lock() {
                Ok(()) => return Ok(Some(Self { workspace, number, _lock: lock })),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Whether no other process was there before.
    pub(super) fn is_first(&self) -> bool {
        self.number == 0
    }

    /// Where the index is that is served.
    pub(super) fn served(&self) -> PathBuf {
        self.workspace.join(self.number.to_string())
    }

    /// An empty folder in which a new index can be made.
    pub(super) fn fresh(&self) -> io::Result<PathBuf> {
        let fresh = self.beside("new");
        gone(&fresh)?;
        fs::create_dir_all(&fresh)?;
        Ok(fresh)
    }

    /// From now on what was made in the fresh folder is served.
    pub(super) fn swap(&self) -> io::Result<()> {
        let (served, old) = (self.served(), self.beside("old"));
        gone(&old)?;
        match fs::rename(&served, &old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::rename(self.beside("new"), served)?;
        fs::write(self.beside("wish"), wish(&self.workspace))?;
        gone(&old)
    }

    /// Whether an operator wished for a new index after this one was made.
    pub(super) fn is_outdated(&self) -> bool {
        wish(&self.workspace) != fs::read_to_string(self.beside("wish")).unwrap_or_default()
    }

    fn beside(&self, what: &str) -> PathBuf {
        self.workspace.join(format!("{}.{what}", self.number))
    }
}

/// Has every process make its index again before it next looks into it. `sign` is unlike all before.
///
/// # Errors
/// The folder cannot be written to.
pub(super) fn wish_for_new(folder: &Path, ws: &WorkspaceId, sign: &str) -> io::Result<()> {
    let workspace = folder.join(name(ws));
    fs::create_dir_all(&workspace)?;
    fs::write(workspace.join("wish"), sign)
}

fn wish(workspace: &Path) -> String {
    fs::read_to_string(workspace.join("wish")).unwrap_or_default()
}

/// Removes what lies there of a workspace.
///
/// # Errors
/// It cannot be removed.
pub(super) fn remove(folder: &Path, ws: &WorkspaceId) -> io::Result<()> {
    gone(&folder.join(name(ws)))
}

fn gone(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Slack's ids are letters and digits; whatever else it may be, it names no other folder.
fn name(ws: &WorkspaceId) -> String {
    let mut name = String::new();
    for byte in ws.as_str().bytes() {
        if byte.is_ascii_alphanumeric() {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("_{byte:02x}"));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_processes_have_places_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let ws = WorkspaceId::new("T1");
        let first = Slot::claim(folder.path(), &ws).unwrap().unwrap();
        let second = Slot::claim(folder.path(), &ws).unwrap().unwrap();
        assert!(first.is_first() && !second.is_first());
        assert_ne!(first.served(), second.served());
        drop(first);
        assert!(Slot::claim(folder.path(), &ws).unwrap().unwrap().is_first());
    }

    #[test]
    fn a_workspace_names_no_folder_above() {
        assert_eq!(name(&WorkspaceId::new("../T1")), "_2e_2e_2fT1");
    }
}
