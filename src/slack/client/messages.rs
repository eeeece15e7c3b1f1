//! Writing to a conversation.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use slack_morphism::SlackMessageContent;

use super::{Client, Method, fit, unreadable};
use crate::domain::ids::{ChannelId, JobId, MemberId, MessageTs};
use crate::slack::decode::text::{name, yes};
use crate::slack::failure::Failure;

/// Slack's clock and ours may differ by so much.
const CLOCKS: TimeDelta = TimeDelta::minutes(2);
/// How many messages are looked through for one of ours: as many as Slack gives to everybody.
const LOOKED_THROUGH: &str = "15";

/// What a conversation says about a message of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    Found(MessageTs),
    NotThere,
    /// So much was said at that time that not all of it was looked through.
    Unclear,
}

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
        self.send(channel, thread, content, job, false).await
    }

    /// The same in a thread, shown in its channel as well.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn broadcast(
        &self,
        channel: &ChannelId,
        thread: &MessageTs,
        content: SlackMessageContent,
        job: JobId,
    ) -> Result<MessageTs, Failure> {
        self.send(channel, Some(thread), content, job, true).await
    }

    async fn send(
        &self,
        channel: &ChannelId,
        thread: Option<&MessageTs>,
        content: SlackMessageContent,
        job: JobId,
        broadcast: bool,
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
        if broadcast {
            body.insert("reply_broadcast".to_owned(), json!(true));
        }
        let answer = self.write(Method::PostMessage, &Value::Object(body)).await?;
        name(answer.get("ts")).map(MessageTs::new).ok_or_else(|| unreadable(Method::PostMessage))
    }

    /// `conversations.history`, one page of it: whether the message of a job that was sent at about
    /// that time is in the conversation. Only what stands in it itself, not in threads.
    ///
    /// # Errors
    /// See [`Failure`]; `missing_scope` where the bot may not read.
    pub async fn find(
        &self,
        channel: &ChannelId,
        job: JobId,
        sent: DateTime<Utc>,
    ) -> Result<Trace, Failure> {
        let query = [
            ("channel", Some(channel.to_string())),
            ("oldest", Some(moment(sent - CLOCKS))),
            ("latest", Some(moment(sent + CLOCKS))),
            ("limit", Some(LOOKED_THROUGH.to_owned())),
            ("include_all_metadata", Some("true".to_owned())),
        ];
        let answer = self.read(Method::ConversationsHistory, &query).await?;
        let unreadable = || unreadable(Method::ConversationsHistory);
        let messages = answer.get("messages").and_then(Value::as_array).ok_or_else(unreadable)?;
        let job = job.to_string();
        let ours = messages.iter().find(|message| {
            let metadata = message.get("metadata");
            let said = |at: &str| metadata.and_then(|it| it.pointer(at)).and_then(Value::as_str);
            said("/event_type") == Some(METADATA) && said("/event_payload/job") == Some(&job)
        });
        Ok(match ours {
            Some(message) => {
                Trace::Found(name(message.get("ts")).map(MessageTs::new).ok_or_else(unreadable)?)
            }
            None if yes(&answer, "has_more") => Trace::Unclear,
            None => Trace::NotThere,
        })
    }

    /// `chat.getPermalink`: where a message is read in a browser.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn permalink(
        &self,
        channel: &ChannelId,
        message: &MessageTs,
    ) -> Result<String, Failure> {
        let query =
            [("channel", Some(channel.to_string())), ("message_ts", Some(message.to_string()))];
        let answer = self.read(Method::Permalink, &query).await?;
        let link = answer.get("permalink").and_then(Value::as_str);
        let link = link.filter(|link| link.starts_with("https://") && link.len() <= 1_000);
        link.map(str::to_owned).ok_or_else(|| unreadable(Method::Permalink))
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

/// A time as Slack writes that of a message.
fn moment(at: DateTime<Utc>) -> String {
    format!("{}.{:06}", at.timestamp(), at.timestamp_subsec_micros())
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
