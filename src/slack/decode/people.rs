//! Slack's user object: of `users.list`, `team_join` and `user_change`.

use serde_json::Value;

use super::text::{line, member, yes};
use crate::domain::ids::WorkspaceId;
use crate::domain::people::{Profile, Standing};

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
        member: id,
    })
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
