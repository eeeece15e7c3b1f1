//! User groups, and the fields of profiles.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::World;
use super::people::Person;

/// The custom fields of a profile: Slack's id, label and type.
pub(crate) const FIELDS: [(&str, &str, &str); 4] = [
    ("Xf0001", "Team", "text"),
    ("Xf0002", "Department", "text"),
    ("Xf0003", "Manager", "user"),
    ("Xf0004", "Site", "text"),
];

/// A user group, such as `@data-team`.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) id: String,
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) users: BTreeSet<String>,
    pub(crate) created: DateTime<Utc>,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) disabled: bool,
}

impl Group {
    /// Slack's user group object.
    pub(crate) fn slack(&self, team: &str, with_users: bool) -> Value {
        let deleted = if self.disabled { self.updated.timestamp() } else { 0 };
        let mut group = json!({
            "id": self.id, "team_id": team, "is_usergroup": true, "is_subteam": true,
            "name": self.name, "description": "", "handle": self.handle, "is_external": false,
            "date_create": self.created.timestamp(), "date_update": self.updated.timestamp(),
            "date_delete": deleted, "auto_type": null, "auto_provision": false,
            "created_by": "USLACKBOT", "updated_by": "USLACKBOT", "deleted_by": null,
            "prefs": {"channels": [], "groups": []}, "user_count": self.users.len(),
        });
        if with_users {
            crate::playground::json::put(&mut group, "users", json!(self.users));
        }
        group
    }
}

impl World {
    /// Custom fields of a profile as Slack writes them: `{"Xf…": {"value": …, "alt": ""}}`.
    pub(crate) fn profile_fields(&self, person: &Person) -> Value {
        let manager = self.find_person(&person.manager).map(|one| one.id.clone());
        let values = [
            person.team.clone(),
            person.department.clone(),
            manager.unwrap_or_default(),
            person.site.clone(),
        ];
        let filled = FIELDS.iter().zip(values).filter(|(_, value)| !value.is_empty());
        filled
            .map(|((id, _, _), value)| ((*id).to_owned(), json!({"value": value, "alt": ""})))
            .collect()
    }

    /// Tells the app of a user group.
    pub(crate) fn group_event(&mut self, kind: &str, group: &Group) {
        let subteam = group.slack(&self.names.team, true);
        let event = json!({"type": kind, "subteam": subteam});
        self.send_event(kind, Some("usergroups:read"), event);
    }

    /// Tells the app who came into a user group and who left it.
    pub(crate) fn group_members_event(&mut self, group: &Group, before: &Group) {
        let added: Vec<&String> = group.users.difference(&before.users).collect();
        let removed: Vec<&String> = before.users.difference(&group.users).collect();
        if added.is_empty() && removed.is_empty() {
            return;
        }
        let event = json!({
            "type": "subteam_members_changed", "subteam_id": group.id,
            "team_id": self.names.team, "date_previous_update": before.updated.timestamp(),
            "date_update": group.updated.timestamp(),
            "added_users": added, "added_users_count": added.len().to_string(),
            "removed_users": removed, "removed_users_count": removed.len().to_string(),
        });
        self.send_event("subteam_members_changed", Some("usergroups:read"), event);
    }
}
