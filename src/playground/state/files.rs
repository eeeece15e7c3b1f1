//! Files: asked for, sent, and then shared in a conversation.

use serde_json::{Value, json};

use super::World;

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
    pub(crate) shared: bool,
}

impl World {
    /// Keeps what was announced, and says where its bytes are to go.
    pub(crate) fn announce_file(&mut self, name: &str, length: usize) -> (String, String) {
        let (id, secret) = (self.ids.next("F"), self.secret());
        let url = format!("http://{}/upload/{}/{secret}", self.address, self.names.team);
        let (name, title) = (name.to_owned(), name.to_owned());
        let by = self.names.bot.clone();
        let file = File { id: id.clone(), by, name, title, length, bytes: None, shared: false };
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
