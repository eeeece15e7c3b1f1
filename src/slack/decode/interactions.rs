//! Commands, presses and modals: the reply lane.

use serde_json::Value;

use super::form::{form, values};
use super::messages::{WORDS as MESSAGE, by_bot, files, thread_of};
use super::text::{line, member, name};
use super::{Asked, Ignored};
use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::event::{Gesture, Interaction, Modal, OnMessage, Origin, Place, SharedFile};

/// More than anybody types after a command.
const WORDS: usize = 4_000;
/// Slack's limit is 3,000. It is of use only whole.
const METADATA: usize = 3_000;

/// A slash command.
///
/// # Errors
/// It is not what Slack documents.
pub fn command(payload: &Value) -> Result<Asked, Ignored> {
    let place = Place {
        channel: ChannelId::new(needed(payload, "/channel_id")?),
        name: line(payload.get("channel_name"), 200).unwrap_or_default(),
    };
    let what = Gesture::Command {
        name: needed(payload, "/command")?,
        words: line(payload.get("text"), WORDS).unwrap_or_default(),
        place,
    };
    Ok(Asked {
        interaction: Interaction {
            workspace: WorkspaceId::new(needed(payload, "/team_id")?),
            member: MemberId::new(needed(payload, "/user_id")?),
            trigger: needed(payload, "/trigger_id")?,
            what,
        },
        response_url: response_url(payload),
    })
}

/// A press, or a modal that was sent or closed.
///
/// # Errors
/// Why it is none of our business.
pub fn interaction(payload: &Value) -> Result<Asked, Ignored> {
    let what = match payload.get("type").and_then(Value::as_str).ok_or(Ignored::Malformed)? {
        "block_actions" => press(payload)?,
        "view_submission" => {
            Gesture::Submit { modal: modal(payload)?, form: form(payload.pointer("/view/state")) }
        }
        "view_closed" => Gesture::Close { modal: modal(payload)? },
        "shortcut" => Gesture::Shortcut { name: needed(payload, "/callback_id")?, on: None },
        "message_action" => Gesture::Shortcut {
            name: needed(payload, "/callback_id")?,
            on: Some(on_message(payload)?),
        },
        "block_suggestion" => return Err(Ignored::Suggestion),
        "interactive_message" => return Err(Ignored::Legacy),
        _ => return Err(Ignored::NotForUs),
    };
    Ok(Asked {
        interaction: Interaction {
            workspace: workspace(payload, &what)?,
            member: member(payload.pointer("/user/id")).ok_or(Ignored::Malformed)?,
            trigger: trigger(payload, &what)?,
            what,
        },
        response_url: response_url(payload),
    })
}

/// Where the app is installed, from the surest sign to the weakest: of a view Slack says so; the
/// message that a button is on is our own, so its workspace is ours; `team` is the side of the
/// person in shared channels, and null in installations of a whole organization, where the person's
/// own workspace is all there is. An enterprise's id (`E…`) is no workspace. A shortcut is offered to
/// people of the workspace that has the app; the message may be of another one.
fn workspace(payload: &Value, what: &Gesture) -> Result<WorkspaceId, Ignored> {
    let signs: &[&str] = match what {
        Gesture::Shortcut { .. } => &["/team/id", "/user/team_id"],
        _ => &[
            "/view/app_installed_team_id",
            "/message/team",
            "/team/id",
            "/user/team_id",
            "/view/team_id",
        ],
    };
    signs
        .iter()
        .filter_map(|pointer| name(payload.pointer(pointer)))
        .find(|id| !id.starts_with('E'))
        .map(WorkspaceId::new)
        .ok_or(Ignored::NoWorkspace)
}

/// Closing a modal gives no trigger; the view's state names that moment as well.
fn trigger(payload: &Value, what: &Gesture) -> Result<String, Ignored> {
    match what {
        Gesture::Close { modal } => Ok(format!("closed/{}/{}", modal.id, modal.hash)),
        Gesture::Command { .. }
        | Gesture::Press { .. }
        | Gesture::Submit { .. }
        | Gesture::Shortcut { .. } => name(payload.get("trigger_id"))
            .or_else(|| name(payload.pointer("/interactivity/interactivity_pointer")))
            .ok_or(Ignored::Malformed),
    }
}

fn press(payload: &Value) -> Result<Gesture, Ignored> {
    let action = payload.pointer("/actions/0").ok_or(Ignored::Malformed)?;
    Ok(Gesture::Press {
        action: needed(action, "/action_id")?,
        value: values(action).into_iter().next(),
        origin: origin(payload)?,
    })
}

/// The message of a `message_action`. Of its files only what they are called, and where they are.
fn on_message(payload: &Value) -> Result<OnMessage, Ignored> {
    let message = payload.get("message").ok_or(Ignored::Malformed)?;
    let ts = name(payload.get("message_ts")).or_else(|| name(message.get("ts")));
    let files = files(message).into_iter();
    Ok(OnMessage {
        channel: ChannelId::new(needed(payload, "/channel/id")?),
        message: MessageTs::new(ts.ok_or(Ignored::Malformed)?),
        thread: thread_of(message),
        author: member(message.get("user")).filter(|_| !by_bot(message)),
        text: line(message.get("text"), MESSAGE).unwrap_or_default(),
        files: files.map(|(name, link)| SharedFile { name, link }).collect(),
    })
}

fn origin(payload: &Value) -> Result<Origin, Ignored> {
    match payload.pointer("/view/type").and_then(Value::as_str) {
        Some("home") => Ok(Origin::Home),
        Some("modal") => {
            Ok(Origin::Modal { modal: modal(payload)?, form: form(payload.pointer("/view/state")) })
        }
        Some(_) => Err(Ignored::NotForUs),
        None => {
            let channel = name(payload.pointer("/container/channel_id"))
                .or_else(|| name(payload.pointer("/channel/id")));
            let message = name(payload.pointer("/container/message_ts"))
                .or_else(|| name(payload.pointer("/message/ts")));
            Ok(Origin::Message {
                channel: ChannelId::new(channel.ok_or(Ignored::Malformed)?),
                message: MessageTs::new(message.ok_or(Ignored::Malformed)?),
            })
        }
    }
}

fn modal(payload: &Value) -> Result<Modal, Ignored> {
    let view = payload.get("view").ok_or(Ignored::Malformed)?;
    let metadata = match view.get("private_metadata").and_then(Value::as_str) {
        Some(text) if text.chars().count() > METADATA => return Err(Ignored::Malformed),
        Some(text) => text.replace('\0', ""),
        None => String::new(),
    };
    Ok(Modal {
        id: needed(view, "/id")?,
        hash: name(view.get("hash")).unwrap_or_default(),
        name: name(view.get("callback_id")).unwrap_or_default(),
        metadata,
    })
}

fn needed(value: &Value, pointer: &str) -> Result<String, Ignored> {
    name(value.pointer(pointer)).ok_or(Ignored::Malformed)
}

fn response_url(payload: &Value) -> Option<String> {
    line(payload.get("response_url"), 2_000)
}
