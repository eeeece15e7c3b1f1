//! `conversations`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Args, Refusal, Reply, missing_scope};
use crate::playground::json::put;
use crate::playground::state::World;
use crate::playground::state::conversations::{Conversation, Kind, Message};

/// A conversation that the bot knows of: public ones, and those that it is in.
pub(super) fn known<'a>(world: &'a World, id: &str) -> Result<&'a Conversation, Refusal> {
    world
        .conversations
        .get(id)
        .filter(|c| c.kind == Kind::Channel || c.members.contains(&world.names.bot))
        .ok_or_else(|| Refusal::because("channel_not_found"))
}

fn readable<'a>(world: &'a World, id: &str, history: bool) -> Result<&'a Conversation, Refusal> {
    let conversation = known(world, id)?;
    let scope = conversation.kind.scope(history);
    if world.granted(scope) { Ok(conversation) } else { Err(missing_scope(world, scope)) }
}

pub(super) fn info(world: &mut World, args: &Args) -> Reply {
    let conversation = readable(world, args.required("channel")?, false)?;
    let mut channel = conversation.slack(&world.names.bot);
    if !args.flag("include_num_members")
        && let Some(object) = channel.as_object_mut()
    {
        object.remove("num_members");
    }
    Ok(json!({"channel": channel}))
}

pub(super) fn members(world: &mut World, args: &Args) -> Reply {
    let conversation = readable(world, args.required("channel")?, false)?;
    let members: Vec<&String> = conversation.members.iter().collect();
    let (page, next) = args.page(&members, 100)?;
    Ok(json!({"members": page, "response_metadata": {"next_cursor": next}}))
}

pub(super) fn list(world: &mut World, args: &Args) -> Reply {
    let mut types = args.names("types");
    if types.is_empty() {
        types.push("public_channel".to_owned());
    }
    let mut kinds = Vec::new();
    for name in &types {
        let kind = match name.as_str() {
            "public_channel" => Kind::Channel,
            "private_channel" => Kind::Private,
            "mpim" => Kind::Group,
            "im" => Kind::Dm,
            _ => return Err(Refusal::malformed("invalid_types", vec![name.clone()])),
        };
        if !world.granted(kind.scope(false)) {
            return Err(missing_scope(world, kind.scope(false)));
        }
        kinds.push(kind);
    }
    let bot = &world.names.bot;
    let channels: Vec<Value> = world
        .conversations
        .values()
        .filter(|c| kinds.contains(&c.kind))
        .filter(|c| c.kind == Kind::Channel || c.members.contains(bot))
        .filter(|c| !(c.archived && args.flag("exclude_archived")))
        .map(|c| c.slack(bot))
        .collect();
    let (page, next) = args.page(&channels, 100)?;
    Ok(json!({"channels": page, "response_metadata": {"next_cursor": next}}))
}

