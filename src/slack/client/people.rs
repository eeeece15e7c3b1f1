//! The directory.

use serde_json::Value;

use super::{Client, Method, unreadable};
use crate::domain::ids::WorkspaceId;
use crate::domain::people::Profile;
use crate::slack::decode::people::profile;
use crate::slack::decode::text::line;
use crate::slack::failure::Failure;

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
        let people = answer
            .get("members")
            .and_then(Value::as_array)
            .ok_or_else(|| unreadable(Method::UsersList))?
            .iter()
            .filter_map(|user| profile(user, workspace))
            .collect();
        Ok((people, line(answer.pointer("/response_metadata/next_cursor"), 1_000)))
    }
}
