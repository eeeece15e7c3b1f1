//! `reactions`.

use serde_json::json;

use super::conversations::known;
use super::{Args, Refusal, Reply};
use crate::playground::state::World;

/// How many different emoji a message takes.
const EMOJI_MOST: usize = 23;

/// What is meant: the conversation, the message, the emoji.
fn target(world: &World, args: &Args) -> Result<[String; 3], Refusal> {
    let name = args.required("name")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-+'".contains(c);
    if !name.chars().all(plain) {
        return Err(Refusal::malformed("invalid_name", vec![name.to_owned()]));
    }
    let conversation = known(world, args.required("channel")?)?;
    let ts = args.required("timestamp")?;
    if conversation.archived {
        return Err(Refusal::because("is_archived"));
    }
    if !conversation.members.contains(&world.names.bot) {
        return Err(Refusal::because("not_in_channel"));
    }
    let message = conversation.messages.get(ts).filter(|message| message.only_for.is_none());
    if message.is_none() {
        return Err(Refusal::because("message_not_found"));
    }
    Ok([conversation.id.clone(), ts.to_owned(), name.to_owned()])
}

pub(super) fn add(world: &mut World, args: &Args) -> Reply {
    let [conversation, ts, name] = target(world, args)?;
    let message = world.conversations.get(&conversation).and_then(|c| c.messages.get(&ts));
    let reactions = message.map(|message| &message.reactions);
    let full = reactions.is_some_and(|there| {
        there.len() >= EMOJI_MOST && !there.iter().any(|reaction| reaction.name == name)
    });
    if full {
        return Err(Refusal::because("too_many_emoji"));
    }
    let bot = world.names.bot.clone();
    if world.react(&bot, &conversation, &ts, &name, true) {
        return Ok(json!({}));
    }
    Err(Refusal::because("already_reacted"))
}

pub(super) fn remove(world: &mut World, args: &Args) -> Reply {
    let [conversation, ts, name] = target(world, args)?;
    let bot = world.names.bot.clone();
    if world.react(&bot, &conversation, &ts, &name, false) {
        return Ok(json!({}));
    }
    Err(Refusal::because("no_reaction"))
}
