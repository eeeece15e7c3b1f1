//! The zip itself, looked over before anything in it is read: every name, every size. Nothing is
//! ever unpacked to disk; what is hostile or broken is refused as a whole, with one sentence.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::error::Told;

/// What an archive may be; more than any real export of a span of time has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Files and folders in it.
    pub(super) entries: u64,
    /// One file unpacked, in bytes.
    pub(super) file: u64,
    /// All that is read of it unpacked, in bytes.
    pub(super) total: u64,
    /// How much larger than packed a file may be from a mebibyte on. Deflate reaches 1,032;
    /// days full of one bot's messages about 150.
    pub(super) ratio: u64,
    /// What one channel's threads may take in memory, in bytes.
    pub(super) kept: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 500_000,
            file: 128 * MIB,
            total: 32 * 1024 * MIB,
            ratio: 400,
            kept: 1024 * 1024 * 1024,
        }
    }
}

const MIB: u64 = 1024 * 1024;
/// The longest name of a file in it, in bytes.
const LONGEST_NAME: usize = 1_024;
/// How deep folders may be nested: the archive's own folder, a channel, a day, and one to spare.
const DEEPEST: usize = 4;

/// A zip that was looked over.
#[derive(Debug)]
pub(super) struct Package {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    limits: Limits,
    /// Where each file is, by its folder (empty: none) and its name.
    files: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Package {
    /// Opens an archive and looks at all that is in it, without reading the content of any file.
    ///
    /// # Errors
    /// It is no whole zip, or not one that is safe to read.
    pub(super) fn open(path: &Path, limits: Limits) -> Result<Self, Told> {
        let cannot = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => Told::new(
                format!("There is no file {}.", path.display()),
                "Check the path, and where you are.",
            ),
            _ => Told::new(
                format!("{} cannot be read: {error}.", path.display()),
                "Check that it is a file and that this user may read it.",
            ),
        };
        let mut file = File::open(path).map_err(cannot)?;
        if file.metadata().map_err(cannot)?.is_dir() {
            return Err(Told::new(
                format!("{} is a folder.", path.display()),
                "Give the zip as Slack made it, not unpacked.",
            ));
        }
        let entries = most_entries(&mut file).map_err(cannot)?;
        if entries > limits.entries {
            return Err(too_large(path, &format!("it has {entries} files")));
        }
        let zip = ZipArchive::new(BufReader::with_capacity(4_096, file));
        let zip = zip.map_err(|error| broken(path, &error))?;
        let mut package = Self { path: path.to_owned(), zip, limits, files: BTreeMap::new() };
        package.look_over()?;
        Ok(package)
    }

    fn look_over(&mut self) -> Result<(), Told> {
        if self.zip.has_duplicate_names() {
            return Err(unsafe_to_read(&self.path, "two of its files have one name"));
        }
        let overlap = self.zip.has_overlapping_files();
        if overlap.map_err(|error| broken(&self.path, &error))? {
            return Err(unsafe_to_read(&self.path, "some of its files lie over each other"));
        }
        let mut total = 0_u64;
        for at in 0..self.zip.len() {
            let entry = self.zip.by_index_data(at).map_err(|error| broken(&self.path, &error))?;
            let name = entry.name().map_err(|error| broken(&self.path, &error))?.into_owned();
            if let Some(why) = hostile_name(&name) {
                let shown = shown(&name);
                return Err(unsafe_to_read(&self.path, &format!("{shown} in it {why}")));
            }
            if entry.is_symlink() {
                let shown = shown(&name);
                return Err(unsafe_to_read(&self.path, &format!("{shown} in it is a link")));
            }
            // Nothing else is ever unpacked.
            if name.ends_with(".json") {
                let (packed, size) = (entry.compressed_size().max(1), entry.size());
                if size > MIB && size / packed > self.limits.ratio {
                    let why = format!("{} in it would grow {}-fold", shown(&name), size / packed);
                    return Err(unsafe_to_read(&self.path, &why));
                }
                total = total.saturating_add(size);
            }
            if !entry.is_dir() {
                let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
                let folder = self.files.entry(folder.to_owned()).or_default();
                folder.insert(file.to_owned(), at);
            }
        }
        if total > self.limits.total {
            return Err(too_large(&self.path, &format!("unpacked it has {} MiB", total / MIB)));
        }
        Ok(())
    }

