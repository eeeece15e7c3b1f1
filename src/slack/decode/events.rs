//! The Events API: the work lane.

use serde_json::Value;

use super::Ignored;
use super::people::profile;
use super::text::{member, name};
use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::event::{Event, Happening};

/// A whole `event_callback`.
///
/// # Errors
/// Why it is none of our business.
pub fn event(payload: &Value) -> Result<Event, Ignored> {
    match payload.get("type").and_then(Value::as_str) {
        Some("event_callback") => {}
        Some("app_rate_limited") => return Err(Ignored::RateLimited),
        Some(_) => return Err(Ignored::NotForUs),
        None => return Err(Ignored::Malformed),
    }
    let inner = payload.get("event").ok_or(Ignored::Malformed)?;
    let what = happening(payload, inner)?;
    Ok(Event {
        workspace: workspace(payload).ok_or(Ignored::Malformed)?,
        id: name(payload.get("event_id")).ok_or(Ignored::Malformed)?,
        what,
    })
}

/// The workspace that installed the app: in a shared channel `team_id` can be the other side's.
fn workspace(payload: &Value) -> Option<WorkspaceId> {
    name(payload.pointer("/authorizations/0/team_id"))
        .or_else(|| name(payload.get("team_id")))
        .map(WorkspaceId::new)
}

fn happening(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    match inner.get("type").and_then(Value::as_str).ok_or(Ignored::Malformed)? {
        "app_home_opened" => home_opened(inner),
        "team_join" | "user_change" => profile_changed(payload, inner),
        "message" => direct_message(payload, inner),
        "app_mention" => mentioned(payload, inner),
        "channel_archive" | "channel_deleted" | "channel_left" | "group_archive"
        | "group_deleted" | "group_left" => Ok(Happening::ChannelLost { channel: channel(inner)? }),
        "member_left_channel" if is_us(payload, &someone(inner)?) => {
            Ok(Happening::ChannelLost { channel: channel(inner)? })
        }
        "app_uninstalled" => Ok(Happening::Uninstalled),
        "tokens_revoked" => tokens_revoked(inner),
        _ => Err(Ignored::NotForUs),
    }
}

fn home_opened(inner: &Value) -> Result<Happening, Ignored> {
    match inner.get("tab").and_then(Value::as_str) {
        // The messages tab opens App Home too, but shows no home.
        Some("messages") => Err(Ignored::NotForUs),
        Some(_) | None => Ok(Happening::HomeOpened { member: someone(inner)? }),
    }
}

fn profile_changed(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    let workspace = workspace(payload).ok_or(Ignored::Malformed)?;
    let user = inner.get("user").ok_or(Ignored::Malformed)?;
    let profile = profile(user, &workspace).ok_or(Ignored::Malformed)?;
    Ok(Happening::ProfileChanged { profile })
}

/// Only what a person writes to the bot itself; edits, joins and the like carry a subtype.
fn direct_message(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    if inner.get("channel_type").and_then(Value::as_str) != Some("im") {
        return Err(Ignored::NotForUs);
    }
    refuse_bots(payload, inner)?;
    match inner.get("subtype").and_then(Value::as_str) {
        None | Some("file_share" | "me_message") => {
            Ok(Happening::DirectMessage { member: someone(inner)?, channel: channel(inner)? })
        }
        Some(_) => Err(Ignored::NotForUs),
    }
}

fn mentioned(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    refuse_bots(payload, inner)?;
    if !inner.get("subtype").is_none_or(Value::is_null)
        || !inner.get("edited").is_none_or(Value::is_null)
    {
        return Err(Ignored::NotForUs);
    }
    let thread = name(inner.get("thread_ts")).or_else(|| name(inner.get("ts")));
    Ok(Happening::Mentioned {
        member: someone(inner)?,
        channel: channel(inner)?,
        thread: MessageTs::new(thread.ok_or(Ignored::Malformed)?),
    })
}

/// Klatch has no tokens of people; the list of its bots is what counts.
fn tokens_revoked(inner: &Value) -> Result<Happening, Ignored> {
    let bots = inner.pointer("/tokens/bot").and_then(Value::as_array);
    if bots.is_some_and(|bots| !bots.is_empty()) {
        Ok(Happening::TokensRevoked)
    } else {
        Err(Ignored::NotForUs)
    }
}

fn refuse_bots(payload: &Value, inner: &Value) -> Result<(), Ignored> {
    let signed = |key: &str| !inner.get(key).is_none_or(Value::is_null);
    let by_bot = signed("bot_id")
        || signed("bot_profile")
        || inner.get("subtype").and_then(Value::as_str) == Some("bot_message")
        || inner.get("user").and_then(Value::as_str) == Some("USLACKBOT")
        || member(inner.get("user")).is_some_and(|writer| is_us(payload, &writer));
    if by_bot { Err(Ignored::FromBot) } else { Ok(()) }
}

/// Whether that is our own bot: Slack names it in the authorizations of each event.
fn is_us(payload: &Value, who: &MemberId) -> bool {
    payload.get("authorizations").and_then(Value::as_array).is_some_and(|authorizations| {
        authorizations.iter().any(|one| {
            one.get("is_bot") == Some(&Value::Bool(true))
                && one.get("user_id").and_then(Value::as_str) == Some(who.as_str())
        })
    })
}

fn someone(inner: &Value) -> Result<MemberId, Ignored> {
    member(inner.get("user")).ok_or(Ignored::Malformed)
}

fn channel(inner: &Value) -> Result<ChannelId, Ignored> {
    name(inner.get("channel")).map(ChannelId::new).ok_or(Ignored::Malformed)
}
