//! Files: asked for, sent, and then shared in a conversation, or kept until a message shows them.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::World;

/// How pictures begin that Slack shows in messages.
const BEGINNINGS: [(&[u8], &str); 3] =
    [(b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif")];

/// A file that the app announced, or that somebody sent along.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) by: String,
    pub(crate) name: String,
    pub(crate) title: String,
    /// How many bytes were announced.
    pub(crate) length: usize,
    /// They, once they were sent.
    pub(crate) bytes: Option<Vec<u8>>,
    /// The upload was completed: in a conversation, or for the messages that will show it.
    pub(crate) shared: bool,
    /// Since when a message may show it.
    pub(crate) ready_at: Option<DateTime<Utc>>,
}

/// A picture that a message cannot show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unshown {
    /// As Slack says it.
    pub(crate) complaint: String,
    /// It can be shown later: nothing is wrong with what the app sent.
    pub(crate) later: bool,
}

impl World {
    /// Keeps what was announced, and says where its bytes are to go.
    pub(crate) fn announce_file(&mut self, name: &str, length: usize) -> (String, String) {
        let (id, secret) = (self.ids.next("F"), self.secret());
        let url = format!("http://{}/upload/{}/{secret}", self.address, self.names.team);
        let (name, title) = (name.to_owned(), name.to_owned());
        let by = self.names.bot.clone();
        let (bytes, shared, ready_at) = (None, false, None);
        let file = File { id: id.clone(), by, name, title, length, bytes, shared, ready_at };
        self.files.insert(secret, file);
        (id, url)
    }

    /// A file that somebody sends along with what they say, as Slack describes it.
    pub(crate) fn attach_file(&mut self, by: &str, name: &str, bytes: &[u8]) -> Value {
        let (id, secret) = (self.ids.next("F"), self.secret());
        let file = File {
            id,
            by: by.to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            length: bytes.len(),
            bytes: Some(bytes.to_vec()),
            shared: true,
            ready_at: Some(self.now()),
        };
        let shown = self.file_json(&file);
        self.files.insert(secret, file);
        shown
    }

    /// Takes the bytes of a file. As Slack does, only as many as were announced.
    pub(crate) fn take_file(&mut self, secret: &str, bytes: &[u8]) -> Result<usize, &'static str> {
        let file = self.files.get_mut(secret).ok_or("no such upload")?;
        if file.shared || file.length != bytes.len() {
            self.fault("upload_url: not the bytes that were announced");
            return Err("not the bytes that were announced");
        }
        file.bytes = Some(bytes.to_vec());
        Ok(bytes.len())
    }

    /// A file by its id.
    pub(crate) fn file(&self, id: &str) -> Option<&File> {
        self.files.values().find(|file| file.id == id)
    }

    /// A file whose bytes are there and that nobody sees yet.
    pub(crate) fn unshared_file(&mut self, id: &str) -> Option<&mut File> {
        self.files.values_mut().find(|it| it.id == id && it.bytes.is_some() && !it.shared)
    }

    /// The upload is complete. Slack looks through it for a while before a message may show it.
    pub(crate) fn complete_file(&mut self, id: &str, title: &str) -> Option<File> {
        let ready_at = self.now() + self.pictures_take;
        let file = self.unshared_file(id)?;
        if !title.is_empty() {
            title.clone_into(&mut file.title);
        }
        file.shared = true;
        file.ready_at = Some(ready_at);
        Some(file.clone())
    }

    /// A picture that messages can show: what kind it is of, and its bytes.
    pub(crate) fn picture(&self, id: &str) -> Option<(&'static str, &[u8])> {
        let file = self.file(id).filter(|file| file.shared)?;
        let bytes = file.bytes.as_deref()?;
        let (_, kind) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning))?;
        Some((kind, bytes))
    }

    /// The first picture in these blocks that cannot be shown; `at` is where they stand.
    pub(crate) fn unshown(&self, blocks: &Value, at: &str) -> Option<Unshown> {
        match blocks {
            Value::Array(items) => {
                let mut items = items.iter().enumerate();
                items.find_map(|(number, item)| self.unshown(item, &format!("{at}/{number}")))
            }
            Value::Object(fields) => fields.iter().find_map(|(key, value)| {
                let here = format!("{at}/{key}");
                if key != "slack_file" {
                    return self.unshown(value, &here);
                }
                let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
                let known = self.picture(id).is_some();
                let ready = self.file(id).and_then(|file| file.ready_at);
                let later = known && ready.is_some_and(|ready| ready > self.now());
                let complaint = format!("[ERROR] invalid slack file [json-pointer:{here}]");
                (!known || later).then_some(Unshown { complaint, later })
            }),
            _ => None,
        }
    }

    /// Slack's file object, as far as it matters here.
    pub(crate) fn file_json(&self, file: &File) -> Value {
        let link =
            format!("http://{}/files/{}/{}/{}", self.address, self.names.team, file.id, file.name);
        let permalink = format!(
            "https://{}.slack.com/files/{}/{}/{}",
            self.names.domain,
            file.by,
            file.id,
            file.name.to_lowercase()
        );
        json!({
            "id": file.id, "name": file.name, "title": file.title, "size": file.length,
            "user": file.by, "mode": "hosted", "permalink": permalink,
            "url_private": link, "url_private_download": link,
        })
    }
}
