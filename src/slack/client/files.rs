//! Files: Slack says where the bytes go, takes them, and is then told which conversation they are for,
//! or that they are for none: such a file is shown by the messages that name it.

use axum::body::Bytes;
use axum::http::Request;
use http_body_util::Full;
use hyper_util::client::legacy;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::time::timeout;
use url::Url;

use super::{Client, Method, connector, unreadable};
use crate::domain::ids::{ChannelId, FileId, MessageTs};
use crate::slack::decode::text::{line, name};
use crate::slack::failure::{Call, Failure};

/// The name of the call in between, which is none of the Web API's.
const SENDING: Call = Call { name: "upload_url", repeatable: true };

/// The largest file that is sent, in bytes: a calendar file has a few hundred, thousands of cards a
/// few million.
const LARGEST: usize = 10_000_000;

/// A small file.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// What it is called when somebody saves it.
    pub name: &'a str,
    /// What it is called in the conversation.
    pub title: &'a str,
    pub bytes: &'a [u8],
}

/// A file that Slack has, and that nobody sees yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded(FileId);

impl Client {
    /// `files.getUploadURLExternal`, and the bytes to where it says, without the token. Nobody sees
    /// the file: doing it twice is doing it once.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn upload(&self, file: File<'_>) -> Result<Uploaded, Failure> {
        self.send_up(file).await.map(Uploaded)
    }

    /// The three steps of a picture that is in no conversation: an image block with its id shows it, in
    /// as many messages as name it, each with what it shows in words. Nobody sees it before that, so
    /// everything that goes wrong may be tried again. Slack looks through the picture for some moments
    /// more: see [`Failure::is_of_a_picture`].
    ///
    /// # Errors
    /// See [`Failure`]; never one in doubt.
    pub async fn upload_unshared(&self, name: &str, bytes: &[u8]) -> Result<FileId, Failure> {
        let id = self.send_up(File { name, title: name, bytes }).await?;
        let body = json!({ "files": [{ "id": id, "title": name }] });
        let done = self.write(Method::FilesCompleteUpload, &body).await;
        done.map(|_| id).map_err(Failure::harmless)
    }

    /// `files.getUploadURLExternal` and the bytes.
    async fn send_up(&self, file: File<'_>) -> Result<FileId, Failure> {
        let too_large = || Failure::Permanent {
            call: SENDING.name,
            code: "file_too_large".to_owned(),
            detail: None,
        };
        if file.bytes.len() > LARGEST {
            return Err(too_large());
        }
        let query = [
            ("filename", Some(file.name.to_owned())),
            ("length", Some(file.bytes.len().to_string())),
        ];
        let answer = self.read(Method::FilesGetUploadUrl, &query).await?;
        let unreadable = || unreadable(Method::FilesGetUploadUrl);
        let id = name(answer.get("file_id")).ok_or_else(unreadable)?;
        let url = line(answer.get("upload_url"), 4_000).ok_or_else(unreadable)?;
        let url = Url::parse(&url)
            .ok()
            .filter(|url| url.scheme() == "https" || url.origin() == self.api.origin())
            .ok_or_else(unreadable)?;
        let sent = match timeout(self.patience, send(url, file.bytes)).await {
            Ok(sent) => sent,
            Err(_) => Err(Failure::unanswered(SENDING, "no answer in time")),
        };
        self.count(SENDING.name, sent.as_ref().err());
        sent.map(|()| FileId::new(id))
    }

    /// `files.completeUploadExternal`: the file appears in a conversation, or in a thread there.
    ///
    /// # Errors
    /// See [`Failure`]; a lost answer matters, as with a message.
    pub async fn share(
        &self,
        uploaded: &Uploaded,
        file: File<'_>,
        channel: &ChannelId,
        thread: Option<&MessageTs>,
        comment: &str,
    ) -> Result<(), Failure> {
        let mut body: Value = json!({
            "files": [{ "id": uploaded.0, "title": file.title }],
            "channel_id": channel,
            "initial_comment": comment,
        });
        if let (Some(thread), Some(body)) = (thread, body.as_object_mut()) {
            body.insert("thread_ts".to_owned(), json!(thread));
        }
        self.write(Method::FilesCompleteUpload, &body).await.map(drop)
    }
}

