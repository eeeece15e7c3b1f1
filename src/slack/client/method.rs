//! The methods of the Web API that are used, with the scopes they need: a test holds
//! `manifest.yml` to this list.

/// A method of Slack's Web API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    AuthTest,
    AuthRevoke,
    ConnectionsOpen,
    UsersList,
    UsersProfileGet,
    TeamProfileGet,
    UserGroupsList,
    UserGroupsUsersList,
    ConversationsInfo,
    ConversationsJoin,
    ConversationsOpen,
    ConversationsHistory,
    PostMessage,
    UpdateMessage,
    Permalink,
    ViewsOpen,
    ViewsPush,
    ViewsUpdate,
    ViewsPublish,
    FilesGetUploadUrl,
    FilesCompleteUpload,
    ReactionsAdd,
    ReactionsRemove,
}

impl Method {
    /// Every method that is called.
    pub const ALL: [Self; 23] = [
        Self::AuthTest,
        Self::AuthRevoke,
        Self::ConnectionsOpen,
        Self::UsersList,
        Self::UsersProfileGet,
        Self::TeamProfileGet,
        Self::UserGroupsList,
        Self::UserGroupsUsersList,
        Self::ConversationsInfo,
        Self::ConversationsJoin,
        Self::ConversationsOpen,
        Self::ConversationsHistory,
        Self::PostMessage,
        Self::UpdateMessage,
        Self::Permalink,
        Self::ViewsOpen,
        Self::ViewsPush,
        Self::ViewsUpdate,
        Self::ViewsPublish,
        Self::FilesGetUploadUrl,
        Self::FilesCompleteUpload,
        Self::ReactionsAdd,
        Self::ReactionsRemove,
    ];

    /// As Slack names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AuthTest => "auth.test",
            Self::AuthRevoke => "auth.revoke",
            Self::ConnectionsOpen => "apps.connections.open",
            Self::UsersList => "users.list",
            Self::UsersProfileGet => "users.profile.get",
            Self::TeamProfileGet => "team.profile.get",
            Self::UserGroupsList => "usergroups.list",
            Self::UserGroupsUsersList => "usergroups.users.list",
            Self::ConversationsInfo => "conversations.info",
            Self::ConversationsJoin => "conversations.join",
            Self::ConversationsOpen => "conversations.open",
            Self::ConversationsHistory => "conversations.history",
            Self::PostMessage => "chat.postMessage",
            Self::UpdateMessage => "chat.update",
            Self::Permalink => "chat.getPermalink",
            Self::ViewsOpen => "views.open",
            Self::ViewsPush => "views.push",
            Self::ViewsUpdate => "views.update",
            Self::ViewsPublish => "views.publish",
            Self::FilesGetUploadUrl => "files.getUploadURLExternal",
            Self::FilesCompleteUpload => "files.completeUploadExternal",
            Self::ReactionsAdd => "reactions.add",
            Self::ReactionsRemove => "reactions.remove",
        }
    }

    /// The bot scopes that our ways of calling it need. (`apps.connections.open` needs
    /// `connections:write` of the app's own token, which no manifest names.)
    pub fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::UsersList => &["users:read"],
            Self::UsersProfileGet | Self::TeamProfileGet => &["users.profile:read"],
            Self::UserGroupsList | Self::UserGroupsUsersList => &["usergroups:read"],
            Self::ConversationsInfo => &["channels:read", "groups:read"],
            Self::ConversationsJoin => &["channels:join"],
            Self::ConversationsOpen => &["im:write", "mpim:write"],
            Self::ConversationsHistory => &["im:history"],
            Self::PostMessage | Self::UpdateMessage => &["chat:write"],
            Self::FilesGetUploadUrl | Self::FilesCompleteUpload => &["files:write"],
            Self::ReactionsAdd | Self::ReactionsRemove => &["reactions:write"],
            Self::AuthTest
            | Self::AuthRevoke
            | Self::ConnectionsOpen
            | Self::Permalink
            | Self::ViewsOpen
            | Self::ViewsPush
            | Self::ViewsUpdate
            | Self::ViewsPublish => &[],
        }
    }

    /// Scopes with which it works in more places; where they were not granted, what calls it does
    /// without.
    pub fn further_scopes(self) -> &'static [&'static str] {
        match self {
            Self::ConversationsHistory => &["channels:history", "groups:history"],
            _ => &[],
        }
    }

    /// Whether what calls it does without where its scope was not granted.
    pub fn optional(self) -> bool {
        matches!(
            self,
            Self::UsersProfileGet
                | Self::TeamProfileGet
                | Self::UserGroupsList
                | Self::UserGroupsUsersList
                | Self::FilesGetUploadUrl
                | Self::FilesCompleteUpload
                | Self::ReactionsAdd
                | Self::ReactionsRemove
        )
    }

    /// Whether calling twice does no more than calling once.
    pub fn repeatable(self) -> bool {
        !matches!(
            self,
            Self::PostMessage | Self::ViewsOpen | Self::ViewsPush | Self::FilesCompleteUpload
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pacing::Call;

    #[test]
    fn every_method_that_a_job_goes_by_has_a_pace() {
        let paced = |method: &&Method| Call::ALL.iter().any(|call| call.method() == method.name());
        let others: Vec<&str> = Method::ALL
            .iter()
            .filter(|method| !paced(method))
            .map(|method| method.name())
            .collect();
        // At the start, while somebody waits, or a few times a day.
        let expected =
            ["auth.test", "auth.revoke", "apps.connections.open", "views.open", "views.push"];
        assert_eq!(others, expected);
    }
}