    /// The files of a folder, by name. `""` is the archive's own.
    pub(super) fn files_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        self.files.get(folder).into_iter().flat_map(|files| files.keys().map(String::as_str))
    }

    /// All folders that have files.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// How large a file is unpacked, by what the archive says; 0 if there is none.
    pub(super) fn size_of(&self, folder: &str, file: &str) -> u64 {
        let at = self.files.get(folder).and_then(|files| files.get(file));
        at.and_then(|at| self.zip.by_index_data(*at).ok()).map_or(0, |entry| entry.size())
    }

    /// The whole of a file, or `None` if there is none of that name.
    ///
    /// # Errors
    /// It is too large, packed in another way than Slack does, or damaged.
    pub(super) fn read(&mut self, folder: &str, file: &str) -> Result<Option<Vec<u8>>, Told> {
        let Some(at) = self.files.get(folder).and_then(|files| files.get(file)).copied() else {
            return Ok(None);
        };
        let shown = shown(&joined(folder, file));
        let mut entry = self.zip.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Told::new(
                format!("{} is locked with a password.", self.path.display()),
                "Unlock it first: pack its files again without one.",
            ),
            error => broken(&self.path, &error),
        })?;
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(Told::new(
                format!("{shown} in {} is packed in an unusual way.", self.path.display()),
                "Give the zip as Slack made it.",
            ));
        }
        if entry.size() > self.limits.file {
            return Err(too_large(
                &self.path,
                &format!("{shown} in it has {} MiB", entry.size() / MIB),
            ));
        }
        let declared = entry.size();
        let mut bytes = Vec::new();
        let read = entry.by_ref().take(declared.saturating_add(1)).read_to_end(&mut bytes);
        if u64::try_from(bytes.len()).is_ok_and(|length| length > declared) {
            return Err(unsafe_to_read(
                &self.path,
                &format!("{shown} in it is larger than it says"),
            ));
        }
        // The check sum was compared at its end.
        read.map_err(|error| {
            Told::new(
                format!("{shown} in {} is damaged ({error}).", self.path.display()),
                "Download or copy the export again.",
            )
        })?;
        Ok(Some(bytes))
    }

    /// Where the archive is, for sentences.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }
}

/// `folder/file`.
pub(super) fn joined(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}

/// A name as it may stand in a sentence: short, without signs that move the cursor.
pub(super) fn shown(name: &str) -> String {
    let seen = |sign: char| if sign.is_control() { '\u{fffd}' } else { sign };
    super::text::shorten(&name.chars().map(seen).collect::<String>(), 80)
}

/// What is wrong with a name, or nothing.
fn hostile_name(name: &str) -> Option<&'static str> {
    let parts = || name.trim_end_matches('/').split('/');
    let drive =
        name.get(1..2) == Some(":") && name.starts_with(|it: char| it.is_ascii_alphabetic());
    if name.starts_with('/') || drive || parts().any(|part| part == "..") {
        Some("points out of the archive")
    } else if name.contains(['\\', '\0']) || parts().any(|part| part.is_empty() || part == ".") {
        Some("has a name that no export has")
    } else if name.len() > LONGEST_NAME {
        Some("has too long a name")
    } else if parts().count() > DEEPEST {
        Some("is nested too deep")
    } else {
        None
    }
}

/// How many files the archive says that it has, at most: by each of the records that may be its end.
/// Asked before its list is read into memory.
fn most_entries(file: &mut File) -> std::io::Result<u64> {
    const END: &[u8] = b"PK\x05\x06";
    let length = file.seek(SeekFrom::End(0))?;
    // The end, the longest comment, and what refers to an end for more than 65,535 files.
    let tail = length.min(22 + 65_535 + 20);
    file.seek(SeekFrom::Start(length - tail))?;
    let mut bytes = Vec::new();
    file.by_ref().take(tail).read_to_end(&mut bytes)?;
    let mut most = 0;
    for (at, found) in bytes.windows(22).enumerate().filter(|(_, found)| found.starts_with(END)) {
        let short = number(found, 10, 2);
        most = most.max(short);
        let locator = at.checked_sub(20).and_then(|at| bytes.get(at..at + 20));
        let locator = locator.filter(|it| short == 0xFFFF && it.starts_with(b"PK\x06\x07"));
        if let Some(locator) = locator {
            let mut long = [0; 56];
            file.seek(SeekFrom::Start(number(locator, 8, 8)))?;
            if file.read_exact(&mut long).is_ok() {
                most = most.max(number(&long, 32, 8));
            }
        }
    }
    file.rewind()?;
    Ok(most)
}

/// A number of some bytes, the smallest first.
fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    let digits = bytes.iter().skip(at).take(width).rev();
    digits.fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn broken(path: &Path, error: &ZipError) -> Told {
    let remedy = "Download or copy the export again: it should be the zip as Slack made it.";
    match error {
        ZipError::Io(error) if error.kind() != ErrorKind::UnexpectedEof => {
            Told::new(format!("{} cannot be read: {error}.", path.display()), remedy)
        }
        _ => Told::new(
            format!("{} is no whole zip: it ends too early, or is damaged.", path.display()),
            remedy,
        ),
    }
}

fn unsafe_to_read(path: &Path, why: &str) -> Told {
    Told::new(
        format!("{} is not safe to read: {why}.", path.display()),
        "Nothing was read. No export that Slack makes is like that: ask where it comes from.",
    )
}

fn too_large(path: &Path, why: &str) -> Told {
    Told::new(
        format!("{} is too large to read: {why}.", path.display()),
        "Let Slack export a shorter span of time, and import one after the other.",
    )
}
