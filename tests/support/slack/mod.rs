//! Slack's own samples and schemas, which are no part of the project: `KLATCH_SLACK_CONTRACT`
//! names their folder.

#![allow(dead_code, reason = "each test program uses a part of it")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read Slack's schemas is to fail"
)]

pub(crate) mod outgoing;
pub(crate) mod schema;

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of samples. Without the variable it is looked for beside the project, and a test
/// that does not find it says so and passes; with the variable it must be there.
pub(crate) fn folder() -> Option<PathBuf> {
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

pub(crate) fn json(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
