//! Threads become questions with answers. Pure: the same messages in any order, in any split, with
//! or without repeats, give the same questions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::asks;
use crate::domain::ids::{ChannelId, MemberId, MessageTs};

/// A thread whose first message asks something, and its replies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub channel: ChannelId,
    /// Of the message that asks. With the channel it is the question's name for good.
    pub ts: MessageTs,
    pub asker: MemberId,
    pub at: DateTime<Utc>,
    /// One sentence, at most 150 characters.
    pub title: String,
    /// The whole message as people read it, at most 40,000 characters. Plain text: escape it.
    pub text: String,
    /// When its asker last changed it.
    pub edited_at: Option<DateTime<Utc>>,
    /// By others than the asker, oldest first; the asker's own only where they accepted it. Never empty.
    pub answers: Vec<Answer>,
}

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub ts: MessageTs,
    pub author: MemberId,
    pub at: DateTime<Utc>,
    /// As people read it, plain, at most 40,000 characters.
    pub text: String,
    pub edited_at: Option<DateTime<Utc>>,
    /// How many others reacted to it, whatever with, but for what means no, or only that it was seen.
    pub likes: u32,
    /// The asker put a ✅ on it. One answer of a question at most.
    pub accepted: bool,
}

/// What was not taken, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// Messages that are in no thread.
    pub alone: u64,
    /// Threads that begin with something else than a question.
    pub not_asking: u64,
    /// Questions that nobody else answered in words.
    pub unanswered: u64,
    /// Threads that a bot or an app began.
    pub by_bots: u64,
    /// Threads of which the first message is deleted or not in the export.
    pub without_beginning: u64,
    /// Replies to questions: by bots, by the asker, deleted, or with fewer words than say anything.
    pub replies: u64,
}

impl LeftOut {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            alone: self.alone + other.alone,
            not_asking: self.not_asking + other.not_asking,
            unanswered: self.unanswered + other.unanswered,
            by_bots: self.by_bots + other.by_bots,
            without_beginning: self.without_beginning + other.without_beginning,
            replies: self.replies + other.replies,
        }
    }
}

/// A message as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Message {
    pub(super) ts: String,
    /// The first message of its thread, which may be itself.
    pub(super) thread: String,
    /// When it was last changed; empty if never. Of two copies the later one counts.
    pub(super) edited: String,
    pub(super) state: State,
    pub(super) text: String,
    /// Reactions and who reacted.
    pub(super) reactions: Vec<(String, Vec<String>)>,
}

/// Who a message is by. In this order: of two copies, the one that says "deleted" counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    By(String),
    ByBot,
    Deleted,
}

/// What people react with who accept an answer.
const CHECKS: [&str; 3] = ["white_check_mark", "heavy_check_mark", "ballot_box_with_check"];
/// Reactions that do not say that something is good.
const NO_LIKES: [&str; 14] = [
    "-1",
    "thumbsdown",
    "x",
    "eyes",
    "question",
    "grey_question",
    "confused",
    "thinking_face",
    "heavy_multiplication_x",
    "no_entry",
    "no_entry_sign",
    "disappointed",
    "face_with_raised_eyebrow",
    "rage",
];
/// A reply with fewer letters says nothing that helps anybody later, unless it has a link.
const FEWEST_LETTERS: usize = 12;

/// The questions of one channel, oldest first.
pub(super) fn questions(channel: &ChannelId, all: Vec<Message>) -> (Vec<Question>, LeftOut) {
    let mut threads: BTreeMap<String, BTreeMap<String, Message>> = BTreeMap::new();
    for message in all {
        let thread = threads.entry(message.thread.clone()).or_default();
        match thread.get_mut(&message.ts) {
            Some(known) if later(&message, known) => *known = message,
            Some(_) => {}
            None => {
                thread.insert(message.ts.clone(), message);
            }
        }
    }
    let (mut found, mut left_out) = (Vec::new(), LeftOut::default());
    for (ts, mut thread) in threads {
        let root = thread.remove(&ts);
        if root.is_some() && thread.is_empty() {
            left_out.alone += 1;
        } else if let Some(question) = question(channel, root, thread, &mut left_out) {
            found.push(question);
        }
    }
    found.sort_by(|a, b| (a.at, &a.ts).cmp(&(b.at, &b.ts)));
    (found, left_out)
}

