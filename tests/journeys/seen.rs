//! What people see of the bot, read from the workspace as they would read it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use klatch::playground::{Kind, Message, Playground};

/// What a message of the bot is, told by where it stands and what is on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    Introduction,
    Reminder,
    CheckIn,
    /// In somebody's direct message.
    Note,
    Invitation,
    Sum,
}

/// One message of the bot that nobody asked for.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) what: What,
    /// To the second.
    pub(crate) at: DateTime<Utc>,
    pub(crate) ts: String,
    pub(crate) conversation: String,
    pub(crate) thread: Option<String>,
    /// Handles. For a channel nobody is named: what stands there is nobody's message.
    pub(crate) readers: BTreeSet<String>,
    pub(crate) text: String,
    /// The job that sent it, as its metadata says.
    pub(crate) job: String,
}

/// Everything that the bot said unasked, the oldest first.
pub(crate) fn unasked(playground: &Playground) -> Vec<Seen> {
    after(playground, "")
}

/// The same, after a message.
pub(crate) fn after(playground: &Playground, ts: &str) -> Vec<Seen> {
    let bot = playground.bot().expect("a bot").id;
    let messages = playground.messages_after(ts).into_iter();
    messages
        .filter(|message| message.author == bot && message.only_for.is_none())
        .filter(|message| message.subtype.is_none())
        .map(|message| look_at(playground, &bot, message))
        .collect()
}

fn look_at(playground: &Playground, bot: &str, message: Message) -> Seen {
    let place = playground.conversation(&message.conversation).expect("a conversation");
    let people = place.members.iter().filter(|id| *id != bot);
    let handles = people.filter_map(|id| playground.person(id)).map(|person| person.name);
    let buttons = buttons(&message);
    let has = |button: &str| buttons.iter().any(|it| it == button);
    let what = match place.kind {
        Kind::Channel | Kind::Private if has("Join coffee") && has("How it works") => {
            What::Invitation
        }
        Kind::Channel | Kind::Private => What::Sum,
        Kind::Dm => What::Note,
        Kind::Group if !message.is_reply() => What::Introduction,
        Kind::Group if stands_in(&message, "check_in") => What::CheckIn,
        Kind::Group => What::Reminder,
    };
    let public = matches!(place.kind, Kind::Channel | Kind::Private);
    Seen {
        what,
        at: moment(&message.ts),
        thread: message.thread_ts.clone().filter(|_| message.is_reply()),
        conversation: message.conversation,
        readers: if public { BTreeSet::new() } else { handles.collect() },
        text: message.text,
        job: message
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.pointer("/event_payload/job"))
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        ts: message.ts,
    }
}

/// Whether a message has a row of buttons by that name: what people tell by its words.
fn stands_in(message: &Message, name: &str) -> bool {
    let mut names = message.blocks.iter().flatten().filter_map(|block| block.get("block_id"));
    names.any(|block| block.as_str() == Some(name))
}

/// The labels of what can be pressed.
fn buttons(message: &Message) -> Vec<String> {
    let blocks = message.blocks.iter().flatten();
    let elements = blocks.filter_map(|block| block.get("elements")?.as_array()).flatten();
    let labels = elements.filter_map(|element| element.pointer("/text/text")?.as_str());
    labels.map(str::to_owned).collect()
}

/// A message's time, to the second.
pub(crate) fn moment(ts: &str) -> DateTime<Utc> {
    let seconds = ts.split('.').next().and_then(|seconds| seconds.parse().ok());
    DateTime::from_timestamp(seconds.unwrap_or_default(), 0).expect("a time")
}

/// All numbers in a text, in their order.
pub(crate) fn numbers(text: &str) -> Vec<usize> {
    let parts = text.split(|sign: char| !sign.is_ascii_digit());
    parts.filter_map(|part| part.parse().ok()).collect()
}
