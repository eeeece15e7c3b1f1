//! An index's files, read piece by piece instead of mapped into memory: whoever reads a mapped file
//! that somebody cut short is killed, and here it is an error like others. It also says plainly what
//! memory serving takes.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback,
    WatchHandle, WritePtr,
};

/// How the files end that have the length of every text, a byte each. The library reads a field's anew for
/// every word that is asked for: these stay in memory.
const LENGTHS: &str = "fieldnorm";

/// A folder with an index in it.
#[derive(Clone, Debug)]
pub(super) struct Files {
    folder: PathBuf,
    /// Does all but reading.
    rest: MmapDirectory,
}

impl Files {
    pub(super) fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { folder: folder.to_owned(), rest: MmapDirectory::open(folder)? })
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let open = || -> io::Result<Pieces> {
            let file = File::open(self.folder.join(path))?;
            let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
            Ok(Pieces { file, length })
        };
        let opened = open().and_then(|pieces| -> io::Result<Arc<dyn FileHandle>> {
            match path.extension().is_some_and(|it| it == LENGTHS) {
                true => Ok(Arc::new(pieces.read_bytes(0..pieces.length)?)),
                false => Ok(Arc::new(pieces)),
            }
        });
        match opened {
            Ok(handle) => Ok(handle),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.rest.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.rest.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.rest.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.rest.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.rest.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.rest.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.rest.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.rest.watch(callback)
    }
}

#[derive(Debug)]
struct Pieces {
    file: File,
    length: usize,
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut piece = vec![0; range.len()];
        self.file
            .read_exact_at(&mut piece, u64::try_from(range.start).map_err(io::Error::other)?)?;
        Ok(OwnedBytes::new(piece))
    }
}