/// Of two copies of a message, the one that was changed later; a deletion is the last change.
fn later(new: &Message, known: &Message) -> bool {
    let gone = |message: &Message| message.state == State::Deleted;
    (gone(new), &new.edited, new) > (gone(known), &known.edited, known)
}

fn question(
    channel: &ChannelId,
    root: Option<Message>,
    replies: BTreeMap<String, Message>,
    left_out: &mut LeftOut,
) -> Option<Question> {
    let (asker, root) = match root {
        Some(Message { state: State::By(asker), .. }) if asker.is_empty() => {
            left_out.by_bots += 1;
            return None;
        }
        Some(Message { state: State::By(ref asker), .. }) => (asker.clone(), root?),
        Some(Message { state: State::ByBot, .. }) => {
            left_out.by_bots += 1;
            return None;
        }
        Some(Message { state: State::Deleted, .. }) | None => {
            left_out.without_beginning += 1;
            return None;
        }
    };
    let at = instant(&root.ts)?;
    if !asks::asks_something(&root.text) {
        left_out.not_asking += 1;
        return None;
    }
    let all = replies.len();
    let mut answers: Vec<Answer> =
        replies.into_values().filter_map(|reply| answer(&asker, reply)).collect();
    answers.sort_by(|a, b| (a.at, &a.ts).cmp(&(b.at, &b.ts)));
    keep_one_accepted(&mut answers);
    answers.retain(|answer| answer.accepted || answer.author.as_str() != asker);
    left_out.replies += u64::try_from(all - answers.len()).unwrap_or(u64::MAX);
    if answers.is_empty() {
        left_out.unanswered += 1;
        return None;
    }
    Some(Question {
        channel: channel.clone(),
        ts: MessageTs::new(root.ts),
        asker: MemberId::new(asker),
        at,
        title: asks::title(&root.text),
        edited_at: instant(&root.edited),
        text: root.text,
        answers,
    })
}

fn answer(asker: &str, reply: Message) -> Option<Answer> {
    let State::By(author) = reply.state else { return None };
    let at = instant(&reply.ts)?;
    let says_something = asks::letters(&reply.text) >= FEWEST_LETTERS || reply.text.contains("://");
    let accepted = reply
        .reactions
        .iter()
        .any(|(name, by)| CHECKS.contains(&name.as_str()) && by.iter().any(|by| by == asker));
    if author.is_empty() || !(says_something || (accepted && !reply.text.is_empty())) {
        return None;
    }
    // `+1::skin-tone-3` is a `+1`.
    let plain = |name: &str| name.split("::").next().unwrap_or_default().to_owned();
    let liked =
        reply.reactions.iter().filter(|(name, _)| !NO_LIKES.contains(&plain(name).as_str()));
    let likers: BTreeSet<&String> = liked.flat_map(|(_, by)| by).collect();
    let likes = likers.into_iter().filter(|by| **by != author).count();
    Some(Answer {
        ts: MessageTs::new(reply.ts),
        author: MemberId::new(author),
        at,
        edited_at: instant(&reply.edited),
        text: reply.text,
        likes: u32::try_from(likes).unwrap_or(u32::MAX),
        accepted,
    })
}

/// Several with a ✅: the asker went on until the last one.
fn keep_one_accepted(answers: &mut [Answer]) {
    let last = answers.iter().rposition(|answer| answer.accepted);
    for (at, answer) in answers.iter_mut().enumerate() {
        answer.accepted = Some(at) == last;
    }
}

/// When a message was written, by its `ts`: seconds, a full stop, and a number that tells messages
/// of one second apart. `None` for what is no `ts`.
pub(super) fn instant(ts: &str) -> Option<DateTime<Utc>> {
    let (seconds, rest) = ts.split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(seconds) || !digits(rest) || seconds.len() > 11 || rest.len() > 9 {
        return None;
    }
    let millis: String = rest.chars().chain("000".chars()).take(3).collect();
    let at = seconds.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(millis.parse().ok()?)?;
    DateTime::from_timestamp_millis(at)
}
