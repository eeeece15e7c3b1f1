//! Names of things. Slack's ids are kept as Slack writes them; our own are UUIDv7,
//! so that they sort by the time they were made.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! slack_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// An id as Slack writes it.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// As Slack writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

slack_id! {
    /// A Slack workspace: its team id (`T…`). Every row and every query is keyed by it.
    WorkspaceId,
    /// A person or a bot in a workspace (`U…` or `W…`).
    MemberId,
    /// A conversation: channel (`C…`), private channel or group message (`G…`, `C…`), direct message (`D…`).
    ChannelId,
    /// A message within its channel: Slack's `ts`, unique there and ordered.
    MessageTs,
    /// A file that Slack keeps (`F…`).
    FileId,
}

macro_rules! own_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl $name {
            /// When it was made, to the millisecond; `None` for one that is no UUIDv7.
            pub fn made_at(self) -> Option<DateTime<Utc>> {
                let (seconds, nanos) = self.0.get_timestamp()?.to_unix();
                DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    )+};
}

own_id! {
    /// A standing coffee arrangement in one channel.
    ProgramId,
    /// One date of a program.
    RoundId,
    /// The people of one round who were introduced to each other.
    GroupId,
    /// Two people brought together outside of any round.
    EncounterId,
    /// The break of one team in one round.
    BreakId,
    /// A community of practice.
    CommunityId,
    /// A question that somebody asked, or that was imported.
    QuestionId,
    /// One question offered to one expert.
    ReferralId,
    /// What somebody answered to a question.
    AnswerId,
    /// What an asker wrote back to whoever answered.
    ReplyId,
    /// What a community keeps.
    CardId,
    /// An Ask me anything.
    SessionId,
    /// What a community was good for, told by somebody.
    StoryId,
    /// A word of thanks.
    ThanksId,
    /// Something to be done later.
    JobId,
    /// One line of the audit trail.
    AuditId,
}
