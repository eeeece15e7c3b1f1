//! `files`: the three steps of sending one, without the second, which is no method.

use serde_json::{Value, json};

use super::chat::{place, thread};
use super::{Args, Refusal, Reply};
use crate::playground::json::text;
use crate::playground::state::World;
use crate::playground::state::talk::Draft;

/// The largest file that it takes, in bytes: as large as a request may be.
const LARGEST: usize = 1_000_000;

/// How much a picture may be in words, in characters.
const ALT_MOST: usize = 1_000;

pub(super) fn get_upload_url(world: &mut World, args: &Args) -> Reply {
    let name = args.required("filename")?.to_owned();
    let length = args.number("length").filter(|length| *length > 0).ok_or_else(|| {
        let message = "[ERROR] missing required field: length".to_owned();
        Refusal::malformed("invalid_arguments", vec![message])
    })?;
    if length > LARGEST {
        return Err(Refusal::because("file_upload_size_restricted"));
    }
    if args.text("alt_txt").is_some_and(|alt| alt.chars().count() > ALT_MOST) {
        return Err(Refusal::malformed("alt_txt_too_large", Vec::new()));
    }
    let (id, url) = world.announce_file(&name, length);
    Ok(json!({"file_id": id, "upload_url": url}))
}

pub(super) fn complete_upload(world: &mut World, args: &Args) -> Reply {
    let files = args.nested("files")?;
    let files = files.as_ref().and_then(Value::as_array).filter(|files| !files.is_empty());
    let files = files.ok_or_else(|| {
        let message = "[ERROR] missing required field: files".to_owned();
        Refusal::malformed("invalid_arguments", vec![message])
    })?;
    let channel = args.text("channel_id");
    let conversation = match channel {
        Some(id) => Some(place(world, id)?),
        None => None,
    };
    let thread_ts = match &conversation {
        Some(conversation) => thread(world, args, conversation)?,
        None => None,
    };
    let mut shown = Vec::new();
    for sent in files {
        let file = world
            .complete_file(text(sent, "id"), text(sent, "title"))
            .ok_or_else(|| Refusal::malformed("file_not_found", Vec::new()))?;
        shown.push(world.file_json(&file));
    }
    if let Some(conversation) = conversation {
        world.post(Draft {
            conversation,
            author: world.names.bot.clone(),
            text: args.text("initial_comment").unwrap_or_default().to_owned(),
            thread_ts,
            files: shown.clone(),
            ..Draft::default()
        });
    }
    let brief = |file: &Value| json!({"id": file.get("id"), "title": file.get("title")});
    Ok(json!({"files": shown.iter().map(brief).collect::<Vec<_>>()}))
}

/// Whether the workspace has every picture in these blocks, and can show it already. `at` is where they
/// stand in what was sent.
pub(super) fn check_pictures(
    world: &World,
    blocks: &Value,
    at: &str,
    error: &'static str,
) -> Result<(), Refusal> {
    match world.unshown(blocks, at) {
        None => Ok(()),
        Some(wrong) => Err(Refusal {
            malformed: !wrong.later,
            ..Refusal::malformed(error, vec![wrong.complaint])
        }),
    }
}
