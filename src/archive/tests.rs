//! Stories of exports, packed in the test.

mod hostile;
mod mixed;
mod whole;

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::export::Export;
use super::package::Limits;
use crate::error::Told;

/// The files of an export, in the order in which they are packed.
struct Pack {
    files: Vec<(String, Vec<u8>)>,
    folder: TempDir,
}

impl Pack {
    fn empty() -> Self {
        Self { files: Vec::new(), folder: tempfile::tempdir().unwrap() }
    }

    /// Three people and a bot, two channels and a private one.
    fn usual() -> Self {
        let users = json!([
            {"id": "U1", "name": "ana", "profile": {"display_name": "Ana"}},
            {"id": "U2", "name": "bo", "real_name": "Bo Berg", "profile": {"display_name": ""}},
            {"id": "U3", "name": "cy", "deleted": true, "profile": {"real_name": "Cy"}},
            {"id": "U4", "name": "deploybot", "is_bot": true},
        ]);
        let channels = json!([{"id": "C1", "name": "rust"}, {"id": "C2", "name": "general"}]);
        let groups = json!([{"id": "G1", "name": "board"}]);
        Self::empty()
            .with("users.json", &users)
            .with("channels.json", &channels)
            .with("groups.json", &groups)
    }

    fn with(self, name: &str, content: &Value) -> Self {
        self.with_bytes(name, content.to_string().as_bytes())
    }

    fn with_bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        self.files.push((name.to_owned(), bytes.to_owned()));
        self
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("export.zip")
    }

    fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, bytes) in &self.files {
            zip.start_file(name.as_str(), packed).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn open(&self) -> Result<Export, Told> {
        self.open_within(Limits::default())
    }

    fn open_within(&self, limits: Limits) -> Result<Export, Told> {
        std::fs::write(self.path(), self.bytes()).unwrap();
        Export::open_within(&self.path(), limits)
    }

    /// Why it is not opened, without the name of the file.
    fn refusal(&self) -> String {
        self.without_path(&self.open().unwrap_err())
    }

    fn without_path(&self, told: &Told) -> String {
        told.to_string().replace(&self.path().display().to_string(), "export.zip")
    }
}

/// A message of a person in a thread.
fn said(ts: &str, thread: &str, by: &str, text: &str) -> Value {
    json!({"type": "message", "ts": ts, "thread_ts": thread, "user": by, "text": text})
}

fn with(mut message: Value, key: &str, value: Value) -> Value {
    message[key] = value;
    message
}

/// "How do I mock time?" of Ana, with what was answered to it.
fn question(answers: &[Value]) -> Value {
    let mut day = vec![said("1700000000.000100", "1700000000.000100", "U1", "How do I mock time?")];
    day.extend_from_slice(answers);
    Value::Array(day)
}

const ASKED: &str = "1700000000.000100";
