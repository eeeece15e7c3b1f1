//! `chat`.

use serde_json::{Value, json};

use super::conversations::{addressable, known};
use super::files::check_pictures;
use super::{Args, Refusal, Reply};
use crate::playground::blocks;
use crate::playground::json;
use crate::playground::state::conversations::{Kind, Message};
use crate::playground::state::talk::Draft;
use crate::playground::state::{Change, World};

/// Where Slack begins to cut a message's text off.
const TEXT_MOST: usize = 40_000;
/// What Slack recommends, and Klatch keeps to.
const TEXT_GOOD: usize = 4_000;
/// All texts of one message's blocks: refused, and too near to it.
const BLOCKS_MOST: usize = 11_300;
const BLOCKS_GOOD: usize = 10_000;

/// What a message says.
struct Said {
    text: String,
    blocks: Option<Vec<Value>>,
    metadata: Option<Value>,
}

fn said(world: &mut World, method: &str, args: &Args) -> Result<Said, Refusal> {
    let text = args.text("text").unwrap_or_default().to_owned();
    let blocks = match args.nested("blocks")? {
        None => None,
        Some(sent) => Some(checked(world, method, &sent)?),
    };
    if text.is_empty() && blocks.as_ref().is_none_or(Vec::is_empty) {
        return Err(Refusal::malformed("no_text", Vec::new()));
    }
    if text.is_empty() {
        world.fault(format!("{method}: blocks without a text that notifications can read"));
    }
    let length = text.chars().count();
    if length > TEXT_MOST {
        return Err(Refusal::malformed("msg_too_long", Vec::new()));
    }
    if length > TEXT_GOOD {
        world.fault(format!("{method}: a text of {length} characters, over {TEXT_GOOD}"));
    }
    let metadata = args.nested("metadata")?;
    if let Some(metadata) = &metadata {
        check_metadata(metadata)?;
    }
    Ok(Said { text, blocks, metadata })
}

fn checked(world: &mut World, method: &str, sent: &Value) -> Result<Vec<Value>, Refusal> {
    let wrong = blocks::check_message(sent);
    if !wrong.is_empty() {
        let error = if sent.is_array() { "invalid_blocks" } else { "invalid_blocks_format" };
        return Err(Refusal::malformed(error, wrong));
    }
    check_pictures(world, sent, "/blocks", "invalid_blocks")?;
    let length = blocks::text_length(sent);
    if length > BLOCKS_MOST {
        return Err(Refusal::malformed("msg_blocks_too_long", Vec::new()));
    }
    if length > BLOCKS_GOOD {
        world.fault(format!("{method}: {length} characters in blocks, over {BLOCKS_GOOD}"));
    }
    Ok(blocks::with_ids(sent, &mut world.ids))
}

fn check_metadata(metadata: &Value) -> Result<(), Refusal> {
    let kind = metadata.get("event_type").and_then(Value::as_str);
    let payload = metadata.get("event_payload").and_then(Value::as_object);
    if kind.is_none_or(str::is_empty) || payload.is_none() {
        return Err(Refusal::malformed("invalid_metadata_format", Vec::new()));
    }
    if metadata.to_string().len() > 8_000 {
        return Err(Refusal::malformed("metadata_too_large", Vec::new()));
    }
    Ok(())
}

/// The conversation to post in: an id, or a person's id, which means their direct message.
fn target(world: &mut World, args: &Args) -> Result<String, Refusal> {
    let id = args.required("channel")?;
    if world.people.contains_key(id) {
        addressable(world, id)?;
        let members = [id.to_owned(), world.names.bot.clone()];
        return Ok(world.open_direct(&members).0);
    }
    place(world, id)
}

/// A conversation that the bot may post in, by its id.
pub(super) fn place(world: &World, id: &str) -> Result<String, Refusal> {
    let conversation = known(world, id)?;
    let bot = &world.names.bot;
    let gone = |member: &String| {
        member != bot && world.people.get(member).is_none_or(|person| person.deleted)
    };
    if conversation.archived
        || conversation.kind == Kind::Dm && conversation.members.iter().any(gone)
    {
        return Err(Refusal::because("is_archived"));
    }
    let public = conversation.kind == Kind::Channel && world.granted("chat:write.public");
    if !conversation.members.contains(bot) && !public {
        return Err(Refusal::because("not_in_channel"));
    }
    Ok(id.to_owned())
}

/// The parent of the thread to answer in.
pub(super) fn thread(
    world: &World,
    args: &Args,
    conversation: &str,
) -> Result<Option<String>, Refusal> {
    let Some(ts) = args.text("thread_ts") else { return Ok(None) };
    let parent = world
        .conversations
        .get(conversation)
        .and_then(|c| c.messages.get(ts))
        .filter(|message| message.only_for.is_none())
        .ok_or_else(|| Refusal::malformed("thread_not_found", Vec::new()))?;
    if parent.is_reply() {
        let message = "[ERROR] `thread_ts` names an answer, not its parent".to_owned();
        return Err(Refusal::malformed("cannot_reply_to_message", vec![message]));
    }
    Ok(Some(ts.to_owned()))
}

