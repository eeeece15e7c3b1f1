//! What comes from Slack and what is told to Slack, held against samples and schemas that are not
//! ours: `KLATCH_SLACK_CONTRACT` names their folder. Fixtures of our own run everywhere.

#[cfg(test)]
#[path = "support/slack/mod.rs"]
mod slack;

#[cfg(test)]
mod contract {
    mod arbitrary;
    mod fixtures;
    mod manifest;
    mod outgoing;
    mod samples;

    use std::path::{Path, PathBuf};

    pub(super) use super::slack::{folder, json};

    /// The files of one folder with their names, sorted.
    fn files(folder: &Path) -> Vec<(String, PathBuf)> {
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{} is empty", folder.display());
        files
    }
}