pub(super) fn join(world: &mut World, args: &Args) -> Reply {
    let conversation = known(world, args.required("channel")?)?;
    if conversation.kind != Kind::Channel {
        return Err(Refusal::because("method_not_supported_for_channel_type"));
    }
    if conversation.archived {
        return Err(Refusal::because("is_archived"));
    }
    let (id, bot) = (conversation.id.clone(), world.names.bot.clone());
    let already = conversation.members.contains(&bot);
    world.add_member(&id, &bot, None);
    let channel = world.conversations.get(&id).map(|c| c.slack(&bot));
    if already {
        return Ok(json!({
            "channel": channel, "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }));
    }
    Ok(json!({"channel": channel}))
}

pub(super) fn open(world: &mut World, args: &Args) -> Reply {
    if let Some(id) = args.text("channel") {
        let conversation = known(world, id)?;
        if !conversation.is_direct() {
            return Err(Refusal::because("method_not_supported_for_channel_type"));
        }
        return Ok(json!({"channel": {"id": id}, "no_op": true, "already_open": true}));
    }
    let bot = world.names.bot.clone();
    let users: BTreeSet<String> = args.names("users").into_iter().collect();
    if users.is_empty() {
        return Err(Refusal::malformed("users_list_not_supplied", Vec::new()));
    }
    if users.len() > 8 {
        return Err(Refusal::malformed("too_many_users", Vec::new()));
    }
    for id in &users {
        addressable(world, id)?;
    }
    let scope = if users.len() == 1 { "im:write" } else { "mpim:write" };
    if !world.granted(scope) {
        return Err(missing_scope(world, scope));
    }
    let mut everyone: Vec<String> = users.into_iter().collect();
    everyone.push(bot.clone());
    let (id, already) = world.open_direct(&everyone);
    let mut channel = json!({"id": id});
    if args.flag("return_im")
        && let Some(conversation) = world.conversations.get(&id)
    {
        channel = conversation.slack(&bot);
    }
    if already {
        return Ok(json!({"channel": channel, "no_op": true, "already_open": true}));
    }
    Ok(json!({"channel": channel}))
}

/// Whether the bot can write to that person.
pub(super) fn addressable(world: &World, id: &str) -> Result<(), Refusal> {
    let person = world.people.get(id).ok_or_else(|| Refusal::because("user_not_found"))?;
    let why = if person.is_bot || id == "USLACKBOT" {
        "cannot_dm_bot"
    } else if person.deleted {
        "user_disabled"
    } else if person.is_stranger {
        "user_not_visible"
    } else {
        return Ok(());
    };
    Err(Refusal::because(why))
}

/// A conversation whose messages the bot may read.
fn open_book<'a>(world: &'a World, args: &Args) -> Result<&'a Conversation, Refusal> {
    let conversation = readable(world, args.required("channel")?, true)?;
    if !conversation.members.contains(&world.names.bot) {
        return Err(Refusal::because("not_in_channel"));
    }
    Ok(conversation)
}

/// Whether a message is of the time that is asked for.
fn inside(args: &Args, ts: &str) -> bool {
    let (oldest, latest) = (args.text("oldest").unwrap_or("0"), args.text("latest"));
    ts > oldest && latest.is_none_or(|latest| ts < latest)
        || args.flag("inclusive") && (ts == oldest || Some(ts) == latest)
}

/// A message as it stands in a history: with its reactions, and how many answers it has.
fn recorded(world: &World, conversation: &Conversation, message: &Message, args: &Args) -> Value {
    let mut object = world.message_json(message, args.flag("include_all_metadata"));
    let replies = conversation.replies(&message.ts);
    if replies > 0 {
        put(&mut object, "reply_count", replies);
        put(&mut object, "thread_ts", message.ts.as_str());
    }
    if !message.reactions.is_empty() {
        put(&mut object, "reactions", message.reactions_json());
    }
    object
}

pub(super) fn history(world: &mut World, args: &Args) -> Reply {
    let conversation = open_book(world, args)?;
    let messages: Vec<Value> = conversation
        .messages
        .values()
        .rev()
        .filter(|message| message.only_for.is_none() && !message.is_reply())
        .filter(|message| inside(args, &message.ts))
        .map(|message| recorded(world, conversation, message, args))
        .collect();
    let (page, next) = args.page(&messages, 100)?;
    Ok(json!({
        "messages": page, "has_more": !next.is_empty(), "pin_count": 0,
        "response_metadata": {"next_cursor": next},
    }))
}

/// A thread, oldest first, its parent before everything else.
pub(super) fn replies(world: &mut World, args: &Args) -> Reply {
    let conversation = open_book(world, args)?;
    let ts = args.required("ts")?;
    let asked = conversation.messages.get(ts).filter(|message| message.only_for.is_none());
    let asked = asked.ok_or_else(|| Refusal::because("thread_not_found"))?;
    let parent = asked.thread_ts.clone().unwrap_or_else(|| ts.to_owned());
    let messages: Vec<Value> = conversation
        .messages
        .values()
        .filter(|message| message.only_for.is_none())
        .filter(|message| {
            let root = message.ts == parent;
            let answer = message.is_reply() && message.thread_ts.as_deref() == Some(&parent);
            root || answer && inside(args, &message.ts)
        })
        .map(|message| recorded(world, conversation, message, args))
        .collect();
    let (page, next) = args.page(&messages, 1_000)?;
    Ok(json!({
        "messages": page, "has_more": !next.is_empty(),
        "response_metadata": {"next_cursor": next},
    }))
}
