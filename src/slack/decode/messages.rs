//! What people write and mark, to the bot and in threads.
//!
//! Whether a thread or a message is one of ours is not known here: the store is asked before
//! anything of it is kept (`app/sieve`). What stands in a channel and in no thread never is.

use serde_json::Value;

use super::Ignored;
use super::events::{channel, is_us, someone};
use super::text::{line, member, name};
use crate::domain::ids::MessageTs;
use crate::event::Happening;

/// More than anybody asks or answers in one message.
pub(super) const WORDS: usize = 12_000;
/// Files of a message that are named. Slack lets people send ten at once.
pub(super) const FILES: usize = 10;
/// The check marks that accept an answer.
const CHECKS: [&str; 3] = ["white_check_mark", "heavy_check_mark", "ballot_box_with_check"];

/// A `message` event of any kind.
pub(super) fn message(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    let direct = match inner.get("channel_type").and_then(Value::as_str) {
        Some("im") => true,
        Some("channel" | "group") => false,
        Some(_) | None => return Err(Ignored::SaidElsewhere),
    };
    match inner.get("subtype").and_then(Value::as_str) {
        None | Some("file_share" | "me_message" | "thread_broadcast") => {
            written(payload, inner, direct)
        }
        Some("message_changed") => changed(payload, inner, direct),
        Some("message_deleted") => deleted(payload, inner),
        Some("bot_message") if direct => Err(Ignored::FromBot),
        Some(_) if direct => Err(Ignored::NotSaid),
        Some(_) => Err(Ignored::SaidElsewhere),
    }
}

fn written(payload: &Value, inner: &Value, direct: bool) -> Result<Happening, Ignored> {
    let thread = thread_of(inner);
    if direct {
        refuse_bots(payload, inner)?;
        let (member, channel) = (someone(inner)?, channel(inner)?);
        return Ok(Happening::DirectMessage { member, channel, text: words(inner), thread });
    }
    let thread = thread.ok_or(Ignored::SaidElsewhere)?;
    refuse_bots(payload, inner)?;
    Ok(Happening::Replied {
        member: someone(inner)?,
        channel: channel(inner)?,
        thread,
        message: stamp(inner, "ts").ok_or(Ignored::Malformed)?,
        text: words(inner),
    })
}

fn changed(payload: &Value, inner: &Value, direct: bool) -> Result<Happening, Ignored> {
    let now = inner.get("message").filter(|now| now.is_object()).ok_or(Ignored::NotSaid)?;
    let before = inner.get("previous_message").filter(|before| before.is_object());
    // Also the first one of a thread: an import may have read it.
    let in_thread = [Some(now), before].into_iter().flatten().any(is_of_thread);
    if !direct && !in_thread {
        return Err(Ignored::SaidElsewhere);
    }
    let message = stamp(now, "ts").or_else(|| stamp(before?, "ts")).ok_or(Ignored::Malformed)?;
    let channel = channel(inner)?;
    // A message that has answers and was deleted: Slack leaves a line in its place.
    if now.get("subtype").and_then(Value::as_str) == Some("tombstone") {
        return Ok(Happening::ReplyDeleted { channel, message });
    }
    refuse_bots(payload, now)?;
    let text = words(now);
    if before.is_some_and(|before| words(before) == text) {
        // Slack put the preview of a link under it.
        return Err(Ignored::NotSaid);
    }
    Ok(Happening::ReplyEdited { channel, message, text })
}

/// Also where it was in no thread: a value story may have been saved from it. What it said is not read.
fn deleted(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    let before = inner.get("previous_message").filter(|before| before.is_object());
    if let Some(before) = before {
        refuse_bots(payload, before)?;
    }
    let message = stamp(inner, "deleted_ts").or_else(|| stamp(before?, "ts"));
    let message = message.ok_or(Ignored::Malformed)?;
    Ok(Happening::ReplyDeleted { channel: channel(inner)?, message })
}

/// `reaction_added` and `reaction_removed`.
pub(super) fn reaction(payload: &Value, inner: &Value, on: bool) -> Result<Happening, Ignored> {
    let item = inner.get("item").ok_or(Ignored::Malformed)?;
    let emoji = inner.get("reaction").and_then(Value::as_str).ok_or(Ignored::Malformed)?;
    if item.get("type").and_then(Value::as_str) != Some("message") || !CHECKS.contains(&emoji) {
        return Err(Ignored::OtherReaction);
    }
    refuse_bots(payload, inner)?;
    Ok(Happening::Checked {
        member: someone(inner)?,
        channel: channel(item)?,
        message: stamp(item, "ts").ok_or(Ignored::Malformed)?,
        on,
    })
}

/// The head of the thread that a message is an answer in.
pub(super) fn thread_of(message: &Value) -> Option<MessageTs> {
    let thread = name(message.get("thread_ts"))?;
    (name(message.get("ts")).as_ref() != Some(&thread)).then(|| MessageTs::new(thread))
}

/// Whether a message is in a thread, or begins one.
fn is_of_thread(message: &Value) -> bool {
    name(message.get("thread_ts")).is_some()
}

fn stamp(value: &Value, key: &str) -> Option<MessageTs> {
    name(value.get(key)).map(MessageTs::new)
}

/// What was written, in Slack's mrkdwn, and under it what was sent along: a document can be the
/// answer.
fn words(message: &Value) -> String {
    let mut text = line(message.get("text"), WORDS).unwrap_or_default();
    for (name, link) in files(message) {
        let label = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let label = label.replace('|', " ");
        if text.chars().count() + link.chars().count() + label.chars().count() + 4 > WORDS {
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("<{link}|{label}>"));
    }
    text
}

/// What files are called and where they are read.
pub(super) fn files(message: &Value) -> Vec<(String, String)> {
    let files = message.get("files").and_then(Value::as_array);
    let named = |file: &Value| {
        let link = line(file.get("permalink"), 1_000)?;
        // It is put between `<` and `|`.
        let plain = link.starts_with("https://") && !link.contains(['<', '>', '|', ' ', '\n']);
        let called = line(file.get("title"), 200).or_else(|| line(file.get("name"), 200))?;
        plain.then(|| (called.replace('\n', " "), link))
    };
    files.into_iter().flatten().take(FILES).filter_map(named).collect()
}

/// Bots are not listened to, least of all ourselves.
pub(super) fn refuse_bots(payload: &Value, message: &Value) -> Result<(), Ignored> {
    let by_us = member(message.get("user")).is_some_and(|writer| is_us(payload, &writer));
    if by_us || by_bot(message) { Err(Ignored::FromBot) } else { Ok(()) }
}

/// Whether a bot wrote that message.
pub(super) fn by_bot(message: &Value) -> bool {
    let signed = |key: &str| !message.get(key).is_none_or(Value::is_null);
    signed("bot_id")
        || signed("bot_profile")
        || message.get("subtype").and_then(Value::as_str) == Some("bot_message")
        || message.get("user").and_then(Value::as_str) == Some("USLACKBOT")
}
