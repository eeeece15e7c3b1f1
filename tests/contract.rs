//! What comes from Slack and what is told to Slack, held against samples and schemas that are not
//! ours: `KLATCH_SLACK_CONTRACT` names their folder. Fixtures of our own run everywhere.

#[cfg(test)]
mod contract {
    mod arbitrary;
    mod fixtures;
    mod manifest;
    mod samples;
    mod schema;

    use std::io::Write;
    use std::path::{Path, PathBuf};

    /// The folder of samples. Without the variable it is looked for beside the project, and a test
    /// that does not find it says so and passes; with the variable it must be there.
    fn folder() -> Option<PathBuf> {
        if let Ok(named) = std::env::var("KLATCH_SLACK_CONTRACT") {
            let folder = PathBuf::from(named);
            assert!(folder.is_dir(), "KLATCH_SLACK_CONTRACT: {} is no folder", folder.display());
            return Some(folder);
        }
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/slack-contract");
        if !beside.is_dir() {
            // Written past the test harness, which would hide it.
            let skipped = b"SKIPPED: no samples of Slack's; name them in KLATCH_SLACK_CONTRACT\n";
            std::io::stderr().write_all(skipped).unwrap();
            return None;
        }
        Some(beside)
    }

    fn json(path: &Path) -> serde_json::Value {
        let text = std::fs::read_to_string(path).unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

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
