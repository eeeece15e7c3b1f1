//! The directory.

use std::collections::BTreeMap;

use chrono::DateTime;
use serde_json::Value;

use super::{Client, Method, unreadable};
use crate::domain::ids::{MemberId, WorkspaceId};
use crate::domain::people::Profile;
use crate::slack::decode::people::{custom_fields, profile};
use crate::slack::decode::text::{line, member, name};
use crate::slack::failure::Failure;

/// A user group that is not switched off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserGroup {
    pub id: String,
    /// What one types after the @.
    pub handle: String,
    pub name: String,
    /// `None` where Slack did not say.
    pub members: Option<Vec<MemberId>>,
}

impl Client {
    /// One page of `users.list` (200 is what Slack recommends) and the cursor of the next, if there
    /// is one. Bots and deactivated accounts are in it, with their standing.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn people(
        &self,
        workspace: &WorkspaceId,
        cursor: Option<&str>,
        limit: u16,
    ) -> Result<(Vec<Profile>, Option<String>), Failure> {
        let query = [("limit", Some(limit.to_string())), ("cursor", cursor.map(str::to_owned))];
        let answer = self.read(Method::UsersList, &query).await?;
        let told_at = answer.get("cache_ts").and_then(Value::as_i64).filter(|at| *at > 0);
        let told_at = told_at.and_then(|at| DateTime::from_timestamp(at, 0));
        let people = answer
            .get("members")
            .and_then(Value::as_array)
            .ok_or_else(|| unreadable(Method::UsersList))?
            .iter()
            .filter_map(|user| profile(user, workspace))
            .map(|person| Profile { changed_at: person.changed_at.or(told_at), ..person })
            .collect();
        Ok((people, line(answer.pointer("/response_metadata/next_cursor"), 1_000)))
    }

    /// `team.profile.get`: the workspace's custom profile fields, as id and label.
    ///
    /// # Errors
    /// See [`Failure`]. The scope `users.profile:read` is optional and may be missing.
    pub async fn profile_labels(&self) -> Result<Vec<(String, String)>, Failure> {
        let answer = self.read(Method::TeamProfileGet, &[]).await?;
        let fields = answer.pointer("/profile/fields").and_then(Value::as_array);
        let fields = fields.ok_or_else(|| unreadable(Method::TeamProfileGet))?;
        let field = |field: &Value| Some((name(field.get("id"))?, line(field.get("label"), 200)?));
        Ok(fields.iter().filter_map(field).collect())
    }

    /// `users.profile.get`: somebody's custom profile fields, by id.
    ///
    /// # Errors
    /// As [`Client::profile_labels`].
    pub async fn profile_fields(
        &self,
        member: &MemberId,
    ) -> Result<BTreeMap<String, String>, Failure> {
        let query = [("user", Some(member.to_string()))];
        let answer = self.read(Method::UsersProfileGet, &query).await?;
        let profile = answer.get("profile").ok_or_else(|| unreadable(Method::UsersProfileGet))?;
        Ok(custom_fields(profile))
    }

    /// `usergroups.list`: the groups with their people, without those that are switched off.
    ///
    /// # Errors
    /// See [`Failure`]. The scope `usergroups:read` is optional and may be missing.
    pub async fn user_groups(&self) -> Result<Vec<UserGroup>, Failure> {
        let query = [("include_users", Some("true".to_owned()))];
        let answer = self.read(Method::UserGroupsList, &query).await?;
        let groups = answer.get("usergroups").and_then(Value::as_array);
        let groups = groups.ok_or_else(|| unreadable(Method::UserGroupsList))?;
        Ok(groups.iter().filter_map(user_group).collect())
    }

    /// `usergroups.users.list`: the people of a group.
    ///
    /// # Errors
    /// As [`Client::user_groups`].
    pub async fn user_group_members(&self, group: &str) -> Result<Vec<MemberId>, Failure> {
        let query = [("usergroup", Some(group.to_owned()))];
        let answer = self.read(Method::UserGroupsUsersList, &query).await?;
        members_in(answer.get("users")).ok_or_else(|| unreadable(Method::UserGroupsUsersList))
    }
}

fn user_group(group: &Value) -> Option<UserGroup> {
    if group.get("date_delete").and_then(Value::as_i64).is_some_and(|at| at != 0) {
        return None;
    }
    Some(UserGroup {
        id: name(group.get("id"))?,
        handle: name(group.get("handle"))?,
        name: line(group.get("name"), 200).unwrap_or_default(),
        members: members_in(group.get("users")),
    })
}

fn members_in(users: Option<&Value>) -> Option<Vec<MemberId>> {
    Some(users?.as_array()?.iter().filter_map(|user| member(Some(user))).collect())
}
