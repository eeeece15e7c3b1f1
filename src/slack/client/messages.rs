//! Writing to a conversation.

use serde_json::{Value, json};
use slack_morphism::SlackMessageContent;

use super::{Client, Method, fit, unreadable};
use crate::domain::ids::{ChannelId, JobId, MemberId, MessageTs};
use crate::slack::decode::text::name;
use crate::slack::failure::Failure;

/// The `event_type` of the metadata on every message of ours.
const METADATA: &str = "klatch";

impl Client {
    /// `conversations.open`: the conversation of the bot with one to eight people. Silent until the
    /// first message; the same people give the same conversation.
    ///
    /// # Errors
    /// See [`Failure`], [`Failure::is_unreachable`] above all.
    pub async fn open_conversation(&self, people: &[MemberId]) -> Result<ChannelId, Failure> {
        let users = people.iter().map(MemberId::as_str).collect::<Vec<_>>().join(",");
        let answer = self.write(Method::ConversationsOpen, &json!({ "users": users })).await?;
        name(answer.pointer("/channel/id"))
            .map(ChannelId::new)
            .ok_or_else(|| unreadable(Method::ConversationsOpen))
    }

    /// `chat.postMessage`, in a thread or not. The message carries the job's id in its metadata, so
    /// that it can be found again; links are not unfurled.
    ///
    /// # Errors
    /// See [`Failure`]; the one call of which a lost answer matters.
    pub async fn post(
        &self,
        channel: &ChannelId,
        thread: Option<&MessageTs>,
        content: SlackMessageContent,
        job: JobId,
    ) -> Result<MessageTs, Failure> {
        let mut body = plain(content);
        let metadata =
            json!({ "event_type": METADATA, "event_payload": { "job": job.to_string() } });
        body.insert("channel".to_owned(), json!(channel));
        body.insert("metadata".to_owned(), metadata);
        body.insert("unfurl_links".to_owned(), json!(false));
        body.insert("unfurl_media".to_owned(), json!(false));
        if let Some(thread) = thread {
            body.insert("thread_ts".to_owned(), json!(thread));
        }
        let answer = self.write(Method::PostMessage, &Value::Object(body)).await?;
        name(answer.get("ts")).map(MessageTs::new).ok_or_else(|| unreadable(Method::PostMessage))
    }

    /// `chat.update`: another content for a message of ours.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn update(
        &self,
        channel: &ChannelId,
        message: &MessageTs,
        content: SlackMessageContent,
    ) -> Result<(), Failure> {
        let mut body = plain(content);
        body.insert("channel".to_owned(), json!(channel));
        body.insert("ts".to_owned(), json!(message));
        self.write(Method::UpdateMessage, &Value::Object(body)).await.map(drop)
    }
}

/// The content as JSON, made to fit. It has nothing that cannot be written as such.
fn plain(content: SlackMessageContent) -> serde_json::Map<String, Value> {
    let mut fields = match serde_json::to_value(content) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) | Err(_) => serde_json::Map::new(),
    };
    fit::message(&mut fields);
    fields
}