pub(super) fn post_message(world: &mut World, args: &Args) -> Reply {
    let conversation = target(world, args)?;
    let said = said(world, "chat.postMessage", args)?;
    let thread_ts = thread(world, args, &conversation)?;
    let ts = world.post(Draft {
        conversation: conversation.clone(),
        author: world.names.bot.clone(),
        text: said.text,
        blocks: said.blocks,
        thread_ts,
        metadata: said.metadata,
        ..Draft::default()
    });
    let message = stored(world, &conversation, &ts)?;
    Ok(json!({
        "channel": conversation, "ts": ts, "message": world.message_json(&message, true),
    }))
}

pub(super) fn post_ephemeral(world: &mut World, args: &Args) -> Reply {
    let user = args.required("user")?.to_owned();
    let conversation = target(world, args)?;
    let said = said(world, "chat.postEphemeral", args)?;
    let thread_ts = thread(world, args, &conversation)?;
    let member = world.conversations.get(&conversation).is_some_and(|c| c.members.contains(&user));
    if !member {
        return Err(Refusal::because("user_not_in_channel"));
    }
    let ts = world.post(Draft {
        conversation,
        author: world.names.bot.clone(),
        text: said.text,
        blocks: said.blocks,
        thread_ts,
        only_for: Some(user),
        ..Draft::default()
    });
    Ok(json!({"message_ts": ts}))
}

fn stored(world: &World, conversation: &str, ts: &str) -> Result<Message, Refusal> {
    world
        .conversations
        .get(conversation)
        .and_then(|c| c.messages.get(ts))
        .filter(|message| message.only_for.is_none())
        .cloned()
        .ok_or_else(|| Refusal::because("message_not_found"))
}

pub(super) fn update(world: &mut World, args: &Args) -> Reply {
    let conversation = known(world, args.required("channel")?)?;
    let id = conversation.id.clone();
    if conversation.archived {
        return Err(Refusal::because("is_archived"));
    }
    let mut message = stored(world, &id, args.required("ts")?)?;
    if message.author != world.names.bot {
        return Err(Refusal::because("cant_update_message"));
    }
    let said = said(world, "chat.update", args)?;
    message.text = said.text;
    // Without blocks the former ones stay; an empty list takes them away.
    if let Some(blocks) = said.blocks {
        message.blocks = Some(blocks).filter(|blocks| !blocks.is_empty());
    }
    if said.metadata.is_some() {
        message.metadata = said.metadata;
    }
    message.edited = true;
    let answer = json!({
        "channel": id, "ts": message.ts, "text": message.text,
        "message": world.message_json(&message, true),
    });
    world.replace_message(&message);
    Ok(answer)
}

pub(super) fn delete(world: &mut World, args: &Args) -> Reply {
    let conversation = known(world, args.required("channel")?)?.id.clone();
    let message = stored(world, &conversation, args.required("ts")?)?;
    if message.author != world.names.bot {
        return Err(Refusal::because("cant_delete_message"));
    }
    world.remove_message(&message);
    Ok(json!({"channel": conversation, "ts": message.ts}))
}

pub(super) fn permalink(world: &mut World, args: &Args) -> Reply {
    let conversation = known(world, args.required("channel")?)?.id.clone();
    let message = stored(world, &conversation, args.required("message_ts")?)?;
    let mut link = format!(
        "https://{}.slack.com/archives/{conversation}/p{}",
        world.names.domain,
        message.ts.replace('.', "")
    );
    if let Some(thread) = message.thread_ts.filter(|thread| *thread != message.ts) {
        link = format!("{link}?thread_ts={thread}&cid={conversation}");
    }
    Ok(json!({"channel": conversation, "permalink": link}))
}

impl World {
    /// Puts a changed message in the place of the former one.
    pub(crate) fn replace_message(&mut self, message: &Message) {
        let (conversation, ts) = (message.conversation.clone(), message.ts.clone());
        let before = match self.conversations.get_mut(&conversation) {
            Some(c) => c.messages.insert(ts.clone(), message.clone()),
            None => None,
        };
        if let Some(before) = before {
            self.changed_event(&before, message);
        }
        self.tell(Change::Message { conversation, ts });
    }

    /// What a `response_url` is asked to do.
    pub(crate) fn answer_hook(&mut self, id: &str, body: &Value) -> Result<(), String> {
        let hook = self.hooks.spend(id, self.clock.now()).map_err(str::to_owned)?;
        let place = hook.conversation.clone();
        let old = hook.message.as_deref().and_then(|ts| {
            self.conversations.get(&place).and_then(|c| c.messages.get(ts)).cloned()
        });
        if json::flag(body, "delete_original") {
            if let (Some(old), Some(c)) = (old, self.conversations.get_mut(&place)) {
                c.messages.remove(&old.ts);
                self.tell(Change::MessageGone { conversation: place, ts: old.ts });
            }
            return Ok(());
        }
        let (text, blocks) = self.message_parts("response_url", body)?;
        if let (true, Some(mut old)) = (json::flag(body, "replace_original"), old) {
            old.text = text;
            old.blocks = blocks;
            old.edited = old.only_for.is_none();
            self.replace_message(&old);
            return Ok(());
        }
        let visible = json::text(body, "response_type") == "in_channel";
        self.post(Draft {
            conversation: place,
            author: self.names.bot.clone(),
            text,
            blocks,
            thread_ts: json::maybe(body, "thread_ts").or(hook.thread_ts),
            only_for: (!visible).then_some(hook.person),
            ..Draft::default()
        });
        Ok(())
    }
}