async fn send(url: Url, bytes: &[u8]) -> Result<(), Failure> {
    let connector = connector().map_err(|_| Failure::unsent(SENDING.name, "no certificates"))?;
    let http: legacy::Client<_, Full<Bytes>> =
        legacy::Client::builder(TokioExecutor::new()).build(connector);
    let request = Request::post(url.as_str())
        .header("content-type", "application/octet-stream")
        .body(Full::from(Bytes::copy_from_slice(bytes)))
        .map_err(|_| Failure::unsent(SENDING.name, "the address is none"))?;
    let answer = http.request(request).await.map_err(|error| {
        if error.is_connect() {
            Failure::unsent(SENDING.name, "Slack cannot be reached")
        } else {
            Failure::unanswered(SENDING, "the connection broke")
        }
    })?;
    let status = answer.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(Failure::unanswered(SENDING, format_args!("HTTP {}", status.as_u16())))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, OnceLock};

    use axum::http::StatusCode;
    use axum::response::IntoResponse;

    use super::*;
    use crate::slack::fake::{Slack, json_answer};

    const FILE: File<'static> = File { name: "coffee.ics", title: "Coffee", bytes: b"{\"a\":1}" };

    /// A Slack whose files go to that address, or to itself.
    async fn slack(elsewhere: Option<&'static str>) -> Slack {
        let own = Arc::new(OnceLock::<String>::new());
        let to = Arc::clone(&own);
        let slack = Slack::answering(move |method| {
            let url = elsewhere.or_else(|| to.get().map(String::as_str));
            match method {
                "files.getUploadURLExternal" => {
                    json_answer(&json!({ "ok": true, "file_id": "F1", "upload_url": url }))
                }
                _ => json_answer(&json!({ "ok": true })),
            }
        })
        .await;
        own.set(slack.api.replace("/api", "/upload")).unwrap();
        slack
    }

    #[tokio::test]
    async fn a_file_goes_without_the_token_and_is_shared_in_a_thread() {
        let mut slack = slack(None).await;
        let client = slack.client();
        let uploaded = client.upload(FILE).await.unwrap();
        let asked = slack.called().await;
        assert_eq!(asked.method, "files.getUploadURLExternal");
        assert_eq!(asked.said, json!("filename=coffee.ics&length=7"));
        let sent = slack.called().await;
        assert_eq!((sent.method.as_str(), sent.token), ("upload", None));
        assert_eq!(sent.said, json!({ "a": 1 }));
        let (channel, thread) = (ChannelId::new("G1"), MessageTs::new("11.0"));
        client.share(&uploaded, FILE, &channel, Some(&thread), "For you").await.unwrap();
        let shared = slack.called().await;
        assert_eq!(shared.method, "files.completeUploadExternal");
        assert_eq!(
            shared.said,
            json!({
                "files": [{ "id": "F1", "title": "Coffee" }],
                "channel_id": "G1", "thread_ts": "11.0", "initial_comment": "For you",
            })
        );
    }

    #[tokio::test]
    async fn a_picture_is_in_no_conversation() {
        let mut slack = slack(None).await;
        let id = slack.client().upload_unshared("weeks.png", b"{}").await.unwrap();
        assert_eq!(id, FileId::new("F1"));
        assert_eq!(slack.called().await.said, json!("filename=weeks.png&length=2"));
        assert_eq!(slack.called().await.said, json!({}));
        let done = slack.called().await;
        assert_eq!(done.method, "files.completeUploadExternal");
        assert_eq!(done.said, json!({ "files": [{ "id": "F1", "title": "weeks.png" }] }));
    }

    #[tokio::test]
    async fn nobody_sees_a_picture_that_may_have_arrived() {
        let own = Arc::new(OnceLock::<String>::new());
        let to = Arc::clone(&own);
        let slack = Slack::answering(move |method| match method {
            "files.completeUploadExternal" => StatusCode::BAD_GATEWAY.into_response(),
            _ => json_answer(&json!({ "ok": true, "file_id": "F1", "upload_url": to.get() })),
        })
        .await;
        own.set(slack.api.replace("/api", "/upload")).unwrap();
        let failure = slack.client().upload_unshared("weeks.png", b"{}").await.unwrap_err();
        assert!(matches!(failure, Failure::Retry { after: None, .. }), "{failure:?}");
    }

    #[tokio::test]
    async fn a_file_goes_nowhere_unencrypted_and_none_is_too_large() {
        let slack = slack(Some("http://example.org/upload")).await;
        let failure = slack.client().upload(FILE).await.unwrap_err();
        assert!(failure.to_string().contains("could not be read"), "{failure}");
        let large = vec![0; LARGEST + 1];
        let failure = slack.client().upload(File { bytes: &large, ..FILE }).await.unwrap_err();
        assert_eq!(failure.code(), Some("file_too_large"));
    }
}
