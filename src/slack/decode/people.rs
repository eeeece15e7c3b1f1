//! Slack's user object: of `users.list`, `team_join` and `user_change`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::text::{line, member, name, yes};
use crate::domain::away::{Away, away};
use crate::domain::ids::WorkspaceId;
use crate::domain::people::{Profile, Standing};

/// The most custom fields that are looked at: a workspace has 50 at most.
const MOST_FIELDS: usize = 100;

/// What a user object says, as seen from `workspace`. `None` if it has no id.
pub fn profile(user: &Value, workspace: &WorkspaceId) -> Option<Profile> {
    let id = member(user.get("id"))?;
    let shown = |pointer: &str| line(user.pointer(pointer), 200);
    let called = shown("/profile/display_name")
        .or_else(|| shown("/profile/real_name"))
        .or_else(|| shown("/real_name"))
        .or_else(|| shown("/name"));
    Some(Profile {
        name: called.unwrap_or_else(|| id.to_string()),
        title: shown("/profile/title"),
        email: shown("/profile/email"),
        zone: user.get("tz").and_then(Value::as_str).and_then(|zone| zone.parse().ok()),
        standing: standing(user, workspace),
        admin: ["is_admin", "is_owner", "is_primary_owner"].into_iter().any(|flag| yes(user, flag)),
        away: user.get("profile").and_then(status),
        changed_at: seconds(user.get("updated")),
        member: id,
    })
}

/// Whether the status says away. Neither its words nor its emoji are kept.
fn status(profile: &Value) -> Option<Away> {
    let text = |key: &str| line(profile.get(key), 200).unwrap_or_default();
    let end = seconds(profile.get("status_expiration"));
    away(&text("status_emoji"), &text("status_text"), end)
}

/// Seconds since 1970, up to the year 9999; 0 stands for none.
fn seconds(value: Option<&Value>) -> Option<DateTime<Utc>> {
    let seconds = value.and_then(Value::as_i64)?;
    (1..=253_402_300_799).contains(&seconds).then(|| DateTime::from_timestamp(seconds, 0)).flatten()
}

/// The custom fields of a profile that are filled in, by id.
pub fn custom_fields(profile: &Value) -> BTreeMap<String, String> {
    let fields = profile.get("fields").and_then(Value::as_object);
    let filled = |(id, field): (&String, &Value)| {
        Some((name(Some(&Value::from(id.as_str())))?, line(field.get("value"), 200)?))
    };
    fields.into_iter().flatten().take(MOST_FIELDS).filter_map(filled).collect()
}

fn standing(user: &Value, workspace: &WorkspaceId) -> Standing {
    let any = |flags: &[&str]| flags.iter().any(|flag| yes(user, flag));
    if any(&["deleted"]) {
        Standing::Deactivated
    } else if any(&["is_bot", "is_workflow_bot", "is_connector_bot"])
        || user.get("id").and_then(Value::as_str) == Some("USLACKBOT")
    {
        Standing::Bot
    } else if any(&["is_stranger"]) || is_of_another_workspace(user, workspace) {
        Standing::External
    } else if any(&["is_restricted", "is_ultra_restricted"]) {
        Standing::Guest
    } else {
        Standing::Full
    }
}

/// In an enterprise somebody has one home and several workspaces; `enterprise_user` lists them.
fn is_of_another_workspace(user: &Value, workspace: &WorkspaceId) -> bool {
    let home = user.get("team_id").and_then(Value::as_str).filter(|team| !team.is_empty());
    let also_here = user
        .pointer("/enterprise_user/teams")
        .and_then(Value::as_array)
        .is_some_and(|teams| teams.iter().any(|team| team.as_str() == Some(workspace.as_str())));
    home.is_some_and(|home| home != workspace.as_str()) && !also_here
}
