//! Which threads and messages are ours, so that all others are thrown away before they are kept.

use std::collections::{BTreeMap, BTreeSet};

use super::query::Bind;
use super::row::Fields;
use super::{Result, Tx};
use crate::domain::ids::{ChannelId, MessageTs, WorkspaceId};
use crate::event::{Event, Happening};

/// The most waiting events that are looked through for an answer that is not worked off yet.
const WAITING: u32 = 1_000;

/// A message, or the head of a thread.
pub type Place = (ChannelId, MessageTs);

/// What of the places that were asked about is ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    /// Threads of questions that were asked here. Those of an import are not followed.
    pub threads: BTreeSet<Place>,
    /// Answers to them.
    pub answers: BTreeSet<Place>,
    /// The first messages of threads that an import read, and the answers in them: whoever wrote them
    /// changes them and takes them back.
    pub imported: BTreeSet<Place>,
    /// Those of both whose question is anonymous: a check mark there says nothing.
    pub anonymous: BTreeSet<Place>,
    /// Messages that a value story was saved from: it matters only whether they are deleted.
    pub saved: BTreeSet<Place>,
}

impl Tx {
    /// Which of these places are threads of questions, which are answers or were imported, and which a
    /// story was saved from: one statement for all of them, at most 256.
    pub async fn tracked(&mut self, ws: &WorkspaceId, places: &[Place]) -> Result<Tracked> {
        let asked: BTreeSet<&Place> = places.iter().collect();
        let mut tracked = Tracked::default();
        if asked.is_empty() {
            return Ok(tracked);
        }
        let channels: BTreeSet<&ChannelId> = asked.iter().map(|(channel, _)| channel).collect();
        let messages: BTreeSet<&MessageTs> = asked.iter().map(|(_, message)| message).collect();
        let mut values = vec![ws.value()];
        values.extend(channels.iter().map(|channel| (*channel).value()));
        values.extend(messages.iter().map(|message| (*message).value()));
        let channels = numbers(2, channels.len());
        let messages = numbers(2 + channels.len(), messages.len());
        let text = format!(
            "SELECT 'thread' AS what, source, privacy, channel, thread AS message FROM questions \
             WHERE workspace_id = $1 AND channel IN ({channels}) \
             AND thread IN ({messages}) \
             UNION ALL SELECT 'answer' AS what, q.source, q.privacy, a.channel, a.message FROM question_answers a \
             JOIN questions q ON q.workspace_id = a.workspace_id AND q.question_id = a.question_id \
             WHERE a.workspace_id = $1 AND a.channel IN ({channels}) \
             AND a.message IN ({messages}) \
             UNION ALL SELECT 'saved' AS what, 'asked' AS source, 'open' AS privacy, \
             s.source_channel AS channel, s.source_message AS message \
             FROM stories s WHERE s.workspace_id = $1 \
             AND s.source = 'message' AND s.state <> 'withdrawn' \
             AND s.source_channel IN ({channels}) AND s.source_message IN ({messages})",
            channels = channels.join(", "),
            messages = messages.join(", "),
        );
        for row in self.sql_made(text, values).all().await? {
            let place: Place = (row.id("channel")?, row.id("message")?);
            if !asked.contains(&place) {
                continue;
            }
            if row.text("source")? == "imported" {
                tracked.imported.insert(place);
                continue;
            }
            if row.text("privacy")? == "anonymous" {
                tracked.anonymous.insert(place.clone());
            }
            match row.text("what")?.as_str() {
                "thread" => tracked.threads.insert(place),
                "saved" => tracked.saved.insert(place),
                _ => tracked.answers.insert(place),
            };
        }
        Ok(tracked)
    }

    /// Answers in threads that were kept and are not worked off yet, with their threads: what becomes
    /// of them matters as much. Of more than a thousand waiting the newest count.
    pub async fn waiting_replies(&mut self, ws: &WorkspaceId) -> Result<BTreeMap<Place, Place>> {
        let waiting = self.sql(
            "SELECT payload FROM inbox WHERE workspace_id = $1 AND state = 'waiting' \
             AND payload LIKE '%\"replied\":%' ORDER BY received_at DESC, position DESC LIMIT $2",
        );
        let rows = waiting.bind(ws).bind(WAITING).all().await?;
        // One that this version cannot read is named in the log where it is to be worked off.
        let events = rows.iter().filter_map(|row| row.json::<Event>("payload").ok());
        let replies = events.filter_map(|event| match event.what {
            Happening::Replied { channel, message, thread, .. } => {
                Some(((channel.clone(), message), (channel, thread)))
            }
            _ => None,
        });
        Ok(replies.collect())
    }
}

fn numbers(first: usize, count: usize) -> Vec<String> {
    (first..first + count).map(|place| format!("${place}")).collect()
}
