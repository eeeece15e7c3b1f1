//! Who somebody is, as far as Klatch needs to know.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::ids::MemberId;

/// Somebody's place in the workspace. Only [`Standing::Full`] takes part in coffee by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// An ordinary member of the workspace.
    Full,
    /// A guest: `is_restricted` or `is_ultra_restricted` in Slack.
    Guest,
    /// Somebody of another organization, seen through a shared channel: `is_stranger`.
    External,
    Bot,
    /// An account that was switched off: `deleted` in Slack.
    Deactivated,
}

impl Standing {
    /// Its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Guest => "guest",
            Self::External => "external",
            Self::Bot => "bot",
            Self::Deactivated => "deactivated",
        }
    }
}

/// What Slack says of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub member: MemberId,
    /// The display name, or the real name where there is none.
    pub name: String,
    pub title: Option<String>,
    pub email: Option<String>,
    /// The IANA zone, not the offset: the offset changes silently.
    pub zone: Option<Tz>,
    pub standing: Standing,
    /// Workspace admin or owner.
    pub admin: bool,
}

/// A person in the directory: what Slack says, and where in the organization they belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub profile: Profile,
    pub team: Option<String>,
    pub department: Option<String>,
}

impl Member {
    /// The zone they live in; UTC where Slack has none.
    pub fn zone(&self) -> Tz {
        self.profile.zone.unwrap_or(Tz::UTC)
    }
}
