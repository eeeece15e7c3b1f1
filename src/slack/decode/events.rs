//! The Events API: the work lane.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Ignored;
use super::messages::{message, reaction, refuse_bots};
use super::people::{custom_fields, profile};
use super::text::{member, name};
use crate::domain::ids::{ChannelId, MemberId, MessageTs, WorkspaceId};
use crate::domain::people::Profile;
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
        workspace: workspace(payload)?,
        id: name(payload.get("event_id")).ok_or(Ignored::Malformed)?,
        // Slack's schema says of both that it is when the event was dispatched.
        at: [second(payload.get("event_time").and_then(Value::as_i64)), stamped_at(inner)]
            .into_iter()
            .flatten()
            .min(),
        what,
    })
}

/// The workspace that installed the app: in a shared channel `team_id` can be the other side's. An
/// installation of a whole organization has no workspace in its authorization; then `team_id` is
/// the one where it happened. An enterprise's id (`E…`) is no workspace.
fn workspace(payload: &Value) -> Result<WorkspaceId, Ignored> {
    ["/authorizations/0/team_id", "/team_id"]
        .into_iter()
        .filter_map(|pointer| name(payload.pointer(pointer)))
        .find(|id| !id.starts_with('E'))
        .map(WorkspaceId::new)
        .ok_or(Ignored::NoWorkspace)
}

fn happening(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    match inner.get("type").and_then(Value::as_str).ok_or(Ignored::Malformed)? {
        "app_home_opened" => home_opened(inner),
        "team_join" | "user_change" | "user_profile_changed" | "user_status_changed" => {
            profile_changed(payload, inner)
        }
        "subteam_created" | "subteam_updated" | "subteam_members_changed" => {
            Ok(Happening::UserGroupsChanged)
        }
        "message" => message(payload, inner),
        "reaction_added" => reaction(payload, inner, true),
        "reaction_removed" => reaction(payload, inner, false),
        "app_mention" => mentioned(payload, inner),
        "channel_archive" | "channel_deleted" | "channel_left" | "group_archive"
        | "group_deleted" | "group_left" => Ok(Happening::ChannelLost { channel: channel(inner)? }),
        "member_left_channel" if is_us(payload, &someone(inner)?) => {
            Ok(Happening::ChannelLost { channel: channel(inner)? })
        }
        "member_left_channel" => {
            Ok(Happening::LeftChannel { member: someone(inner)?, channel: channel(inner)? })
        }
        "app_uninstalled" => Ok(Happening::Uninstalled),
        "tokens_revoked" => tokens_revoked(inner),
        "team_access_granted" | "team_access_revoked" => Err(Ignored::OrganizationAccess),
        _ => Err(Ignored::NotForUs),
    }
}

fn home_opened(inner: &Value) -> Result<Happening, Ignored> {
    match inner.get("tab").and_then(Value::as_str) {
        // The messages tab opens App Home too, but shows no home.
        Some("messages") => Err(Ignored::MessagesTab),
        Some(_) | None => Ok(Happening::HomeOpened { member: someone(inner)? }),
    }
}

fn profile_changed(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    let workspace = workspace(payload)?;
    let user = inner.get("user").ok_or(Ignored::Malformed)?;
    let profile = profile(user, &workspace).ok_or(Ignored::Malformed)?;
    let sent_at = || second(payload.get("event_time").and_then(Value::as_i64));
    let changed_at = profile.changed_at.or_else(|| stamped_at(inner)).or_else(sent_at);
    let fields = user.get("profile").map(custom_fields).unwrap_or_default();
    let joined = inner.get("type").and_then(Value::as_str) == Some("team_join");
    Ok(Happening::ProfileChanged { profile: Profile { changed_at, ..profile }, fields, joined })
}

/// To the second, as the user object has it.
fn stamped_at(inner: &Value) -> Option<DateTime<Utc>> {
    let stamp = inner.get("event_ts").and_then(Value::as_str)?;
    second(stamp.split('.').next()?.parse::<i64>().ok())
}

fn second(since_1970: Option<i64>) -> Option<DateTime<Utc>> {
    let seconds = since_1970.filter(|seconds| (1..=253_402_300_799).contains(seconds))?;
    DateTime::from_timestamp(seconds, 0)
}

fn mentioned(payload: &Value, inner: &Value) -> Result<Happening, Ignored> {
    refuse_bots(payload, inner)?;
    if !inner.get("subtype").is_none_or(Value::is_null)
        || !inner.get("edited").is_none_or(Value::is_null)
    {
        return Err(Ignored::NotSaid);
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
        Err(Ignored::OthersTokens)
    }
}

/// Whether that is our own bot: Slack names it in the authorizations of each event.
pub(super) fn is_us(payload: &Value, who: &MemberId) -> bool {
    payload.get("authorizations").and_then(Value::as_array).is_some_and(|authorizations| {
        authorizations.iter().any(|one| {
            one.get("is_bot") == Some(&Value::Bool(true))
                && one.get("user_id").and_then(Value::as_str) == Some(who.as_str())
        })
    })
}

pub(super) fn someone(inner: &Value) -> Result<MemberId, Ignored> {
    member(inner.get("user")).ok_or(Ignored::Malformed)
}

pub(super) fn channel(inner: &Value) -> Result<ChannelId, Ignored> {
    name(inner.get("channel")).map(ChannelId::new).ok_or(Ignored::Malformed)
}
